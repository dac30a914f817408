// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A name with `_` written as `-`, so that both spellings are one.
func normalized(_ name: String) -> String {
  String(name.map { $0 == "_" ? "-" : $0 })
}

/// The candidate that a mistyped word most likely means; `nil` if none is close.
///
/// Close means at most a third of the letters wrong (Levenshtein distance), or a beginning that is shared
/// with exactly one candidate.
func nearest(to word: String, among candidates: [String]) -> String? {
  let starts = candidates.filter { word.count >= 2 && $0.hasPrefix(word) }
  if starts.count == 1 { return starts[0] }
  let limit = max(1, word.count / 3)
  return
    candidates
    .map { (name: $0, distance: editDistance(Array(word.utf8), Array($0.utf8))) }
    .filter { $0.distance <= limit }
    .min { $0.distance < $1.distance }?.name
}

/// The number of insertions, deletions and replacements between two words.
private func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
  // A hostile word may be megabytes long; nothing near it can be a name.
  guard first.count < 100 else { return first.count }
  var row = Array(0...second.count)
  for (line, letter) in first.enumerated() {
    var diagonal = row[0]
    row[0] = line + 1
    for (column, other) in second.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
    }
  }
  return row[second.count]
}
