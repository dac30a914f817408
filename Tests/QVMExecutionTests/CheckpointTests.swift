// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Foundation
import QVM
import QVMExecution
import Testing
import _TestSupport

@Suite struct CheckpointTests {
  static func job(_ seed: UInt64, shots: Int = 40) throws -> Job {
    let plan = try ExecutionPlan(program(RandomProgram.text(seed: seed)))
    return Job(plan, options: RunOptions(shots: shots, seed: seed))
  }

  /// The last state as bytes: equal only if all bits are.
  static func bits(_ job: Job) throws -> String {
    var job = job
    return try job.checkpoint().digest
  }

  @Test(.tags(.law), arguments: 0..<3 as Range<UInt64>)
  func restoredRunsGoOnBitForBit(seed: UInt64) throws {
    var whole = try Self.job(seed)
    while !whole.isFinished {
      try whole.runSegment()
      let kept = try whole.checkpoint()
      var restored = try Job(checkpoint: kept.bytes)
      #expect(try restored.checkpoint() == kept)
      guard !whole.isFinished else { break }
      var reference = whole
      while !restored.isFinished {
        try restored.runSegment()
        try reference.runSegment()
        #expect(try Self.bits(restored) == Self.bits(reference))
      }
      #expect(restored.result.counts.map(\.outcome) == reference.result.counts.map(\.outcome))
      #expect(restored.result.telemetry == reference.result.telemetry)
    }
  }

