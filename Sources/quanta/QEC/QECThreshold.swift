// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Sampling
import StrictJSON

/// `quanta qec threshold`.
let qecThreshold = Command(
  "threshold", "Finds where larger distances stop to help.",
  discussion: """
    Reads tables that `quanta qec collect` or sinter wrote, or collects what --circuits or --code
    describe. For each pair of distances it finds where the curves cross, and for all together it fits
    P = A + B x + C x² with x = (p - p_th) d^(1/ν) near the crossing. Tasks that differ in
    anything but distance, error rate and rounds are kept apart. Intervals are bootstrapped. Exits with
    1 if no curves cross.
    """,
  flags: [
    Flag("in", .several(.path), "The tables.")
  ] + taskFlags + effortFlags + [
    Flag(
      "per", .choice(["shot", "round"]), "Whether rates are compared per shot or per round.",
      default: "shot"),
    Flag(
      "window", .number(0.01...10),
      "How far p may be from the crossing in the fit, relative to it.",
      default: "0.5"),
    Flag("confidence", .number(0.5...0.999), "The coverage of the intervals.", default: "0.95"),
    Flag(
      "resamples", .integer(20...100_000), "How often the data are drawn anew for an interval.",
      default: "400"),
    Flag("distance-key", .text, "The distance in the metadata.", valueName: "KEY", default: "d"),
    Flag("rate-key", .text, "The error rate in the metadata.", valueName: "KEY", default: "p"),
    Flag("rounds-key", .text, "The rounds in the metadata.", valueName: "KEY", default: "r"),
    .json,
  ],
  positional: .init("TABLE", "More tables.", count: 0...100_000),
  example: "quanta qec threshold stats.csv --per shot"
) { arguments in
  let paths = arguments.texts("in") + arguments.positionals
  let table = try paths.isEmpty ? sampledTable(arguments) : readTables(paths)
  if Interruption.isRequested { return .negative }
  var keys = ThresholdKeys()
  keys.distance = try arguments.text("distance-key")
  keys.rate = try arguments.text("rate-key")
  keys.rounds = try arguments.text("rounds-key")
  let isPerRound = try arguments.text("per") == "round"
  let series = try sampling { try table.thresholdSeries(keys: keys, isPerRound: isPerRound) }
  guard !series.isEmpty else { throw CommandFailure("the tables have no rows with shots.") }
  var options = BootstrapOptions(
    resamples: try arguments.integer("resamples"), confidence: try arguments.number("confidence"))
  options.seed = UInt64(arguments.integerIfGiven("seed") ?? 0)
  let window = try arguments.number("window")
  let results = series.map { ThresholdSummary($0, window: window, options: options) }
  if arguments.isOn("json") {
    try printOutput(JSON.array(results.map(\.json)).text(.indented) + "\n")
  } else {
    try printOutput(results.map(\.text).joined(separator: "\n"))
  }
  return results.contains(where: \.hasAnswer) ? .success : .negative
}

/// Collects what the flags describe.
private func sampledTable(_ arguments: Arguments) throws -> StatisticsTable {
  guard !arguments.texts("circuits").isEmpty || !arguments.texts("code").isEmpty else {
    throw CommandFailure("no data; name a table, or say with --code what to sample.")
  }
  var table = StatisticsTable()
  for row in try CollectionRun(arguments).collect() { try sampling { try table.add(row) } }
  return table
}

/// What one series of tasks says about its threshold.
private struct ThresholdSummary {
  let label: JSON
  let crossings: [Crossing]
  let fit: Result<ThresholdFit, SamplingError>

  init(_ series: ThresholdSeries, window: Double, options: BootstrapOptions) {
    label = series.label
    let distances = series.distances
    crossings = zip(distances, distances.dropFirst()).map {
      series.crossing($0, $1, options: options)
    }
    fit = Result { () throws(SamplingError) in
      try series.fit(window: window, options: options)
    }
  }

  /// The crossing of the largest pair that crosses.
  var headline: Crossing? { crossings.last { $0.rate != nil } }

  var drift: CrossingDrift? { CrossingDrift(crossings) }

