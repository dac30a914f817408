// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

/// A faulty text, with the place and the kind of its fault.
struct BadText: Sendable, CustomTestStringConvertible {
  var text: String
  var place: String
  var code: CircuitError.Code

  init(_ text: String, _ place: String, _ code: CircuitError.Code) {
    self.text = text
    self.place = place
    self.code = code
  }

  var testDescription: String { String(text.prefix(60)) }
}

@Suite("Circuit: bad input")
struct CircuitBadInputTests {
  static let syntax: [BadText] = [
    .init("H 0\n  * 0", "2:3", .syntax),
    .init("\u{FEFF}H 0", "1:1", .syntax),
    .init("\u{0}\u{1}\u{2}", "1:1", .syntax),
    .init("H 0\u{0}", "1:4", .syntax),
    .init("H 0;H 1", "1:4", .syntax),
    .init("H 0,1", "1:4", .syntax),
    .init("H 0 # fine\nH 1.5", "2:4", .syntax),
    .init("H +1", "1:3", .syntax),
    .init("H -1", "1:3", .syntax),
    .init("H 0 }", "1:5", .syntax),
    .init("H 0 {", "1:5", .syntax),
    .init("H 0}", "1:4", .syntax),
    .init("{", "1:1", .syntax),
    .init("H 0\n}", "2:1", .syntax),
    .init("H 0\nREPEAT 5 {\nH 0\n", "2:1", .syntax),
    .init("REPEAT 5 {\nREPEAT 6 {\n}\n", "1:1", .syntax),
    .init("REPEAT 5\n{\n}", "1:9", .syntax),
    .init("REPEAT {\n}", "1:8", .syntax),
    .init("REPEAT 5 6 {\n}", "1:10", .syntax),
    .init("REPEAT rec[-1] {\n}", "1:8", .syntax),
    .init("REPEAT", "1:7", .syntax),
    .init("REPEAT 5 { H 0 }", "1:16", .syntax),
    .init("DETECTOR(1 2)", "1:12", .syntax),
    .init("DETECTOR(1", "1:9", .syntax),
    .init("DETECTOR(1\n,2)", "1:9", .syntax),
    .init("DETECTOR (1)", "1:10", .syntax),
    .init("X_ERROR (0.1) 0", "1:9", .syntax),
    .init("H [x] 0", "1:3", .syntax),
    .init("H[x 0\nH 1", "1:2", .syntax),
    .init("H[x", "1:2", .syntax),
    .init("H[a\\qb] 0", "1:4", .syntax),
    .init("H[a]b] 0", "1:5", .syntax),
    .init("M !", "1:3", .syntax),
    .init("M !!0", "1:3", .syntax),
    .init("M 0\nCX !rec[-1] 0", "2:4", .syntax),
    .init("M 0\nCX rec[-1 0", "2:10", .syntax),
    .init("M 0\nDETECTOR rec[0]", "2:10", .syntax),
    .init("M 0\nDETECTOR rec[- 1]", "2:15", .syntax),
    .init("M 0\nDETECTOR rec[-1]rec[-1]", "2:17", .syntax),
    .init("M 0\nDETECTOR REC[-1]", "2:10", .syntax),
    .init("CX sweep[-1] 0", "1:10", .syntax),
    .init("CX sweep 0", "1:4", .syntax),
    .init("MPP X", "1:6", .syntax),
    .init("MPP XY0", "1:6", .syntax),
    .init("H \u{e9}", "1:3", .syntax),
  ]

