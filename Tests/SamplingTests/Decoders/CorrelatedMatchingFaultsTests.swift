// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Testing
import _TestSupport

@testable import Sampling

@Suite("Correlated matching of surface codes")
struct CorrelatedMatchingFaultsTests {
  @Test(
    "No single fault is mistaken",
    arguments: [3, 5], ["stim", "phenomenological"])
  func singleFaults(distance: Int, noise: String) throws {
    var grid = ExperimentGrid(codes: ["surface:d=\(distance)"], rates: [1e-3, 1e-2])
    grid.noises = [noise]
    for task in try grid.tasks(decoders: ["correlated-matching"]) {
      let (model, _) = try task.modelAndSource()
      let mechanisms = try model.mechanisms()
      var batch = SyndromeBatch(
        shotCount: mechanisms.count, detectorCount: Int(model.detectorCount),
        observableCount: model.observableCount)
      for (shot, mechanism) in mechanisms.enumerated() {
        batch.defects += mechanism.symptom.detectors
        batch.offsets[shot + 1] = batch.defects.count
      }
      var rows = BitMatrix(rowCount: mechanisms.count, columnCount: model.observableCount)
      try CorrelatedMatchingDecoder().compile(model).makeEngine().decode(batch, into: &rows)
      for (shot, mechanism) in mechanisms.enumerated() {
        #expect(rows[shot, 0] == !mechanism.symptom.observables.isEmpty, "\(mechanism)")
      }
    }
  }
}
