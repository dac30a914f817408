// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A name with `_` written as `-`, so that both spellings are one.
func normalized(_ name: String) -> String {
  String(name.map { $0 == "_" ? "-" : $0 })
}

/// The candidate that a mistyped word most likely means; `nil` if none is close.
///
/// Close means at most a third of the letters wrong (edit distance, in which
/// an exchange of neighbors is one step), or a beginning that is shared
/// with exactly one candidate.
func nearest(to word: String, among candidates: [String]) -> String? {
  let starts = candidates.filter { word.count >= 2 && $0.hasPrefix(word) }
  if starts.count == 1 { return starts[0] }
  let limit = word.count < 3 ? 0 : max(1, word.count / 3)
  return
    candidates
    .map { (name: $0, distance: editDistance(Array(word.utf8), Array($0.utf8))) }
    .filter { $0.distance <= limit }
    .min { $0.distance < $1.distance }?.name
}

/// The number of insertions, deletions, replacements and exchanges of neighbors between two words.
private func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
  // A hostile word may be megabytes long; nothing near it can be a name.
  guard first.count < 100 else { return first.count }
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
