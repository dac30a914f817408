// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import QVM

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
  /// What ended a run that has no retry strategy: its states are gone, and it cannot go on.
  public private(set) var failure: ExecutionError?
  var trunk: Group?
  var blocks: [Block] = []
  var tally: Tally
  var counts: [[Int8]: Int] = [:]

  /// The number of shots of a full block: a constant, since results must not depend on threads.
  static let blockSize = 1024
  /// The shots that are on their way at a time where nothing stops at fences: memory is for them, not for all.
  private static let waveSize = 256 * blockSize

  /// Prepares a run.
  public init(_ plan: ExecutionPlan, options: RunOptions = RunOptions()) {
    self.plan = plan
    self.options = options
    let machine = Machine(plan, vectorLimit: options.vectorLimit, workers: options.threads)
    trunk = Group(machine: machine, ensemble: .shots([]))
    tally = Tally(plan)
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
  /// Without a retry strategy nothing stops at fences, and the memory does not depend on the number of shots.
  ///
  /// - Throws: `ExecutionError`; the run then stands at the last fence that all shots passed or, without a
  ///   strategy, has ended, with the error as its `failure`.
  public mutating func run() throws(ExecutionError) {
    guard options.retry == .never else {
      while !isFinished { try runSegment() }
      return
    }
    try orFail { (job) throws(ExecutionError) in try job.runToEnd() }
  }

  /// Runs up to the next fence, or to the end after the last.
  ///
  /// - Throws: `ExecutionError` if shots fail more often than the retry strategy allows, if a state does not
  ///   fit the memory, or if the run is stopped; the run then stands where it stood or, without a
  ///   strategy, has ended, with the error as its `failure`.
  /// - Precondition: the run is not finished.
  public mutating func runSegment() throws(ExecutionError) {
    precondition(!isFinished, "The run is over.")
    try orFail { (job) throws(ExecutionError) in
      let end = job.segmentEnd
      if let start = try job.advanceTrunk(to: end) {
        job.blocks = Job.blocks(from: start, 0..<job.options.shots, job.options, job.plan)
      }
      if job.trunk == nil { try job.runBlocks(to: end) }
      if job.passedFences < job.plan.fenceCount {
        job.passedFences += 1
      } else {
        job.finish()
      }
    }
  }

  /// Does what may fail; a failure ends the run unless there is a strategy, which keeps what it began with.
  private mutating func orFail(
    _ body: (inout Job) throws(ExecutionError) -> Void
  ) throws(ExecutionError) {
    if let failure { throw failure }
    do {
      try body(&self)
    } catch {
      if options.retry == .never { failure = error }
      throw error
    }
  }

  private mutating func runToEnd() throws(ExecutionError) {
    let end = plan.steps.count
    var start = try advanceTrunk(to: end)
    if start != nil {
      for first in stride(from: 0, to: options.shots, by: Job.waveSize) {
        let last = min(options.shots, first + Job.waveSize)
        // The last wave has the state for itself, so that what is measured frees memory.
        guard let group = last == options.shots ? start.take() : start else { break }
        blocks = Job.blocks(from: group, first..<last, options, plan)
        try finishBlocks()
      }
    } else if trunk == nil {
      try finishBlocks()
    }
    passedFences = plan.fenceCount
    finish()
  }

  /// Takes the trunk to a position, or to the first thing left to chance before it.
  ///
  /// - Returns: The trunk where shots part; nil if they do not.
  private mutating func advanceTrunk(to end: Int) throws(ExecutionError) -> Group? {
    guard var group = trunk else { return nil }
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
    guard group.position == end else { return group }
    trunk = group
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
