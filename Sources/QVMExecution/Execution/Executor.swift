// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra
import QVM

/// Takes groups through the steps of a plan.
///
/// Shots that have had the same results so far are one group and share one state, so that what they have in
/// common is computed once: the beginning up to the first result that is open, and whatever follows results
/// that happened to agree. Each shot draws from a stream of its own, in the order of its own history,
/// so what it gets does not depend on the others.
struct Executor {
  let plan: ExecutionPlan
  /// The physical qubits of each qubit of the program.
  let physicalQubits: [Int]
  /// The most groups at a time, for distributions.
  var groupLimit = Int.max
  /// Whether vectors may be measured as soon as that is all that comes for their qubits.
  var measuresAhead = true
  /// Whether the run must stop.
  var shouldStop: @Sendable () -> Bool = { false }
  var tally: Tally
  /// The shots whose state an operation refused; nil where the first of them ends the run.
  var refusals: [Refusal]?
  private var steps = 0

  /// Shots whose state an operation refused, and why.
  struct Refusal {
    var shots: [Shot]
    var error: ExecutionError
  }

  init(_ plan: ExecutionPlan) {
    self.plan = plan
    physicalQubits = plan.physicalQubits
    tally = Tally(plan)
  }

  /// Takes groups to a position, parting them on the way.
  ///
  /// The groups are taken out of the array, so that they are the only owners of their states; after an error
  /// some are gone.
  ///
  /// - Throws: `ExecutionError` if a state cannot be as it must, does not fit, or the run is stopped.
  mutating func advance(_ groups: inout [Group], to limit: Int) throws(ExecutionError) {
    var arrived: [Group] = []
    try advanceEach(&groups, to: limit) { (executor, group, waiting) throws(ExecutionError) in
      arrived.append(group)
      guard arrived.count + waiting <= executor.groupLimit else {
        throw ExecutionError(
          .tooManyBranches,
          "The distribution has more than \(executor.groupLimit) branches at a time; sample it with "
            + "--shots, or raise --branch-limit.")
      }
    }
    groups = arrived
  }

  /// Takes groups to a position one after the other; `arrive` gets each, and how many are still on their way.
  ///
  /// - Throws: As `advance` does, or what `arrive` throws.
  mutating func advanceEach(
    _ groups: inout [Group], to limit: Int,
    _ arrive: (inout Executor, Group, _ waiting: Int) throws(ExecutionError) -> Void
  ) throws(ExecutionError) {
    if shouldStop() { throw Executor.stopped }
    var stack: [Group] = []
    swap(&stack, &groups)
    stack.reverse()
    while var group = stack.popLast() {
      guard try takes(&group, to: limit, others: &stack) else { continue }
      try arrive(&self, group, stack.count)
    }
  }

  /// Takes one group to a position; false if its state was refused, which is then noted.
  private mutating func takes(
    _ group: inout Group, to limit: Int, others: inout [Group]
  ) throws(ExecutionError) -> Bool {
    while group.position < limit {
      do {
        try execute(&group, others: &others)
      } catch {
        guard error.code == .state, refusals != nil, case .shots(let shots) = group.ensemble,
          !shots.isEmpty
        else { throw error }
        refusals?.append(Refusal(shots: shots, error: error))
        return false
      }
      steps += 1
      if steps & 1023 == 0, shouldStop() { throw Executor.stopped }
    }
    return true
  }

  static let stopped = ExecutionError(.cancelled, "The run was stopped.")

  /// Takes a group as far as nothing is left to chance, at most to a position.
  mutating func advanceTrunk(_ group: inout Group, to limit: Int) throws(ExecutionError) {
    var others: [Group] = []
    while group.position < limit {
      if shouldStop() { throw Executor.stopped }
      if try chances(&group)?.contains(where: { $0 > 0 && $0 < 1 }) == true { return }
      try execute(&group, others: &others)
    }
  }

  /// Executes one step: the group goes one way, and the other ways go to `others`.
  private mutating func execute(
    _ group: inout Group, others: inout [Group]
  ) throws(ExecutionError) {
    let step = plan.steps[group.position]
    if measuresAhead, try measureAhead(&group, others: &others) { return }
    guard let chances = try chances(&group) else {
      group.position += 1
      try perform(step, &group)
      return
    }
    group.position += 1
    let parts = group.ensemble.parted(by: chances)
    for part in parts.dropFirst() {
      var other = group
      other.ensemble = part.members
      try take(part.choice, of: step, chances, &other)
      others.append(other)
    }
    group.ensemble = parts[0].members
    try take(parts[0].choice, of: step, chances, &group)
  }

  /// The probabilities of the ways that the next step can go; nil where there is but one.
  mutating func chances(_ group: inout Group) throws(ExecutionError) -> [Double]? {
    switch plan.steps[group.position] {
    case .collapse(let qubit, _):
      let one = try group.machine.register.probabilityOfOne(qubit)
      return [1 - one, one]
    case .gateNoise(let qubit, let isTwoQubit, let furtherCycles):
      guard let rates = plan.rates?[qubit] else { return nil }
      let own = isTwoQubit ? rates.twoQubitGate : rates.oneQubitGate
      return own?.followed(by: rates.idle.repeated(furtherCycles)).all
    case .readout(let qubit, _):
      guard let readout = plan.rates?[qubit].readout else { return nil }
      return [1 - readout, readout]
    case .idle(let qubit):
      let count = group.machine.start - group.machine.clocks[qubit]
      guard let rates = plan.rates?[qubit], count > 0, group.machine.register.isLive(qubit) else {
        return nil
      }
      return rates.idle.repeated(count).all
    case .werner(_, let fidelity):
      let share = (1 - fidelity) / 3
      return [fidelity, share, share, share]
    default: return nil
    }
  }

  /// Goes one of the ways of a step.
  private mutating func take(
    _ choice: Int, of step: Step, _ chances: [Double], _ group: inout Group
  ) throws(ExecutionError) {
    let weight = group.ensemble.weight
    switch step {
    case .collapse(let qubit, let bit):
      try group.machine.register.collapse(qubit, to: choice == 1)
      group.machine.setBit(bit, choice == 1)
    case .gateNoise(let qubit, _, _):
      tally.qubits[qubit].expectedGate += weight * PauliChances.total(of: chances)
      try strike(choice, qubit, weight, &group)
    case .idle(let qubit):
      let count = group.machine.start - group.machine.clocks[qubit]
      tally.qubits[qubit].expectedIdle += weight * PauliChances.total(of: chances)
      tally.qubits[qubit].idleCycles += weight * Double(count)
      group.machine.clocks[qubit] = group.machine.start
      try strike(choice, qubit, weight, &group)
    case .readout(let qubit, let bit):
      tally.qubits[qubit].expectedReadout += weight * chances[1]
      if choice == 1 {
        tally.qubits[qubit].flips += weight
        group.machine.setBit(bit, !group.machine.bit(bit))
      }
    case .werner(let qubit, _):
      if choice > 0 { tally.pairErrors += weight }
      try group.machine.register.apply(Executor.paulis[choice], to: qubit)
    default: break
    }
  }

  private static let paulis: [Pauli] = [.i, .x, .y, .z]

  /// Puts a logical error on a qubit.
  private mutating func strike(
    _ choice: Int, _ qubit: Int, _ weight: Double, _ group: inout Group
  ) throws(ExecutionError) {
    guard choice > 0 else { return }
    tally.qubits[qubit].paulis[choice - 1] += weight
    try group.machine.register.apply(Executor.paulis[choice], to: qubit)
  }
}
