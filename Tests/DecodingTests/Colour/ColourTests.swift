// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import Decoding
import Foundation
import PauliAlgebra
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Colour")
struct ColourTests {
  /// Bit flips on the triangular colour code, as a model: qubit by qubit, what its flip does.
  static func bitFlips(distance: Int, p: Double) throws -> DetectorErrorModel {
    let lines = try bitFlips(StabilizerCode.colour(distance: distance), p: p)
    return try DetectorErrorModel(parsing: lines.joined(separator: "\n"))
  }

  /// The lines of such a model, of any code, with the checks in an order.
  static func bitFlips(
    _ code: StabilizerCode, p: Double, order: [Int]? = nil
  ) throws -> [String] {
    let checks = code.checks.filter { $0.uniformPauli == .z }
    return (0..<code.qubitCount).map { qubit in
      let flipped = checks.indices.filter { index in
        checks[order?[index] ?? index].factors.contains { $0.qubit == qubit }
      }
      let logical = code.logicals[0].z.contains { $0.qubit == qubit } ? " L0" : ""
      return "error(\(p))" + flipped.map { " D\($0)" }.joined() + logical
    }
  }

  @Test("Colours are found in whatever order detectors and errors come", .tags(.exact))
  func anyOrder() throws {
    let code = try StabilizerCode.colour488(distance: 5)
    var stream = RandomStream(seed: 8)
    for _ in 0..<50 {
      let lines = try Self.bitFlips(code, p: 0.05, order: (0..<8).shuffled(using: &stream))
      let model = try DetectorErrorModel(
        parsing: lines.shuffled(using: &stream).joined(separator: "\n"))
      let symptoms = try model.mechanisms().map(\.symptom)
      let found = try predictions(symptoms.map(\.detectors), ColourDecoder().compile(model))
      #expect(found == symptoms.map { $0.observables.isEmpty ? 0 : 1 })
    }
    // Joined by single detectors only, so that colours do not follow one from the other.
    let chained = try DetectorErrorModel(
      parsing: "error(0.1) D0 D1 D2\nerror(0.1) D3 D4 D5\nerror(0.1) D0 D3 D6 L0\n")
    #expect(try predictions([[0, 3, 6]], ColourDecoder().compile(chained)) == [1])
  }

  @Test("Errors as rare as 1e-300 are corrected and weigh what they should", .tags(.exact))
  func rare() throws {
    for p in [1e-17, 1e-300] {
      let model = try Self.bitFlips(distance: 3, p: p)
      let engine = try ColourDecoder().compileColour(model).makeColourEngine()
      let symptoms = try model.mechanisms().map(\.symptom)
      for symptom in symptoms {
        let shots = batch([symptom.detectors], of: try ColourDecoder().compile(model))
        var rows = BitMatrix(rowCount: 1, columnCount: 1)
        var weights: [Double] = []
        try engine.decode(shots, into: &rows, weights: &weights)
        #expect(rows[0, 0] == !symptom.observables.isEmpty)
        #expect(abs(weights[0] + log(p)) < 1e-6 * -log(p))
      }
    }
  }

  @Test("Every error of up to (d − 1)/2 flips is corrected", .tags(.exact), arguments: [3, 5])
  func correctsHalfTheDistance(distance: Int) throws {
    let model = try Self.bitFlips(distance: distance, p: 0.05)
    let compiled = try ColourDecoder().compileColour(model)
    let symptoms = try model.mechanisms().map(\.symptom)
    var shots: [[UInt32]] = symptoms.map(\.detectors)
    var truth: [UInt64] = symptoms.map { $0.observables.isEmpty ? 0 : 1 }
    if distance >= 5 {
      for first in symptoms.indices {
        for second in symptoms.indices where second > first {
          let both = symptoms[first] ^ symptoms[second]
          shots.append(both.detectors)
          truth.append(both.observables.isEmpty ? 0 : 1)
        }
      }
    }
    #expect(try predictions(shots, compiled) == truth)
  }

  @Test("Solutions explain their shots and never weigh less than the lightest", .tags(.law))
  func solutions() throws {
    let model = try Self.bitFlips(distance: 7, p: 0.08)
    let engine = try ColourDecoder().compileColour(model).makeColourEngine()
    let search = try SearchDecoder(beam: 1e6, limit: 1_000_000, stretch: 0)
      .compileSearch(model).makeSearchEngine()
    let shots = 200
    var batch = SyndromeBatch(
      shotCount: shots, detectorCount: Int(model.detectorCount), observableCount: 1)
    var stream = RandomStream(seed: 6)
    try ErrorModelSampler(model).sample(shots: shots, using: &stream, into: &batch)
    var heavier = 0
    for shot in 0..<shots {
      let defects = Array(batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]])
      let explanation = try engine.explain(defects)
      var flips = Set<UInt32>()
      var observables = Set<UInt32>()
      for error in explanation.errors {
        flips.formSymmetricDifference(error.detectors)
        observables.formSymmetricDifference(error.observables)
      }
      #expect(flips.sorted() == defects)
      #expect(observables.sorted() == explanation.observables)
      let least = try search.explain(defects).weight
      #expect(explanation.weight > least - 1e-2)
      if explanation.weight > least + 1e-2 { heavier += 1 }
    }
    #expect(heavier < shots / 4)
  }

  @Test("Models that are not those of colour codes are refused", .tags(.exact))
  func unsuitable() throws {
    let surface = try GeneratedCircuit(
      .rotatedMemoryZ, distance: 3, rounds: 3, noise: .init(uniform: 0.01)
    ).circuit.detectorErrorModel(AnalysisOptions())
    for model in [
      surface, try DetectorErrorModel(parsing: "error(0.1) D0 D1\nerror(0.1) D1\n"),
      try DetectorErrorModel(parsing: "error(0.1) D0 D1 D2\nerror(0.1) D0 D1 D2 D3\n"),
    ] {
      let error = #expect(throws: DecodingError.self) { try ColourDecoder().compile(model) }
      #expect(error?.code == .unsuitable)
    }
  }
}
