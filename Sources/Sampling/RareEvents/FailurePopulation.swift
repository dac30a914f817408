// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Glibc

/// Sets of errors on which the decoder fails, which move in lockstep: one decoded batch a step.
final class FailurePopulation {
  let space: ErrorSpace
  let classes: [RareClass]
  /// How many errors of each rare class every set has; all numbers are fixed.
  let rareCounts: [Int]
  private let rareCount: Int
  private let engine: any DecodingEngine
  var stream: RandomStream
  /// The sets, all of them failing once `fill` has returned.
  var sets: [FailingSet]
  private var candidates: [FailingSet]
  /// Whether a candidate differs from its set and may take its place.
  private var isOpen: [Bool]
  private var batch: SyndromeBatch
  private var predictions: BitMatrix
  private var toggles: [UInt32] = []
  private var marks: MarkSet
  /// How many shots have been decoded.
  private(set) var decodedCount = 0

  /// - Parameters:
  ///   - strata: The errors, rare ones set apart.
  ///   - rareCounts: How many errors of each rare class the sets have.
  ///   - decoder: What decodes the sets.
  ///   - size: How many sets there are.
  ///   - stream: The source of chance.
  init(
    _ strata: RareStrata, rareCounts: [Int], decoder: any CompiledDecoder, size: Int,
    stream: RandomStream
  ) {
    space = strata.space
    classes = strata.classes
    self.rareCounts = rareCounts
    rareCount = rareCounts.reduce(0, +)
    engine = decoder.makeEngine()
    self.stream = stream
    sets = [FailingSet](repeating: FailingSet(), count: size)
    candidates = sets
    isOpen = [Bool](repeating: false, count: size)
    batch = SyndromeBatch(
      shotCount: size, detectorCount: space.detectorCount, observableCount: space.observableCount)
    predictions = BitMatrix(rowCount: size, columnCount: space.observableCount)
    marks = MarkSet(count: space.count)
  }

  /// How many sets there are.
  var size: Int { sets.count }

  /// Draws sets at a scale until as many fail as there is room for.
  ///
  /// - Parameters:
  ///   - scale: The factor on the odds.
  ///   - limit: The most sets to draw.
  ///   - wanted: How many failing sets to keep; all that there is room for if nil.
  ///   - shouldStop: Whether to give up; asked after each batch.
  /// - Returns: The number of sets drawn up to the last one that was kept, and the number kept.
  /// - Throws: `DecodingError` if a shot cannot be decoded.
  func fill(
    scale: Double, limit: Int, wanted: Int? = nil, shouldStop: () -> Bool
  ) throws(DecodingError) -> (drawn: Int, found: Int) {
    let wanted = wanted ?? size
    var drawn = 0
    var found = 0
    while drawn < limit, !shouldStop() {
      for index in candidates.indices {
        marks.removeAll()
        candidates[index].errors.removeAll(keepingCapacity: true)
        space.draw(
          scale: scale, part: 1, using: &stream, marks: &marks, into: &candidates[index].errors)
        for (number, count) in rareCounts.enumerated() {
          classes[number].draw(count, using: &stream, into: &candidates[index].errors)
        }
        candidates[index].evaluate(space, &toggles)
        isOpen[index] = true
      }
      try decode()
      for index in candidates.indices where drawn < limit {
        drawn += 1
        guard hasFailed(index) else { continue }
        candidates[index].mistakes = mistakes(index)
        sets[found] = candidates[index]
        sets[found].ancestor = UInt32(found)
        found += 1
        if found == wanted { return (drawn, found) }
      }
    }
    return (drawn, found)
  }

