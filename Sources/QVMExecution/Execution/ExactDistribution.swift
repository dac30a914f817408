// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra
import QVM
import StabilizerSimulation

/// The probabilities of all histories of events, found by going every way.
///
/// Histories that have come to the same state, and agree in the events that are read later, go on together.
public struct ExactDistribution: Sendable {
  /// The probability of each outcome, by the values of the program's events (−1: not produced).
  public internal(set) var outcomes: [[Int8]: Double] = [:]

  /// Finds the distribution of a plan.
  ///
  /// Parts of a program that have nothing in common are gone through by themselves, and their outcomes multiplied.
  ///
  /// - Throws: `ExecutionError` with code `.tooManyBranches` if there are more branches at a time, or
  ///   more outcomes, than `options.branchLimit`; or what stops any run.
  /// - Complexity: Exponential in what is open at a time; merging keeps repeated rounds linear.
  public init(_ plan: ExecutionPlan, options: RunOptions = RunOptions()) throws(ExecutionError) {
    let parts = try plan.independentParts()
    guard parts.count > 1 else {
      outcomes = try ExactDistribution.outcomes(plan, options)
      return
    }
    outcomes = [[Int8](repeating: -1, count: plan.program.events.count): 1]
    for part in parts {
      let own = try ExactDistribution.outcomes(part, options)
      let count = outcomes.count.multipliedReportingOverflow(by: own.count)
      guard !count.overflow, count.partialValue <= options.branchLimit else {
        throw ExactDistribution.tooManyOutcomes(options)
      }
      var joint: [[Int8]: Double] = [:]
      joint.reserveCapacity(count.partialValue)
      for (events, probability) in outcomes {
        for (others, factor) in own {
          var all = events
          // What a part does not have is absent in it.
          for event in all.indices where others[event] >= 0 { all[event] = others[event] }
          joint[all, default: 0] += probability * factor
        }
      }
      outcomes = joint
    }
  }

  private static func tooManyOutcomes(_ options: RunOptions) -> ExecutionError {
    ExecutionError(
      .tooManyBranches,
      "The distribution has more than \(options.branchLimit) outcomes; sample it with --shots, "
        + "or raise --branch-limit.")
  }

  /// The outcomes of a plan that is one part.
  private static func outcomes(
    _ plan: ExecutionPlan, _ options: RunOptions
  ) throws(ExecutionError) -> [[Int8]: Double] {
    var outcomes: [[Int8]: Double] = [:]
    var executor = Executor(plan)
    executor.shouldStop = options.shouldStop
    executor.groupLimit = options.branchLimit
    let machine = Machine(plan, vectorLimit: options.vectorLimit, workers: options.threads)
    let start = Branch(events: machine.events, weight: 1)
    var groups = [Group(machine: machine, ensemble: .branches([start]))]
    for end in plan.nodePositions.dropFirst() + [plan.steps.count] {
      let before = groups.count
      let mayPart = plan.steps[(groups.first?.position ?? 0)..<end].contains(where: \.hasChance)
      try executor.advance(&groups, to: end)
      guard mayPart, before > 1 || groups.count > 1 else { continue }
      groups = try ExactDistribution.merged(groups, at: end, plan)
      let histories = groups.reduce(0) { $0 + $1.branchCount }
      guard histories <= options.branchLimit else {
        throw tooManyOutcomes(options)
      }
    }
    for group in groups {
      guard case .branches(let branches) = group.ensemble else { continue }
      for branch in branches { outcomes[branch.events, default: 0] += branch.weight }
    }
    return outcomes
  }

  /// Joins the groups whose future is the same.
  private static func merged(
    _ groups: [Group], at position: Int, _ plan: ExecutionPlan
  ) throws(ExecutionError) -> [Group] {
    let live = plan.lastReads.indices.filter { plan.lastReads[$0] >= position }
    var buckets: [GroupKey: [Int]] = [:]
    var result: [Group] = []
    for var group in groups {
      let key = GroupKey(&group.machine, live: live, isNoisy: plan.rates != nil)
      var partner: Int?
      // More candidates than this are not worth the comparison.
      for candidate in buckets[key, default: []].suffix(16) {
        if try result[candidate].machine.register.hasSameVectors(as: &group.machine.register) {
          partner = candidate
          break
        }
      }
      if let partner {
        result[partner].takeBranches(of: group)
      } else {
        buckets[key, default: []].append(result.count)
        result.append(group)
      }
    }
    return result
  }
}

/// What groups must share exactly to go on together: all but the amplitudes of vectors.
private struct GroupKey: Hashable {
  var events: [Int8]
  var tableaus: [[Int]: [PauliString]]
  var vectors: [[Int]]
  var clocks: [Int]

  init(_ machine: inout Machine, live: [Int], isNoisy: Bool) {
    events = live.map { machine.events[$0] }
    clocks = []
    if isNoisy {
      let start = machine.epochStart
      clocks = machine.clocks + [start] + live.map { max(start, machine.eventTimes[$0]) }
    }
    tableaus = [:]
    vectors = []
    for index in machine.register.clusters.indices {
      guard let qubits = machine.register.clusters[index]?.qubits else { continue }
      if let stabilizers = machine.register.canonicalStabilizers(of: index) {
        tableaus[qubits] = stabilizers
      } else {
        vectors.append(qubits)
      }
    }
    vectors.sort { $0.lexicographicallyPrecedes($1) }
  }
}

extension Group {
  /// The number of histories.
  var branchCount: Int {
    if case .branches(let branches) = ensemble { branches.count } else { 0 }
  }

  /// Takes over the histories of another group, adding up the weights of equal ones.
  mutating func takeBranches(of other: Group) {
    guard case .branches(let own) = ensemble, case .branches(let added) = other.ensemble else {
      return
    }
    var indices: [[Int8]: Int] = [:]
    var all = own
    for (index, branch) in own.enumerated() { indices[branch.events] = index }
    for branch in added {
      if let index = indices[branch.events] {
        all[index].weight += branch.weight
      } else {
        all.append(branch)
      }
    }
    ensemble = .branches(all)
  }
}

extension QuantumRegister {
  /// How far states are apart, as the norm of their difference, that rounding alone tells apart.
  private static let rounding = 1e-13

  /// Whether the vectors on the same qubits are equal up to phase and rounding.
  ///
  /// - Precondition: both registers have vectors on the same lists of qubits.
  mutating func hasSameVectors(as other: inout QuantumRegister) throws(ExecutionError) -> Bool {
    let workers = workers
    for index in clusters.indices {
      guard let cluster = clusters[index], cluster.isVector else { continue }
      guard let twin = other.clusters.firstIndex(where: { $0?.qubits == cluster.qubits }),
        case .vector(let state)? = other.clusters[twin]?.state
      else { return false }
      let distance = try withVector(index) { (vector) throws(ExecutionError) in
        try vector.distance(from: state, workers: workers)
      }
      if distance > Self.rounding { return false }
    }
    return true
  }
}
