// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import QVM
import Synchronization

/// A run of a program that can be stopped at every fence, kept, and gone on with.
///
/// Shots are cut into blocks of fixed size, which are worked on in parallel. Up to the first thing left to
/// chance all shots are one trunk, computed once.
public struct Job: Sendable {
  /// The program, ready to run.
  public let plan: ExecutionPlan
  /// How it is run.
  public var options: RunOptions
  /// The number of fences that all shots have passed.
  public internal(set) var passedFences = 0
  /// What went wrong so far, and what was done.
  public internal(set) var history: [RunIncident] = []
  /// Whether all shots are done.
  public internal(set) var isFinished = false
  var trunk: Group?
  var blocks: [Block] = []
  var tally: Tally
  var counts: [[Int8]: Int] = [:]

  /// Some shots on their way.
  struct Block: Sendable {
    var groups: [Group]
    var tally: Tally
    var attempt = 0
  }

  /// The number of shots of a full block: a constant, since results must not depend on threads.
  static let blockSize = 1024

  /// Prepares a run.
  public init(_ plan: ExecutionPlan, options: RunOptions = RunOptions()) {
    self.plan = plan
    self.options = options
    let machine = Machine(plan, vectorLimit: options.vectorLimit, workers: options.threads)
    trunk = Group(machine: machine, ensemble: .shots([]))
    tally = Tally(nodeCount: plan.program.nodes.count, qubitCount: plan.program.qubits.count)
  }

  /// Restores a run that has come to a fence.
  init(
    plan: ExecutionPlan, options: RunOptions, passedFences: Int, trunk: Group?, blocks: [Block],
    tally: Tally, history: [RunIncident]
  ) {
    self.plan = plan
    self.options = options
    self.passedFences = passedFences
    self.trunk = trunk
    self.blocks = blocks
    self.tally = tally
    self.history = history
  }

  /// Where the current segment ends.
  var segmentEnd: Int {
    passedFences < plan.fenceCount ? plan.fencePositions[passedFences] : plan.steps.count
  }

  /// Runs all that is left.
  ///
  /// - Throws: `ExecutionError`; the run then stands at the last fence that all shots passed.
  public mutating func run() throws(ExecutionError) {
    if options.retry == .never, plan.isFramed {
      try runFrames()
      return
    }
    while !isFinished { try runSegment() }
  }

  /// Runs all that is left of a Clifford program: to the same events as segment by segment, but faster.
  private mutating func runFrames() throws(ExecutionError) {
    try runTrunk(to: plan.steps.count)
    let (plan, shouldStop, groups) = (plan, options.shouldStop, blocks.flatMap(\.groups))
    do {
      let parts = try parallelMap(count: groups.count, workers: options.threads) { index in
        var block = FrameBlock(groups[index], plan, shouldStop: shouldStop)
        return try block.run()
      }
      for block in blocks { tally.add(block.tally) }
      for part in parts {
        tally.add(part.tally)
        counts.merge(part.counts, uniquingKeysWith: +)
      }
    } catch {
      throw error as? ExecutionError ?? ExecutionError(.system, "\(error)")
    }
    blocks = []
    passedFences = plan.fenceCount
    finish()
  }

  /// Runs up to the next fence, or to the end after the last.
  ///
  /// - Throws: `ExecutionError` if a part fails more often than the retry strategy allows, if a state does
  ///   not fit the memory, or if the run is stopped; the run then stands where it stood.
  public mutating func runSegment() throws(ExecutionError) {
    precondition(!isFinished, "The run is over.")
    let end = segmentEnd
    try runTrunk(to: end)
    if trunk == nil { try runBlocks(to: end) }
    if passedFences < plan.fenceCount {
      passedFences += 1
    } else {
      finish()
    }
  }

  private mutating func runTrunk(to end: Int) throws(ExecutionError) {
    guard var group = trunk else { return }
    let kept = options.retry == .never ? nil : trunk
    trunk = nil
    var executor = Executor(plan)
    executor.shouldStop = options.shouldStop
    // What all shots do is counted for each of them.
    group.ensemble = .branches([
      Branch(events: group.machine.events, weight: Double(options.shots))
    ])
    do {
      try executor.advanceTrunk(&group, to: end)
    } catch {
      trunk = kept
      throw error
    }
    tally.add(executor.tally)
    group.ensemble = .shots([])
    if group.position == end {
      trunk = group
    } else {
      fork(group)
    }
  }

