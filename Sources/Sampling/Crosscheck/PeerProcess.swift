// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc
import StrictJSON

/// A Python interpreter that answers each line of JSON with a line of JSON.
final class PeerProcess {
  private let process: pid_t
  private let input: Int32
  private let output: Int32
  private var pending: [UInt8] = []

  /// Starts `python` on a script given as text.
  ///
  /// - Throws: `SamplingError` with code `peer` if the interpreter cannot be started.
  init(python: String, script: String) throws(SamplingError) {
    let questions = try PeerProcess.makeSockets()
    let answers = try PeerProcess.makePipe()
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_adddup2(&actions, questions.read, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, answers.write, STDOUT_FILENO)
    // Warnings of the peers' libraries are not for our user; faults come back as answers.
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var child: pid_t = 0
    var arguments = unsafe [strdup(python), strdup("-c"), strdup(script), nil]
    let status = unsafe posix_spawnp(&child, python, &actions, nil, &arguments, environ)
    for index in 0..<3 { unsafe free(arguments[index]) }
    unsafe posix_spawn_file_actions_destroy(&actions)
    close(questions.read)
    close(answers.write)
    guard status == 0 else {
      close(questions.write)
      close(answers.read)
      throw SamplingError(
        .peer,
        "`\(python)` cannot be started; name an interpreter that has the peers with --python, or "
          + "make one with `make peers`.")
    }
    process = child
    input = questions.write
    output = answers.read
  }

  deinit {
    close(input)
    close(output)
    var status: Int32 = 0
    unsafe waitpid(process, &status, 0)
  }

  /// Sends a question and waits for its answer.
  ///
  /// - Throws: `SamplingError` with code `peer` if the peer ends, answers an error, or what is not JSON.
  func ask(_ question: JSON) throws(SamplingError) -> JSON {
    var line = Array(question.text(.init(isASCII: true)).utf8)
    line.append(UInt8(ascii: "\n"))
    try send(line)
    let text = try readLine()
    let answer: JSON
    do throws(JSONError) {
      answer = try JSON(parsing: text)
    } catch {
      throw SamplingError(.peer, "The peer's answer is not JSON: \(error.message)")
    }
    if let fault = answer["error"]?.stringValue { throw SamplingError(.peer, fault) }
    return answer
  }

  private func send(_ bytes: [UInt8]) throws(SamplingError) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes { rest in
        // To a socket, so that a peer that has ended is an error and not a signal.
        unsafe Glibc.send(input, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw ended }
      sent += count
    }
  }

  private func readLine() throws(SamplingError) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(pending[..<end])
        pending.removeFirst(end + 1)
        return line
      }
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe read(output, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw ended }
      pending += chunk[..<count]
    }
  }

  private var ended: SamplingError {
    SamplingError(
      .peer, "The peer ended before it answered; try its package in the interpreter by hand.")
  }

  private static func makeSockets() throws(SamplingError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      throw SamplingError(.peer, "No socket to the peer can be made: too many files are open.")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func makePipe() throws(SamplingError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw SamplingError(.peer, "No pipe to the peer can be made: too many files are open.")
    }
    // Only the ends that are handed over survive in the peer, so that it sees the end of its input.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}
