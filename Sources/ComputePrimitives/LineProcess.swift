// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A child process that takes lines on its standard input and gives lines on its standard output.
public final class LineProcess {
  /// What can go wrong with it.
  public enum Failure: Error, Sendable, Hashable {
    /// No socket or pipe can be made: too many files are open.
    case noFiles
    /// The program cannot be started, and what the system says of it.
    case notStarted(String)
    /// The process ended before it answered, and how: `exit code 1`, `signal 9`.
    case ended(String)
    /// The process was silent for so many seconds.
    case silent(Double)
    /// The caller gave up.
    case stopped
    /// A line has more bytes than are held.
    case longLine
  }

  /// The number that the system gives the process.
  public let identifier: Int32
  private let input: Int32
  private let output: Int32
  private let longestLine: Int
  private var pending: [UInt8] = []
  private var hasEnded = false

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: The program, sought as the shell seeks it.
  ///   - arguments: The words after its name.
  ///   - isQuiet: Whether what it writes to standard error is thrown away.
  ///   - longestLine: The most bytes of a line.
  /// - Throws: `.noFiles` or `.notStarted`.
  public init(
    program: String, arguments: [String], isQuiet: Bool = false, longestLine: Int = 1 << 30
  ) throws(Failure) {
    let questions = try LineProcess.makeSockets()
    let answers: (read: Int32, write: Int32)
    do {
      answers = try LineProcess.makePipe()
    } catch {
      close(questions.read)
      close(questions.write)
      throw error
    }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_adddup2(&actions, questions.read, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, answers.write, STDOUT_FILENO)
    if isQuiet {
      unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
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
      throw .notStarted(unsafe String(cString: strerror(status)))
    }
    identifier = child
    input = questions.write
    output = answers.read
    self.longestLine = longestLine
  }

  deinit { end() }

  /// Ends the process if it has not ended, and says how it ended.
  ///
  /// - Parameter gracefully: Whether it may end by itself, at the end of its input.
  /// - Returns: `exit code 1` or `signal 9`, for example; nothing if it had ended before.
  @discardableResult
  public func end(gracefully: Bool = false) -> String {
    guard !hasEnded else { return "" }
    hasEnded = true
    close(input)
    close(output)
    if !gracefully { kill(identifier, SIGKILL) }
    var status: Int32 = 0
    while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? "exit code \(status >> 8 & 0xFF)" : "signal \(signal)"
  }

  /// Sends a line.
  ///
  /// - Throws: `.ended` if the process has gone.
  public func send(_ line: String) throws(Failure) {
    guard !hasEnded else { throw .ended("") }
    let bytes = Array((line + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes { rest in
        // To a socket, so that a process that has gone is an error and not a signal.
        unsafe Glibc.send(input, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .ended(end()) }
      sent += count
    }
  }

  /// The next line.
  ///
  /// - Parameters:
  ///   - seconds: How long to wait; without end if nil.
  ///   - shouldStop: Whether to give up; asked ten times a second.
  /// - Returns: The line without its end.
  /// - Throws: `.ended`, `.silent`, `.stopped` or `.longLine`.
  public func receive(
    within seconds: Double? = nil, shouldStop: () -> Bool = { false }
  ) throws(Failure) -> [UInt8] {
    guard !hasEnded else { throw .ended("") }
    let start = ContinuousClock.now
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var searched = 0
    while true {
      if let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(pending[..<end])
        pending.removeFirst(end + 1)
        return line
      }
      searched = pending.count
      if shouldStop() { throw .stopped }
      if let seconds, ContinuousClock.now - start >= .seconds(seconds) { throw .silent(seconds) }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&waiting, 1, 100) > 0 else { continue }
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe read(output, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .ended(end()) }
      guard pending.count + count <= longestLine else { throw .longLine }
      pending += chunk[..<count]
    }
  }

  private static func makeSockets() throws(Failure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      throw .noFiles
    }
    // Only the ends that are handed over survive in the process, so that it sees the end of its input.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func makePipe() throws(Failure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .noFiles }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}
