// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Glibc

/// Errors of similar odds that are far rarer than the rest of their model.
struct RareClass: Sendable {
  /// The most of its errors that are followed at once.
  static let mostErrors = 32
  /// Up to how many errors subsets are drawn by walking through all of them.
  private static let smallest = 64

  let errors: [UInt32]
  let totalOdds: Double
  /// The odds over the largest of them.
  private let relative: [Double]
  private let logScale: Double
  private let logNone: Double
  private let alias: AliasTable
  /// Elementary symmetric polynomials of the relative odds: of all errors, and of a small class from each error on.
  private let polynomials: [[Double]]

  /// - Precondition: there are errors, and their odds are above zero.
  init(errors: [UInt32], odds: [Double]) {
    self.errors = errors
    totalOdds = odds.reduce(0, +)
    let largest = odds.max() ?? 1
    relative = odds.map { $0 / largest }
    logScale = log(largest)
    logNone = odds.reduce(0) { $0 - log1p($1) }
    alias = AliasTable(weights: relative)
    let most = min(errors.count, Self.mostErrors)
    var polynomial = [1.0] + [Double](repeating: 0, count: most)
    var rows = [polynomial]
    for value in relative.reversed() {
      for degree in stride(from: most, to: 0, by: -1) {
        polynomial[degree] += value * polynomial[degree - 1]
      }
      if errors.count <= Self.smallest { rows.append(polynomial) }
    }
    polynomials = errors.count <= Self.smallest ? rows.reversed() : [polynomial]
  }

  /// The most errors of the class that can happen together, or are followed.
  var mostCount: Int { min(errors.count, Self.mostErrors) }

  /// ln of the probability that just so many of the errors happen.
  func logChance(_ count: Int) -> Double {
    log(polynomials[0][count]) + Double(count) * logScale + logNone
  }

  /// Adds so many errors, in proportion to the product of their odds.
  func draw(_ count: Int, using stream: inout RandomStream, into list: inout [UInt32]) {
    guard count > 0 else { return }
    if errors.count <= Self.smallest { return walk(count, &stream, &list) }
    let start = list.count
    // Sets of draws that differ have the wanted chances; odds of a class are alike, so most do differ.
    while true {
      for _ in 0..<count { list.append(drawOne(using: &stream)) }
      if Set(list[start...]).count == count { return }
      list.removeLast(count)
    }
  }

  private func walk(_ count: Int, _ stream: inout RandomStream, _ list: inout [UInt32]) {
    var left = count
    for index in errors.indices where left > 0 {
      let with = relative[index] * polynomials[index + 1][left - 1]
      // The last ones are taken for certain; rounding must not lose them.
      guard errors.count - index == left || stream.nextUnit() * polynomials[index][left] < with
      else { continue }
      list.append(errors[index])
      left -= 1
    }
  }

  /// One error, with chances in proportion to the odds.
  func drawOne(using stream: inout RandomStream) -> UInt32 {
    errors[alias.next(using: &stream)]
  }
}

/// The sets of errors that have given numbers of rare ones.
struct RareStratum: Sendable {
  /// How many errors there are of each class.
  var counts: [Int]
  /// ln of the probability of the stratum.
  var logProbability: Double
  /// The first class whose count may still grow, so that each stratum has one way to come about.
  var firstOpen: Int

  /// The number of rare errors.
  var rareCount: Int { counts.reduce(0, +) }
}

/// A model whose rare errors are set apart, and counted.
///
/// Scaled with the rest, an error of a millionth of the common odds does not happen where failures are common, and what
/// it alone does is never seen. So a failure is looked for given the number of rare errors of each
/// class: stratified sampling (Cochran, Sampling Techniques, 1977), whose strata have exact probabilities. A class holds odds within a
/// factor 100, and errors that alone make the decoder fail have classes of their own.
struct RareStrata: Sendable {
  /// The common errors; the rare ones have odds 0.
  let space: ErrorSpace
  let classes: [RareClass]

  /// Below these odds where failures are common, an error is not found by scaling.
  static let foundOdds = 1e-3
  /// From these odds in all where failures are common, the errors of a class are found by scaling.
  static let foundTotal = 0.3
  /// The ratio of odds that counts as alike.
  static let alike = 100.0

  /// The most strata that are explored.
  static let mostStrata = 64
  /// The most errors that are decoded one by one.
  static let mostSingles = 1 << 18

  /// The bound that 2^16 shots without a failure would give, or so.
  static let reachOfShots = 4.5e-5

  /// Sets no errors apart.
  init(_ space: ErrorSpace) {
    self.space = space
    classes = []
  }

  /// Sets errors apart.
  ///
  /// - Parameters:
  ///   - space: The model.
  ///   - scale: The factor on the odds at which failures are common.
  ///   - failing: Whether each error alone makes the decoder fail; nil if that is unknown.
  init(_ space: ErrorSpace, scale: Double, failing: [Bool]?) {
    let typical = space.odds.reduce(0) { $0 + $1 * $1 } / space.totalOdds
    let limit = min(Self.foundOdds / scale, typical / Self.alike)
    var members: [Int: [UInt32]] = [:]
    for (index, odds) in space.odds.enumerated() where odds < limit {
      let level = Int(log(limit / odds) / log(Self.alike))
      members[2 * level + (failing?[index] == true ? 0 : 1), default: []].append(UInt32(index))
    }
    let lists = members.sorted { $0.key < $1.key }.map(\.value).filter { list in
      scale > 1 && scale * list.reduce(0) { $0 + space.odds[Int($1)] } < Self.foundTotal
    }
    classes = lists.map { list in
      RareClass(errors: list, odds: list.map { space.odds[Int($0)] })
    }
    self.space = classes.isEmpty ? space : space.setting(apart: lists)
  }

  /// The stratum without rare errors: all sets if no errors are rare.
  var first: RareStratum {
    RareStratum(
      counts: classes.map { _ in 0 },
      logProbability: classes.reduce(0) { $0 + $1.logChance(0) }, firstOpen: 0)
  }

  /// The strata with one error more.
  func next(after stratum: RareStratum) -> [RareStratum] {
    classes.indices.compactMap { index in
      let count = stratum.counts[index]
      guard index >= stratum.firstOpen, count < classes[index].mostCount else { return nil }
      var next = stratum
      next.counts[index] += 1
      next.logProbability += classes[index].logChance(count + 1) - classes[index].logChance(count)
      next.firstOpen = index
      return next
    }
  }

  /// An upper bound of the probability of a stratum and all that come after it.
  ///
  /// One more error of a class multiplies the probability by at most its odds in all over the new count.
  func bound(_ stratum: RareStratum) -> Double {
    let open = classes[stratum.firstOpen...].reduce(0) { $0 + $1.totalOdds }
    return min(1, exp(stratum.logProbability + open))
  }
}
