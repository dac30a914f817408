// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import Decoding
import Foundation
import StabilizerSimulation
import Testing
import _TestSupport

@testable import Sampling

/// The decoder of colour codes on their circuits.
@Suite("Circuits of colour codes by matching")
struct ColourCircuitTests {
  static let families = ["colour", "colour-superdense", "colour-488", "colour-488-superdense"]

  /// The model of a memory circuit of d rounds.
  static func model(
    _ code: String, _ noise: String, p: Double = 1e-3, basis: MemoryExperiment.Basis = .z
  ) throws -> DetectorErrorModel {
    var grid = ExperimentGrid(codes: [code], rates: [p])
    grid.noises = [noise]
    grid.bases = [basis]
    let task = try #require(try grid.tasks(decoders: ["colour"]).first)
    return try task.circuit.detectorErrorModel(AnalysisOptions())
  }

  @Test(
    "At d = 3 every error is found, or likelier ones with its syndrome", .tags(.exact),
    arguments: families)
  func singleErrors(family: String) throws {
    for (noise, basis) in [("sd6", MemoryExperiment.Basis.z), ("si1000", .both)] {
      let model = try Self.model("\(family):d=3", noise, basis: basis)
      var chances: [Symptom: Double] = [:]
      for mechanism in try model.mechanisms() {
        let (p, q) = (mechanism.probability, chances[mechanism.symptom, default: 0])
        chances[mechanism.symptom] = p * (1 - q) + q * (1 - p)
      }
      var likeliest: [[UInt32]: (symptom: Symptom, p: Double)] = [:]
      for (symptom, p) in chances where p > likeliest[symptom.detectors]?.p ?? 0 {
        likeliest[symptom.detectors] = (symptom, p)
      }
      let engine = try ColourDecoder().compileColour(model).makeColourEngine()
      // Plain circuits have different errors of one syndrome, and two errors likelier than one.
      let isSuperdense = family.hasSuffix("superdense")
      var wrong = 0
      for (detectors, best) in likeliest where !detectors.isEmpty {
        let found = try engine.explain(detectors)
        let weight = log1p(-best.p) - log(best.p)
        #expect(found.weight < weight + 1e-3)
        if found.observables != best.symptom.observables && isSuperdense { wrong += 1 }
      }
      #expect(wrong == 0, "\(basis): \(wrong) of \(likeliest.count)")
      #expect(likeliest.count > 200)
    }
  }

  @Test(
    "Solutions explain their shots, with a search and without", .tags(.law), arguments: families)
  func solutions(family: String) throws {
    let model = try Self.model("\(family):d=5", "si1000", p: 3e-3, basis: .both)
    let shots = 20
    var batch = SyndromeBatch(
      shotCount: shots, detectorCount: Int(model.detectorCount),
      observableCount: model.observableCount)
    var stream = RandomStream(seed: 4)
    try ErrorModelSampler(model).sample(shots: shots, using: &stream, into: &batch)
    for decoder in [ColourDecoder(), ColourDecoder(passes: 0, limit: 0)] {
      let engine = try decoder.compileColour(model).makeColourEngine()
      var rows = BitMatrix(rowCount: shots, columnCount: model.observableCount)
      var weights: [Double] = []
      try engine.decode(batch, into: &rows, weights: &weights)
      for shot in 0..<shots {
        let defects = Array(batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]])
        let explanation = try engine.explain(defects)
        let sum = explanation.errors.reduce(Symptom()) { $0 ^ $1 }
        #expect(sum.detectors == defects)
        #expect(sum.observables == explanation.observables)
        #expect(explanation.weight == weights[shot])
        #expect(
          (0..<model.observableCount).filter { rows[shot, $0] }
            == explanation.observables.map(Int.init))
      }
    }
  }
}
