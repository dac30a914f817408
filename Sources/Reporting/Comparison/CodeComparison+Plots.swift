// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import NoiseModels
public import Sampling
public import Visualization

extension CodeComparison {
  /// The families in the order of the comparison, each with a colour of its own in all plots.
  var families: [String] {
    var seen: [String] = []
    for entry in entries where !seen.contains(entry.family) { seen.append(entry.family) }
    return seen
  }

  private func series(_ family: String, _ points: [DataPoint]) -> Series {
    var series = Series(family, points: points)
    series.colorIndex = families.firstIndex(of: family)
    return series
  }

  private static func data(_ point: Point, x: Double) -> DataPoint {
    let rate = point.ratePerRound
    return DataPoint(x: x, y: rate.best, interval: rate.low...max(rate.low, rate.high))
  }

  /// Error rates per logical qubit and round over the distance, at the machine's own noise.
  public func distancePlot(_ distribution: ErrorDistribution) -> Plot {
    var plot = Plot(title: "Over the distance", width: 580, height: 440)
    plot.subtitle = "\(profile.name), \(distribution.name); bars: 95 % intervals"
    plot.x = Axis("distance $d$")
    plot.y = Axis("error rate per logical qubit and round", scale: .logarithmic)
    plot.series = entries.filter { $0.distribution == distribution }.map { entry in
      series(
        entry.family,
        entry.points.filter { $0.scale == 1 }.map {
          CodeComparison.data($0, x: Double($0.distance))
        })
    }
    return plot
  }

  /// Error rates per logical qubit and round of the largest codes over the strength of noise, with a bare qubit that waits.
  public func scalePlot(_ distribution: ErrorDistribution) -> Plot {
    var plot = Plot(title: "Over the strength of noise", width: 580, height: 440)
    plot.subtitle = "largest codes; dashed: a bare qubit that waits for a round of the first"
    plot.x = Axis("errors of the machine, times $s$")
    plot.y = Axis("error rate per logical qubit and round", scale: .logarithmic)
    let own = entries.filter { $0.distribution == distribution }
    plot.series = own.map { entry in
      let largest = entry.largest?.code
      return series(
        entry.family,
        entry.points.filter { $0.code == largest }.map {
          CodeComparison.data($0, x: $0.scale)
        })
    }
    if let entry = own.first, let size = entry.sizes.last {
      let scales = Set(entry.points.map(\.scale)).sorted()
      var bare = Series(
        "bare qubit", points: scales.map { DataPoint(x: $0, y: bareErrorPerRound(size, scale: $0)) }
      )
      bare.isDashed = true
      bare.hasMarkers = false
      bare.colorIndex = families.count
      plot.series.append(bare)
    }
    return plot
  }

  /// Heralded loss of the rotated surface code: heralds used and withheld.
  public var heraldPlot: Plot {
    var plot = Plot(title: "Heralded loss, rotated surface code", width: 580, height: 440)
    plot.subtitle = "perfect checks, \(heraldDecoder); dashed: heralds withheld"
    plot.x = Axis("probability of loss $p$", scale: .logarithmic)
    plot.y = Axis("logical error rate", scale: .logarithmic)
    let distances = Set(heralds.map(\.distance)).sorted()
    plot.series = heralds.sorted {
      ($0.isInformed ? 0 : 1, $0.distance) < ($1.isInformed ? 0 : 1, $1.distance)
    }
    .map { curve in
      var series = Series(
        "$d$ = \(curve.distance), \(curve.isInformed ? "used" : "withheld")",
        points: curve.points.map { point in
          let interval = point.estimate.clopperPearsonInterval()
          return DataPoint(
            x: point.probability, y: interval.best, interval: interval.low...interval.high)
        })
      series.isDashed = !curve.isInformed
      series.colorIndex = distances.firstIndex(of: curve.distance)
      return series
    }
    return plot
  }
}
