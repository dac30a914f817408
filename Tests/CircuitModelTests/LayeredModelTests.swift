// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Testing
import _TestSupport

@Suite("Layered model", .tags(.law))
struct LayeredModelTests {
  /// Two rounds a run, with a round before and one after.
  private func model(runs: Int) throws -> DetectorErrorModel {
    try DetectorErrorModel(
      parsing: """
        detector(0, 0) D0
        error(0.1) D0 D1
        repeat \(runs) {
          error(0.2) D1 D2 L0
          error(0.05) D1 D3
          shift_detectors(0, 1) 0
          detector(0, 0) D1
          shift_detectors(0, 1) 0
          detector(0, 0) D2
          shift_detectors 2
        }
        error(0.3) D1
        shift_detectors(0, 1) 0
        detector(0, 0) D1
        """)
  }

  @Test("A folded model has the layers of the unrolled one.", arguments: [1, 2, 13, 14, 40, 200])
  func folding(runs: Int) throws {
    let model = try model(runs: runs)
    let folded = try LayeredModel(model)
    let flat = try LayeredModel(model.flattened())
    #expect(folded.roundCount == flat.roundCount)
    #expect(folded.roundCount == 2 * runs + 2)
    #expect(folded.stride == flat.stride)
    #expect(folded.span == flat.span)
    for round in 0..<folded.roundCount {
      #expect(
        folded.layers[folded.layer(ofRound: round)] == flat.layers[flat.layer(ofRound: round)])
    }
    if runs > 13 { #expect(folded.periodLength == 2) }
  }

  @Test("Rounds beyond count take no memory.")
  func manyRounds() throws {
    let model = try LayeredModel(model(runs: 400_000_000_000))
    #expect(model.roundCount == 800_000_000_002)
    #expect(model.layers.count < 10)
    #expect(model.layer(ofRound: 1_000_000) == model.layer(ofRound: 900_000_000))
  }

  @Test("Places follow times first and numbers then, and decomposed errors keep their parts.")
  func places() throws {
    let model = try DetectorErrorModel(
      parsing: """
        detector(7, 2.5) D0
        detector(5, 1) D1
        detector(3, 2) D2
        error(0.1) D0 D2 ^ D1
        """)
    let places = try model.detectorPlaces()
    #expect(places.map(\.round) == [1, 0, 1])
    #expect(places.map(\.slot) == [0, 0, 1])
    let layered = try LayeredModel(model)
    #expect(layered.stride == 2)
    #expect(layered.span == 1)
    let mechanism = try #require(layered.layers[layered.layer(ofRound: 0)].mechanisms.first)
    #expect(mechanism.components.map(\.detectors) == [[2, 3], [0]])
  }

  @Test("What has no times, or too many rounds of different kinds, is refused.")
  func refusals() throws {
    for text in [
      "error(0.1) D0", "detector D0\nerror(0.1) D0", "detector(1e300) D0\nerror(0.1) D0",
      "detector(0) D0\ndetector(1e15) D1",
      "detector(0) D0\ndetector(500) D1\nerror(0.1) D0 D1",
      """
      repeat 100000000 {
        error(0.1) D0
        detector(0) D0
        shift_detectors(1) 1
      }
      repeat 100000000 {
        error(0.1) D0
        detector(0) D0
        shift_detectors(1) 1
      }
      """,
      """
      repeat 100000000 {
        error(0.1) D0
        detector(0) D0
        shift_detectors 1
      }
      """,
    ] {
      let model = try DetectorErrorModel(parsing: text)
      #expect(throws: CircuitError.self) { try LayeredModel(model) }
    }
    #expect(try LayeredModel(DetectorErrorModel()).roundCount == 1)
  }
}
