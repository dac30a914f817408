// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

/// The program under test, which lies beside the test bundle.
enum Quanta {
  /// The program.
  static let binary: URL = {
    let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = bundle.deletingLastPathComponent().appending(path: "quanta")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    // The tests of some toolchains run within a helper; the bundle is then its first argument.
    let named = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? bundle.path
    return URL(filePath: named).deletingLastPathComponent().appending(path: "quanta")
  }()

  /// Runs the program to its end.
  static func run(_ words: String, input: String = "") throws -> Peer.Output {
    try run(words.split(separator: " ").map(String.init), input: Data(input.utf8))
  }

  /// Runs the program to its end.
  static func run(_ arguments: [String], input: Data = Data()) throws -> Peer.Output {
    try runProgram(binary, arguments, input: input)
  }

  /// Runs a shell script in which `quanta` is the program.
  static func shell(_ script: String) throws -> Peer.Output {
    try runProgram(
      URL(filePath: "/bin/bash"), ["-c", "quanta() { \"\(binary.path)\" \"$@\"; }\n" + script])
  }
}

/// A folder that goes away with its owner.
final class ScratchFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Makes a file, and gives its path.
  func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: url.appending(path: name))
    return path(name)
  }
}

/// Expects exit code 2, nothing on standard output, and one line of the given text on standard error.
func expectRefusal(
  _ output: Peer.Output, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(output.status == 2, sourceLocation: sourceLocation)
  #expect(output.out.isEmpty, sourceLocation: sourceLocation)
  #expect(output.err == message + "\n", sourceLocation: sourceLocation)
}
