// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import Decoding
import Foundation
import Testing
import _TestSupport

@testable import Sampling

@Suite("Rare failures are estimated", .tags(.statistical))
struct RareEventTests {
  /// A repetition code whose bits flip with the given probabilities, perfectly measured.
  static func repetition(_ probabilities: [Double]) -> DetectorErrorModel {
    let count = probabilities.count
    return DetectorErrorModel(
      probabilities.enumerated().map { index, p in
        var targets: [DetectorErrorModel.Target] = []
        if index > 0 { targets.append(.detector(UInt64(index - 1))) }
        if index < count - 1 { targets.append(.detector(UInt64(index))) }
        if index == 0 { targets.append(.observable(0)) }
        return .error(probability: p, targets: targets)
      })
  }

  /// The probability that the likelier of two complementary sets of flips is the wrong one.
  static func majorityFailure(_ probabilities: [Double]) -> Double {
    let all = 1 << probabilities.count
    var sum = 0.0
    for set in 0..<all {
      var here = 1.0
      var there = 1.0
      for (index, p) in probabilities.enumerated() {
        let isFlipped = set >> index & 1 == 1
        here *= isFlipped ? p : 1 - p
        there *= isFlipped ? 1 - p : p
      }
      if here < there { sum += here }
    }
    return sum
  }

  /// Small populations, and as many as an interval needs.
  static func options(seed: UInt64) -> RareEventOptions {
    var options = RareEventOptions(seed: seed)
    options.populationSize = 64
    options.sweeps = 4
    options.targetAccuracy = 1e6
    options.workers = 2
    return options
  }

  static func estimate(
    _ problem: RareEventProblem, _ options: RareEventOptions
  ) throws -> RareEventEstimate {
    guard case .estimate(let estimate) = try estimateRareEvents(problem, options: options) else {
      throw SamplingError(.collection, "No failure was found.")
    }
    return estimate
  }

  /// Student's t of 15 degrees of freedom exceeds 8 with a probability below 1e-6.
  static func expectAgreement(
    _ estimate: RareEventEstimate, _ exact: Double, within limit: Double = 0.25
  ) {
    let deviation = log(estimate.rate.best / exact) / estimate.relativeError
    #expect(
      abs(deviation) < 8, "\(estimate.rate.best), not \(exact): \(deviation) standard deviations")
    #expect(estimate.relativeError < limit)
    #expect(estimate.strata.count > 1 || estimate.rungs.last?.rate == estimate.rate)
    #expect(estimate.isConsistent)
  }

  @Test(
    "The repetition code follows its closed form down to 1e-15 and below")
  func repetitionCode() throws {
    for (distance, p) in [(5, 1e-2), (5, 1e-5), (9, 1e-2), (9, 1e-3), (9, 3e-5)] {
      let problem = try RareEventProblem(
        model: Self.repetition(Array(repeating: p, count: distance)), decoder: "matching",
        name: "repetition")
      let options = Self.options(seed: UInt64(distance))
      let exact = binomialCumulative(atLeast: distance / 2 + 1, of: distance, probability: p)
      Self.expectAgreement(try Self.estimate(problem, options), exact)
    }
  }

  @Test(
    "Unequal probabilities, also above one half, are taken as they are")
  func unequalProbabilities() throws {
    let probabilities = [1e-3, 4e-4, 2e-2, 1 - 3e-3, 5e-5, 1e-3, 7e-3]
    let problem = try RareEventProblem(
      model: Self.repetition(probabilities), decoder: "matching", name: "unequal")
    let options = Self.options(seed: 11)
    Self.expectAgreement(
      try Self.estimate(problem, options), Self.majorityFailure(probabilities), within: 0.5)
  }

  /// Failures of the rotated code by the number of flips, of 2^9 and 2^25; by enumeration.
  @Test(
    "The rotated code agrees with the enumeration of its failures",
    arguments: [
      (distance: 3, p: 1e-5, failures: [2: 18.0, 3: 56, 4: 57, 5: 69, 6: 28, 7: 18, 8: 9]),
      (distance: 5, p: 1e-5, failures: [3: 292.0, 4: 4333, 5: 25814, 6: 88170, 7: 254_740]),
    ])
  func rotatedCode(distance: Int, p: Double, failures: [Int: Double]) throws {
    var grid = ExperimentGrid(codes: ["surface:d=\(distance)"], rates: [p])
    grid.noises = ["code-capacity:bit-flip"]
    let task = try #require(try grid.tasks(decoders: ["matching"]).first)
    let exact = failures.sorted { $0.key < $1.key }.reduce(0) { sum, term in
      let rest = Double(distance * distance - term.key)
      return sum + term.value * pow(p, Double(term.key)) * pow(1 - p, rest)
    }
    let options = Self.options(seed: 3)
    Self.expectAgreement(try Self.estimate(RareEventProblem(task), options), exact)
  }

  @Test("The number of workers changes nothing")
  func workers() throws {
    let problem = try RareEventProblem(
      model: Self.repetition(Array(repeating: 1e-3, count: 7)), decoder: "matching", name: "r7")
    var options = Self.options(seed: 5)
    options.targetAccuracy = 1.3
    options.workers = 1
    let alone = try Self.estimate(problem, options)
    options.workers = 3
    let together = try Self.estimate(problem, options)
    #expect(alone.rate == together.rate)
    #expect(alone.populations == together.populations && alone.ending == .accuracy)
    options.seed = 6
    #expect(try Self.estimate(problem, options).rate != alone.rate)
  }

  @Test("A decoder that never fails gets a bound", .tags(.exact))
  func noFailure() throws {
    let model = try DetectorErrorModel(parsing: Array("error(0.01) D0 L0\nerror(0.01) D1".utf8))
    let problem = try RareEventProblem(model: model, decoder: "matching", name: "safe")
    guard
      case .noFailure(let bound) = try estimateRareEvents(problem, options: Self.options(seed: 1))
    else {
      Issue.record("A failure was found.")
      return
    }
    #expect(bound.shots == 65536)
    #expect(abs(bound.rate - (1 - pow(0.05, 1 / 65536.0))) < 1e-12)
  }

  @Test("An error that nothing detects fails as often as it happens")
  func undetectable() throws {
    let model = try DetectorErrorModel(parsing: Array("error(1e-9) L0\nerror(1e-8) D0".utf8))
    let problem = try RareEventProblem(model: model, decoder: "matching", name: "blind")
    let options = Self.options(seed: 2)
    Self.expectAgreement(try Self.estimate(problem, options), 1e-9)
  }

  @Test("What cannot be estimated is refused", .tags(.exact))
  func refusals() throws {
    for (text, message) in [
      ("error(0.1) D0", "x: The model has 0 observables; rare events need 1 to 64."),
      ("error(0.1) D0 L64", "x: The model has 65 observables; rare events need 1 to 64."),
      ("error(0) D0 L0", "x: No error of the model has a probability above 0"),
      ("error(0.1) D0 D1 D2 L0", "x: Error 0 of the model has a component that flips 3"),
    ] {
      let model = try DetectorErrorModel(parsing: Array(text.utf8))
      let error = #expect(throws: SamplingError.self) {
        try RareEventProblem(model: model, decoder: "matching", name: "x")
      }
      #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }
    let model = Self.repetition([0.1, 0.1, 0.1])
    let problem = try RareEventProblem(model: model, decoder: "matching", name: "x")
    #expect(throws: SamplingError.self) {
      try estimateRareEvents(
        problem, options: Self.options(seed: 1), observer: RareEventObserver(shouldStop: { true }))
    }
  }
}
