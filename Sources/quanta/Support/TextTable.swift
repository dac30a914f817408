// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Rows of words in columns, for people.
struct TextTable {
  /// On which side of their column words stand.
  enum Side { case left, right }

  /// The rows, the header first; all of one length.
  var rows: [[String]]
  var side: Side

  /// The rows as lines, without spaces at their ends.
  ///
  /// - Parameter indent: What stands before each line.
  /// - Returns: The lines, each with its line break.
  func text(indent: String = "") -> String {
    guard let header = rows.first else { return "" }
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { word, width in
        let gap = String(repeating: " ", count: width - word.count)
        return side == .left ? word + gap : gap + word
      }
      var line = indent + cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
