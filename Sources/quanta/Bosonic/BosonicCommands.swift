// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import CommandLineKit
import StrictJSON

/// The verbs on codes in the levels of an oscillator.
let bosonicCommands = Command(
  group: "bosonic", "Computes grid and cat codes, by formula and by simulation.",
  example: "quanta bosonic cat --nbar 2..8 --loss 0.01",
  subcommands: [bosonicGrid, bosonicCat, bosonicEvolve, bosonicWigner])

/// Runs `body` and tells its fault as one line.
func simulatingModes<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as BosonicError {
    throw CommandFailure(error.description)
  }
}

/// Reads numbers and ranges such as `2..8`, which counts in steps of 1, or `2..3..0.25`.
///
/// - Throws: `CommandFailure` if a part is neither.
func parseSweep(_ parts: [String], flag: String) throws -> [Double] {
  try parts.flatMap { part -> [Double] in
    let ends = part.split(separator: "..", omittingEmptySubsequences: false)
    let numbers = ends.compactMap { parseNumber(String($0)) }
    guard numbers.count == ends.count, (1...3).contains(numbers.count) else {
      throw CommandFailure(
        "--\(flag) cannot be `\(part)`: write VALUE, LOW..HIGH or LOW..HIGH..STEP.")
    }
    if numbers.count == 1 { return numbers }
    let step = numbers.count == 3 ? numbers[2] : 1
    guard numbers[1] >= numbers[0], step > 0, (numbers[1] - numbers[0]) / step <= 1000 else {
      throw CommandFailure(
        "--\(flag) cannot be `\(part)`: it needs LOW ≤ HIGH, and at most 1000 steps.")
    }
    return Array(stride(from: numbers[0], through: numbers[1] + 1e-9 * step, by: step))
  }
}

/// Prints rows as a table, or as JSON objects with the same names.
func printRows(
  _ columns: [String], _ rows: [[JSON]], asJSON: Bool
) throws {
  if asJSON {
    let objects = rows.map { row in
      var object = JSON.Object()
      for (name, value) in zip(columns, row) { object[name] = value }
      return JSON.object(object)
    }
    try printOutput(JSON.array(objects).text(.indented) + "\n")
    return
  }
  let cells = rows.map { row in
    row.map { value -> String in
      if let text = value.stringValue { return text }
      if case .null = value { return "–" }
      if let number = value.doubleValue { return scientific(number) }
      return value.text()
    }
  }
  let header = columns.map { $0.split(separator: "_").joined(separator: " ") }
  try printOutput(TextTable(rows: [header] + cells, side: .right).text())
}

/// A number with four significant digits, with an exponent where it is small.
private func scientific(_ value: Double) -> String {
  guard value != 0, abs(value) < 1e-3, value.isFinite else { return rounded(value) }
  var exponent = 0
  var mantissa = abs(value)
  while mantissa < 1 {
    mantissa *= 10
    exponent -= 1
  }
  let digits = (mantissa * 1000).rounded() / 1000
  return "\(value < 0 ? "-" : "")\(digits)e\(exponent)"
}
