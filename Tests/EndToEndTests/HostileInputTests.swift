// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("Hostile input")
struct HostileInputTests {
  static let circuits = [
    ("a gate that does not exist", "FOO 0\n"),
    ("an unclosed block", "H 0\nREPEAT 3 {\n  M 0\n"),
    ("a block closed twice", "REPEAT 3 {\n  M 0\n}\n}\n"),
    ("a target too large", "H 2147483648\n"),
    ("a target beyond all numbers", "H 99999999999999999999999\n"),
    ("a probability above one", "X_ERROR(1.5) 0\n"),
    ("a probability that is not a number", "X_ERROR(nan) 0\n"),
    ("a negative probability", "X_ERROR(-0.5) 0\n"),
    ("a detector before the start", "M 0\nDETECTOR rec[-2]\n"),
    ("a measurement record from the future", "M 0\nDETECTOR rec[0]\n"),
    ("a repetition of none", "REPEAT 0 {\n  M 0\n}\n"),
    ("a repetition beyond all numbers", "REPEAT 99999999999999999999 {\n  M 0\n}\n"),
    ("an endless measurement", "REPEAT 1000000000000000000 {\n  M 0\n  DETECTOR rec[-1]\n}\n"),
    ("an endless idling", "M 0\nDETECTOR rec[-1]\nREPEAT 1000000000000000000 {\n  H 0\n}\n"),
    (
      "repetition of repetition",
      "REPEAT 1000000000000 {\n  REPEAT 1000000000000 {\n    M 0\n  }\n}\n"
    ),
    ("half a pair", "CX 0\n"),
    ("a qubit paired with itself", "CX 1 1\n"),
    ("a missing argument", "X_ERROR 0\n"),
    ("an unclosed argument", "X_ERROR(0.1 0\n"),
    ("zero bytes", "H \0 0\n"),
    ("bytes above ASCII", "H 0\n\u{FFFD}\u{1F600}\n"),
  ]

  @Test(
    "A bad circuit is refused at once, with its line and column",
    arguments: circuits)
  func circuit(_ what: String, _ text: String) throws {
    let folder = try ScratchFolder()
    let path = try folder.file("bad.stim", text)
    for command in [
      "circuit detect --in \(path)", "circuit sample --in \(path)",
      "circuit m2d --circuit \(path)", "circuit analyze-errors --in \(path)",
      "circuit explain-errors --in \(path)", "circuit distance --in \(path)",
    ] {
      let start = ContinuousClock.now
      let output = try Quanta.run(command)
      try expectPlace(output, path, since: start)
    }
  }

  @Test("A large qubit number costs no memory; too many qubits for a tableau are refused")
  func manyQubits() throws {
    let folder = try ScratchFolder()
    let sparse = try folder.file("sparse.stim", "X 4000000\nM 4000000 7\n")
    let output = try Quanta.run("circuit sample --in \(sparse)")
    #expect(output.status == 0)
    #expect(output.text == "10\n")
    let wide = (0..<70_000).map { "H \($0)\n" }.joined() + "M 0\n"
    let refused = try Quanta.run("circuit sample --in \(try folder.file("wide.stim", wide))")
    #expect(refused.status == 2)
    #expect(refused.err.contains("70000 qubits"))
  }

  @Test("A table of statistics that is no regular file is refused")
  func statisticsDevice() throws {
    let output = try Quanta.run(
      "qec collect --code surface:d=3 --p 0.01 --max-shots 10 --seed 1 "
        + "--save-resume-filepath /dev/full")
    #expect(output.status == 2)
    #expect(output.err.hasPrefix("/dev/full: "))
  }

  @Test("A circuit that is given twice is one task")
  func twice() throws {
    let folder = try ScratchFolder()
    let path = try folder.file(
      "d=3.stim", "X_ERROR(0.1) 0\nM 0\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(0) rec[-1]\n")
    let output = try Quanta.run(
      "qec collect --circuits \(path) \(path) --max-shots 1000 --seed 1 --workers 2")
    #expect(output.status == 0)
    #expect(output.text.split(separator: "\n").count == 2)
    #expect(output.text.contains(" 1000,"))
  }

