// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// Moves a run at a fence to another process, and keeps the run here until the other one has finished.
///
/// The run is written as a checkpoint; the worker reads it and says its digest; only if that is the digest
/// written here is the worker told to go on. When it is done it writes the finished run as a checkpoint of
/// its own, which is read back. Whatever goes wrong, the local copy is still there.
public struct Migration: Sendable {
  /// The program to start; it gets `arguments`, the checkpoint's path after them.
  public var program: String
  /// The words before the path.
  public var arguments: [String]
  /// The folder for the checkpoints that are handed over.
  public var folder: String
  /// How long the worker may take to say what it has read, in seconds.
  public var handshakeSeconds: Double
  /// How long the worker may be silent at work, in seconds.
  public var silenceSeconds: Double

  /// Describes a way to move.
  public init(
    program: String, arguments: [String], folder: String, handshakeSeconds: Double = 60,
    silenceSeconds: Double = 86_400
  ) {
    self.program = program
    self.arguments = arguments
    self.folder = folder
    self.handshakeSeconds = handshakeSeconds
    self.silenceSeconds = silenceSeconds
  }

  /// Lets a worker finish a run; if it does not, the run stands where it stood, and its history tells why.
  ///
  /// - Returns: Whether the worker finished it.
  /// - Throws: `ExecutionError` with code `.cancelled` if asked to stop, `.system` or `.memory` if no checkpoint
  ///   can be made. Faults of the worker are not thrown.
  @discardableResult
  public func finish(_ job: inout Job) throws(ExecutionError) -> Bool {
    let checkpoint = try job.checkpoint()
    // A folder of its own goes whole, whatever a worker that was killed has left there.
    let place = try PrivateFolder(in: folder)
    defer { place.remove() }
    let path = "\(place.path)/run.qckpt"
    try writeWhole(checkpoint.bytes, to: path)
    do {
      var finished = try run(checkpoint, path, job)
      finished.options.threads = job.options.threads
      finished.options.shouldStop = job.options.shouldStop
      finished.history.append(
        RunIncident(
          fence: job.passedFences, attempt: 0, shots: job.options.shots, cause: "",
          action: .migrated))
      job = finished
      return true
    } catch {
      if error.code == .cancelled { throw error }
      job.history.append(
        RunIncident(
          fence: job.passedFences, attempt: 0, shots: job.options.shots,
          cause: error.description, action: .keptLocal))
      return false
    }
  }

  private func run(
    _ checkpoint: Checkpoint, _ path: String, _ job: Job
  ) throws(ExecutionError) -> Job {
    let worker = try WorkerProcess(program: program, arguments: arguments + [path])
    defer { worker.end() }
    let ready = try worker.receive(
      within: handshakeSeconds, shouldStop: job.options.shouldStop)
    guard ready["worker"]?.stringValue == "ready",
      ready["digest"]?.stringValue == checkpoint.digest,
      ready["fence"]?.intValue == job.passedFences
    else {
      throw ExecutionError(
        .worker, "The worker did not read the checkpoint that it was given: it says \(ready).")
    }
    try worker.send("go")
    while true {
      let message = try worker.receive(
        within: silenceSeconds, shouldStop: job.options.shouldStop)
      switch message["worker"]?.stringValue {
      case "fence": continue
      case "done":
        let bytes = try readWhole(Migration.resultPath(of: path))
        guard bytes.count >= 32,
          hexadecimal(Array(bytes.suffix(32))) == message["digest"]?.stringValue
        else {
          throw ExecutionError(.worker, "The worker's result is not the one that it announced.")
        }
        let finished = try Job(checkpoint: bytes)
        guard finished.isFinished, finished.plan.programHash == job.plan.programHash,
          finished.options.seed == job.options.seed, finished.options.shots == job.options.shots
        else { throw ExecutionError(.worker, "The worker's result is not that of this run.") }
        worker.end()
        return finished
      default:
        let cause = message["error"]?.stringValue ?? "\(message)"
        throw ExecutionError(.worker, "The worker failed: \(cause)")
      }
    }
  }

  /// Where a worker writes the finished run.
  static func resultPath(of path: String) -> String { path + ".done" }

  /// The worker's side: reads a checkpoint, answers, and finishes the run when told to.
  ///
  /// - Parameters:
  ///   - path: The checkpoint.
  ///   - threads: The largest number of threads.
  ///   - read: The next line of the other side; nil when it has gone.
  ///   - write: Sends a line to it.
  /// - Returns: Whether the run is finished.
  /// - Throws: `ExecutionError`, after the other side has been told.
  public static func serve(
    _ path: String, threads: Int, read: () -> String?, write: (String) throws -> Void
  ) throws -> Bool {
    do {
      let bytes = try readWhole(path)
      var job = try Job(checkpoint: bytes, threads: threads)
      let digest = hexadecimal(Array(bytes.suffix(32)))
      try write(
        line([
          "worker": "ready", "digest": .string(digest),
          "fence": .integer(Int64(job.passedFences)),
        ]))
      guard read() == "go" else { return false }
      while !job.isFinished {
        try job.runSegment()
        try write(
          line(["worker": "fence", "fence": .integer(Int64(job.passedFences))]))
      }
      let result = try job.checkpoint()
      try writeWhole(result.bytes, to: resultPath(of: path))
      try write(line(["worker": "done", "digest": .string(result.digest)]))
      return true
    } catch let error as ExecutionError {
      try? write(
        line(["worker": "failed", "error": .string(error.description)]))
      throw error
    }
  }

  private static func line(_ message: JSON) -> String { message.text() }
}
