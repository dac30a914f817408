// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import ComputePrimitives

/// A subsystem code: measured operators that need not commute, and stabilizers that are products of them.
///
/// The gauge group, which the measured operators generate, holds the stabilizers and acts besides on gauge
/// qubits whose state is of no interest. The logical operators are bare: they commute with every measured
/// operator. A round measures all X operators, then all Z operators. Source: Poulin, Phys. Rev. Lett. 95,
/// 230504 (2005).
public struct SubsystemCode: Sendable, Hashable {
  /// A stabilizer and the measured operators whose product it is.
  public struct Stabilizer: Sendable, Hashable {
    /// The numbers of the measured operators.
    public let parts: [Int]
    /// The product.
    public let check: StabilizerCode.Check
  }

  /// The name by which the catalogue makes the code, or one's own.
  public let name: String
  /// Where the data qubits are, as x and y.
  public let positions: [[Double]]
  /// The measured operators, generators of the gauge group: X, then Z.
  public let gauges: [StabilizerCode.Check]
  /// The stabilizers.
  public let stabilizers: [Stabilizer]
  /// The bare logical operators, one pair an encoded qubit.
  public let logicals: [StabilizerCode.LogicalPair]
  /// The order of the two-qubit gates in a round.
  public let schedule: ExtractionSchedule
  /// The least weight of an error that goes unnoticed and matters, where the family promises it.
  public let nominalDistance: Int?
  /// The stabilizers and bare logical operators as a code, in which the gauge qubits are left out.
  ///
  /// Its distance is that of the subsystem code: errors that act on gauge qubits alone have no effect.
  public let stabilizerCode: StabilizerCode
  /// The number of gauge qubits.
  public let gaugeQubitCount: Int

  /// The number of data qubits, n.
  public var qubitCount: Int { positions.count }

  /// The number of independent stabilizers of X alone, and of Z alone.
  public var stabilizerRanks: (x: Int, z: Int) {
    let matrices = stabilizerCode.cssMatrices
    return (matrices.x.rank, matrices.z.rank)
  }
}

extension SubsystemCode: QuantumCode {
  /// The stabilizers, which detectors compare.
  public var checks: [StabilizerCode.Check] { stabilizers.map(\.check) }
  /// The gauge operators, each measured by an ancilla or as a pair.
  public var measuredOperators: [StabilizerCode.Check] { gauges }

  private func extraction(
    with gates: MemoryExperiment.Gates = .cx
  ) -> ExtractionRound {
    ExtractionRound(qubitCount: qubitCount, operators: gauges, schedule: schedule, gates: gates)
  }

  /// What one round takes.
  public var resources: CodeResources {
    var round = Circuit()
    extraction().append(to: &round)
    return CodeResources(dataQubits: qubitCount, ancillaQubits: gauges.count, round: round)
  }

  /// A noiseless memory experiment: as for stabilizer codes, with the products of results compared.
  ///
  /// At the levels `.codeCapacity` and `.phenomenological` the stabilizers are measured whole.
  ///
  /// - Throws: `CodeError` if the number of rounds is out of range, or if operators of more than two
  ///   qubits are to be measured as pairs.
  public func memoryCircuit(_ experiment: MemoryExperiment) throws(CodeError) -> Circuit {
    let plan = MemoryPlan(
      name: name, positions: positions,
      checks: stabilizers.map { (check: $0.check, parts: $0.parts) }, logicals: logicals,
      extraction: extraction(with: experiment.gates))
    return try plan.circuit(experiment)
  }
}
