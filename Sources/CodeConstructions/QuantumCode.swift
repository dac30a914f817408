// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import PauliAlgebra

/// What all codes of the catalogue have in common: stabilizer, subsystem and Floquet codes.
public protocol QuantumCode: Sendable {
  /// The name by which the catalogue makes the code, or one's own.
  var name: String { get }
  /// The number of data qubits, n.
  var qubitCount: Int { get }
  /// The distance that the family promises; nil where none does.
  var nominalDistance: Int? { get }
  /// Where the data qubits are, as x and y.
  var positions: [[Double]] { get }
  /// The stabilizers that detectors compare.
  var checks: [StabilizerCode.Check] { get }
  /// What a round measures, as lines of one ancilla or one pair measurement each.
  var measuredOperators: [StabilizerCode.Check] { get }
  /// The logical operators, one pair an encoded qubit.
  var logicals: [StabilizerCode.LogicalPair] { get }
  /// What one round takes.
  var resources: CodeResources { get }

  /// A noiseless memory experiment; see `MemoryExperiment`.
  ///
  /// - Throws: `CodeError` if the number of rounds is out of range, or the code has no circuit of the level.
  func memoryCircuit(_ experiment: MemoryExperiment) throws(CodeError) -> Circuit
}

extension QuantumCode {
  /// The number of encoded qubits, k.
  public var logicalQubitCount: Int { logicals.count }

  /// A noiseless memory experiment from its parts; see `MemoryExperiment`.
  ///
  /// - Throws: `CodeError` as `memoryCircuit(_:)` does.
  public func memoryCircuit(
    rounds: UInt64, basis: MemoryExperiment.Basis = .z,
    level: MemoryExperiment.Level = .circuit, gates: MemoryExperiment.Gates = .cx
  ) throws(CodeError) -> Circuit {
    try memoryCircuit(
      MemoryExperiment(rounds: rounds, basis: basis, level: level, gates: gates))
  }

  /// Whether any operator that a round measures anticommutes with the phase flip of a qubit.
  public var seesPhaseFlips: Bool {
    measuredOperators.contains { $0.factors.contains { $0.pauli != .z } }
  }

  /// The least and the greatest number of factors of what a round measures.
  public var weights: ClosedRange<Int> {
    let weights = measuredOperators.map(\.factors.count)
    return (weights.min() ?? 0)...(weights.max() ?? 0)
  }
}

extension StabilizerCode: QuantumCode {
  /// The checks, each measured by an ancilla of its own.
  public var measuredOperators: [Check] { checks }
}
