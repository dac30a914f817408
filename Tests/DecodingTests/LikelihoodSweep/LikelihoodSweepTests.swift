// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Foundation
import Testing
import _TestSupport

@testable import Decoding

/// The sweep beside sums over every error of small models.
@Suite("Likelihood sweep")
struct LikelihoodSweepTests {
  /// The probability of each syndrome with each value of the observables, over every error.
  private func sums(_ model: DetectorErrorModel) throws -> [[UInt32]: [UInt64: Double]] {
    var weights: [Symptom: Double] = [Symptom(): 1]
    for mechanism in try model.mechanisms() {
      var next: [Symptom: Double] = [:]
      for (symptom, weight) in weights {
        next[symptom, default: 0] += weight * (1 - mechanism.probability)
        next[symptom ^ mechanism.symptom, default: 0] += weight * mechanism.probability
      }
      weights = next
    }
    var result: [[UInt32]: [UInt64: Double]] = [:]
    for (symptom, weight) in weights where weight > 0 {
      let mask = symptom.observables.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
      result[symptom.detectors, default: [:]][mask, default: 0] += weight
    }
    return result
  }

  /// Decodes every possible syndrome and compares predictions and gaps.
  private func check(_ model: DetectorErrorModel) throws {
    let compiled = try LikelihoodSweepDecoder().compileSweep(model)
    let exact = try sums(model)
    let syndromes = exact.keys.sorted { $0.lexicographicallyPrecedes($1) }
    let shots = batch(syndromes, of: compiled)
    var rows = BitMatrix(rowCount: syndromes.count, columnCount: compiled.observableCount)
    var gaps: [Double] = []
    try compiled.makeSweepEngine().decode(shots, into: &rows, gaps: &gaps)
    for (shot, syndrome) in syndromes.enumerated() {
      let ranked = (exact[syndrome] ?? [:]).sorted { $0.value > $1.value }
      let predicted = rows.wordsPerRow == 0 ? 0 : rows.words[shot]
      let weight = exact[syndrome]?[predicted] ?? 0
      #expect(agree(weight, ranked[0].value), "\(syndrome)")
      let gap = ranked.count == 1 ? .infinity : log(ranked[0].value / ranked[1].value)
      #expect(gap == gaps[shot] || abs(gap - gaps[shot]) <= 1e-9 * max(1, gap), "\(syndrome)")
    }
  }

  @Test("Predictions and gaps are those of sums over every error", .tags(.law), arguments: 0..<40)
  func randomModels(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    func below(_ bound: Int) -> Int { Int(stream.next() % UInt64(bound)) }
    let detectors = 1 + below(6)
    let observables = below(4)
    var model = DetectorErrorModel()
    for _ in 0..<(4 + below(8)) {
      // Chances of none, of one, and beyond one half among them.
      let p = [0.003, 0.1, 0.27, 0.5, 0.83, 1, 0][below(7)]
      var targets: [DetectorErrorModel.Target] = []
      for detector in 0..<detectors where below(3) == 0 {
        targets.append(.detector(UInt64(detector)))
      }
      for observable in 0..<observables where below(3) == 0 {
        targets.append(.observable(UInt64(observable)))
      }
      model.instructions.append(.error(probability: p, targets: targets))
    }
    try check(model)
  }

  @Test("A biased XZZX code of d = 3 decodes as by its sums", .tags(.exact))
  func biasedXZZX() throws {
    try check(.biasedXZZX(distance: 3, x: 0.01, y: 0.02, z: 0.2))
  }

  @Test("Rates are those of the lookup table", .tags(.exact), arguments: [0.05, 0.12, 0.2])
  func lookupTable(p: Double) throws {
    let biased = DetectorErrorModel.biasedXZZX(distance: 3, x: p / 20, y: p / 20, z: p)
    let table = try failureRate(biased, MaximumLikelihoodDecoder())
    #expect(agree(try failureRate(biased, LikelihoodSweepDecoder()), table))
    let bitFlip = DetectorErrorModel.rotatedBitFlip(distance: 3, p: p)
    let majority = try failureRate(bitFlip, MaximumLikelihoodDecoder())
    #expect(agree(try failureRate(bitFlip, LikelihoodSweepDecoder()), majority))
  }

