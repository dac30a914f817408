// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// The mechanisms of a table written out flat, to be sorted.
struct MechanismGathering {
  var probabilities: [Double] = []
  var starts: [Int] = [0]
  var words: [UInt32] = []
  var tagNumbers: [UInt32] = []

  mutating func gather(_ mechanisms: inout MechanismTable, _ store: borrowing SymptomStore) {
    var lists: [(UInt32, Double)] = []
    mechanisms.forEach { symptom, list, probability in
      if symptom == 0 {
        lists.append((list, probability))
        return
      }
      append(symptom, store)
      finish(probability, tag: 0)
    }
    for (list, probability) in lists {
      let range = mechanisms.lists.range(list)
      for index in range.dropFirst() {
        if index > range.lowerBound + 1 { words.append(SymptomWord.separator) }
        append(mechanisms.lists.elements[index], store)
      }
      finish(probability, tag: mechanisms.lists.elements[range.lowerBound])
    }
  }

  private mutating func append(_ symptom: SymptomID, _ store: borrowing SymptomStore) {
    for index in store.range(symptom) { words.append(store.table.elements[index]) }
  }

  private mutating func finish(_ probability: Double, tag: UInt32) {
    probabilities.append(probability)
    starts.append(words.count)
    tagNumbers.append(tag)
  }

  /// The indices of the mechanisms in the order of their words, then of their tags.
  func sortedOrder(_ tags: [String]) -> [Int] {
    // The first two words decide nearly always; they make one integer.
    var keys: [(key: UInt64, index: Int)] = []
    keys.reserveCapacity(probabilities.count)
    for index in probabilities.indices {
      let start = starts[index]
      let length = starts[index + 1] - start
      let first = UInt64(words[start])
      let second = length > 1 ? UInt64(words[start + 1]) : 0
      keys.append((first << 32 | second, index))
    }
    keys.sort { left, right in
      left.key == right.key
        ? precedes(left.index, right.index, tags) : left.key < right.key
    }
    return keys.map(\.index)
  }

  private func precedes(_ left: Int, _ right: Int, _ tags: [String]) -> Bool {
    let (a, b) = (starts[left]..<starts[left + 1], starts[right]..<starts[right + 1])
    for (i, j) in zip(a, b) where words[i] != words[j] { return words[i] < words[j] }
    if a.count != b.count { return a.count < b.count }
    return tags[Int(tagNumbers[left])].utf8.lexicographicallyPrecedes(
      tags[Int(tagNumbers[right])].utf8)
  }

  /// The pieces of each mechanism and its tag, by number.
  private(set) var numbers: [[SymptomID]] = []

  mutating func gatherNumbers(_ mechanisms: inout MechanismTable) {
    var lists: [UInt32] = []
    var numbers: [[SymptomID]] = []
    mechanisms.forEach { symptom, list, _ in
      if symptom != 0 { numbers.append([symptom]) } else { lists.append(list) }
    }
    tagNumbers = [UInt32](repeating: 0, count: numbers.count)
    for list in lists {
      let range = mechanisms.lists.range(list)
      numbers.append(range.dropFirst().map { mechanisms.lists.elements[$0] })
      tagNumbers.append(mechanisms.lists.elements[range.lowerBound])
    }
    self.numbers = numbers
  }

  /// Calls `body` with every piece of one or two detectors: its mechanism, its key and its number.
  func forEachGraphlikePiece(
    _ store: borrowing SymptomStore, _ body: (Int, UInt64, SymptomID) -> Void
  ) {
    for index in numbers.indices {
      for piece in numbers[index] {
        let count = store.detectorCount(piece)
        guard count == 1 || count == 2 else { continue }
        let start = store.range(piece).lowerBound
        let second =
          count == 2 ? store.table.elements[start + 1] : SymptomWord.separator
        body(index, GraphlikePieces.key(store.table.elements[start], second), piece)
      }
    }
  }

  /// Whether one gathered mechanism sorts before another.
  func precedes(
    _ left: Int, _ right: Int, _ tags: [String], _ store: borrowing SymptomStore
  ) -> Bool {
    var a: [UInt32] = []
    var b: [UInt32] = []
    for piece in numbers[left] { a += store.words(piece) + [SymptomWord.separator] }
    for piece in numbers[right] { b += store.words(piece) + [SymptomWord.separator] }
    a.removeLast()
    b.removeLast()
    if a != b { return a.lexicographicallyPrecedes(b) }
    return tags[Int(tagNumbers[left])] < tags[Int(tagNumbers[right])]
  }
}
