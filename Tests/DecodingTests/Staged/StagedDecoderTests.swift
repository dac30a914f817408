// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Testing
import _TestSupport

@Suite("Decoding in stages")
struct StagedDecoderTests {
  // Detectors 0, 1 are one patch's, 2, 3 the other's: a measurement error of the first flips both of its own and
  // one of the second's, which is no edge of a graph.
  static let text = """
    error(0.1) D0 D1 D2
    error(0.01) D0 L0
    error(0.01) D1
    error(0.02) D2 D3
    error(0.02) D2 L1
    error(0.02) D3
    error(0.001) D0 D2 L0 L1
    """
  static let stages = [
    DecodingStage(detectors: [0, 1], observables: [0]),
    DecodingStage(detectors: [2, 3], observables: [1], source: 0),
  ]

  static func answer(
    _ defects: [UInt32], _ text: String = text, _ stages: [DecodingStage] = stages
  ) throws -> UInt64 {
    let model = try DetectorErrorModel(parsing: text)
    let compiled = try StagedDecoder(MatchingDecoder(), stages: stages).compile(model)
    let shots = batch([defects], of: compiled)
    var rows = BitMatrix(rowCount: 1, columnCount: compiled.observableCount)
    try compiled.makeEngine().decode(shots, into: &rows)
    return rows.words[0]
  }

  @Test("What the first part explains is taken back in the second", .tags(.exact))
  func carries() throws {
    #expect(throws: DecodingError.self) {
      try MatchingDecoder().compile(DetectorErrorModel(parsing: Self.text))
    }
    #expect(try Self.answer([0, 1, 2]) == 0)
    #expect(try Self.answer([0, 1, 3]) == 0)
    #expect(try Self.answer([2]) == 2)
    #expect(try Self.answer([0]) == 1)
    // The likeliest error behind detector 0 alone leaves the second part alone, which then has its own.
    #expect(try Self.answer([0, 2]) == 3)
    #expect(try Self.answer([]) == 0)
  }

  @Test("Parts that are not the model's are refused", .tags(.exact))
  func refusals() throws {
    var stages = Self.stages
    stages[1].detectors = [2]
    #expect(throws: DecodingError(.unsuitable, "Detector 3 is in no stage.")) {
      try Self.answer([], Self.text, stages)
    }
    stages[1].detectors = [1, 2, 3]
    #expect(throws: DecodingError.self) { try Self.answer([], Self.text, stages) }
    #expect(throws: DecodingError.self) { try Self.answer([], Self.text + "\nerror(0.7) D0") }
  }

  // Two parts without a bond are decoded as the whole is.
  @Test("Unrelated parts are decoded as the model whole", .tags(.law))
  func unrelated() throws {
    let text = """
      error(0.1) D0 D1
      error(0.05) D0 L0
      error(0.02) D1
      error(0.1) D2 D3
      error(0.03) D2 L1
      error(0.01) D3
      """
    var stages = Self.stages
    stages[1].source = nil
    let whole = try MatchingDecoder().compile(DetectorErrorModel(parsing: text))
    for mask in 0..<16 {
      let defects = (0..<UInt32(4)).filter { mask >> $0 & 1 == 1 }
      var rows = BitMatrix(rowCount: 1, columnCount: 2)
      try whole.makeEngine().decode(batch([defects], of: whole), into: &rows)
      #expect(try Self.answer(defects, text, stages) == rows.words[0], "\(defects)")
    }
  }
}
