// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

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
  return nearMiss(
    of: word, among: candidates, atMost: word.count < 3 ? 0 : max(1, word.count / 3))
}
