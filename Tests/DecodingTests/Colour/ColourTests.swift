// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import Decoding
import PauliAlgebra
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Colour")
struct ColourTests {
  /// Bit flips on the triangular colour code, as a model: qubit by qubit, what its flip does.
  static func bitFlips(distance: Int, p: Double) throws -> DetectorErrorModel {
    let code = try StabilizerCode.colour(distance: distance)
    let checks = code.checks.filter { $0.uniformPauli == .z }
    var text = ""
    for qubit in 0..<code.qubitCount {
      text += "error(\(p))"
      for (index, check) in checks.enumerated()
      where check.factors.contains(where: { $0.qubit == qubit }) { text += " D\(index)" }
      if code.logicals[0].z.contains(where: { $0.qubit == qubit }) { text += " L0" }
      text += "\n"
    }
    return try DetectorErrorModel(parsing: text)
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
