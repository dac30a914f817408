// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import QVM
import Synchronization

extension Job {
  /// Some shots on their way.
  struct Block: Sendable {
    var groups: [Group]
    var tally: Tally
  }

  /// A range of the shots, from where they part, in blocks.
  static func blocks(
    from start: consuming Group, _ shots: Range<Int>, _ options: RunOptions, _ plan: ExecutionPlan
  ) -> [Block] {
    start.machine.register.workers = options.shots > blockSize ? 1 : options.threads
    var blocks: [Block] = []
    for first in stride(from: shots.lowerBound, to: shots.upperBound, by: blockSize) {
      let last = min(shots.upperBound, first + blockSize)
      var group = copy start
      group.ensemble = .shots((first..<last).map { Shot(index: $0, seed: options.seed) })
      blocks.append(Block(groups: [group], tally: Tally(plan)))
    }
    return blocks
  }

  /// A block on its way to a worker.
  private final class Slot: Sendable {
    private let block: Mutex<Block?>

    init(_ block: Block) { self.block = Mutex(block) }

    /// The block, whose states then have no other owner.
    func take() -> Block? { block.withLock { $0.take() } }
  }

  /// Works on all blocks, which are gone afterwards.
  private mutating func consumeBlocks<Result: Sendable>(
    _ body: @Sendable (consuming Block) throws -> Result
  ) throws(ExecutionError) -> [Result] {
    let slots = blocks.map(Slot.init)
    blocks = []
    do {
      return try parallelMap(count: slots.count, workers: options.threads) { index in
        guard let block = slots[index].take() else {
          preconditionFailure("Each block is worked on once.")
        }
        return try body(block)
      }
    } catch {
      throw error as? ExecutionError ?? ExecutionError(.system, "\(error)")
    }
  }

  /// Takes all blocks to the end of the program, and counts their outcomes.
  mutating func finishBlocks() throws(ExecutionError) {
    let (plan, options, isFramed) = (plan, options, plan.isFramed)
    let parts = try consumeBlocks { (block: consuming Block) in
      try Job.finish(block, plan, options, isFramed: isFramed)
    }
    for part in parts {
      tally.add(part.tally)
      counts.merge(part.counts, uniquingKeysWith: +)
    }
  }

  /// What the shots of a block came to.
  private struct Part: Sendable {
    var counts: [[Int8]: Int] = [:]
    var tally: Tally
  }

  private static func finish(
    _ block: consuming Block, _ plan: ExecutionPlan, _ options: RunOptions, isFramed: Bool
  ) throws(ExecutionError) -> Part {
    if options.shouldStop() { throw Executor.stopped }
    var part = Part(tally: block.tally)
    guard !isFramed else {
      // To the same events as one group after another, but faster.
      for group in block.groups {
        var frames = FrameBlock(group, plan, shouldStop: options.shouldStop)
        let (counts, tally) = try frames.run()
        part.counts.merge(counts, uniquingKeysWith: +)
        part.tally.add(tally)
      }
      return part
    }
    var executor = Executor(plan)
    executor.shouldStop = options.shouldStop
    executor.tally = block.tally
    var groups = block.groups
    block.groups = []
    var counts: [[Int8]: Int] = [:]
    try executor.advanceEach(&groups, to: plan.steps.count) { executor, group, _ in
      counts[group.machine.events, default: 0] += Int(group.ensemble.weight)
      executor.finish(group)
    }
    return Part(counts: counts, tally: executor.tally)
  }
}

extension Job {
  /// A block at the end of a segment, and what went wrong on the way.
  private struct Outcome: Sendable {
    var block: Block
    var incidents: [RunIncident] = []
  }

  /// Takes all blocks to a position, with retries as the strategy has it.
  mutating func runBlocks(to end: Int) throws(ExecutionError) {
    // Without a strategy nothing goes back, and each block is the only owner of its states.
    let kept = options.retry == .never ? [] : blocks
    let (plan, options, fence) = (plan, options, passedFences)
    let outcomes: [Outcome]
    do {
      outcomes = try consumeBlocks { (block: consuming Block) in
        try Job.run(block, to: end, plan, options, fence: fence)
      }
    } catch {
      blocks = kept
      throw error
    }
    blocks = outcomes.map(\.block)
    note(outcomes.flatMap(\.incidents))
  }