  static let meaning: [BadText] = [
    .init("H 0\n\nFOO 1", "3:1", .unknownName),
    .init("H0", "1:1", .unknownName),
    .init("error(0.1) D0", "1:1", .unknownName),
    .init("H(0.5) 0", "1:3", .badArgument),
    .init("H() 0", "1:3", .badArgument),
    .init("TICK( )", "1:6", .badArgument),
    .init("X_ERROR() 0", "1:1", .badArgument),
    .init("X_ERROR(0.1) 0\nX_ERROR() 0", "2:1", .badArgument),
    .init("PAULI_CHANNEL_1() 0", "1:1", .badArgument),
    .init("M 0\nOBSERVABLE_INCLUDE() rec[-1]", "2:1", .badArgument),
    .init("DETECTOR(,)", "1:10", .badArgument),
    .init("DETECTOR(1,)", "1:12", .badArgument),
    .init("REPEAT(5) 5 {\n}", "1:7", .badArgument),
    .init("REPEAT 0 {\n}", "1:8", .badArgument),
    .init("X_ERROR 0", "1:1", .badArgument),
    .init("X_ERROR(1.5) 0", "1:9", .badArgument),
    .init("X_ERROR( -0.1) 0", "1:10", .badArgument),
    .init("X_ERROR(nan) 0", "1:9", .badArgument),
    .init("X_ERROR(inf) 0", "1:9", .badArgument),
    .init("X_ERROR(0.1, 0.2) 0", "1:14", .badArgument),
    .init("DETECTOR(1,,2)", "1:12", .badArgument),
    .init("DETECTOR(1e400)", "1:10", .badArgument),
    .init("DETECTOR(1, 0x10)", "1:13", .badArgument),
    .init("DETECTOR(1e)", "1:10", .badArgument),
    .init("DETECTOR(--1)", "1:10", .badArgument),
    .init("DETECTOR(1.2.3)", "1:10", .badArgument),
    .init("DEPOLARIZE1(0.76) 0", "1:13", .badArgument),
    .init("DEPOLARIZE2(0.94) 0 1", "1:13", .badArgument),
    .init("PAULI_CHANNEL_1(0.1,0.2) 0", "1:1", .badArgument),
    .init("PAULI_CHANNEL_1(0.5,0.5,0.3) 0", "1:17", .badArgument),
    .init("HERALDED_PAULI_CHANNEL_1(0.3,0.3,0.3,0.3) 0", "1:26", .badArgument),
    .init("PAULI_CHANNEL_1(0.5,0.1,-0.3) 0", "1:25", .badArgument),
    .init("OBSERVABLE_INCLUDE(0.5)", "1:20", .badArgument),
    .init("OBSERVABLE_INCLUDE(-1)", "1:20", .badArgument),
    .init("OBSERVABLE_INCLUDE", "1:1", .badArgument),
    .init("TICK(1)", "1:6", .badArgument),
    .init("M(0.1,0.2) 0", "1:7", .badArgument),
  ]

  static let targets: [BadText] = [
    .init("TICK 0", "1:6", .badTarget),
    .init("H !0", "1:3", .badTarget),
    .init("H 0 1 X2", "1:7", .badTarget),
    .init("H rec[-1]", "1:3", .badTarget),
    .init("H 0*1", "1:4", .badTarget),
    .init("M 0 1\nM 2 rec[-1]", "2:5", .badTarget),
    .init("H 0\nH 1 sweep[0]", "2:5", .badTarget),
    .init("CX 0", "1:4", .badTarget),
    .init("CX 0 1 2", "1:8", .badTarget),
    .init("CX 0 1 2 2", "1:10", .badTarget),
    .init("MXX 0 !0", "1:7", .badTarget),
    .init("M 0\nCX 0 rec[-1]", "2:6", .badTarget),
    .init("M 0\nXCZ rec[-1] 0", "2:5", .badTarget),
    .init("CZ sweep[1] sweep[1]", "1:13", .badTarget),
    .init("SWAP sweep[0] 1", "1:6", .badTarget),
    .init("MPP X0*", "1:7", .badTarget),
    .init("MPP *X0", "1:5", .badTarget),
    .init("MPP X0**X1", "1:8", .badTarget),
    .init("MPP X1 X0*Z0", "1:8", .badTarget),
    .init("SPP Y2 !X0*Z1*Y0", "1:8", .badTarget),
    .init("MPP 0", "1:5", .badTarget),
    .init("E(0.1) X0 1", "1:11", .badTarget),
    .init("MPAD 0 2", "1:8", .badTarget),
    .init("DETECTOR 0", "1:10", .badTarget),
    .init("OBSERVABLE_INCLUDE(0) X1*Z2", "1:25", .badTarget),
    .init("M 0\nDETECTOR rec[-0]", "2:10", .badTarget),
    .init("QUBIT_COORDS(1) X0", "1:17", .badTarget),
    .init("M 0\nDETECTOR rec[-1] rec[-2]", "2:18", .reference),
    .init("DETECTOR rec[-5]", "1:10", .reference),
    .init("REPEAT 5 {\n  DETECTOR rec[-1]\n  M 0\n}", "2:12", .reference),
    .init("CX rec[-1] 0", "1:4", .reference),
    .init("OBSERVABLE_INCLUDE(0) X1 rec[-1]", "1:26", .reference),
    .init("H 2147483648", "1:3", .limit),
    .init("H 16777216", "1:3", .limit),
    .init("MPP X0*Z99999999999999999999999", "1:9", .limit),
    .init("DETECTOR rec[-16777216]", "1:15", .limit),
    .init("CX sweep[16777216] 0", "1:10", .limit),
    .init("OBSERVABLE_INCLUDE(16777216)", "1:20", .limit),
    .init("REPEAT 9223372036854775808 {\n}", "1:8", .limit),
    .init("REPEAT 18446744073709551617 {\n}", "1:8", .limit),
    .init(
      "REPEAT 1000000000000000000 {\n REPEAT 1000000000000000000 {\n M 0\n }\n}", "1:1", .limit),
    .init(
      "REPEAT 1000000000000000000 {\nM 0 1 2 3 4 5 6 7 8 9\nM 0 1 2 3 4 5 6 7 8\n}", "1:1", .limit),
  ]

