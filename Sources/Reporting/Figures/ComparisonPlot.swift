// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import Sampling
public import Visualization

/// Decoders by speed and accuracy, with the Pareto front of both.
public struct ComparisonPlot: Sendable {
  /// The heading.
  public var title: String

  /// Prepares a plot.
  ///
  /// - Parameter title: What was decoded.
  public init(title: String) {
    self.title = title
  }

  /// Makes a plot: the time of a shot across, the logical error rate upwards, both logarithmic.
  ///
  /// A decoder that made no mistake has no place on the axis; the line under the heading names it.
  ///
  /// - Parameter trials: What the decoders made of the shots.
  /// - Returns: The plot.
  public func plot(of trials: [DecoderTrial]) -> Plot {
    let shown = trials.filter { $0.mistakes.hits > 0 && $0.seconds > 0 }
    var plot = Plot(title: title, width: 860, height: 520)
    plot.x = Axis("processor time per shot, µs", scale: .logarithmic)
    plot.y = Axis("logical error rate per shot", scale: .logarithmic)
    plot.series = shown.map { trial in
      let interval = trial.mistakes.clopperPearsonInterval()
      var series = Series(
        label(trial.decoder, trial.isPeer),
        points: [
          DataPoint(
            x: 1e6 * trial.secondsPerShot, y: trial.mistakes.rate,
            interval: max(interval.low, 1e-300)...interval.high)
        ])
      series.hasLine = false
      return series
    }
    var front = Series(
      "front",
      points: shown.front.map { DataPoint(x: 1e6 * $0.secondsPerShot, y: $0.mistakes.rate) })
    front.hasMarkers = false
    front.isDashed = true
    plot.series.append(front)
    let flawless = trials.filter { $0.mistakes.hits == 0 }.map(\.decoder)
    if !flawless.isEmpty {
      plot.subtitle = "no mistake was seen from: \(flawless.joined(separator: ", "))"
    }
    return plot
  }

  /// The decoder's name, with its settings if they are short.
  private func label(_ decoder: String, _ isPeer: Bool) -> String {
    let name =
      decoder.count <= 28 ? decoder : decoder.split(separator: "(").first.map(String.init)
    return (name ?? decoder) + (isPeer ? " (peer)" : "")
  }
}
