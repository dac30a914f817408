// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import QVMExecution

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs a job to its end: keeps it at fences and moves it as the flags say.
func finish(_ job: inout Job, _ arguments: Arguments) throws(ExecutionError) {
  let store = try checkpointStore(arguments)
  let name = arguments.textIfGiven("job") ?? "run"
  let strategy =
    arguments.textIfGiven("checkpoint-strategy").flatMap(CheckpointStore.Strategy.init)
    ?? .everyFence
  var migrationFence = arguments.integerIfGiven("migrate-at")
  if let fence = migrationFence, fence < job.passedFences || fence > job.plan.fenceCount {
    throw ExecutionError(
      .configuration,
      "--migrate-at cannot be \(fence): the run passes fences \(job.passedFences)..."
        + "\(job.plan.fenceCount).")
  }
  // Where nobody wants the fences, Clifford programs run without stopping there: the same events, faster.
  if store == nil, migrationFence == nil { return try job.run() }
  var progress = Progress()
  while !job.isFinished {
    if migrationFence == job.passedFences {
      migrationFence = nil
      if try migration(arguments).finish(&job) { break }
    }
    let before = job.passedFences
    try job.runSegment()
    progress.update(
      fraction: Double(job.passedFences) / Double(job.plan.fenceCount + 1), "fences")
    guard let store, job.passedFences > before else { continue }
    let isDue =
      switch strategy {
      case .everyFence: true
      case .beforeMeasurement: job.plan.measures(after: job.passedFences)
      case .never: false
      }
    if isDue { try store.save(try job.checkpoint(), job: name) }
  }
  progress.finish()
}

private func checkpointStore(_ arguments: Arguments) throws(ExecutionError) -> CheckpointStore? {
  guard let folder = arguments.textIfGiven("checkpoint-dir") else { return nil }
  let name = arguments.textIfGiven("job") ?? "run"
  guard CheckpointStore.isJobName(name) else {
    throw ExecutionError(
      .configuration, "--job cannot be `\(name)`: use letters, digits, - and ., at most 100.")
  }
  return try CheckpointStore(
    folder: folder,
    limit: arguments.integerIfGiven("checkpoint-limit") ?? CheckpointStore.standardLimit)
}

private func migration(_ arguments: Arguments) throws(ExecutionError) -> Migration {
  let program = arguments.textIfGiven("worker") ?? "/proc/self/exe"
  let threads = arguments.integerIfGiven("threads") ?? 1
  let folder = arguments.textIfGiven("checkpoint-dir") ?? "/tmp"
  return Migration(
    program: program,
    arguments: ["run", "--as-worker", "--threads", "\(threads)", "--resume"], folder: folder)
}

/// The other process of a migration.
func serveAsWorker(_ arguments: Arguments) throws -> ExitCode {
  guard let path = arguments.textIfGiven("resume") else {
    throw CommandFailure("--as-worker needs --resume FILE, the checkpoint to take over.")
  }
  do {
    let isDone = try Migration.serve(
      path, threads: try arguments.integer("threads"), read: { readLine() },
      write: { line in try printOutput(line + "\n") })
    return isDone ? .success : .negative
  } catch let error as ExecutionError {
    throw CommandFailure(
      file: path, error.description, exitCode: error.isBadInput ? .invalid : .negative)
  }
}
