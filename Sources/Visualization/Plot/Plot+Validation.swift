// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Plot {
  /// Refuses what cannot be drawn, naming the series and the point.
  func validate() throws(DrawingError) {
    for series in series {
      for (index, point) in series.points.enumerated() {
        if let reason = fault(of: point) {
          throw .invalidPoint(
            series: RichText(series.label).plainText, index: index, reason: reason)
        }
      }
    }
    guard let threshold else { return }
    let values =
      [threshold.value]
      + (threshold.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    guard values.allSatisfy(\.isFinite) else {
      throw .invalidRange(axis: "x", reason: "the threshold is not a finite number")
    }
  }

  private func fault(of point: DataPoint) -> String? {
    guard point.x.isFinite, point.y.isFinite else {
      return "(\(point.x), \(point.y)) is not a pair of finite numbers"
    }
    if let interval = point.interval,
      !interval.lowerBound.isFinite || !interval.upperBound.isFinite
    {
      return "the interval \(interval) is not finite"
    }
    if x.scale == .logarithmic, point.x <= 0 {
      return "x = \(point.x) cannot stand on a logarithmic axis; it must be above 0"
    }
    if y.scale == .logarithmic, point.y <= 0, !isUpperLimit(point) {
      return
        "y = \(point.y) cannot stand on a logarithmic axis; give it an interval that ends above 0"
    }
    return nil
  }

  /// Whether only the interval's upper end can be shown.
  func isUpperLimit(_ point: DataPoint) -> Bool {
    y.scale == .logarithmic && point.y == 0 && (point.interval?.upperBound ?? 0) > 0
  }

  /// The axes with their ranges settled.
  func scaledAxes() throws(DrawingError) -> (x: ScaledAxis, y: ScaledAxis) {
    var across: [Double] = []
    var up: [Double] = []
    for point in series.lazy.flatMap(\.points) {
      across.append(point.x)
      up.append(point.y)
      guard let interval = point.interval else { continue }
      up.append(interval.upperBound)
      // A long error bar near zero must not squeeze everything else on a logarithmic axis.
      up.append(
        y.scale == .logarithmic && point.y > 0
          ? max(interval.lowerBound, point.y / 10) : interval.lowerBound)
      // Room for the arrow of a limit.
      if isUpperLimit(point) { up.append(interval.upperBound / 3) }
    }
    return (
      try ScaledAxis(
        x, showing: across, fallback: x.scale == .linear ? 0...1 : 1e-3...1e-1, name: "x"),
      try ScaledAxis(
        y, showing: up, fallback: y.scale == .linear ? 0...1 : 1e-3...1, name: "y")
    )
  }
}
