// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Testing
import _TestSupport

@Suite("Processes that talk in lines")
struct LineProcessTests {
  @Test("Lines of any length go forth and back", .tags(.exact))
  func echo() throws {
    let process = try LineProcess(program: "cat", arguments: [])
    for line in ["one", "", String(repeating: "x", count: 50_000)] {
      try process.send(line)
      #expect(try String(decoding: process.receive(within: 60), as: UTF8.self) == line)
    }
    #expect(process.end(gracefully: true) == "exit code 0")
    #expect(throws: LineProcess.Failure.ended("")) { try process.receive() }
  }

  @Test("Whatever goes wrong is told", .tags(.exact))
  func failures() throws {
    #expect(throws: LineProcess.Failure.self) {
      try LineProcess(program: "/no/such/program", arguments: [])
    }
    let failing = try LineProcess(program: "sh", arguments: ["-c", "exit 3"])
    #expect(throws: LineProcess.Failure.self) { try failing.receive(within: 60) }
    let silent = try LineProcess(program: "cat", arguments: [])
    #expect(throws: LineProcess.Failure.silent(0)) { try silent.receive(within: 0) }
    #expect(throws: LineProcess.Failure.stopped) { try silent.receive(shouldStop: { true }) }
    #expect(silent.end() == "signal 9")
    let long = try LineProcess(
      program: "sh", arguments: ["-c", "echo 1234567890"], longestLine: 4)
    #expect(throws: LineProcess.Failure.longLine) { try long.receive(within: 60) }
  }

  @Test(
    "The nearest name is found, and only if it is near", .tags(.exact),
    arguments: [
      ("CXOT", 2, "CNOT"), ("CXN", 2, nil), ("MXY", 1, nil), ("SWPA", 2, "SWAP"), ("", 2, nil),
      ("H", 0, "H"),
      ("SWAPX", 0, nil),
    ] as [(String, Int, String?)])
  func nearest(word: String, limit: Int, name: String?) {
    #expect(nearMiss(of: word, among: ["CNOT", "SWAP", "H"], atMost: limit) == name)
  }
}
