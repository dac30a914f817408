// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import Sampling
import StrictJSON
public import Visualization

/// How rows of statistics become a plot: what goes across, what tells curves apart, what goes up.
///
/// ```swift
/// var recipe = StatisticsPlot()
/// recipe.groups = ["d"]
/// let plot = try recipe.plot(of: table.rows)
/// ```
public struct StatisticsPlot: Sendable, Hashable {
  /// What is shown upwards.
  public enum Value: String, Sendable, CaseIterable {
    /// Errors among the kept shots.
    case errorRate = "error_rate"
    /// The same, for one round.
    case perRound = "per_round"
    /// Discards among all shots.
    case discardRate = "discard_rate"

    /// The axis's label unless another is asked for.
    public var label: String {
      switch self {
      case .errorRate: "logical error rate per shot"
      case .perRound: "logical error rate per round"
      case .discardRate: "discard rate"
      }
    }
  }

  /// The metadata key of the horizontal axis.
  public var x = "p"
  /// The metadata keys that tell curves apart; `decoder` stands for the column of that name.
  public var groups: [String] = ["d"]
  /// Metadata values that a row must have, written as JSON or as plain words.
  public var filters: [(key: String, value: String)] {
    get { filterPairs.map { ($0[0], $0[1]) } }
    set { filterPairs = newValue.map { [$0.key, $0.value] } }
  }
  /// The metadata key of the number of rounds in a shot.
  public var rounds = "r"
  /// What is shown upwards.
  public var value = Value.errorRate
  /// Error bars reach as far as the data are at most this factor less likely.
  public var likelihoodFactor = 1000.0
  /// Whether intervals are shaded rather than drawn as bars.
  public var hasBands = false
  private var filterPairs: [[String]] = []

  /// A plot of the error rate over `p`, with a curve for each `d`.
  public init() {}

  /// Makes a plot with logarithmic axes where the data allow it.
  ///
  /// - Parameter rows: The statistics; merged, so that no task comes twice.
  /// - Returns: The plot, with the curves by rising group.
  /// - Throws: `ReportingError` if a row lacks what is asked for, or two tasks fall on one point.
  public func plot(of rows: [TaskStatistics]) throws(ReportingError) -> Plot {
    var curves: [(key: [JSON], points: [(data: DataPoint, row: TaskStatistics)])] = []
    var places: [[JSON]: Int] = [:]
    for row in rows where matches(row) {
      let (key, point) = (try key(of: row), try point(of: row))
      guard let point else { continue }
      let place = places[key] ?? curves.count
      if place == curves.count { curves.append((key, [])) }
      places[key] = place
      if let twin = curves[place].points.first(where: { $0.data.x == point.x }) {
        throw collision(of: twin.row, and: row, key: key)
      }
      curves[place].points.append((point, row))
    }
    curves.sort { StatisticsPlot.precedes($0.key, $1.key) }
    var plot = Plot()
    plot.series = curves.map { key, points in
      var series = Series(
        label(key), points: points.map(\.data).sorted { $0.x < $1.x })
      series.intervalStyle = hasBands ? .band : .bars
      return series
    }
    let values = curves.flatMap { $0.points.map(\.data.x) }
    plot.x = Axis(axisLabel(x), scale: StatisticsPlot.scale(for: values))
    plot.y = Axis(value.label, scale: .logarithmic)
    return plot
  }

  // MARK: Rows

  private func matches(_ row: TaskStatistics) -> Bool {
    filterPairs.allSatisfy { pair in
      field(pair[0], of: row).map { text($0) == pair[1] || $0.text() == pair[1] } ?? false
    }
  }

  private func field(_ key: String, of row: TaskStatistics) -> JSON? {
    if let value = row.metadata[key] { return value }
    return key == "decoder" ? Optional(.string(row.decoder)) : .none
  }

  private func key(of row: TaskStatistics) throws(ReportingError) -> [JSON] {
    var values: [JSON] = []
    for group in groups { values.append(try required(group, of: row, flag: "--group")) }
    return values
  }

  private func required(
    _ key: String, of row: TaskStatistics, flag: String
  ) throws(ReportingError) -> JSON {
    if let value = field(key, of: row) { return value }
    let known = (row.metadata.objectValue?.keys ?? []) + ["decoder"]
    throw ReportingError(
      "the metadata \(row.metadata) have no `\(key)`; give \(flag) one of "
        + known.joined(separator: ", "))
  }

  /// The row's point; nil without shots.
  private func point(of row: TaskStatistics) throws(ReportingError) -> DataPoint? {
    let across = try required(x, of: row, flag: "--x")
    guard let position = across.doubleValue, position.isFinite else {
      throw ReportingError("`\(x)` is \(across), but --x needs a number")
    }
    let estimate =
      value == .discardRate ? BinomialEstimate(hits: row.discards, shots: row.shots) : row.estimate
    guard estimate.shots > 0 else { return nil }
    var interval = estimate.likelihoodInterval(factor: likelihoodFactor)
    if value == .perRound {
      let count = try required(rounds, of: row, flag: "--rounds")
      guard let number = count.doubleValue, number > 0, number.isFinite else {
        throw ReportingError("`\(rounds)` is \(count), but rounds must be a positive number")
      }
      interval = interval.map { errorRatePerRound(shotRate: $0, rounds: number) }
    }
    return DataPoint(x: position, y: interval.best, interval: interval.low...interval.high)
  }

  private func collision(
    of first: TaskStatistics, and second: TaskStatistics, key: [JSON]
  ) -> ReportingError {
    let keys = Set(
      (first.metadata.objectValue?.keys ?? []) + (second.metadata.objectValue?.keys ?? []))
    var differing = keys.filter { first.metadata[$0] != second.metadata[$0] }.sorted()
    if first.decoder != second.decoder { differing.append("decoder") }
    let point = field(x, of: second)?.text() ?? ""
    let advice =
      differing.isEmpty
      ? "their metadata are equal"
      : "they differ in \(differing.joined(separator: ", ")): name it in --group or --filter"
    return ReportingError(
      "two tasks of the curve \(RichText(label(key)).plainText) have \(x) = \(point); \(advice)")
  }

  // MARK: Words

  private func label(_ key: [JSON]) -> String {
    zip(groups, key).map { group, value in
      let shown = text(value)
      if group.count == 1 { return "$\(group)$ = \(shown)" }
      return value.doubleValue == nil ? shown : "\(group) = \(shown)"
    }.joined(separator: ", ")
  }

  private func text(_ value: JSON) -> String { value.stringValue ?? value.text() }

  private func axisLabel(_ key: String) -> String {
    switch key {
    case "p": "physical error rate $p$"
    case "d": "code distance $d$"
    case "r": "rounds $r$"
    default: key
    }
  }

  /// Numbers by size, before words by alphabet.
  private static func precedes(_ first: [JSON], _ second: [JSON]) -> Bool {
    for (one, other) in zip(first, second) where one != other {
      switch (one.doubleValue, other.doubleValue) {
      case (let low?, let high?): if low != high { return low < high }
      case (.some, .none): return true
      case (.none, .some): return false
      case (.none, .none): return one.text() < other.text()
      }
    }
    return false
  }

  /// Logarithmic for positive values that span more than a factor of three.
  private static func scale(for values: [Double]) -> AxisScale {
    guard let low = values.min(), let high = values.max(), low > 0, high > 3 * low else {
      return .linear
    }
    return .logarithmic
  }
}
