// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import PauliAlgebra

/// A logical gate of CSS codes that acts qubit by qubit.
public enum TransversalGate: String, Sendable, CaseIterable {
  /// H on every data qubit: the code becomes its dual, X and Z exchanged.
  case hadamard = "h"
  /// CX from every data qubit of one patch to its twin in another.
  case controlledX = "cx"

  /// How many patches it acts on.
  public var patchCount: Int { self == .hadamard ? 1 : 2 }
}

extension StabilizerCode {
  /// A noiseless experiment around a logical gate: rounds, the gate on all data qubits, rounds.
  ///
  /// It begins and ends with perfect measurements of the checks, and follows both logical operators of every
  /// patch as Pauli observables through the gate: X and Z in turn, encoded qubit by encoded qubit, patch by
  /// patch. Detectors of the first round after the gate compare each check with what the gate makes of the
  /// checks before. A memory of `2 · rounds` rounds with `basis: .both` differs from it by the gate alone.
  ///
  /// - Parameters:
  ///   - gate: The gate.
  ///   - rounds: How often the checks are measured before the gate, and again after it, 1 or more.
  /// - Returns: The circuit, without noise.
  /// - Throws: `CodeError` if the code is not CSS or the number of rounds is out of range.
  /// - Complexity: O(total weight of the checks), whatever the number of rounds.
  public func gateCircuit(
    _ gate: TransversalGate, rounds: UInt64
  ) throws(CodeError) -> Circuit {
    guard isCSS else {
      throw CodeError(
        .badChecks, "\(name): transversal gates need checks of X alone and of Z alone.")
    }
    guard (1...MemoryExperiment.largestRounds / 2).contains(rounds) else {
      throw CodeError(
        .badParameter,
        "rounds=\(rounds): must be in 1...\(MemoryExperiment.largestRounds / 2).")
    }
    let before = gate == .hadamard ? self : try doubled()
    let after = gate == .hadamard ? try dual() : before
    var circuit = before.coordinates(withAncillas: true)
    before.appendProducts(to: &circuit, tag: Tag.noiseless)
    before.appendOperators(to: &circuit, before.preimages(of: after, under: gate))
    circuit.append(.tick)
    circuit.append(repeating: before.comparedRound(.identity), count: rounds)
    switch gate {
    case .hadamard: circuit.append(.h, qubits: Array(0..<qubitCount))
    case .controlledX:
      circuit.append(.cx, qubits: (0..<qubitCount).flatMap { [$0, $0 + qubitCount] })
    }
    circuit.append(.tick)
    circuit.append(
      repeating: after.comparedRound(gate == .controlledX ? .controlledX : .identity), count: 1)
    circuit.append(repeating: after.comparedRound(.identity), count: rounds - 1)
    after.appendProducts(to: &circuit, tag: Tag.noiseless)
    after.appendComparisons(to: &circuit)
    after.appendOperators(to: &circuit, after.followedOperators)
    return circuit
  }

  /// Both logical operators of every encoded qubit, X and Z in turn.
  private var followedOperators: [[Factor]] { logicals.flatMap { [$0.x, $0.z] } }

  /// What the operators of the code after the gate were before it.
  private func preimages(of after: StabilizerCode, under gate: TransversalGate) -> [[Factor]] {
    if gate == .hadamard { return logicals.flatMap { [$0.z, $0.x] } }
    let half = logicals.count / 2
    return after.logicals.indices.flatMap { index in
      // CX takes X of the control to X on both, and Z of the target to Z on both.
      let pair = logicals[index]
      return index < half
        ? [pair.x + logicals[index + half].x, pair.z]
        : [pair.x, logicals[index - half].z + pair.z]
    }
  }

  /// Which earlier results a check is compared with.
  private enum Comparison {
    /// The same check.
    case identity
    /// What CX between the two halves of the code makes of it.
    case controlledX
  }

  private func comparedRound(_ comparison: Comparison) -> Circuit {
    var body = Circuit()
    appendExtraction(to: &body)
    switch comparison {
    case .identity: appendComparisons(to: &body)
    case .controlledX:
      let half = checks.count / 2
      for (index, check) in checks.enumerated() {
        let lookback = checks.count - index
        var records = [lookback, lookback + checks.count]
        let isControl = index < half
        if isControl == (check.uniformPauli == .x) {
          records.append(lookback + checks.count + (isControl ? -half : half))
        }
        body.append(.detector, records.map { .record($0) }, arguments: check.position + [0])
      }
    }
    body.append(.shiftCoords, arguments: [0, 0, 1])
    body.append(.tick)
    return body
  }

  /// Two patches side by side as one code.
  private func doubled() throws(CodeError) -> StabilizerCode {
    let width = (positions + checks.map(\.position)).compactMap(\.first).max() ?? 0
    func moved(_ factors: [Factor]) -> [Factor] {
      factors.map { Factor($0.qubit + qubitCount, $0.pauli) }
    }
    func moved(_ position: [Double]) -> [Double] {
      position.enumerated().map { $0.offset == 0 ? $0.element + width + 2 : $0.element }
    }
    let layers = schedule.layers.map { layer in
      layer + layer.map { .init(check: $0.check + checks.count, factor: $0.factor) }
    }
    return try StabilizerCode(
      name: "two of \(name)", qubitCount: 2 * qubitCount,
      checks: checks + checks.map { Check(moved($0.factors), at: moved($0.position)) },
      positions: positions + positions.map { moved($0) },
      logicals: logicals + logicals.map { LogicalPair(x: moved($0.x), z: moved($0.z)) },
      schedule: ExtractionSchedule(layers: layers))
  }

  /// The code with X and Z exchanged.
  private func dual() throws(CodeError) -> StabilizerCode {
    func exchanged(_ factors: [Factor]) -> [Factor] {
      factors.map { Factor($0.qubit, $0.pauli == .x ? .z : .x) }
    }
    return try StabilizerCode(
      name: "dual of \(name)", qubitCount: qubitCount,
      checks: checks.map { Check(exchanged($0.factors), at: $0.position) }, positions: positions,
      logicals: logicals.map { LogicalPair(x: exchanged($0.z), z: exchanged($0.x)) },
      schedule: schedule)
  }
}
