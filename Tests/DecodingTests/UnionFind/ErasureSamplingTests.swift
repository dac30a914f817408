// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Testing
import _TestSupport

/// Heralded erasure of the rotated code by sampling: a lost qubit's error has even odds, and the decoder knows.
@Suite("Erasure of the rotated code, sampled", .tags(.statistical))
struct ErasureSamplingTests {
  static let decoders = ["peeling", "union-find", "matching"]

  /// A row of reference figures: the probability that an erasure holds a logical operator.
  struct Row: Sendable {
    var distance: Int
    var rate: Double
    var probability: Double
    /// The shots behind the figure; nil if it is exact.
    var shots: Double?
  }

  // At p = ½ the erasure and its complement hold one logical between them, so it is ½ for odd d. The others
  // were counted with Stim and PyMatching.
  static let rows = [
    Row(distance: 5, rate: 0.3, probability: 0.0796, shots: 5e5),
    Row(distance: 5, rate: 0.4, probability: 0.2467, shots: 5e5),
    Row(distance: 5, rate: 0.45, probability: 0.3664, shots: 5e5),
    Row(distance: 5, rate: 0.5, probability: 0.5),
    Row(distance: 7, rate: 0.3, probability: 0.0394, shots: 5e5),
    Row(distance: 7, rate: 0.4, probability: 0.1948, shots: 5e5),
    Row(distance: 7, rate: 0.45, probability: 0.3339, shots: 5e5),
    Row(distance: 7, rate: 0.5, probability: 0.5),
    Row(distance: 9, rate: 0.3, probability: 0.0191, shots: 5e5),
    Row(distance: 9, rate: 0.4, probability: 0.1530, shots: 5e5),
    Row(distance: 9, rate: 0.45, probability: 0.3043, shots: 5e5),
    Row(distance: 9, rate: 0.5, probability: 0.5),
    Row(distance: 21, rate: 0.3, probability: 1.5e-4, shots: 2e6),
    Row(distance: 21, rate: 0.4, probability: 0.0319, shots: 5e5),
    Row(distance: 21, rate: 0.45, probability: 0.1750, shots: 5e5),
    Row(distance: 21, rate: 0.5, probability: 0.5),
  ]

  /// Counts the shots that a decoder fails.
  private func failures(
    _ decoder: String, distance: Int, rate: Double, shots: Int, seed: UInt64
  ) throws -> Int {
    let model = DetectorErrorModel.rotatedBitFlip(distance: distance, p: 0)
    let symptoms = try model.mechanisms().map(\.symptom)
    let compiled = try Decoders.named(decoder).decoder.compile(model)
    let engine = try #require(compiled.makeEngine() as? any ReweightingEngine)
    var stream = RandomStream(seed: seed)
    var failures = 0
    let size = 500
    for _ in 0..<shots / size {
      var lists: [[UInt32]] = []
      var flips: [Bool] = []
      var priors = ShotPriors()
      for _ in 0..<size {
        var entries: [(mechanism: UInt32, probability: Double)] = []
        var fired: Set<UInt32> = []
        var isFlipped = false
        for (index, symptom) in symptoms.enumerated() {
          guard Double(stream.next() >> 11) * 0x1p-53 < rate else { continue }
          entries.append((UInt32(index), 0.5))
          guard stream.next() & 1 == 1 else { continue }
          fired.formSymmetricDifference(symptom.detectors)
          if !symptom.observables.isEmpty { isFlipped.toggle() }
        }
        lists.append(fired.sorted())
        flips.append(isFlipped)
        priors.append(entries)
      }
      var rows = BitMatrix(rowCount: size, columnCount: 1)
      try engine.decode(batch(lists, of: compiled), priors: priors, into: &rows)
      failures += flips.indices.count { rows[$0, 0] != flips[$0] }
    }
    return failures
  }

  private func check(_ decoder: String, _ row: Row, shots: Int, sigma: Double) throws {
    let failures = try failures(
      decoder, distance: row.distance, rate: row.rate, shots: shots,
      seed: UInt64(row.distance) * 1000 + UInt64(row.rate * 100))
    // A decoder that knows the erasure fails half of the shots whose erasure holds a logical.
    let found = 2 * Double(failures) / Double(shots)
    let expected = row.probability
    var variance = 4 * (expected / 2) * (1 - expected / 2) / Double(shots)
    // The figure's own sampling and its last digit.
    if let count = row.shots { variance += expected * (1 - expected) / count + 1e-9 }
    let z = (found - expected) / variance.squareRoot()
    #expect(abs(z) <= sigma, "\(decoder) d=\(row.distance) p=\(row.rate): \(found), z = \(z)")
  }

  // Ten comparisons at 6 σ: a false alarm once in 10⁸ seeds.
  @Test("Few shots of small codes", arguments: decoders)
  func quick(decoder: String) throws {
    for row in Self.rows where row.distance == 5 {
      try check(decoder, row, shots: 2000, sigma: 6)
    }
  }

  // 48 comparisons at 4 σ: a false alarm for 3 seeds in 1000; these seeds are fixed.
  @Test("All rows", .validationOnly, .optimizedOnly, arguments: decoders)
  func all(decoder: String) throws {
    for row in Self.rows {
      try check(decoder, row, shots: row.distance < 21 ? 200_000 : 50_000, sigma: 4)
    }
  }
}
