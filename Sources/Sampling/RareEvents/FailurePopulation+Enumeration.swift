// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Decoding
import Glibc

extension FailurePopulation {
  /// The most sets that are decoded one by one.
  private static let mostSets = 1 << 16

  /// Whether each error alone makes the decoder fail, and whether none at all does.
  ///
  /// - Returns: The answers; nil if the work was stopped.
  func failingSingles(
    shouldStop: () -> Bool
  ) throws(DecodingError) -> (each: [Bool], none: Bool)? {
    let lists = (0..<space.count).map { [UInt32($0)] } + [[]]
    guard var answers = try fails(lists, shouldStop: shouldStop) else { return nil }
    let none = answers.removeLast()
    return (answers, none)
  }

  /// An upper bound of the failure probability at the model's own probabilities, without chance.
  ///
  /// The sets with the fewest common errors are decoded one by one; all others may fail.
  ///
  /// - Returns: The bound, and how many sets were decoded; 1 and 0 if even the rare errors make too many
  ///   sets; nil if the work was stopped.
  func enumeratedBound(
    shouldStop: () -> Bool
  ) throws(DecodingError) -> (rate: Double, decoded: Int)? {
    var rare: [[UInt32]] = [[]]
    for (number, count) in rareCounts.enumerated() {
      let sets = combinations(classes[number].errors, count, most: Self.mostSets / rare.count)
      guard let sets else { return (1, 0) }
      rare = rare.flatMap { head in sets.map { head + $0 } }
    }
    let common = (0..<UInt32(space.count)).filter { !space.isRare($0) }
    var lists: [[UInt32]] = []
    var weight = 0
    while weight <= common.count {
      let room = Self.mostSets / rare.count - lists.count
      guard room > 0, let sets = combinations(common, weight, most: room) else { break }
      lists += sets
      weight += 1
    }
    let all = rare.flatMap { head in lists.map { head + $0 } }
    guard let answers = try fails(all, shouldStop: shouldStop) else { return nil }
    let product = { (set: [UInt32]) in
      set.reduce(0.0) { $0 + log(self.space.modelOdds[Int($1)]) }
    }
    let none =
      space.logPartition(scale: 1) + relativeWeights(rare.map(product)).logMean
      + log(Double(rare.count))
    var rate = 0.0
    for (set, isFailing) in zip(all, answers) where isFailing { rate += exp(product(set) - none) }
    // So many errors or more happen with at most Λ^w / w!.
    if weight <= common.count {
      rate += exp(Double(weight) * log(space.totalOdds) - lgamma(Double(weight) + 1))
    }
    return (min(1, rate), all.count)
  }
}

/// All subsets of a size; nil if there are more than `most`.
private func combinations(_ list: [UInt32], _ size: Int, most: Int) -> [[UInt32]]? {
  guard size <= list.count else { return [] }
  var number = 1.0
  for index in 0..<size { number *= Double(list.count - index) / Double(index + 1) }
  guard number < Double(most) + 0.5 else { return nil }
  var places = Array(0..<size)
  var sets: [[UInt32]] = []
  while true {
    sets.append(places.map { list[$0] })
    // The last place that can still move on.
    guard let moving = places.indices.last(where: { places[$0] < list.count - size + $0 })
    else { return sets }
    places[moving] += 1
    for index in (moving + 1)..<max(size, moving + 1) { places[index] = places[index - 1] + 1 }
  }
}
