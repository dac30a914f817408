// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Foundation
import Testing
import _TestSupport

@testable import Sampling

@Suite("Errors of very unequal rates are estimated", .tags(.statistical))
struct RareStrataTests {
  /// A repetition code in space and time: `distance` bits, as many rounds, all rates `p` but those given.
  static func memory(
    distance: Int, rounds: Int, p: Double, special: [Int: Double] = [:], extra: String = ""
  ) throws -> DetectorErrorModel {
    var text = ""
    let checks = distance - 1
    func add(_ targets: [String]) {
      let number = text.count { $0 == "\n" }
      text += "error(\(special[number] ?? p)) \(targets.joined(separator: " "))\n"
    }
    for round in 0..<rounds {
      for bit in 0..<distance {
        var targets: [String] = []
        if bit > 0 { targets.append("D\(round * checks + bit - 1)") }
        if bit < checks { targets.append("D\(round * checks + bit)") }
        if bit == 0 { targets.append("L0") }
        add(targets)
      }
      if round + 1 < rounds {
        for check in 0..<checks {
          add(["D\(round * checks + check)", "D\((round + 1) * checks + check)"])
        }
      }
    }
    return try DetectorErrorModel(parsing: Array((text + extra).utf8))
  }

  static func problem(
    _ model: DetectorErrorModel, decoder: String = "matching"
  ) throws -> RareEventProblem {
    try RareEventProblem(model: model, decoder: decoder, name: "unequal")
  }

  /// The probability of failure by decoding every set of errors.
  static func enumerated(_ problem: RareEventProblem) throws -> Double {
    let space = problem.space
    let count = 1 << space.count
    var batch = SyndromeBatch(
      shotCount: count, detectorCount: space.detectorCount,
      observableCount: space.observableCount)
    var toggles: [UInt32] = []
    var sets: [FailingSet] = []
    batch.defects.removeAll()
    for mask in 0..<count {
      var set = FailingSet()
      set.errors = (0..<space.count).filter { mask >> $0 & 1 == 1 }.map { UInt32($0) }
      set.evaluate(space, &toggles)
      batch.defects.append(contentsOf: set.defects)
      batch.offsets[mask + 1] = batch.defects.count
      sets.append(set)
    }
    var predictions = BitMatrix(rowCount: count, columnCount: space.observableCount)
    try problem.decoder.makeEngine().decode(batch, into: &predictions)
    let none = exp(-space.logPartition(scale: 1))
    return sets.enumerated().reduce(0) { sum, entry in
      guard predictions.words[entry.offset] != entry.element.observables else { return sum }
      return sum + entry.element.errors.reduce(none) { $0 * space.modelOdds[Int($1)] }
    }
  }