  /// Parts the trunk into blocks.
  private mutating func fork(_ group: Group) {
    var group = group
    group.machine.register.workers = options.shots > Job.blockSize ? 1 : options.threads
    let empty = Tally(nodeCount: plan.program.nodes.count, qubitCount: plan.program.qubits.count)
    blocks = stride(from: 0, to: options.shots, by: Job.blockSize).map { first in
      let last = min(options.shots, first + Job.blockSize)
      var start = group
      start.ensemble = .shots((first..<last).map { Shot(index: $0, seed: options.seed) })
      return Block(groups: [start], tally: empty)
    }
  }

  /// A block on its way to a worker and back.
  private final class Slot: Sendable {
    let block: Mutex<Block?>
    let outcome = Mutex<Outcome?>(nil)

    init(_ block: Block) { self.block = Mutex(block) }
  }

  private struct Outcome: Sendable {
    var block: Block
    var incidents: [RunIncident]
    var error: ExecutionError?
  }

  private mutating func runBlocks(to end: Int) throws(ExecutionError) {
    let slots = blocks.map(Slot.init)
    // Without a strategy nothing goes back, and each block is the only owner of its states.
    let kept = options.retry == .never ? [] : blocks
    blocks = []
    let (plan, options, fence) = (plan, options, passedFences)
    do {
      _ = try parallelMap(count: slots.count, workers: options.threads) { index in
        guard let block = slots[index].block.withLock({ $0.take() }) else { return }
        let outcome = Job.run(block, to: end, plan, options, fence: fence)
        slots[index].outcome.withLock { $0 = outcome }
        if let error = outcome.error { throw error }
      }
    } catch {
      blocks = kept
      throw error as? ExecutionError ?? ExecutionError(.system, "\(error)")
    }
    for slot in slots {
      guard let outcome = slot.outcome.withLock({ $0.take() }) else { continue }
      blocks.append(outcome.block)
      history += outcome.incidents
    }
  }

  /// Runs one block to a position, as often as the strategy allows.
  private static func run(
    _ block: consuming Block, to end: Int, _ plan: ExecutionPlan, _ options: RunOptions, fence: Int
  ) -> Outcome {
    var block = block
    var incidents: [RunIncident] = []
    var executor = Executor(plan)
    executor.shouldStop = options.shouldStop
    while true {
      executor.tally = block.tally
      let kept = options.retry == .never ? [] : block.groups
      do {
        try executor.advance(&block.groups, to: end)
        block.tally = executor.tally
        return Outcome(block: block, incidents: incidents)
      } catch {
        block.groups = kept
        let failure = retry(&block, after: error, plan, options, fence: fence, &incidents)
        if let failure { return Outcome(block: block, incidents: incidents, error: failure) }
      }
    }
  }

  /// Puts a block back for another attempt; returns the error that ends the run if there is none left.
  private static func retry(
    _ block: inout Block, after error: ExecutionError, _ plan: ExecutionPlan,
    _ options: RunOptions, fence: Int, _ incidents: inout [RunIncident]
  ) -> ExecutionError? {
    guard error.code == .state, options.retry != .never else { return error }
    let count = block.groups.reduce(0) { $0 + Int($1.ensemble.weight) }
    guard block.attempt < options.retry.attempts else {
      return ExecutionError(
        .attemptsExhausted, "Attempt \(block.attempt + 1) has failed, too: \(error.message)",
        node: error.node)
    }
    let isRestart = if case .fromStart = options.retry { true } else { false }
    incidents.append(
      RunIncident(
        fence: fence, attempt: block.attempt, shots: count, cause: error.description,
        action: isRestart ? .restarted : .rolledBack))
    block.attempt += 1
    let (attempt, seed) = (block.attempt, options.seed)
    var all: [Shot] = []
    for index in block.groups.indices {
      guard case .shots(let shots) = block.groups[index].ensemble else { continue }
      let renewed = shots.map { Shot(index: $0.index, seed: seed, attempt: attempt) }
      block.groups[index].ensemble = .shots(renewed)
      all += renewed
    }
    if isRestart {
      let machine = Machine(plan, vectorLimit: options.vectorLimit, workers: 1)
      all.sort { $0.index < $1.index }
      block.groups = [Group(machine: machine, ensemble: .shots(all))]
      block.tally = Tally(
        nodeCount: plan.program.nodes.count, qubitCount: plan.program.qubits.count)
    }
    return nil
  }

  private mutating func finish() {
    var executor = Executor(plan)
    executor.tally = tally
    if var group = trunk {
      counts[group.machine.events] = options.shots
      group.ensemble = .branches([Branch(events: [], weight: Double(options.shots))])
      executor.finish(group)
    }
    for block in blocks {
      executor.tally.add(block.tally)
      for group in block.groups {
        counts[group.machine.events, default: 0] += Int(group.ensemble.weight)
        executor.finish(group)
      }
    }
    tally = executor.tally
    trunk = nil
    blocks = []
    isFinished = true
  }
}