  @Test(
    "every fault has its place and kind", .tags(.exact),
    arguments: syntax + meaning + targets)
  func place(_ bad: BadText) {
    let error = #expect(throws: CircuitError.self) { try Circuit(parsing: bad.text) }
    #expect(error?.location?.description == bad.place, "\(error?.message ?? "")")
    #expect(error?.code == bad.code)
    #expect(error?.message.hasSuffix(".") == true || error?.message.hasSuffix("?") == true)
  }

  @Test("the table is long enough to mean something", .tags(.exact))
  func size() {
    #expect(Self.syntax.count + Self.meaning.count + Self.targets.count >= 100)
  }

  @Test("misspelt names get a suggestion", .tags(.exact))
  func suggestion() {
    let error = #expect(throws: CircuitError.self) { try Circuit(parsing: "DEPOLARISE1(0.1) 0") }
    #expect(error?.message == "No instruction is called DEPOLARISE1; did you mean DEPOLARIZE1?")
  }

  @Test("bytes that are not UTF-8 are faults only inside tags", .tags(.exact))
  func invalidBytes() throws {
    let comment = Array("H 0 # ".utf8) + [0xFF, 0xFE] + Array("\nH 1".utf8)
    #expect(try Circuit(parsing: comment).description == "H 0 1")
    let tag = Array("H[".utf8) + [0xC3, 0x28] + Array("] 0".utf8)
    let error = #expect(throws: CircuitError.self) { try Circuit(parsing: tag) }
    #expect(error?.location == SourceLocation(line: 1, column: 2))
  }

  @Test("callers can refuse circuits that are too long to run", .tags(.exact))
  func limits() throws {
    let text = "REPEAT 10 {\nH 0\nREPEAT 1000000000000000000 {\nM 0\n}\n}"
    #expect(try Circuit(parsing: text).measurementCount == 10_000_000_000_000_000_000)
    for limits in [ParsingLimits(instructions: 1 << 40), ParsingLimits(measurements: 1 << 32)] {
      let error = #expect(throws: CircuitError.self) { try Circuit(parsing: text, limits: limits) }
      #expect(error?.code == .limit)
      #expect(error?.location == SourceLocation(line: 3, column: 1))
    }
    let fits = ParsingLimits(instructions: 12, measurements: 11)
    #expect(throws: Never.self) {
      try Circuit(parsing: "M 0\nREPEAT 10 {\nM 0\n}\nH 0", limits: fits)
    }
  }

  @Test("blocks nest 256 deep and no deeper", .tags(.exact))
  func depth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "REPEAT 1 {\n", count: depth) + String(repeating: "}\n", count: depth)
    }
    let deepest = try Circuit(parsing: nested(256))
    #expect(try Circuit(parsing: deepest.description) == deepest)
    let error = #expect(throws: CircuitError.self) { try Circuit(parsing: nested(100_000)) }
    #expect(error?.location == SourceLocation(line: 257, column: 1))
    #expect(error?.code == .limit)
  }

  @Test("any cut or changed text is read or refused with a place", .tags(.law))
  func mutations() {
    var generator = RandomCircuitText(seed: 7)
    var stream = SplitMix64(state: 3)
    var refused = 0
    for _ in 0..<60 {
      let bytes = Array(generator.next(lineCount: 6).utf8)
      for _ in 0..<20 {
        var changed = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &stream)))
        for _ in 0..<3 where !changed.isEmpty {
          let index = Int.random(in: 0..<changed.count, using: &stream)
          changed[index] = UInt8.random(in: 0...255, using: &stream)
        }
        do {
          let circuit = try Circuit(parsing: changed)
          #expect(throws: Never.self) { try circuit.validate() }
        } catch {
          refused += 1
          #expect(error.location != nil)
        }
      }
    }
    #expect(refused > 100)
  }

  @Test("random circuits survive a round trip", .tags(.law))
  func roundTrips() throws {
    var generator = RandomCircuitText(seed: 11)
    for _ in 0..<200 {
      let circuit = try Circuit(parsing: generator.next(lineCount: 10))
      #expect(try Circuit(parsing: circuit.description) == circuit)
      #expect(throws: Never.self) { try circuit.validate() }
      let counts = circuit.counts
      var unrolled = Circuit.Counts()
      var instructions: UInt64 = 0
      circuit.forEachInstruction { instruction in
        instructions += 1
        unrolled.measurements += UInt64(instruction.measurementCount)
        if instruction.gate == .detector { unrolled.detectors += 1 }
        if instruction.gate == .tick { unrolled.ticks += 1 }
      }
      #expect(counts.measurements == unrolled.measurements)
      #expect(counts.detectors == unrolled.detectors)
      #expect(counts.ticks == unrolled.ticks)
      #expect(counts.instructions == instructions)
    }
  }
}
