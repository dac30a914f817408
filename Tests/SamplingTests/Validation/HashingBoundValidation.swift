// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Foundation
import Testing
import _TestSupport

@testable import Sampling

/// XZZX codes by exact maximum likelihood, whose thresholds are published to reach the hashing bound.
///
/// Bonilla Ataides, Tuckett, Bartlett, Flammia and Brown, Nat. Commun. 12, 2172 (2021). The bias is how much likelier Z is
/// than X and Y together; failure is a wrong value of any logical operator.
@Suite(.tags(.statistical), .validationOnly, .serialized) struct HashingBoundValidation {
  /// The rate at which a Pauli channel of a bias has one bit of entropy.
  static func hashingBound(bias: Double) -> Double {
    func entropy(_ p: Double) -> Double { p > 0 ? -p * log2(p) : 0 }
    var (low, high) = (0.01, 0.5)
    while high - low > 1e-12 {
      let p = (low + high) / 2
      let rare = p / (2 * (1 + bias))
      let bits = entropy(1 - p) + 2 * entropy(rare) + entropy(p * bias / (1 + bias))
      if bits < 1 { low = p } else { high = p }
    }
    return low
  }

  static func crossing(
    _ codes: String, _ noise: String, rates: [Double], shots: Int
  ) throws -> Crossing {
    var grid = ExperimentGrid(codes: [codes], rates: rates)
    grid.noises = [noise]
    grid.bases = [.both]
    let tasks = try grid.tasks(decoders: ["likelihood-sweep"])
    let options = CollectionOptions(maxShots: shots, workers: 2, seed: 41)
    var table = StatisticsTable()
    for row in try collect(tasks, options: options).compactMap(\.self) { try table.add(row) }
    let series = try #require(try table.thresholdSeries().first)
    let crossing = series.crossing(
      series.distances[0], series.distances[1], options: BootstrapOptions(resamples: 200))
    print("\(codes) \(noise): \(crossing)")
    return crossing
  }

  @Test(
    "Bounds solve the equation of the entropy",
    arguments: [(0.5, 0.18929), (1, 0.19378), (10, 0.27791), (100, 0.39012)])
  func bounds(bias: Double, bound: Double) {
    #expect(abs(Self.hashingBound(bias: bias) - bound) < 1e-5)
  }

  // Standard errors of 0.15 to 0.2 %. Of two small codes under strong bias both are chains but for few errors, and chains cross
  // at one half: crossings come from above there.
  @Test(
    "Codes of d = 5 and 13 cross within 1.2 % of the hashing bound", arguments: [0.5, 1, 10])
  func finiteBias(bias: Double) throws {
    let bound = Self.hashingBound(bias: bias)
    let crossing = try Self.crossing(
      "xzzx:d=5,13", "code-capacity:biased(eta=\(bias),axis=Z)",
      rates: [bound - 0.024, bound - 0.008, bound + 0.008, bound + 0.024], shots: 8000)
    let found = try #require(crossing.rate)
    #expect(crossing.isBoundedBelow && crossing.isBoundedAbove)
    #expect(abs(found.best - bound) <= 0.012)
  }

  // Measured at 40 %: 0.333 for d = 5, 0.300 for d = 9, each of 10 000, and 0.275 for d = 13, of 1024.
  @Test("At a bias of 100 larger codes fail less at the hashing bound")
  func strongBias() throws {
    var grid = ExperimentGrid(codes: ["xzzx:d=5,9"], rates: [Self.hashingBound(bias: 100)])
    grid.noises = ["code-capacity:biased(eta=100,axis=Z)"]
    grid.bases = [.both]
    let options = CollectionOptions(maxShots: 20_000, workers: 2, seed: 44)
    let rows = try collect(try grid.tasks(decoders: ["likelihood-sweep"]), options: options)
      .compactMap(\.self)
    let errors = rows.map { $0.errors }
    print("xzzx:d=5,9, bias 100, at the hashing bound: \(errors)")
    try #require(errors.count == 2)
    #expect(Double(errors[1]) < 0.97 * Double(errors[0]))
  }

  // With Z errors alone every d fails alike at one half; below, larger codes fail less. Smallest difference 8 σ.
  @Test(
    "Under Z errors alone larger codes fail less up to one half",
    arguments: ["likelihood-sweep", "matching"])
  func infiniteBias(decoder: String) throws {
    var grid = ExperimentGrid(codes: ["xzzx:d=9,25,49"], rates: [0.44, 0.5])
    grid.noises = ["code-capacity:biased(eta=inf,axis=Z)"]
    grid.bases = [.both]
    let options = CollectionOptions(maxShots: 20_000, workers: 2, seed: 43)
    let rows = try collect(try grid.tasks(decoders: [decoder]), options: options)
      .compactMap(\.self)
    let errors = rows.map { $0.errors }
    print("xzzx:d=9,25,49 Z alone, \(decoder), 44 % and 50 %: \(errors)")
    try #require(errors.count == 6)
    #expect(errors[0] > errors[2] && errors[2] > errors[4])
    for half in [1, 3, 5] { #expect(abs(Double(errors[half]) / 20_000 - 0.5) < 0.02) }
  }
}
