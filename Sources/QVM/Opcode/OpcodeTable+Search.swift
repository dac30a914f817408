// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension OpcodeTable {
  /// What to write instead of a name that no operation bears.
  static func hint(for name: String) -> String {
    if let near = nearest(to: name.uppercased(), among: byName.keys.sorted()) {
      return "Did you mean \(near)?"
    }
    return "See `quanta help opcodes`."
  }

  /// The name at most two edits away; nil if there is none.
  static func nearest(to name: String, among names: [String]) -> String? {
    let wrong = Array(name.utf8)
    guard wrong.count <= 40 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in names where candidate.utf8.count > 2 {
      let distance = editDistance(wrong, Array(candidate.utf8))
      if distance <= 2, distance < best?.distance ?? 3 { best = (candidate, distance) }
    }
    return best?.name
  }

  private static func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var row = Array(0...second.count)
    for (i, left) in first.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in second.enumerated() {
        let substituted = diagonal + (left == right ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    return row[second.count]
  }
}