  /// Adds incidents of blocks to the history, like ones as one.
  private mutating func note(_ incidents: [RunIncident]) {
    var shots: [RunIncident: Int] = [:]
    for incident in incidents {
      var kind = incident
      kind.shots = 0
      shots[kind, default: 0] += incident.shots
    }
    history += shots.map { kind, count in
      var incident = kind
      incident.shots = count
      return incident
    }.sorted { ($0.attempt, $0.cause) < ($1.attempt, $1.cause) }
  }

  /// Takes one block to a position; shots that are refused draw new chance as often as the strategy allows.
  private static func run(
    _ block: consuming Block, to end: Int, _ plan: ExecutionPlan, _ options: RunOptions, fence: Int
  ) throws(ExecutionError) -> Outcome {
    var executor = Executor(plan)
    executor.shouldStop = options.shouldStop
    // What lies beyond a fence must not be drawn before it, if an attempt may begin anew from there.
    executor.measuresAhead = options.retry == .never || options.retry.isRestart
    guard options.retry != .never else {
      executor.tally = block.tally
      try executor.advance(&block.groups, to: end)
      return Outcome(block: Block(groups: block.groups, tally: executor.tally))
    }
    var start = block
    var incidents: [RunIncident] = []
    var attempt = 0
    while true {
      executor.tally = start.tally
      executor.refusals = []
      var groups = start.groups
      try executor.advance(&groups, to: end)
      let refusals = executor.refusals ?? []
      guard let first = refusals.first else {
        return Outcome(block: Block(groups: groups, tally: executor.tally), incidents: incidents)
      }
      incidents += Job.incidents(refusals, options.retry, fence: fence, attempt: attempt)
      let tried = refusals.flatMap(\.shots).reduce(0) { max($0, $1.attempt) }
      let used = options.retry.isRestart ? tried : attempt
      guard used < options.retry.attempts else {
        throw ExecutionError(
          .attemptsExhausted, "Attempt \(used + 1) has failed, too: \(first.error.message)",
          node: first.error.node)
      }
      try renew(&start, refusals, plan, options)
      attempt += 1
    }
  }

  private static func incidents(
    _ refusals: [Executor.Refusal], _ retry: RetryStrategy, fence: Int, attempt: Int
  ) -> [RunIncident] {
    refusals.map { refusal in
      RunIncident(
        fence: fence, attempt: attempt, shots: refusal.shots.count,
        cause: refusal.error.description, action: retry.isRestart ? .restarted : .rolledBack)
    }
  }

  /// Gives new chance to the shots that were refused, where the strategy lets them go back to.
  ///
  /// The others begin again as well, with the chance that they had, and so come to where they came before: shots
  /// do not depend on one another, and what is counted is counted once.
  private static func renew(
    _ block: inout Block, _ refusals: [Executor.Refusal], _ plan: ExecutionPlan,
    _ options: RunOptions
  ) throws(ExecutionError) {
    let refused = Set(refusals.flatMap(\.shots).map(\.index))
    var all: [Shot] = []
    for index in block.groups.indices {
      guard case .shots(let shots) = block.groups[index].ensemble else { continue }
      let renewed = shots.map { shot in
        refused.contains(shot.index)
          ? shot.renewed(seed: options.seed)
          : options.retry.isRestart
            ? Shot(index: shot.index, seed: options.seed, attempt: shot.attempt) : shot
      }
      block.groups[index].ensemble = .shots(renewed)
      all += renewed
    }
    guard options.retry.isRestart else { return }
    var start = try startOfChance(plan, options)
    start.ensemble = .shots(all.sorted { $0.index < $1.index })
    block = Block(groups: [start], tally: Tally(plan))
  }

  /// Where shots part: the trunk, which has been counted, is not counted again.
  private static func startOfChance(
    _ plan: ExecutionPlan, _ options: RunOptions
  ) throws(ExecutionError) -> Group {
    let machine = Machine(plan, vectorLimit: options.vectorLimit, workers: 1)
    var group = Group(machine: machine, ensemble: .branches([]))
    var executor = Executor(plan)
    executor.shouldStop = options.shouldStop
    try executor.advanceTrunk(&group, to: plan.steps.count)
    return group
  }
}

extension RetryStrategy {
  /// Whether shots go back to the start.
  var isRestart: Bool {
    if case .fromStart = self { true } else { false }
  }
}
