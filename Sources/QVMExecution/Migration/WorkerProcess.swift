// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A child process that takes lines and gives lines of JSON.
final class WorkerProcess {
  /// The process.
  let identifier: pid_t
  private let input: Int32
  private let output: Int32
  private var pending: [UInt8] = []
  private var hasEnded = false

  /// Starts a program.
  ///
  /// - Throws: `ExecutionError` with code `.worker`.
  init(program: String, arguments: [String]) throws(ExecutionError) {
    let questions = try WorkerProcess.makeSockets()
    let answers: (read: Int32, write: Int32)
    do {
      answers = try WorkerProcess.makePipe()
    } catch {
      close(questions.read)
      close(questions.write)
      throw error
    }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_adddup2(&actions, questions.read, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, answers.write, STDOUT_FILENO)
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    var child: pid_t = 0
    let status = unsafe posix_spawnp(&child, program, &actions, nil, &words, environ)
    for index in 0...arguments.count { unsafe free(words[index]) }
    unsafe posix_spawn_file_actions_destroy(&actions)
    close(questions.read)
    close(answers.write)
    guard status == 0 else {
      close(questions.write)
      close(answers.read)
      throw ExecutionError(
        .worker, "`\(program)` cannot be started: \(unsafe String(cString: strerror(status))).")
    }
    identifier = child
    input = questions.write
    output = answers.read
  }

  deinit {
    if !hasEnded { end() }
    close(output)
  }

  /// Ends the process if it has not ended, and says how it ended.
  @discardableResult
  func end(gracefully: Bool = false) -> String {
    guard !hasEnded else { return "" }
    hasEnded = true
    close(input)
    if !gracefully { kill(identifier, SIGKILL) }
    var status: Int32 = 0
    while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? "exit code \(status >> 8 & 0xFF)" : "signal \(signal)"
  }

  /// Sends a line.
  ///
  /// - Throws: `ExecutionError` with code `.worker` if the process has gone.
  func send(_ line: String) throws(ExecutionError) {
    let bytes = Array((line + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes { rest in
        // To a socket, so that a worker that has gone is an error and not a signal.
        unsafe Glibc.send(input, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw gone }
      sent += count
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
    let start = ContinuousClock.now
    var chunk = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(pending[..<end])
        pending.removeFirst(end + 1)
        do {
          return try JSON(parsing: line)
        } catch {
          throw ExecutionError(.worker, "The worker's answer is not JSON: \(error.message)")
        }
      }
      if shouldStop() { throw Executor.stopped }
      guard ContinuousClock.now - start < .seconds(seconds) else {
        throw ExecutionError(.worker, "The worker was silent for \(seconds) s.")
      }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&waiting, 1, 100) > 0 else { continue }
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe read(output, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0, pending.count < 1 << 20 else { throw gone }
      pending += chunk[..<count]
    }
  }

  private var gone: ExecutionError {
    ExecutionError(.worker, "The worker ended before its work was done (\(end())).")
  }

  private static func makeSockets() throws(ExecutionError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      throw ExecutionError(.system, "No socket to a worker can be made: too many files are open.")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func makePipe() throws(ExecutionError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw ExecutionError(.system, "No pipe to a worker can be made: too many files are open.")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}
