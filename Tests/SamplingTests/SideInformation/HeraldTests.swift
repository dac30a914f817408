// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import StabilizerSimulation
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

/// Heralds that travel with the shot, through the pipeline that collects.
@Suite("Heralded loss, collected")
struct HeraldTests {
  private func task(
    distance: Int, p: Double, _ kinds: SideInformationKinds, decoder: String = "matching"
  ) throws -> CollectionTask {
    var grid = ExperimentGrid(codes: ["surface:d=\(distance)"], rates: [p])
    grid.noises = ["code-capacity:erasure"]
    var task = try #require(try grid.tasks(decoders: [decoder]).first)
    task.use(kinds)
    return task
  }

  private func counts(
    _ task: CollectionTask, shots: Int, workers: Int = 1
  ) throws -> TaskStatistics {
    var options = CollectionOptions(maxShots: shots, seed: 41)
    options.workers = workers
    return try #require(try collect([task], options: options)[0])
  }

  /// The rows of the reference figures: the probability that an erasure holds a logical, and the shots behind it.
  static let rows: [(distance: Int, p: Double, probability: Double, shots: Double?)] = [
    (3, 0.1, 0.007341112, nil), (3, 0.2, 0.052611584, nil), (3, 0.3, 0.154893276, nil),
    (3, 0.4, 0.311246848, nil), (3, 0.5, 0.5, nil), (5, 0.3, 0.0796, 5e5),
    (5, 0.4, 0.2467, 5e5), (5, 0.45, 0.3664, 5e5), (5, 0.5, 0.5, nil), (7, 0.3, 0.0394, 5e5),
    (7, 0.4, 0.1948, 5e5), (7, 0.45, 0.3339, 5e5), (7, 0.5, 0.5, nil), (9, 0.3, 0.0191, 5e5),
    (9, 0.4, 0.1530, 5e5), (9, 0.45, 0.3043, 5e5), (9, 0.5, 0.5, nil), (21, 0.3, 1.5e-4, 2e6),
    (21, 0.4, 0.0319, 5e5), (21, 0.45, 0.1750, 5e5), (21, 0.5, 0.5, nil),
  ]

  private func check(
    _ row: (distance: Int, p: Double, probability: Double, shots: Double?), shots: Int,
    sigma: Double, decoder: String = "matching"
  ) throws {
    let found = try counts(
      task(distance: row.distance, p: row.p, .all, decoder: decoder), shots: shots)
    // A decoder that knows the erasure fails half of the shots whose erasure holds a logical.
    let expected = row.probability / 2
    var variance = expected * (1 - expected) / Double(shots)
    if let count = row.shots {
      variance += row.probability * (1 - row.probability) / count / 4 + 1e-10
    }
    let z = (found.estimate.rate - expected) / variance.squareRoot()
    #expect(abs(z) <= sigma, "d=\(row.distance) p=\(row.p) \(decoder): z = \(z)")
  }

  // Seven comparisons at 5 σ: a false alarm once in 10⁵ seeds; this one is fixed.
  @Test("Small codes reach the figures of erasure", .tags(.statistical))
  func smallRows() throws {
    for row in Self.rows.prefix(6) { try check(row, shots: 4096, sigma: 5) }
    try check((5, 0.5, 0.5, nil), shots: 2048, sigma: 5)
  }

  @Test(
    "All rows, by three decoders", .tags(.statistical), .validationOnly,
    arguments: ["matching", "union-find", "peeling"])
  func allRows(decoder: String) throws {
    for row in Self.rows {
      try check(row, shots: row.distance < 21 ? 200_000 : 50_000, sigma: 4, decoder: decoder)
    }
  }

  @Test("Without heralds the decoder does clearly worse", .tags(.statistical))
  func withheld() throws {
    let used = try counts(task(distance: 3, p: 0.2, .all), shots: 8192)
    let withheld = try counts(task(distance: 3, p: 0.2, []), shots: 8192)
    #expect(withheld.estimate.z(against: used.estimate) > 10)
    #expect(used.metadata["heralds"] == "used" && withheld.metadata["heralds"] == "withheld")
    #expect(used.strongID != withheld.strongID)
  }

  @Test("Counts depend neither on the workers nor on interruptions", .tags(.law))
  func repeatability() throws {
    let task = try task(distance: 3, p: 0.3, .all)
    let whole = try counts(task, shots: 5000)
    #expect(try counts(task, shots: 5000, workers: 3).errors == whole.errors)
    let part = try counts(task, shots: 1500)
    var known = StatisticsTable()
    try known.add(part)
    let resumed = try #require(
      try collect([task], options: CollectionOptions(maxShots: 5000, seed: 41), existing: known)[0])
    #expect(resumed.errors == whole.errors && resumed.shots == 5000)
  }

  /// A repetition code of three qubits, each lost with probability ½; a loss is a bit flip half the time.
  private func repetition(_ noise: String, _ heralds: String) throws -> CollectionTask {
    let circuit = try Circuit(
      parsing: """
        R 0 1 2
        \(noise) 0 1 2
        \(heralds)
        M 0 1 2
        DETECTOR rec[-3] rec[-2]
        DETECTOR rec[-2] rec[-1]
        OBSERVABLE_INCLUDE(0) rec[-1]
        """)
    return CollectionTask(
      circuit: circuit, decoder: "matching", metadata: ["path": "x"], name: "repetition")
  }

  // Only the loss of all three, 1/8, leaves an even guess: 1/16. Each comparison at 5 σ.
  @Test(
    "Heralds by tag, in the record and in detectors are worth the same", .tags(.statistical),
    arguments: [
      ("DEPOLARIZE1[herald](0.375)", ""), ("HERALDED_ERASE(0.5)", ""),
      ("HERALDED_ERASE(0.5)", "DETECTOR rec[-1]\nDETECTOR rec[-2]\nDETECTOR rec[-3]"),
    ])
  func forms(noise: String, heralds: String) throws {
    let found = try counts(repetition(noise, heralds), shots: 16_384)
    let expected = 1.0 / 16
    let deviation = (expected * (1 - expected) / 16_384).squareRoot()
    #expect(abs(found.estimate.rate - expected) < 5 * deviation)
  }

  @Test("A decoder that takes no heralds is refused, and told which do", .tags(.exact))
  func refusal() throws {
    let task = try task(distance: 3, p: 0.1, .all, decoder: "search")
    let error = #expect(throws: SamplingError.self) { _ = try task.prepared() }
    #expect(error?.message.contains("matching, union-find") == true)
    #expect(throws: Never.self) {
      _ = try self.task(distance: 3, p: 0.1, [], decoder: "search").prepared()
    }
  }

  // The published threshold with weighted union-find is 4.15 % (Wu et al., 2022).
  @Test("Erasure conversion crosses near 4 %", .tags(.statistical), .validationOnly)
  func conversion() throws {
    var grid = ExperimentGrid(codes: ["xzzx:d=5,7,9"], rates: [0.03, 0.036, 0.042, 0.048, 0.054])
    grid.noises = ["erasure-conversion"]
    var options = CollectionOptions(maxShots: 20_000, seed: 3)
    options.workers = 2
    var table = StatisticsTable()
    for row in try collect(try grid.tasks(decoders: ["union-find"]), options: options) {
      try table.add(#require(row))
    }
    let series = try #require(try table.thresholdSeries().first)
    let crossing = series.crossing(7, 9, options: BootstrapOptions(seed: 1))
    let rate = try #require(crossing.rate)
    #expect(rate.low < 0.047 && rate.high > 0.037)
  }
}
