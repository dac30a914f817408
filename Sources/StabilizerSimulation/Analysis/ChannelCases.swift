// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// The symptoms of all products of one channel's generators, and how they split into smaller ones.
///
/// The generators involve few detectors, so each product is a mask over these, and products, equality and
/// sizes cost one instruction. Only where more than 64 words are involved are lists merged instead.
struct ChannelCases: ~Copyable {
  /// The number of cases, 2^generators; case 0 is no error.
  private(set) var count = 0
  /// The words that the generators involve, ascending.
  private var universe: [64 of UInt32] = .init(repeating: 0)
  private var universeHashes: [64 of UInt64] = .init(repeating: 0)
  private var universeCount = 0
  /// Which words of the universe are detectors.
  private var detectors: UInt64 = 0
  /// The words each case involves, as bits.
  private var masks: [16 of UInt64] = .init(repeating: 0)
  /// The symptom of each case where it is known.
  private var symptoms: [16 of SymptomID] = .init(repeating: 0)
  private var known: UInt16 = 0
  /// The pieces of each case, as nibbles from the lowest, ended by 0; 0 if it is kept whole.
  private(set) var parts: [16 of UInt64] = .init(repeating: 0)
  /// Whether masks are in use.
  private(set) var isMasked = true

  /// Works out the products of a channel's generators.
  mutating func prepare(_ generators: ChannelGenerators, _ store: inout SymptomStore) {
    count = 1 << generators.count
    known = 1
    for index in 0..<generators.count {
      symptoms[1 << index] = generators.symptoms[index]
      known |= 1 << (1 << UInt16(index))
    }
    for index in 0..<count { parts[index] = 0 }
    isMasked = makeUniverse(generators, store)
    for index in 3..<max(3, count) where index & (index - 1) != 0 {
      let rest = index & (index - 1)
      if isMasked {
        masks[index] = masks[rest] ^ masks[index ^ rest]
      } else {
        symptoms[index] = store.xor(symptoms[rest], symptoms[index ^ rest])
        known |= 1 << UInt16(index)
      }
    }
  }

  private mutating func makeUniverse(
    _ generators: ChannelGenerators, _ store: borrowing SymptomStore
  ) -> Bool {
    universeCount = 0
    detectors = 0
    var cursors: [4 of Int] = .init(repeating: 0)
    var ends: [4 of Int] = .init(repeating: 0)
    for index in 0..<generators.count {
      let range = store.range(generators.symptoms[index])
      cursors[index] = range.lowerBound
      ends[index] = range.upperBound
      masks[1 << index] = 0
    }
    while true {
      var lowest = UInt32.max
      for index in 0..<generators.count where cursors[index] < ends[index] {
        lowest = min(lowest, store.table.elements[cursors[index]])
      }
      if lowest == .max { return true }
      if universeCount == 64 { return false }
      let bit = UInt64(1) << UInt64(universeCount)
      universe[universeCount] = lowest
      if SymptomWord.isDetector(lowest) { detectors |= bit }
      universeCount += 1
      for index in 0..<generators.count
      where cursors[index] < ends[index] && store.table.elements[cursors[index]] == lowest {
        cursors[index] += 1
        masks[1 << index] |= bit
      }
    }
  }

  /// Adds the probabilities of disjoint cases that look alike; cases without symptom get 0.
  mutating func mergeDisjoint(_ probabilities: inout [16 of Double]) {
    for index in 1..<count {
      if isEmpty(index) { probabilities[index] = 0 }
      if probabilities[index] == 0 { continue }
      for other in 1..<index where probabilities[other] != 0 && isEqual(index, other) {
        probabilities[other] += probabilities[index]
        probabilities[index] = 0
        break
      }
    }
  }

  private func isEmpty(_ index: Int) -> Bool {
    isMasked ? masks[index] == 0 : symptoms[index] == 0
  }

  private func isEqual(_ first: Int, _ second: Int) -> Bool {
    isMasked ? masks[first] == masks[second] : symptoms[first] == symptoms[second]
  }

