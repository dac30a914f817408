// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import CircuitModel
import ComputePrimitives
import StabilizerSimulation
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

/// Analog readings of grid codes, through the pipeline that collects.
@Suite("Analog readings, collected")
struct ReadingTests {
  /// Surface-GKP code capacity, LER_X: σ, distance, plain and analog; 400 000 shots plain, 12 000 analog.
  static let rows: [(sigma: Double, distance: Int, plain: Double, analog: Double)] = [
    (0.45, 3, 0.0354, 0.0143), (0.5, 3, 0.0775, 0.0441), (0.55, 3, 0.1326, 0.0876),
    (0.6, 3, 0.1976, 0.1487), (0.45, 5, 0.0228, 0.0048), (0.5, 5, 0.0694, 0.0221),
    (0.55, 5, 0.1428, 0.0697), (0.6, 5, 0.2310, 0.1482), (0.45, 7, 0.0148, 0.0011),
    (0.5, 7, 0.0613, 0.0130), (0.55, 7, 0.1497, 0.0576), (0.6, 7, 0.2588, 0.1506),
  ]

  private func estimate(
    _ code: String, _ kinds: SideInformationKinds, shots: Int, p: Double = 0,
    noise: String = "code-capacity:bit-flip"
  ) throws -> BinomialEstimate {
    var grid = ExperimentGrid(codes: [code], rates: [p])
    grid.noises = [noise]
    var task = try #require(try grid.tasks(decoders: ["matching"]).first)
    task.use(kinds)
    var options = CollectionOptions(maxShots: shots, seed: 17)
    options.workers = 2
    return try #require(try collect([task], options: options)[0]).estimate
  }

  private func check(
    _ row: (sigma: Double, distance: Int, plain: Double, analog: Double), shots: Int, sigma: Double
  ) throws {
    let name = "gkp(sigma=\(row.sigma))+surface:d=\(row.distance)"
    for (kinds, expected, behind) in [
      (SideInformationKinds.all, row.analog, 12_000.0), ([], row.plain, 400_000),
    ] {
      let found = try estimate(name, kinds, shots: shots)
      let pooled =
        (Double(found.hits) + expected * behind) / (Double(shots) + behind)
      let variance = pooled * (1 - pooled) * (1 / Double(shots) + 1 / behind) + 1e-9
      let z = (found.rate - expected) / variance.squareRoot()
      #expect(abs(z) <= sigma, "\(name) \(kinds.isEmpty ? "plain" : "analog"): z = \(z)")
    }
  }

  // Two comparisons at 5 σ.
  @Test("Readings weigh errors as published", .tags(.statistical))
  func oneRow() throws {
    try check(Self.rows[1], shots: 3072, sigma: 5)
  }

  // 24 comparisons at 4 σ with fixed seeds.
  @Test("The whole table", .tags(.statistical), .optimizedOnly)
  func allRows() throws {
    for row in Self.rows { try check(row, shots: 20_000, sigma: 4) }
  }

  @Test("Curves cross near σ = 0.54 plain and 0.60 analog", .tags(.statistical), .validationOnly)
  func crossings() throws {
    for (kinds, expected) in [(SideInformationKinds(), 0.54), (.all, 0.6)] {
      let deviations = expected == 0.54 ? [0.50, 0.52, 0.54, 0.56, 0.58] : [0.56, 0.58, 0.6, 0.62]
      var grid = ExperimentGrid(
        codes: ["gkp+surface:d=5,7,9"], rates: deviations.map { $0 * $0 })
      grid.noises = ["code-capacity:bit-flip"]
      var options = CollectionOptions(maxShots: 200_000, seed: 23)
      options.workers = 2
      let tasks = try grid.tasks(decoders: ["matching"]).map { task in
        var copy = task
        copy.use(kinds)
        return copy
      }
      var table = StatisticsTable()
      for row in try collect(tasks, options: options) { try table.add(#require(row)) }
      let series = try #require(try table.thresholdSeries().first)
      let rate = try #require(series.crossing(7, 9, options: BootstrapOptions(seed: 1)).rate)
      #expect(abs(rate.best.squareRoot() - expected) < 0.012)
    }
  }

  // 6 σ on 40 000 draws.
  @Test("Flips come as often as readings say", .tags(.statistical), arguments: [0.2, 0.5, 1.5])
  func calibration(deviation: Double) throws {
    let shift = NormalShift(deviation: deviation)
    var stream = RandomStream(seed: 9)
    var difference = 0.0
    var variance = 0.0
    var flips = 0.0
    let count = 40_000
    for _ in 0..<count {
      let (isFlipped, posterior) = shift.draw(&stream)
      difference += (isFlipped ? 1 : 0) - posterior
      variance += posterior * (1 - posterior)
      flips += isFlipped ? 1 : 0
    }
    #expect(abs(difference) <= 6 * max(1, variance).squareRoot())
    let p = try GKP.flipProbability(deviation: deviation)
    let spread = max(1, Double(count) * p * (1 - p)).squareRoot()
    #expect(abs(flips - Double(count) * p) <= 6 * spread)
  }

  @Test("Readings of results help too", .tags(.statistical))
  func phenomenological() throws {
    let code = "gkp(sigma=0.45)+repetition:d=3"
    let used = try estimate(code, .all, shots: 2048, noise: "phenomenological")
    let plain = try estimate(code, [], shots: 2048, noise: "phenomenological")
    #expect(plain.z(against: used) > 5)
  }

  @Test(
    "A tag that does not fit its flip is refused", .tags(.exact),
    arguments: ["shift:sigma=0.5](0.1)", "shift:sigma=-1](0.1)", "shift:x](0.1)"])
  func refusals(tag: String) throws {
    let circuit = try Circuit(
      parsing: "R 0\nX_ERROR[\(tag) 0\nM 0\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(0) rec[-1]\n")
    let task = CollectionTask(circuit: circuit, decoder: "matching", metadata: [:], name: "x")
    let error = #expect(throws: SamplingError.self) { _ = try task.prepared() }
    #expect(error?.message.contains("tag [shift:") == true)
  }
}