  @Test("Deep nesting and binary rubbish are refused, not recursed into")
  func structure() throws {
    let folder = try ScratchFolder()
    let deep = String(repeating: "REPEAT 2 {\n", count: 200_000)
    var rubbish = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })
    rubbish[0] = UInt8(ascii: "H")
    let file = folder.url.appending(path: "rubbish")
    try rubbish.write(to: file)
    for path in [try folder.file("deep.stim", deep), file.path] {
      for command in ["detect", "sample-dem"] {
        let start = ContinuousClock.now
        try expectPlace(try Quanta.run("circuit \(command) --in \(path)"), path, since: start)
      }
    }
  }

  @Test(
    "A bad error model is refused at once, with its place",
    arguments: [
      "error(1.5) D0\n", "error(nan) D0\n", "error D0\n", "error(0.1) X0\n",
      "error(0.1) D18446744073709551616\n", "repeat 3 {\n error(0.1) D0\n", "}\n", "foo D0\n",
      "error(0.1) D0 ^\n", "error(0.1) ^ D0\n",
    ])
  func model(_ text: String) throws {
    let folder = try ScratchFolder()
    let path = try folder.file("bad.dem", text)
    let start = ContinuousClock.now
    try expectPlace(try Quanta.run("circuit sample-dem --in \(path)"), path, since: start)
  }

  @Test(
    "A model too large to sample is refused in bounded time",
    arguments: [
      "error(0.1) D4000000000\n",
      "repeat 1000000000000000000 {\n error(0.1) D0\n}\n",
      "repeat 1000000000000000000 {\n error(0.1) D0\n shift_detectors 1\n}\n",
    ])
  func largeModel(_ text: String) throws {
    let start = ContinuousClock.now
    let output = try Quanta.run("circuit sample-dem", input: text)
    #expect(output.status == 2)
    #expect(output.out.isEmpty)
    #expect(output.err.hasPrefix("<stdin>:"))
    #expect(output.err.split(separator: "\n").count == 1)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("Detectors declared time and again are gone through once")
  func declarations() throws {
    let text = "repeat 1000000000000000000 {\n repeat 1000000000000 {\n  detector(1) D0\n }\n}\n"
    let folder = try ScratchFolder()
    let path = try folder.file("again.dem", text)
    let start = ContinuousClock.now
    let sampled = try Quanta.run("circuit sample-dem --in \(path) --shots 1")
    #expect(sampled.status == 0)
    #expect(sampled.text == "0\n")
    for decoder in ["matching", "colour", "likelihood-sweep"] {
      let predicted = try Quanta.run(
        "decode predict --dem \(path) --decoder \(decoder)", input: "0\n")
      #expect(predicted.status == (decoder == "colour" ? 2 : 0), "\(predicted.err)")
    }
    let distance = try Quanta.run("circuit distance --dem \(path)")
    #expect(distance.err.contains("No graphlike errors"))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test(
    "A model too large to decode or to search is refused in bounded time",
    arguments: [
      ("error(0.1) D1000000000 L0\n", "decode predict --dem FILE", "decoders take up to"),
      (
        "repeat 1000000000000000000 {\n error(0.1) D0 L0\n}\n", "circuit distance --dem FILE",
        "error mechanisms when its blocks are unrolled"
      ),
    ])
  func largeForDecoders(_ text: String, _ command: String, _ reason: String) throws {
    let folder = try ScratchFolder()
    let path = try folder.file("large.dem", text)
    let start = ContinuousClock.now
    let output = try Quanta.run(command.replacingOccurrences(of: "FILE", with: path))
    #expect(output.status != 0 && output.status < 3)
    #expect(output.out.isEmpty)
    #expect(output.err.contains(reason), "\(output.err.prefix(200))")
    #expect(output.err.split(separator: "\n").count == 1)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test(
    "Loops that never settle are refused in bounded time and memory", .optimizedOnly,
    arguments: [
      "REPEAT 1000000000000000000 {\nM 0\nDETECTOR rec[-1]\n}\n",
      String(repeating: "REPEAT 2 {\n", count: 60) + "H 0\n" + String(repeating: "}\n", count: 60),
    ])
  func endlessLoops(_ text: String) throws {
    let output = try Quanta.shell(
      "ulimit -v 6000000; printf '%s' '\(text)' | timeout 60 \(Quanta.binary.path) circuit "
        + "analyze-errors --fold-loops")
    #expect(output.status == 2)
    #expect(output.err.hasPrefix("<stdin>:"), "\(output.err.prefix(200))")
    #expect(output.err.split(separator: "\n").count == 1)
  }

  @Test("Bad shots are refused with their place, after what was good", .tags(.exact))
  func shots() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("shots.01", "01\n10\n1x\n")
    let output = try Quanta.run("circuit convert --in \(path) --bits_per_shot 2")
    #expect(output.status == 2)
    #expect(output.err == "\(path):3:2: a bit must be 0 or 1.\n")
    let huge = try Quanta.run("circuit convert --bits_per_shot 5000000000", input: "0\n")
    #expect(huge.status == 2)
    #expect(huge.err.contains("at most 2^32"))
  }

  @Test("Empty input is an empty circuit and an empty model")
  func empty() throws {
    for command in ["detect", "sample", "sample-dem"] {
      let output = try Quanta.run("circuit \(command) --shots 2")
      #expect(output.status == 0)
      #expect(output.text == "\n\n")
    }
  }

  /// Expects one line `path:line:column: message` and exit code 2, in bounded time.
  private func expectPlace(
    _ output: Peer.Output, _ path: String, since start: ContinuousClock.Instant
  ) throws {
    #expect(output.status == 2)
    #expect(output.out.isEmpty)
    #expect(output.err.hasPrefix("\(path):"), "\(output.err.prefix(200))")
    let rest = output.err.dropFirst(path.count)
    #expect(rest.prefixMatch(of: /:\d+:\d+: \S/) != nil, "\(output.err.prefix(200))")
    #expect(output.err.split(separator: "\n").count == 1)
    #expect(output.err.utf8.count < 600)
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