  /// The symptom of a case.
  @inline(__always)
  mutating func symptom(_ index: Int, _ store: inout SymptomStore) -> SymptomID {
    if known >> UInt16(index) & 1 != 0 { return symptoms[index] }
    var rest = masks[index]
    var symptom: SymptomID = 0
    if rest != 0 {
      var hash: UInt64 = 0
      while rest != 0 {
        let word = universe[rest.trailingZeroBitCount]
        store.table.elements.append(word)
        hash ^= SymptomStore.hash(word)
        rest &= rest &- 1
      }
      symptom = store.table.commit(hash: hash)
    }
    symptoms[index] = symptom
    known |= 1 << UInt16(index)
    return symptom
  }

  /// Splits each case with more than two detectors, or with two that occur singly, into smaller cases.
  ///
  /// The pieces are cases of the same channel: at most two irreducible pairs, then single detectors. A
  /// pair is irreducible when its two detectors do not both occur singly.
  mutating func decompose(_ store: inout SymptomStore) {
    var singles: UInt64 = 0
    var solved: UInt16 = 0
    for index in 1..<count where (masks[index] & detectors).nonzeroBitCount == 1 {
      singles |= masks[index] & detectors
      solved |= 1 << UInt16(index)
    }
    var pairs: [16 of Int] = .init(repeating: 0)
    var pairCount = 0
    for index in 1..<count {
      let mask = masks[index] & detectors
      if mask.nonzeroBitCount == 2, mask & ~singles != 0 {
        pairs[pairCount] = index
        pairCount += 1
        solved |= 1 << UInt16(index)
      }
    }
    for index in 1..<count
    where masks[index] & detectors != 0 && solved >> UInt16(index) & 1 == 0 {
      split(index, singles: singles, pairs: pairs, pairCount: pairCount)
    }
  }

  private mutating func split(
    _ index: Int, singles: UInt64, pairs: [16 of Int], pairCount: Int
  ) {
    let goal = masks[index] & detectors
    var packed: UInt64 = 0
    var shift: UInt64 = 0
    var rest = goal
    var missing = index
    func note(_ part: Int) {
      packed |= UInt64(part) << shift
      shift += 4
      rest &= ~(masks[part] & detectors)
      missing ^= part
    }
    if goal & ~singles != 0 {
      guard
        let (first, second) = choosePairs(
          goal, singles: singles, pairs: pairs, pairCount: pairCount)
      else { return }
      note(first)
      if second != 0 { note(second) }
    }
    for part in 1..<count where rest != 0 {
      let mask = masks[part] & detectors
      if mask.nonzeroBitCount == 1, mask & ~rest == 0 { note(part) }
    }
    // Case numbers add up as their symptoms do: what the parts lack is itself a case, one that flips
    // observables only, and its product with a part flips the same detectors as that part.
    if masks[missing] != 0 { packed ^= UInt64(missing) }
    parts[index] = packed
  }

  /// One or two pairs within `goal` that leave only detectors which occur singly.
  private func choosePairs(
    _ goal: UInt64, singles: UInt64, pairs: [16 of Int], pairCount: Int
  ) -> (Int, Int)? {
    for i in 0..<pairCount {
      let mask = masks[pairs[i]] & detectors
      if goal & mask == mask, goal & ~(singles | mask) == 0 { return (pairs[i], 0) }
    }
    for i in 0..<pairCount {
      let first = masks[pairs[i]] & detectors
      for j in (i + 1)..<max(i + 1, pairCount) {
        let second = masks[pairs[j]] & detectors
        if first & second == 0, goal & first == first, goal & second == second,
          goal & ~(singles | first | second) == 0
        {
          return precedes(pairs[j], pairs[i]) ? (pairs[j], pairs[i]) : (pairs[i], pairs[j])
        }
      }
    }
    return nil
  }

  /// Whether the words of one case come before those of another.
  private func precedes(_ first: Int, _ second: Int) -> Bool {
    let difference = masks[first] ^ masks[second]
    guard difference != 0 else { return false }
    // Words ascend with the bits: the list that holds the lowest word in which they differ is first,
    // unless the other list has ended there.
    let lowest = difference & (0 &- difference)
    let holder = masks[first] & lowest != 0
    let other = holder ? masks[second] : masks[first]
    let otherGoesOn = other & ~(lowest &- 1) != 0
    return holder == otherGoesOn
  }
}