  // Table of exact rates of the rotated code, d = 5, by maximum likelihood.
  @Test(
    "Rotated surface code d = 5, bit flips", .tags(.exact),
    arguments: [(0.01, 0.000271348001163), (0.103, 0.131491126705), (0.15, 0.25520829952)])
  func rotated5(p: Double, rate: Double) throws {
    let model = DetectorErrorModel.rotatedBitFlip(distance: 5, p: p)
    #expect(agree(try failureRate(model, LikelihoodSweepDecoder()), rate))
  }

  @Test(
    "A code of d × d qubits opens d + 3 detectors at most, besides its two observables",
    .tags(.exact))
  func width() throws {
    for distance in [5, 9, 13] {
      let model = DetectorErrorModel.biasedXZZX(distance: distance, x: 0.01, y: 0.01, z: 0.1)
      let compiled = try LikelihoodSweepDecoder().compileSweep(model)
      #expect(compiled.width <= distance + 5, "d=\(distance): \(compiled.width)")
    }
    // With one kind of error the code is chains, each swept alone.
    let chains = DetectorErrorModel.biasedXZZX(distance: 13, x: 0, y: 0, z: 0.1)
    #expect(try LikelihoodSweepDecoder().compileSweep(chains).width <= 4)
  }

  @Test("A model that is too wide is refused, and says what to do")
  func tooWide() throws {
    let model = DetectorErrorModel.biasedXZZX(distance: 9, x: 0.01, y: 0.01, z: 0.1)
    let error = #expect(throws: DecodingError.self) {
      try LikelihoodSweepDecoder(width: 6).compile(model)
    }
    #expect(error?.code == .tooLarge)
    #expect(error?.message.contains("at most 6 detectors") == true)
    #expect(throws: DecodingError.self) { try Decoders.named("likelihood-sweep(width=27)") }
    #expect(
      try Decoders.named("likelihood-sweep").specification == "likelihood-sweep(width=20)")
  }

  @Test("Long models do not run out of range")
  func longChain() throws {
    var model = DetectorErrorModel()
    let length: UInt64 = 3000
    model.instructions.append(
      .error(probability: 1e-3, targets: [.detector(0), .observable(0)]))
    for detector in 1..<length {
      model.instructions.append(
        .error(probability: 1e-3, targets: [.detector(detector - 1), .detector(detector)]))
    }
    model.instructions.append(.error(probability: 1e-3, targets: [.detector(length - 1)]))
    let compiled = try LikelihoodSweepDecoder().compileSweep(model)
    #expect(compiled.width <= 3)
    let all = (0..<UInt32(length)).map { $0 }
    #expect(try predictions([[], [0], all, [1500, 1502]], compiled) == [0, 1, 0, 0])
  }
}

extension DetectorErrorModel {
  /// The rotated XZZX code under independent flips of each kind with the probabilities given; two observables.
  ///
  /// Each face of the square lattice has the check X Z / Z X of its corners; the faces of the boundary alternate.
  static func biasedXZZX(distance d: Int, x: Double, y: Double, z: Double) -> DetectorErrorModel {
    // For each qubit, the checks and logicals that X and that Z anticommute with.
    var flips = [[[Target]]](repeating: [[], []], count: d * d)
    var count: UInt64 = 0
    var places: [[Double]] = []
    for row in 0...d {
      for column in 0...d {
        let isInside = row > 0 && row < d && column > 0 && column < d
        let isKept =
          isInside
          || ((row == 0 || row == d) && column > 0 && column < d && (row + column) % 2 == 0)
          || ((column == 0 || column == d) && row > 0 && row < d && (row + column) % 2 == 1)
        guard isKept else { continue }
        for (above, left) in [(1, 1), (1, 0), (0, 1), (0, 0)] {
          let (r, c) = (row - above, column - left)
          guard r >= 0, r < d, c >= 0, c < d else { continue }
          // X on one diagonal of the face is flipped by Z, and Z on the other by X.
          flips[r * d + c][above == left ? 1 : 0].append(.detector(count))
        }
        places.append([Double(row), Double(column)])
        count += 1
      }
    }
    // The logical operator of the first row, and that of the first column: X and Z in turn.
    for place in 0..<d {
      flips[place][place % 2].append(.observable(0))
      flips[place * d][1 - place % 2].append(.observable(1))
    }
    var model = DetectorErrorModel(
      places.enumerated().map { .detector(UInt64($0), coordinates: $1) })
    for both in flips {
      for (p, targets) in [(x, both[0]), (z, both[1]), (y, both[0] + both[1])] where p > 0 {
        model.instructions.append(.error(probability: p, targets: targets))
      }
    }
    return model
  }
}
