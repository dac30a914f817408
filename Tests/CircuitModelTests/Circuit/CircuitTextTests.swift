// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@Suite("Circuit text")
struct CircuitTextTests {
  /// Texts and what Stim 1.16.0 prints for them: `str(stim.Circuit(text))`.
  static let printed: [(text: String, expected: String)] = [
    ("", ""),
    ("# nothing\n\n", ""),
    ("h_xz 0", "H 0"),
    ("  cnot\t0 1\t# c", "CX 0 1"),
    ("H 0\nH 1\n\n# c\nh_xz 2", "H 0 1 2"),
    ("H[a] 0\nH[a] 1\nH[b] 2", "H[a] 0 1\nH[b] 2"),
    ("M(0.1) 0\nM(0.1) !1\nM(0.2) 1", "M(0.1) 0 !1\nM(0.2) 1"),
    ("TICK\nTICK", "TICK\nTICK"),
    ("E(0.1) X0\nCORRELATED_ERROR(0.1) X0 Z0", "E(0.1) X0\nE(0.1) X0 Z0"),
    ("M 0\nDETECTOR rec[-1]\nDETECTOR rec[-01]", "M 0\nDETECTOR rec[-1]\nDETECTOR rec[-1]"),
    ("MPP X0 * !Y1* z2\nMPP(0.5) X0", "MPP X0*!Y1*Z2\nMPP(0.5) X0"),
    ("MPP X0*Y0*Z1*X1*Z2", "MPP X0*Y0*Z1*X1*Z2"),
    ("QUBIT_COORDS( 1 , -1.5e3 ) 0\r\n", "QUBIT_COORDS(1, -1500) 0"),
    ("DETECTOR(.5, 5., +1, -0.0, 1E3, 1e-400)", "DETECTOR(0.5, 5, 1, 0, 1000, 0)"),
    ("DETECTOR(1e-05,1e-4,1e18,9.3e18)", "DETECTOR(1e-05, 0.0001, 1000000000000000000, 9.3e+18)"),
    ("REPEAT[a b] 05{ H 0\n} H 1", "REPEAT[a b] 5 {\n    H 0\n}\nH 1"),
    ("repeat 2 {\nREPEAT 3 {\n}\nH 0\n}", "REPEAT 2 {\n    REPEAT 3 {\n\n    }\n    H 0\n}"),
    ("H 0\nREPEAT 1 {\nH 0\nH 1\n}\nH 0", "H 0\nREPEAT 1 {\n    H 0 1\n}\nH 0"),
    ("H[a\\Cb\\Bc\\rd\\n\u{e9}] 0", "H[a\\Cb\\Bc\\rd\\n\u{e9}] 0"),
    ("CX sweep[16777215] 0\nCZ 0 sweep[3]", "CX sweep[16777215] 0\nCZ 0 sweep[3]"),
    ("M 0 1\nCX rec[-1] 3\nXCZ 3 rec[-2]", "M 0 1\nCX rec[-1] 3\nXCZ 3 rec[-2]"),
    ("H\nH 0\nM", "H 0\nM"),
    ("MPAD 0 1\nMPAD 1", "MPAD 0 1 1"),
    ("OBSERVABLE_INCLUDE(3) X1 !Z2", "OBSERVABLE_INCLUDE(3) X1 !Z2"),
    ("REPEAT 9223372036854775807 {\nM 0\n}", "REPEAT 9223372036854775807 {\n    M 0\n}"),
  ]

  @Test("prints what Stim prints", .tags(.exact), arguments: printed)
  func prints(text: String, expected: String) throws {
    let circuit = try Circuit(parsing: text)
    #expect(circuit.description == expected)
    #expect(try Circuit(parsing: Array(expected.utf8)) == circuit)
  }

