// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import StrictJSON

/// A child process that takes lines and gives lines of JSON.
struct WorkerProcess {
  private let process: LineProcess

  /// Starts a program.
  ///
  /// - Throws: `ExecutionError` with code `.worker`, or `.system` if too many files are open.
  init(program: String, arguments: [String]) throws(ExecutionError) {
    do {
      process = try LineProcess(program: program, arguments: arguments, longestLine: 1 << 20)
    } catch {
      if case .notStarted(let reason) = error {
        throw ExecutionError(.worker, "`\(program)` cannot be started: \(reason).")
      }
      throw ExecutionError(.system, "No pipe to a worker can be made: too many files are open.")
    }
  }

  /// The number that the system gives the process.
  var identifier: Int32 { process.identifier }

  /// Lets the process come to its end.
  func end() { process.end(gracefully: true) }

  /// Sends a line.
  ///
  /// - Throws: `ExecutionError` with code `.worker` if the process has gone.
  func send(_ line: String) throws(ExecutionError) {
    do {
      try process.send(line)
    } catch {
      throw WorkerProcess.fault(error)
    }
  }

  /// The next line as JSON.
  ///
  /// - Parameters:
  ///   - seconds: How long to wait.
  ///   - shouldStop: Whether to give up; asked ten times a second.
  /// - Returns: The line.
  /// - Throws: `ExecutionError` with code `.worker` if the process ends, is silent for too long, or writes what
  ///   is not JSON; `.cancelled` if asked to give up.
  func receive(
    within seconds: Double, shouldStop: () -> Bool
  ) throws(ExecutionError) -> JSON {
    let line: [UInt8]
    do {
      line = try process.receive(within: seconds, shouldStop: shouldStop)
    } catch {
      throw WorkerProcess.fault(error)
    }
    do {
      return try JSON(parsing: line)
    } catch {
      throw ExecutionError(.worker, "The worker's answer is not JSON: \(error.message)")
    }
  }

  private static func fault(_ failure: LineProcess.Failure) -> ExecutionError {
    switch failure {
    case .stopped: Executor.stopped
    case .silent(let seconds): ExecutionError(.worker, "The worker was silent for \(seconds) s.")
    case .longLine: ExecutionError(.worker, "The worker's answer has no end.")
    case .ended(let how):
      ExecutionError(.worker, "The worker ended before its work was done (\(how)).")
    case .noFiles, .notStarted: ExecutionError(.worker, "The worker was not started.")
    }
  }
}
