// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// The number of a symptom in a `SymptomStore`; 0 is the empty symptom.
typealias SymptomID = UInt32

/// The words that stand for detectors, observables and separators during an analysis.
///
/// Detectors count down from `firstDetector` in the order in which the backward walk meets them, so that
/// words sort as the absolute detector numbers do; observables sort after all detectors.
enum SymptomWord {
  static let observableBit: UInt32 = 0x8000_0000
  static let separator: UInt32 = 0xFFFF_FFFF
  static let firstDetector: UInt32 = 0x7FFF_FFFF

  @inline(__always)
  static func isDetector(_ word: UInt32) -> Bool { word < observableBit }
}

/// Every set of detectors and observables that occurs in an analysis, each kept once.
///
/// A set is an ascending list of words. Equality of sets is equality of numbers, so probabilities can be
/// gathered in a plain array. The hash of a set is the exclusive or of the hashes of its words, so the
/// hash of a symmetric difference needs no look at the elements.
struct SymptomStore: ~Copyable {
  var table = SpanTable()

  @inline(__always)
  static func hash(_ word: UInt32) -> UInt64 {
    var mixed = (UInt64(word) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 32
    return mixed &* 0xBF58_476D_1CE4_E5B9
  }

  /// The set with one word.
  mutating func singleton(_ word: UInt32) -> SymptomID {
    table.elements.append(word)
    return table.commit(hash: SymptomStore.hash(word))
  }

  /// The words of a set, as a range of `table.elements`.
  @inline(__always)
  func range(_ set: SymptomID) -> Range<Int> { table.range(set) }

  /// The words of a set.
  func words(_ set: SymptomID) -> [UInt32] {
    range(set).map { table.elements[$0] }
  }

  /// The symmetric difference of two sets.
  ///
  /// - Complexity: O(size of both).
  @inline(__always)
  mutating func xor(_ first: SymptomID, _ second: SymptomID) -> SymptomID {
    if second == 0 { return first }
    if first == 0 { return second }
    if first == second { return 0 }
    return merged(first, second)
  }

  private mutating func merged(_ first: SymptomID, _ second: SymptomID) -> SymptomID {
    let left = range(first)
    let right = range(second)
    let start = table.tail
    table.elements.extend(to: start + left.count + right.count, with: 0)
    var words = table.elements.mutableSpan
    var i = left.lowerBound
    var j = right.lowerBound
    var out = start
    while i < left.upperBound && j < right.upperBound {
      let a = words[i]
      let b = words[j]
      if a == b {
        i &+= 1
        j &+= 1
      } else {
        words[out] = min(a, b)
        out &+= 1
        i &+= a < b ? 1 : 0
        j &+= a < b ? 0 : 1
      }
    }
    while i < left.upperBound {
      words[out] = words[i]
      i &+= 1
      out &+= 1
    }
    while j < right.upperBound {
      words[out] = words[j]
      j &+= 1
      out &+= 1
    }
    table.elements.truncate(to: out)
    return table.commit(hash: table.hashes[Int(first)] ^ table.hashes[Int(second)])
  }

  /// Whether a set contains an observable.
  func hasObservable(_ set: SymptomID) -> Bool {
    let range = range(set)
    return !range.isEmpty && !SymptomWord.isDetector(table.elements[range.upperBound - 1])
  }

  /// How many detectors a set contains.
  @inline(__always)
  func detectorCount(_ set: SymptomID) -> Int {
    var range = range(set)
    while !range.isEmpty, !SymptomWord.isDetector(table.elements[range.upperBound - 1]) {
      range = range.lowerBound..<(range.upperBound - 1)
    }
    return range.count
  }

  /// Whether a set contains a word.
  func contains(_ word: UInt32, in set: SymptomID) -> Bool {
    for index in range(set) where table.elements[index] == word { return true }
    return false
  }

  /// Whether `first` is `second` with every detector word moved by `shift`.
  func isShifted(_ first: SymptomID, _ second: SymptomID, by shift: UInt32) -> Bool {
    let left = range(first)
    let right = range(second)
    guard left.count == right.count else { return false }
    for offset in 0..<left.count {
      let a = table.elements[left.lowerBound + offset]
      let b = table.elements[right.lowerBound + offset]
      if a != (SymptomWord.isDetector(b) ? b &+ shift : b) { return false }
    }
    return true
  }
}
