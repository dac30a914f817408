// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling
public import Visualization

extension ReportSection {
  /// Which rate a plot or a table shows.
  public enum Rate: String, Sendable, CaseIterable {
    case perShot = "per-shot"
    case perRound = "per-round"

    /// The rate's name on an axis.
    var label: String {
      self == .perShot ? "logical error rate per shot" : "logical error rate per round"
    }

    func interval(_ point: RatePoint) -> Interval {
      self == .perShot ? point.ratePerShot : point.ratePerRound
    }
  }

  /// Logical against physical error rates, one curve for each code, with 95 % intervals.
  public func plot(_ rate: Rate) -> Plot {
    var plot = Plot(title: family, width: 580, height: 440)
    plot.subtitle = "\(noise); bars: 95 % intervals"
    plot.x = Axis("physical error rate $p$", scale: .logarithmic)
    plot.y = Axis(rate.label, scale: .logarithmic)
    plot.series = codes.map { code in
      Series(
        "$d$ = \(code.distance)",
        points: code.points.filter { $0.estimate.shots > 0 }.map { point in
          let interval = rate.interval(point)
          return DataPoint(x: point.p, y: interval.best, interval: interval.low...interval.high)
        })
    }
    // The crossing is of rates per shot; rates per round of small codes cross elsewhere.
    if rate == .perShot, let estimate = threshold?.estimate {
      let text = NumberText.percent(estimate)
      plot.threshold = Threshold(
        value: estimate.best,
        interval: estimate.high.isFinite ? estimate.low...estimate.high : nil,
        label: "crossing \(text.best)")
    }
    return plot
  }
}