  @Test(.tags(.law))
  func alteredAndTruncatedOnesAreRefused() throws {
    var job = try Self.job(3)
    try job.runSegment()
    let bytes = try job.checkpoint().bytes
    for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
      #expect {
        try Job(checkpoint: Array(bytes[..<length]))
      } throws: { ($0 as? ExecutionError)?.code == .checkpoint }
    }
    for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 200)) {
      var altered = bytes
      altered[place] ^= 0x10
      #expect {
        try Job(checkpoint: altered)
      } throws: { ($0 as? ExecutionError)?.code == .checkpoint }
    }
    #expect {
      try Job(checkpoint: bytes + [0])
    } throws: { ($0 as? ExecutionError)?.code == .checkpoint }
  }

  @Test(.tags(.exact))
  func storesEvictTheOldestOfAJob() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try CheckpointStore(folder: folder, limit: 3)
    var job = try Self.job(4)
    try job.runSegment()
    let checkpoint = try job.checkpoint()
    for _ in 0..<5 { try store.save(checkpoint, job: "alpha") }
    try store.save(checkpoint, job: "beta")
    #expect(try store.entries(of: "alpha").map(\.number) == [2, 3, 4])
    #expect(try store.entries().map(\.job) == ["alpha", "alpha", "alpha", "beta"])
    let entry = try #require(try store.entries(of: "beta").first)
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: entry.path)))
    #expect(try Job(checkpoint: bytes).passedFences == job.passedFences)
    #expect(!CheckpointStore.isJobName("../x") && !CheckpointStore.isJobName("a_b"))
  }

  // The worker that dies here is not the process that was started: its file bears another number.
  @Test("A migration leaves nothing behind, whatever its worker does", .tags(.exact))
  func migrationsCleanUp() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var job = try Self.job(4)
    try job.runSegment()
    let script = #"touch "$0.done" "$0.done.77"; exit 1"#
    let migration = Migration(program: "/bin/sh", arguments: ["-c", script], folder: folder)
    #expect(try !migration.finish(&job))
    #expect(job.history.last?.action == .keptLocal)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  /// Half of the attempts leave `a` in |1⟩, which freeing it refuses.
  static let refusal = """
    ALLOC_LQ a,b
    APPLY_H b
    MEASURE_Z b -> first
    FENCE_EPOCH
    APPLY_H a
    MEASURE_Z a -> second
    FREE_LQ a expect=zero
    """

  @Test(.tags(.exact))
  func failedSegmentsRollBackAndDrawAgain() throws {
    let plan = try ExecutionPlan(program(Self.refusal))
    for (strategy, action) in [
      (RetryStrategy.fromFence(attempts: 60), RunIncident.Action.rolledBack),
      (.fromStart(attempts: 60), .restarted),
    ] {
      for seed in 0..<8 as Range<UInt64> {
        var job = Job(plan, options: RunOptions(seed: seed, retry: strategy))
        try job.runSegment()
        try job.run()
        #expect(job.result.counts.allSatisfy { $0.outcome.hasSuffix("0") })
        #expect(job.history.allSatisfy { $0.action == action && $0.fence == 1 })
      }
    }
    var strict = Job(plan, options: RunOptions(shots: 64))
    #expect {
      try strict.run()
    } throws: { ($0 as? ExecutionError)?.code == .state }
    var exhausted = Job(plan, options: RunOptions(shots: 64, retry: .fromFence(attempts: 1)))
    #expect {
      try exhausted.run()
    } throws: { ($0 as? ExecutionError)?.code == .attemptsExhausted }
    #expect(exhausted.passedFences == 1 && !exhausted.isFinished)
  }

  @Test(.tags(.law))
  func onlyTheShotsThatFailDrawAgain() throws {
    // Half of the shots fail in each attempt: 2⁻⁴⁰ of them in forty.
    let shots = 160
    let free = try counts(Self.refusal.replacing(" expect=zero", with: ""), shots: shots, seed: 2)
    for strategy in [RetryStrategy.fromFence(attempts: 40), .fromStart(attempts: 40)] {
      let plan = try ExecutionPlan(program(Self.refusal))
      var job = Job(plan, options: RunOptions(shots: shots, seed: 2, threads: 2, retry: strategy))
      try job.runSegment()
      // Where the run stands is kept with the attempts of each shot.
      var restored = try Job(checkpoint: job.checkpoint().bytes)
      try job.run()
      try restored.run()
      let counts = job.result.counts
      #expect(counts.map(\.outcome) == ["00", "10"])
      #expect(counts.map(\.shots) == restored.result.counts.map(\.shots))
      #expect(job.history == restored.history)
      // The first attempt is that of a run where nothing fails.
      let failed = (free["01"] ?? 0) + (free["11"] ?? 0)
      #expect(
        job.history.first?.shots == failed
          && job.history.map(\.attempt) == [Int](0..<job.history.count))
      #expect(zip(job.history, job.history.dropFirst()).allSatisfy { $0.shots >= $1.shots })
      if strategy == .fromFence(attempts: 40) {
        #expect(counts[0].shots == (free["00"] ?? 0) + (free["01"] ?? 0))
      }
      // Attempts that failed are not counted.
      #expect(job.result.telemetry.nodesExecuted == 7)
    }
  }

  @Test(.tags(.exact))
  func aFailedRunWithoutRetriesStaysFailed() throws {
    let text = "ALLOC_LQ a;APPLY_H a;MEASURE_Z a -> m;FENCE_EPOCH;FREE_LQ a expect=zero"
    var job = Job(try ExecutionPlan(program(text)), options: RunOptions(shots: 64))
    try job.runSegment()
    for _ in 0..<2 {
      #expect { try job.runSegment() } throws: { ($0 as? ExecutionError)?.code == .state }
    }
    #expect { try job.run() } throws: { ($0 as? ExecutionError) == job.failure }
    #expect { try job.checkpoint() } throws: { ($0 as? ExecutionError)?.code == .state }
    #expect(!job.isFinished && job.passedFences == 1)
  }

  @Test(.tags(.law))
  func reversibleSegmentsComeBack() throws {
    for seed in 0..<6 as Range<UInt64> {
      let checks = try UncomputationCheck.all(program(RandomProgram.text(seed: seed)))
      #expect(!checks.isEmpty)
      for check in checks { #expect(check.isRestored, "\(check.nodes)") }
    }
  }
}