  @Test("empty parentheses are as good as none, where there may be none", .tags(.exact))
  func emptyParentheses() throws {
    let texts = [
      "DETECTOR() rec[-1]", "DETECTOR( \t) rec[-1]", "DETECTOR[a]() rec[-1]", "QUBIT_COORDS() 0",
      "SHIFT_COORDS()", "M() 0", "M() 0\nM 1", "MPP() X0", "MXX() 0 1", "MPAD() 1",
    ]
    for text in texts {
      let plain = text.replacing(/\([ \t]*\)/, with: "")
      #expect(try Circuit(parsing: "M 0\n" + text) == Circuit(parsing: "M 0\n" + plain), "\(text)")
    }
    #expect(
      try DetectorErrorModel(parsing: "detector() D0\nshift_detectors( ) 1")
        == DetectorErrorModel(parsing: "detector D0\nshift_detectors 1"))
  }

  @Test("the place of a detector is found through blocks, tags and comments", .tags(.exact))
  func detectorPlaces() throws {
    let text = """
      M 0 # DETECTOR rec[-1]
      TICK[DETECTOR {]
      detector rec[-1]
      REPEAT[}] 3 { TICK
        DETECTOR(1) rec[-1]
        REPEAT 1000000000000 {
          TICK
        } REPEAT 2 { DETECTOR[a] rec[-1]
      }
      } DETECTOR rec[-1]
      """
    let bytes = Array(text.utf8)
    let circuit = try Circuit(parsing: bytes)
    #expect(circuit.detectorCount == 11)
    let places = (0..<12).map {
      SourceLocation(ofDetector: $0, inCircuit: bytes)?.description
    }
    let block = ["5:3", "8:16", "8:16"]
    #expect(places == ["3:1"] + block + block + block + ["10:3", nil])
    let long = Array("M 0\nREPEAT 1000000000000 {\nDETECTOR rec[-1]\n}\n".utf8)
    #expect(SourceLocation(ofDetector: 999_999_999_999, inCircuit: long)?.line == 3)
    #expect(SourceLocation(ofDetector: 1_000_000_000_000, inCircuit: long) == nil)
    #expect(SourceLocation(ofDetector: 0, inCircuit: Array("REPEAT 2 {\n".utf8)) == nil)
  }

  @Test("numbers round-trip exactly", .tags(.law))
  func numbersRoundTrip() throws {
    var stream = RandomStream(seed: 1)
    for _ in 0..<2000 {
      let value = Double(bitPattern: stream.next())
      guard value.isFinite else { continue }
      let circuit = Circuit([.instruction(.init(.detector, arguments: [value, value.rounded()]))])
      #expect(try Circuit(parsing: circuit.description) == circuit, "\(value)")
    }
  }

  @Test("short decimals read as the nearest double", .tags(.exact))
  func decimals() throws {
    for text in [
      "0.1", "0.001", "1e-3", "123456789.123456789", "9007199254740993", "1e22", "1e23", "0.3e-7",
      "179769313486231570000000000000000000000e270", "4.9e-324", "2.2250738585072011e-308",
    ] {
      let circuit = try Circuit(parsing: "DETECTOR(\(text), -\(text))")
      guard case .instruction(let instruction) = circuit.operations[0] else {
        Issue.record("not an instruction")
        return
      }
      #expect(instruction.arguments == [Double(text), Double("-" + text)])
    }
  }

  @Test("counts blocks without unrolling them", .tags(.exact))
  func counts() throws {
    let circuit = try Circuit(
      parsing: """
        QUBIT_COORDS(1) 8
        REPEAT 1000000000000 {
          M 0 1 !2
          REPEAT 10 {
            MPP X3*X4 Z5
            MXX 0 1
            TICK
          }
          DETECTOR rec[-7]
          CX sweep[4] 1
        }
        OBSERVABLE_INCLUDE(6) rec[-1]
        MPAD 0 1
        """)
    #expect(circuit.qubitCount == 9)
    #expect(circuit.measurementCount == 33_000_000_000_002)
    #expect(circuit.detectorCount == 1_000_000_000_000)
    #expect(circuit.tickCount == 10_000_000_000_000)
    #expect(circuit.observableCount == 7)
    #expect(circuit.sweepBitCount == 5)
    #expect(circuit.counts.lookback == 7)
  }

  @Test("groups are qubits, pairs, products and whole lists", .tags(.exact))
  func groups() throws {
    let circuit = try Circuit(
      parsing: "H 0 1\nCX 0 1 2 3\nMPP X0*X1 Z2 !Y3*Y4*Z5\nDETECTOR rec[-1] rec[-2]\nTICK\nMPAD 1 0"
    )
    var groups: [String] = []
    circuit.forEachInstruction { instruction in
      instruction.forEachGroup { group in
        groups.append(group.map(\.description).joined(separator: " "))
      }
    }
    #expect(
      groups == [
        "0", "1", "0 1", "2 3", "X0 * X1", "Z2", "!Y3 * Y4 * Z5", "rec[-1] rec[-2]", "1", "0",
      ])
  }
}