  /// Proposes to draw each error anew with probability `part`; keeps what fails.
  ///
  /// Reversible under independent errors, so no ratio of probabilities enters: the conditional sampling of
  /// Papaioannou et al., MCMC algorithms for subset simulation (2015), for errors that do or do not happen.
  ///
  /// - Returns: How many proposals were decoded, and how many of these were taken.
  func refresh(scale: Double, part: Double) throws(DecodingError) -> MoveCounts {
    for index in sets.indices {
      marks.removeAll()
      toggles.removeAll(keepingCapacity: true)
      candidates[index].errors.removeAll(keepingCapacity: true)
      candidates[index].observables = sets[index].observables
      var isChanged = false
      for error in sets[index].errors {
        // Marked whether it stays or not: what left has had its chance to come back.
        _ = marks.insert(Int(error))
        if !space.isRare(error),
          stream.nextUnit() < part * (1 - space.probability(Int(error), scale: scale))
        {
          candidates[index].toggle(Int(error), space, &toggles)
          isChanged = true
        } else {
          candidates[index].errors.append(error)
        }
      }
      let kept = candidates[index].errors.count
      space.draw(
        scale: scale, part: part, using: &stream, marks: &marks, into: &candidates[index].errors)
      for place in kept..<candidates[index].errors.count {
        candidates[index].toggle(Int(candidates[index].errors[place]), space, &toggles)
        isChanged = true
      }
      propose(index, isChanged)
    }
    return try settle()
  }

  /// Proposes to replace one error by a neighbour; keeps what fails.
  ///
  /// - Returns: How many proposals were decoded, and how many of these were taken.
  func shift() throws(DecodingError) -> MoveCounts {
    for index in sets.indices {
      toggles.removeAll(keepingCapacity: true)
      isOpen[index] = false
      let count = sets[index].errors.count
      if count > 0 {
        let place = Int(stream.nextUnit() * Double(count))
        let old = sets[index].errors[place]
        if let new = space.drawNeighbor(of: old, using: &stream),
          !sets[index].errors.contains(new), isAcceptable(from: old, to: new)
        {
          exchange(index, place, old: old, new: new)
        }
      }
    }
    return try settle()
  }

  /// Proposes to replace one rare error by any of its class, with chances in proportion to the odds.
  func replaceRare() throws(DecodingError) {
    guard rareCount > 0 else { return }
    for index in sets.indices {
      toggles.removeAll(keepingCapacity: true)
      isOpen[index] = false
      var skipped = Int(stream.nextUnit() * Double(rareCount))
      for (place, old) in sets[index].errors.enumerated() where space.isRare(old) {
        if skipped == 0 {
          let new = classes[Int(space.rareClass[Int(old)])].drawOne(using: &stream)
          if !sets[index].errors.contains(new) { exchange(index, place, old: old, new: new) }
          break
        }
        skipped -= 1
      }
    }
    _ = try settle()
  }

  private func isAcceptable(from old: UInt32, to new: UInt32) -> Bool {
    // The number of rare errors of each class stays.
    if !space.rareClass.isEmpty, space.rareClass[Int(old)] != space.rareClass[Int(new)] {
      return false
    }
    let ratio =
      space.modelOdds[Int(new)] * Double(space.size(old)) / space.modelOdds[Int(old)]
      / Double(space.size(new))
    return ratio >= 1 || stream.nextUnit() < ratio
  }

  private func exchange(_ index: Int, _ place: Int, old: UInt32, new: UInt32) {
    candidates[index].errors.removeAll(keepingCapacity: true)
    candidates[index].errors.append(contentsOf: sets[index].errors)
    candidates[index].errors[place] = new
    candidates[index].observables = sets[index].observables
    candidates[index].toggle(Int(old), space, &toggles)
    candidates[index].toggle(Int(new), space, &toggles)
    propose(index, true)
  }

  /// Finishes a candidate whose errors and toggles are known.
  private func propose(_ index: Int, _ isChanged: Bool) {
    isOpen[index] = isChanged
    if isChanged { candidates[index].set(base: sets[index].defects, &toggles) }
  }

