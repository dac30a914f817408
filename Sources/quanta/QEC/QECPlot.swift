// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Reporting
import Sampling
import Visualization

/// `quanta qec plot`.
let qecPlot = Command(
  "plot", "Plots error rates from tables of statistics.",
  discussion: """
    Reads tables that `quanta qec collect` or sinter wrote. The keys of --x, --group, --filter and
    --rounds are keys of the metadata; `decoder` is the column of that name. Where no error was
    seen, an arrow starts at the upper limit.
    """,
  flags: [
    Flag("in", .list(.path), "The tables, with commas between them."),
    Flag("out", .path, "The picture, ending in .svg, .png or .pdf.", isRequired: true),
    Flag("x", .text, "What goes across.", valueName: "KEY", default: "p"),
    Flag("group", .list(.text), "What tells curves apart.", valueName: "KEYS", default: "d"),
    Flag(
      "filter", .list(.text), "Keeps rows with these values only, such as `d=5,decoder=matching`.",
      valueName: "KEY=VALUE"),
    Flag(
      "type", .choice(StatisticsPlot.Value.allCases.map(\.rawValue)), "What goes up.",
      default: StatisticsPlot.Value.errorRate.rawValue),
    Flag("rounds", .text, "The rounds in a shot, for per_round.", valueName: "KEY", default: "r"),
    Flag(
      "highlight-max-likelihood-factor", .number(1...1e12),
      "Error bars hold the rates under which the data are at most so many times less likely.",
      default: "1000"),
    Flag("bands", .toggle, "Shades intervals instead of drawing bars."),
    Flag(
      "threshold", .text, "Marks a value of --x, or with `LOW..VALUE..HIGH` an interval as well.",
      valueName: "VALUE"),
    Flag("title", .text, "The heading."),
    Flag("subtitle", .text, "A line under the heading."),
    Flag("xaxis", .text, "The label across; `[log]` or `[linear]` before it sets the scale."),
    Flag("yaxis", .text, "The label upwards; `[log]` or `[linear]` before it sets the scale."),
    Flag("xmin", .number(-1e300...1e300), "Where the axis across begins."),
    Flag("xmax", .number(-1e300...1e300), "Where the axis across ends."),
    Flag("ymin", .number(-1e300...1e300), "Where the axis upwards begins."),
    Flag("ymax", .number(-1e300...1e300), "Where the axis upwards ends."),
    Flag("width", .integer(160...8000), "The width in pixels.", default: "720"),
    Flag("height", .integer(120...8000), "The height in pixels.", default: "480"),
    Flag("dark", .toggle, "Draws on a dark page."),
  ],
  positional: .init("TABLE", "More tables.", count: 0...10000),
  example: "quanta qec plot --in stats.csv --x p --group d --type per_round --out rates.svg"
) { arguments in
  let out = try arguments.text("out")
  // The picture's format is checked before any work.
  _ = try drawing { try DrawingFormat(path: out) }
  let table = try readTables(arguments.texts("in") + arguments.positionals)
  var plot = try reporting { try recipe(arguments).plot(of: table.rows) }
  if plot.series.isEmpty {
    throw CommandFailure("no row of the tables is left to plot; check --filter.")
  }
  try dress(&plot, arguments)
  try drawing { try plot.write(to: out) }
  return .success
}

/// Reads and merges tables of statistics.
func readTables(_ paths: [String]) throws -> StatisticsTable {
  guard !paths.isEmpty else { throw CommandFailure("no table is given; use --in stats.csv.") }
  var table = StatisticsTable()
  for path in paths {
    let bytes = try readFile(path)
    try sampling {
      let (rows, tornLine) = try StatisticsTable.parse(bytes, path: displayName(path))
      if let tornLine { warnOfTornLine(displayName(path), "\(tornLine)", "is left out") }
      try table.add(rows)
    }
  }
  return table
}

private func recipe(_ arguments: Arguments) throws -> StatisticsPlot {
  var recipe = StatisticsPlot()
  recipe.x = try arguments.text("x")
  recipe.groups = arguments.texts("group")
  recipe.rounds = try arguments.text("rounds")
  recipe.value = StatisticsPlot.Value(rawValue: try arguments.text("type")) ?? .errorRate
  recipe.likelihoodFactor = try arguments.number("highlight-max-likelihood-factor")
  recipe.hasBands = arguments.isOn("bands")
  recipe.filters = try arguments.texts("filter").map { filter in
    guard let sign = filter.firstIndex(of: "="), sign > filter.startIndex else {
      throw CommandFailure("--filter cannot be `\(filter)`: write KEY=VALUE.")
    }
    return (String(filter[..<sign]), String(filter[filter.index(after: sign)...]))
  }
  return recipe
}

/// Gives the plot its words, size and axes.
private func dress(_ plot: inout Plot, _ arguments: Arguments) throws {
  plot.title = arguments.textIfGiven("title") ?? ""
  plot.subtitle = arguments.textIfGiven("subtitle") ?? ""
  plot.width = Double(try arguments.integer("width"))
  plot.height = Double(try arguments.integer("height"))
  if arguments.isOn("dark") { plot.theme = .dark }
  if let text = arguments.textIfGiven("xaxis") { label(&plot.x, text) }
  if let text = arguments.textIfGiven("yaxis") { label(&plot.y, text) }
  plot.x.lower = arguments.numberIfGiven("xmin")
  plot.x.upper = arguments.numberIfGiven("xmax")
  plot.y.lower = arguments.numberIfGiven("ymin")
  plot.y.upper = arguments.numberIfGiven("ymax")
  if let text = arguments.textIfGiven("threshold") { plot.threshold = try threshold(text) }
}

private func label(_ axis: inout Axis, _ text: String) {
  var rest = text[...]
  for (mark, scale) in [("[log]", AxisScale.logarithmic), ("[linear]", .linear)]
  where rest.hasPrefix(mark) {
    axis.scale = scale
    rest = rest.dropFirst(mark.count)
  }
  if !rest.isEmpty { axis.label = String(rest) }
}

/// Reads `0.0075` or `0.0072..0.0075..0.0078`.
private func threshold(_ text: String) throws -> Threshold {
  let parts = text.split(separator: "..", omittingEmptySubsequences: false)
  let values = parts.compactMap { parseNumber(String($0)) }
  if values.count == parts.count {
    if values.count == 1 { return Threshold(value: values[0], label: "\(parts[0])") }
    if values.count == 3, values[0] <= values[1], values[1] <= values[2] {
      return Threshold(
        value: values[1], interval: values[0]...values[2], label: "threshold \(parts[1])")
    }
  }
  throw CommandFailure("--threshold cannot be `\(text)`: write VALUE or LOW..VALUE..HIGH.")
}

/// Runs `body` and tells its fault as one line.
func drawing<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as DrawingError {
    throw CommandFailure(error.description)
  }
}

/// Runs `body` and tells its fault as one line.
func reporting<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as ReportingError {
    throw CommandFailure(error.description)
  }
}
