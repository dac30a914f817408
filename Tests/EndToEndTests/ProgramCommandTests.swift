// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import StrictJSON
import Testing
import _TestSupport

@Suite("Commands on programs", .tags(.exact))
struct ProgramCommandTests {
  static let bell = """
    .caps CAP_ALLOC
    .param basis = "Z"
    a: ALLOC_LQ -> q0, q1
    h: APPLY_H q0
    c: APPLY_CNOT q0, q1
    m0: MEASURE_{basis} q0 -> m0
    m1: MEASURE_{basis} q1 -> m1
    f: FREE_LQ q0, q1

    """

  @Test("A valid program is verified with exit code 0, an invalid one with 1, a broken text with 2")
  func verify() throws {
    let valid = try Quanta.run(["verify", "-", "--strict"], input: Data(Self.bell.utf8))
    #expect(valid.status == 0)
    #expect(
      valid.text
        == "valid: 6 nodes, 2 qubits, 2 events, 1 reversible segments, Clifford; 0 warnings\n"
    )
    #expect(valid.err.isEmpty)
    let linear = try Quanta.run(["verify", "--linear"], input: Data(Self.bell.utf8))
    #expect(linear.status == 1)
    #expect(linear.err.hasPrefix("<stdin>:8:1: error [linearity_violation] f: The qubit `q0`"))
    let missing = try Quanta.run("verify /nonexistent/program.qvm.json")
    #expect(missing.status == 2)
    let broken = try Quanta.run("verify", input: "{\"version\": }")
    #expect(broken.status == 2)
    #expect(broken.err.hasPrefix("<stdin>:1:13: error [syntax] A value is expected"))
    let denied = try Quanta.run("verify --caps CAP_MAGIC", input: Self.bell)
    #expect(denied.status == 1)
    #expect(denied.err.contains("[capability_missing] a: ALLOC_LQ needs CAP_ALLOC"))
    let unknown = Self.bell.replacingOccurrences(
      of: "ALLOC_LQ ->", with: #"ALLOC_LQ profile="surfac:d=7" ->"#)
    #expect(unknown != Self.bell)
    let profile = try Quanta.run("verify", input: unknown)
    #expect(profile.status == 1)
    #expect(profile.err.contains("error [profile] a: Profile `surfac:d=7`: there is no family"))
    expectRefusal(
      try Quanta.run("verify --set basis", input: Self.bell),
      "quanta: --set cannot be `basis`: it must be NAME=VALUE, or several with spaces between.")
    expectRefusal(
      try Quanta.run("verify --set basis=X --set basis=Y", input: Self.bell),
      "quanta: --set gives `basis` twice; once is enough.")
  }

  @Test("The verdict for programs names code, node and place")
  func verdict() throws {
    let output = try Quanta.run("verify --json", input: "h: APPLY_H q\n")
    #expect(output.status == 1)
    let json = try JSON(parsing: output.text)
    #expect(json["is_valid"] == false)
    #expect(json["errors"]?[0]?["details"]?["code"] == "not_allocated")
    #expect(json["errors"]?[0]?["details"]?["line"] == 1)
    let valid = try JSON(parsing: try Quanta.run("verify --json", input: Self.bell).text)
    #expect(valid["reversible_segments"]?[0]?["nodes"] == ["h", "c"])
    #expect(valid["reversible_segments"]?[0]?["cost"] == 11)
  }

  @Test("Assembling and disassembling are each other's inverse")
  func roundTrip() throws {
    let folder = try ScratchFolder()
    let source = try folder.file("bell.qvm.asm", Self.bell)
    let graph = folder.path("bell.qvm.json")
    let assembled = try Quanta.run(["asm", source, "--out", graph, "--set", "basis=X"])
    #expect(assembled.status == 0)
    #expect(assembled.out.isEmpty)
    let assembly = try Quanta.run(["disasm", graph])
    #expect(assembly.status == 0)
    #expect(assembly.text.contains("m0: MEASURE_X q0 -> m0\n"))
    let again = try Quanta.run("asm -o -", input: assembly.text)
    #expect(again.text == (try String(contentsOfFile: graph, encoding: .utf8)))
  }

  @Test("Included files are found beside the file, in folders and in the library")
  func includes() throws {
    let folder = try ScratchFolder()
    _ = try folder.file("mine.asm", ".macro MINE(q)\nh: APPLY_H {q}\n.endmacro\n")
    let text =
      ".include \"mine.asm\"\n.include \"qft.qvm.asm\"\na: ALLOC_LQ -> q, r\nMINE(q)\nQFT([q, r])\n"
    let source = try folder.file("main.asm", text)
    #expect(try Quanta.run(["asm", source]).status == 0)
    #expect(
      try Quanta.run(["asm", "-", "--include", folder.url.path], input: Data(text.utf8)).status == 0
    )
    let before = try Quanta.run(["asm", "--include", folder.url.path, source])
    let plain = try Quanta.run(["asm", source])
    #expect(before.status == 0 && before.out == plain.out)
    let bell = try folder.file("bell.asm", Self.bell)
    let set = try Quanta.run(["run", "--set", "basis=X", bell, "--seed", "1", "--probabilities"])
    #expect(set.status == 0, "\(set.err)")
    let nowhere = try Quanta.run(["asm", "--include", folder.path("none"), source])
    #expect(nowhere.status == 2)
    let lost = try Quanta.run("asm", input: text)
    #expect(lost.status == 2)
    #expect(lost.err.contains("<stdin>:1:9: error [include] There is no file `mine.asm`."))
  }

  @Test("A fault in a file that is included names that file")
  func faultOfAnIncludedFile() throws {
    let folder = try ScratchFolder()
    let inner = try folder.file("inner.asm", "\nx: APPLY_WHAT q\n")
    let source = try folder.file("main.asm", ".include \"inner.asm\"\n")
    let output = try Quanta.run(["asm", source])
    #expect(output.status == 2)
    #expect(output.err.hasPrefix("\(inner):2:1: error [unknown_opcode] x: There is no operation"))
  }

  @Test("The operations and the schema are told from the table")
  func topics() throws {
    #expect(try Quanta.run("help opcodes").text.contains("MEASURE_BELL"))
    #expect(try Quanta.run("help opcodes MEASURE_ANGLE").text.contains("Argument `angle`"))
    let schema = try JSON(parsing: try Quanta.run("help qvm-schema").text)
    #expect(schema["title"] == "QVM program")
  }
}