  static func expectAgreement(
    _ problem: RareEventProblem, _ exact: Double, strata: ClosedRange<Int>, seed: UInt64 = 7
  ) throws {
    let estimate = try RareEventTests.estimate(problem, RareEventTests.options(seed: seed))
    #expect(strata.contains(estimate.strata.count), "\(estimate.strata.count) strata")
    #expect(estimate.relativeError < 0.3 && estimate.isConsistent)
    let deviation = log(estimate.rate.best / exact)
    #expect(
      abs(deviation) <= 8 * estimate.relativeError + 0.011, "\(estimate.rate), not \(exact)")
    #expect(estimate.singlesRate.map { $0 <= exact * (1 + 1e-9) } == true)
  }

  @Test(
    "Mixed rates agree with enumeration",
    arguments: [
      // Equal rates; every third error rare; rare ones of several sizes; one likely, the rest rare.
      [1e-4: [Int]()], [1e-9: [0, 3, 6, 9]], [1e-9: [1, 5], 1e-7: [2], 1e-13: [7, 8]],
      [1e-11: [0, 1, 2, 3, 4]],
    ])
  func enumeration(special: [Double: [Int]]) throws {
    var rates: [Int: Double] = [:]
    for (rate, places) in special { for place in places { rates[place] = rate } }
    let model = try Self.memory(distance: 3, rounds: 3, p: 1e-3, special: rates)
    let problem = try Self.problem(model)
    try Self.expectAgreement(
      problem, Self.enumerated(problem), strata: 1...(rates.isEmpty ? 1 : 64))
  }

  @Test("Repetition codes of bits with mixed rates follow the majority in closed form")
  func majority() throws {
    for (rates, seed) in [
      ([1e-3, 1e-3, 1e-9, 1e-3, 1e-3, 1e-9, 1e-3], 1), ([1e-9, 1e-3, 1e-9, 1e-3, 1e-9], 2),
      ([1e-3, 2e-3, 1e-12, 1e-3, 3e-3], 3),
    ] {
      let problem = try Self.problem(RareEventTests.repetition(rates))
      try Self.expectAgreement(
        problem, RareEventTests.majorityFailure(rates), strata: 1...64, seed: UInt64(seed))
    }
  }

  @Test(
    "A rare error that fails alone is found, and one rarer than all else does no harm",
    .optimizedOnly)
  func rareSingle() throws {
    func problem(_ extra: String) throws -> RareEventProblem {
      try Self.problem(Self.memory(distance: 5, rounds: 6, p: 1e-6, extra: extra))
    }
    let options = RareEventTests.options(seed: 3)
    let base = try RareEventTests.estimate(problem(""), options)
    #expect(base.strata.count == 1 && base.rate.best < 1e-13 && base.singlesRate == 0)
    for (targets, rate) in [("D22 D23 L0", 1e-10), ("L0", 1e-13), ("D0", 1e-12), ("L0", 1e-30)] {
      let estimate = try RareEventTests.estimate(problem("error(\(rate)) \(targets)"), options)
      let exact = base.rate.best + rate
      #expect(estimate.singlesRate.map { abs($0 / rate - 1) < 1e-3 } == true)
      #expect(estimate.isConsistent && estimate.strata.count == (rate > 1e-20 ? 2 : 1))
      let spread = estimate.relativeError + base.relativeError * base.rate.best / exact
      #expect(
        abs(log(estimate.rate.best / exact)) <= 8 * spread + 0.011,
        "\(estimate.rate), not \(exact)")
    }
  }

  @Test("A stratum without a failure leaves its bound in the upper end")
  func unexplored() throws {
    // The common errors are too many for all sets of them to be decoded, and none fails.
    let text = (0..<20).map { "error(1e-2) D\($0)\n" }.joined() + "error(1e-12) D0 L0"
    var options = RareEventTests.options(seed: 1)
    options.targetAccuracy = 1.5
    let estimate = try RareEventTests.estimate(
      Self.problem(DetectorErrorModel(parsing: Array(text.utf8))), options)
    #expect(abs(estimate.rate.best / 1e-12 - 1) < 0.01)
    #expect(estimate.ending == .unexplored && !estimate.isConsistent)
    #expect(estimate.rate.high >= estimate.unexplored && estimate.unexplored < 5e-9)
    let few = (0..<5).map { "error(1e-3) D\($0)\n" }.joined() + "error(1e-12) D0 L0"
    let known = try RareEventTests.estimate(
      Self.problem(DetectorErrorModel(parsing: Array(few.utf8))), options)
    #expect(abs(known.rate.best / 1e-12 - 1) < 1e-6 && known.ending == .accuracy)
    #expect(known.unexplored < 1e-20 && known.strata.map(\.isFound) == [false, true])
  }

  @Test("An estimate below what single errors alone make is given up", .tags(.exact))
  func contradiction() throws {
    let problem = try Self.problem(
      Self.memory(distance: 3, rounds: 2, p: 1e-4, extra: "error(1e-3) L0"))
    let options = RareEventTests.options(seed: 1)
    let estimate = try RareEventTests.estimate(problem, options)
    var all = [Bool](repeating: false, count: problem.space.count)
    all[all.count - 1] = true
    var honest = StrataSum((all, false), problem.space)
    let whole = RareStrata(problem.space)
    honest.add(whole.first, .found(estimate))
    guard case .estimate(let agreed) = honest.result(options, largest: 1) else { return }
    #expect(agreed.ending == .accuracy && agreed.rate == estimate.rate)
    var wrong = StrataSum((all.map { _ in true }, false), problem.space)
    wrong.add(whole.first, .found(estimate))
    guard case .estimate(let given) = wrong.result(options, largest: 1) else {
      Issue.record("No estimate.")
      return
    }
    #expect(given.ending == .contradicted && !given.isConsistent)
    #expect(given.rate.low == given.singlesRate && given.rate.high == 1)
  }

  @Test("Subsets of a class are drawn by the product of their odds, and counted exactly")
  func subsets() {
    let odds = [3e-9, 1e-9, 5e-10, 4e-11]
    for copies in [1, 20] {
      let all = (0..<copies).flatMap { _ in odds }
      let rare = RareClass(errors: all.indices.map { UInt32($0) }, odds: all)
      // Newton: e2 = (p1² − p2) / 2.
      let sum = all.reduce(0, +)
      let squares = all.reduce(0) { $0 + $1 * $1 }
      let pairs = (sum * sum - squares) / 2
      #expect(abs(rare.logChance(2) - log(pairs)) < 1e-6)
      #expect(abs(rare.logChance(1) - log(sum)) < 1e-6)
      var stream = RandomStream(seed: 5)
      var hits = [Int](repeating: 0, count: all.count)
      let shots = 40_000
      for _ in 0..<shots {
        var list: [UInt32] = []
        rare.draw(2, using: &stream, into: &list)
        #expect(list.count == 2 && list[0] != list[1])
        for error in list { hits[Int(error)] += 1 }
      }
      for (index, hit) in hits.enumerated() {
        let chance = all[index] * (sum - all[index]) / pairs
        #expect(ErrorSpaceTests.isLikely(hit, of: shots, chance))
      }
    }
  }
}