  var hasAnswer: Bool {
    if case .success = fit { return true }
    return crossings.contains { $0.rate != nil }
  }

  var text: String {
    let members = label.objectValue?.members ?? []
    var text =
      members.map { "\($0.key)=\($0.value.stringValue ?? $0.value.text())" }
      .joined(separator: " ") + "\n"
    for crossing in crossings {
      text += "  crossing d=\(crossing.smaller)/\(crossing.larger)  "
      text += crossing.rate.map { "p = \(shown($0))" } ?? crossing.reason ?? ""
      if crossing.rate != nil, let reason = crossing.reason { text += ", \(reason)" }
      text += "\n"
    }
    if let headline, let rate = headline.rate {
      text += "  best estimate   p = \(shown(rate)): \(headline.name)"
      text += (headline.reason.map { ", \($0)" } ?? "") + "\n"
    }
    if let drift { text += "  \(drift.text(rounded))\n" }
    switch fit {
    case .success(let fit):
      text += "  fit             p_th = \(shown(fit.threshold))\n"
      text += "  exponent        ν = \(shown(fit.exponent))\n"
      text += "  fit of \(fit.pointCount) points, p \(fit.window.lowerBound)..."
      text += "\(fit.window.upperBound): χ² = \(rounded(fit.chiSquare)) for "
      text += "\(fit.degreesOfFreedom) degrees of freedom\n"
      if fit.scale > 1 {
        text += "  The fit's intervals are widened by √(χ²/degrees of freedom) = "
        text += "\(rounded(fit.scale)).\n"
      }
      if !fit.isGood {
        text += "  The fit does not describe the data; try a smaller --window.\n"
      }
    case .failure(let error):
      text += "  no fit: \(error.message)\n"
    }
    return text
  }

  var json: JSON {
    var object = JSON.Object()
    object["series"] = label
    object["crossings"] = .array(
      crossings.map { crossing in
        var entry = JSON.Object()
        entry["distances"] = [
          .integer(Int64(crossing.smaller)), .integer(Int64(crossing.larger)),
        ]
        entry["p"] = position(crossing)
        if let reason = crossing.reason { entry["reason"] = .string(reason) }
        return .object(entry)
      })
    object["estimate"] = .null
    if let headline {
      var entry = JSON.Object()
      entry["method"] = .string(headline.name)
      entry["p"] = position(headline)
      if let reason = headline.reason { entry["reason"] = .string(reason) }
      object["estimate"] = .object(entry)
    }
    object["drift"] = .null
    if let drift {
      object["drift"] = [
        "change": .number(drift.change), "is_significant": .bool(drift.isSignificant),
        "text": .string(drift.text(rounded)),
      ]
    }
    switch fit {
    case .success(let fit):
      object["fit"] = interval(fit.threshold)
      object["interval_scale"] = .number(fit.scale)
      object["exponent"] = interval(fit.exponent)
      object["coefficients"] = .array(fit.coefficients.map { .number($0) })
      object["chi_square"] = .number(fit.chiSquare)
      object["degrees_of_freedom"] = .integer(Int64(fit.degreesOfFreedom))
      object["points"] = .integer(Int64(fit.pointCount))
      object["window"] = [.number(fit.window.lowerBound), .number(fit.window.upperBound)]
    case .failure(let error):
      object["fit"] = .null
      object["reason"] = .string(error.message)
    }
    return .object(object)
  }

  /// A crossing's interval, with null for an end that the data do not bound.
  private func position(_ crossing: Crossing) -> JSON {
    guard let rate = crossing.rate else { return .null }
    return [
      "low": crossing.isBoundedBelow ? .number(rate.low) : .null, "best": .number(rate.best),
      "high": crossing.isBoundedAbove ? .number(rate.high) : .null,
    ]
  }

  private func interval(_ interval: Interval) -> JSON {
    [
      "low": .number(interval.low), "best": .number(interval.best),
      "high": .number(interval.high),
    ]
  }

  private func shown(_ interval: Interval) -> String {
    "\(rounded(interval.best))  [\(rounded(interval.low)), \(rounded(interval.high))]"
  }
}