  /// Decodes the candidates, and lets those that fail take the places of their sets.
  private func settle() throws(DecodingError) -> MoveCounts {
    try decode()
    var counts = MoveCounts()
    for index in sets.indices where isOpen[index] {
      counts.proposed += 1
      guard hasFailed(index) else { continue }
      counts.taken += 1
      candidates[index].mistakes = mistakes(index)
      candidates[index].ancestor = sets[index].ancestor
      swap(&sets[index], &candidates[index])
    }
    return counts
  }

  /// Decodes the candidates as they are; those that are not open count as without errors.
  private func decode() throws(DecodingError) {
    batch.defects.removeAll(keepingCapacity: true)
    for index in candidates.indices {
      if isOpen[index] {
        batch.defects.append(contentsOf: candidates[index].defects)
        decodedCount += 1
      } else {
        // Without errors, so that every decoder can explain it.
        batch.defects.append(contentsOf: space.baseDetectors)
      }
      batch.offsets[index + 1] = batch.defects.count
    }
    try engine.decode(batch, into: &predictions)
  }

  @inline(__always)
  private func hasFailed(_ index: Int) -> Bool { mistakes(index) != 0 }

  @inline(__always)
  private func mistakes(_ index: Int) -> UInt64 {
    predictions.words[index] ^ candidates[index].observables
  }

  /// Whether each of the given sets of errors makes the decoder fail; nil if the work was stopped.
  func fails(_ lists: [[UInt32]], shouldStop: () -> Bool) throws(DecodingError) -> [Bool]? {
    var answers: [Bool] = []
    answers.reserveCapacity(lists.count)
    for first in stride(from: 0, to: lists.count, by: size) {
      if shouldStop() { return nil }
      for index in candidates.indices {
        isOpen[index] = first + index < lists.count
        candidates[index].errors = isOpen[index] ? lists[first + index] : []
        candidates[index].evaluate(space, &toggles)
      }
      try decode()
      for index in candidates.indices where isOpen[index] { answers.append(hasFailed(index)) }
    }
    return answers
  }

  /// How many errors of each set the scale acts on.
  var scaledCounts: [Double] { sets.map { Double($0.errors.count - rareCount) } }

  /// The part of the sets that mistake the same observables, by their mask.
  var shares: [UInt64: Double] {
    var shares: [UInt64: Double] = [:]
    for set in sets { shares[set.mistakes, default: 0] += 1 / Double(size) }
    return shares
  }

  /// Replaces the sets by a sample of themselves with chances in proportion to weights.
  ///
  /// Systematic resampling: each set is taken n·weight/Σ times, rounded up or down at random.
  func resample(weights: [Double]) {
    let total = weights.reduce(0, +)
    let step = total / Double(size)
    var position = stream.nextUnit() * step
    var sum = 0.0
    var chosen: [Int] = []
    for (index, weight) in weights.enumerated() {
      sum += weight
      while position < sum, chosen.count < size {
        chosen.append(index)
        position += step
      }
    }
    // Rounding may leave the last place open.
    while chosen.count < size { chosen.append(weights.lastIndex { $0 > 0 } ?? 0) }
    sets = chosen.map { sets[$0] }
  }

  /// The mean number of errors of the sets.
  var meanWeight: Double { Double(sets.reduce(0) { $0 + $1.errors.count }) / Double(size) }

  /// How many sets there would be if all first ancestors had as many descendants: n² / Σ family².
  var effectiveFamilies: Double {
    var families: [UInt32: Double] = [:]
    for set in sets { families[set.ancestor, default: 0] += 1 }
    return Double(size * size) / families.values.reduce(0) { $0 + $1 * $1 }
  }
}

/// How many proposals were decoded, and how many were taken.
struct MoveCounts: Sendable, Hashable {
  var proposed = 0
  var taken = 0

  static func += (sum: inout MoveCounts, other: MoveCounts) {
    sum.proposed += other.proposed
    sum.taken += other.taken
  }

  /// The part of the proposals that was taken; zero if there were none.
  var rate: Double { proposed == 0 ? 0 : Double(taken) / Double(proposed) }
}
