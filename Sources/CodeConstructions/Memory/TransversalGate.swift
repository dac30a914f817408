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
  /// checks before. A memory of `2 · rounds` rounds with `basis: .both` differs from it by the gate, and CX takes
  /// errors of the rounds before it to the other patch: X from the control, Z from the target.
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
    let whole = Results(order: Array(before.checks.indices))
    var circuit = before.extraction.coordinates(before.positions, withAncillas: true)
    appendProducts(before.checks.map(\.factors), tag: ExtractionRound.Tag.noiseless, to: &circuit)
    appendPauliObservables(before.preimages(of: after, under: gate), to: &circuit)
    circuit.append(.tick)
    before.appendRound(after: whole, to: &circuit)
    circuit.append(repeating: before.comparedRound, count: rounds - 1)
    switch gate {
    case .hadamard: circuit.append(.h, qubits: Array(0..<qubitCount))
    case .controlledX:
      circuit.append(.cx, qubits: (0..<qubitCount).flatMap { [$0, $0 + qubitCount] })
    }
    circuit.append(.tick)
    let order = Results(order: before.extraction.resultOrder)
    after.appendRound(after: order, isMixed: gate == .controlledX, to: &circuit)
    circuit.append(repeating: after.comparedRound, count: rounds - 1)
    appendProducts(after.checks.map(\.factors), tag: ExtractionRound.Tag.noiseless, to: &circuit)
    after.appendComparisons(
      whole, before: Results(order: after.extraction.resultOrder), to: &circuit)
    appendPauliObservables(after.followedOperators, to: &circuit)
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

  /// A round among rounds.
  private var comparedRound: Circuit {
    var body = Circuit()
    appendRound(after: Results(order: extraction.resultOrder), to: &body)
    return body
  }

  /// A round whose results are compared with earlier ones, which came in the order `before`.
  ///
  /// Where `isMixed`, CX between the halves of the code came in between: it takes X of the control to X on both,
  /// and Z of the target to Z on both.
  private func appendRound(
    after before: Results, isMixed: Bool = false, to circuit: inout Circuit
  ) {
    extraction.append(to: &circuit)
    appendComparisons(
      Results(order: extraction.resultOrder), before: before, isMixed: isMixed, to: &circuit)
    circuit.append(.shiftCoords, arguments: [0, 0, 1])
    circuit.append(.tick)
  }

  private func appendComparisons(
    _ now: Results, before: Results, isMixed: Bool = false, to circuit: inout Circuit
  ) {
    let half = checks.count / 2
    for (index, check) in checks.enumerated() {
      var records = [now.lookback(index), now.count + before.lookback(index)]
      let isControl = index < half
      if isMixed, isControl == (check.uniformPauli == .x) {
        records.append(now.count + before.lookback(isControl ? index + half : index - half))
      }
      circuit.append(
        .detector, records.map { .record($0) }, arguments: check.detectorCoordinates(round: 0))
    }
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
      checks: checks
        + checks.map { Check(moved($0.factors), at: moved($0.position), colour: $0.colour) },
      positions: positions + positions.map { moved($0) },
      logicals: logicals + logicals.map { LogicalPair(x: moved($0.x), z: moved($0.z)) },
      schedule: ExtractionSchedule(
        layers: layers,
        bellPairs: schedule.bellPairs
          + schedule.bellPairs.map {
            .init(control: $0.control + checks.count, target: $0.target + checks.count)
          },
        isStaggered: schedule.isStaggered))
  }

  /// The code with X and Z exchanged.
  private func dual() throws(CodeError) -> StabilizerCode {
    func exchanged(_ factors: [Factor]) -> [Factor] {
      factors.map { Factor($0.qubit, $0.pauli == .x ? .z : .x) }
    }
    return try StabilizerCode(
      name: "dual of \(name)", qubitCount: qubitCount,
      checks: checks.map { Check(exchanged($0.factors), at: $0.position, colour: $0.colour) },
      positions: positions,
      logicals: logicals.map { LogicalPair(x: exchanged($0.z), z: exchanged($0.x)) },
      schedule: ExtractionSchedule(
        layers: schedule.layers,
        bellPairs: schedule.bellPairs.map { .init(control: $0.target, target: $0.control) },
        isStaggered: schedule.isStaggered))
  }
}
