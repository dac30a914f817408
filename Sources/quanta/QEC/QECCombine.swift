// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Sampling
import StrictJSON

/// `quanta qec combine`.
let qecCombine = Command(
  "combine", "Merges tables of statistics, one row a task.",
  discussion: """
    Reads tables that `quanta qec collect` or sinter wrote and adds up the rows of each task. A last
    line that was cut off while it was written is left out, with a word on standard error.
    """,
  flags: [
    Flag(
      "order", .choice(["preserve", "metadata", "error"]),
      "The order of the rows: as they came, by metadata, or by error rate.", default: "metadata"),
    Flag("strip-custom-counts", .toggle, "Leaves the custom counts out."),
    Flag("out", .path, "Where to write the table."),
    .json,
  ],
  positional: .init("TABLE", "The tables; standard input if there are none.", count: 0...100_000),
  example: "quanta qec combine night1.csv night2.csv --out all.csv"
) { arguments in
  let paths = arguments.positionals.isEmpty ? ["-"] : arguments.positionals
  var rows = try readTables(paths).rows
  if arguments.isOn("strip-custom-counts") {
    for index in rows.indices { rows[index].customCounts = [:] }
  }
  let table = StatisticsTable.sorted(rows, by: try arguments.text("order"))
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  if arguments.isOn("json") {
    try file.write(JSON.array(table.map(\.json)).text(.indented) + "\n")
  } else {
    try file.write(TaskStatistics.csvHeader + "\n")
    for row in table { try file.write(row.csvLine + "\n") }
  }
  try file.finish()
  return .success
}

extension StatisticsTable {
  /// The rows in the order that a word names.
  fileprivate static func sorted(_ rows: [TaskStatistics], by order: String) -> [TaskStatistics] {
    switch order {
    case "metadata":
      return rows.map { (key: NaturalKey($0.metadata.text(.canonical)), row: $0) }
        .sorted { $0.key < $1.key }.map(\.row)
    case "error":
      // A task without shots has no errors either, and comes first.
      let rate = { (row: TaskStatistics) in row.shots == row.discards ? 0 : row.estimate.rate }
      return rows.sorted { rate($0) < rate($1) }
    default:
      return rows
    }
  }
}

/// A text that sorts by its numbers' values: `d=9` before `d=11`.
struct NaturalKey: Comparable {
  private enum Part: Equatable {
    case text(String)
    case number(Double)
  }

  private var parts: [Part] = []

  init(_ text: String) {
    var rest = Substring(text)
    while let first = rest.first {
      let isNumeric = NaturalKey.isNumeric(first)
      let run = rest.prefix { NaturalKey.isNumeric($0) == isNumeric }
      rest = rest.dropFirst(run.count)
      if isNumeric, let value = Double(run) {
        parts.append(.number(value))
      } else {
        parts.append(.text(String(run)))
      }
    }
  }

  private static func isNumeric(_ character: Character) -> Bool {
    character == "." || ("0"..."9").contains(character)
  }

  static func < (first: NaturalKey, second: NaturalKey) -> Bool {
    for (left, right) in zip(first.parts, second.parts) where left != right {
      switch (left, right) {
      case (.number(let a), .number(let b)): return a < b
      case (.text(let a), .text(let b)): return a < b
      case (.number, .text): return true
      case (.text, .number): return false
      }
    }
    return first.parts.count < second.parts.count
  }
}
