// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The candidate that a mistyped word most likely means; nil if none is near.
///
/// - Parameters:
///   - word: What was written.
///   - candidates: The names that there are.
///   - limit: The most edits: insertions, deletions, replacements, and exchanges of neighbours.
/// - Returns: The first of the nearest candidates; none that has nothing in common with the word.
/// - Complexity: O(candidates · letters²); hostile words of 100 bytes and more are near nothing.
public func nearMiss(
  of word: String, among candidates: some Sequence<String>, atMost limit: Int
) -> String? {
  let wrong = Array(word.utf8)
  guard wrong.count < 100 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let right = Array(candidate.utf8)
    guard abs(right.count - wrong.count) <= limit else { continue }
    let distance = editDistance(wrong, right)
    if distance <= limit, distance < right.count, distance < best?.distance ?? .max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// The number of insertions, deletions, replacements and exchanges of neighbours between two words.
private func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
  var before: [Int] = []
  var last = Array(0...second.count)
  for line in first.indices {
    var row = [line + 1]
    for column in second.indices {
      let replaced = last[column] + (first[line] == second[column] ? 0 : 1)
      var best = min(replaced, last[column + 1] + 1, row[column] + 1)
      if line > 0, column > 0, first[line] == second[column - 1],
        first[line - 1] == second[column]
      {
        best = min(best, before[column - 1] + 1)
      }
      row.append(best)
    }
    (before, last) = (last, row)
  }
  return last[second.count]
}
