// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Where the legend stands: in the frame, to its right, or in rows above it.
enum LegendPlace { case inside, right, above }

/// Where every part of a plot goes, in canvas units.
struct PlotLayout {
  static let titleSize = 17.0
  static let subtitleSize = 12.5
  static let labelSize = 13.5
  static let tickSize = 12.0
  static let legendSize = 12.5
  static let legendRow = 20.0
  /// From the left edge of the legend to its words: the sample line.
  static let legendSample = 34.0
  static let edge = 16.0

  var xAxis: ScaledAxis
  var yAxis: ScaledAxis
  var xTicks: Ticks
  var yTicks: Ticks
  /// The frame that the data are drawn in.
  var area: Rectangle
  /// The widest label beside the vertical axis.
  var yTickWidth = 0.0
  var titleBase = 0.0
  var subtitleBase = 0.0
  /// Nil without a legend.
  var legend: Rectangle?
  /// The width of a legend's entry.
  var legendColumn = 0.0
  var legendPlace = LegendPlace.inside

  func place(_ x: Double, _ y: Double) -> Point {
    Point(
      area.x + area.width * xAxis.fraction(x), area.bottom - area.height * yAxis.fraction(y))
  }
}

extension PlotLayout {
  /// Settles the frame, the ticks and the legend's place.
  init(_ plot: Plot, on canvas: borrowing Canvas) throws(DrawingError) {
    (xAxis, yAxis) = try plot.scaledAxes()
    var top = PlotLayout.edge
    if !plot.title.isEmpty {
      titleBase = top + 14
      top += 24
    }
    if !plot.subtitle.isEmpty {
      subtitleBase = top + 11
      top += 20
    }
    if !plot.title.isEmpty || !plot.subtitle.isEmpty { top += 6 }
    let bottom = plot.height - 12 - 22 - (plot.x.label.isEmpty ? 0 : 24)
    let height = max(bottom - top, 8)
    yTicks = Ticks(yAxis.range, scale: yAxis.scale, count: max(Int(height / 40), 2))
    let style = TextStyle(size: PlotLayout.tickSize, color: plot.theme.text)
    for tick in yTicks.major {
      yTickWidth = max(yTickWidth, canvas.width(of: tick.label, style: style))
    }
    let left = PlotLayout.edge + (plot.y.label.isEmpty ? 0 : 24) + yTickWidth + 9
    area = Rectangle(
      x: left, y: top, width: max(plot.width - left - PlotLayout.edge - 6, 8), height: height)
    xTicks = Ticks(xAxis.range, scale: xAxis.scale, count: 2)
    setHorizontalTicks(style, on: canvas)
    placeLegend(plot, on: canvas)
    if legendPlace == .right { setHorizontalTicks(style, on: canvas) }
  }

  /// Chooses as many labels under the frame as stand apart.
  private mutating func setHorizontalTicks(_ style: TextStyle, on canvas: borrowing Canvas) {
    xTicks = Ticks(xAxis.range, scale: xAxis.scale, count: max(Int(area.width / 75), 2))
    let byPriority =
      xTicks.major.filter { $0.label.hasPrefix("10^") }
      + xTicks.major.filter { !$0.label.hasPrefix("10^") }
    var kept: [(value: Double, low: Double, high: Double)] = []
    for tick in byPriority {
      let center = area.x + area.width * xAxis.fraction(tick.value)
      let half = canvas.width(of: tick.label, style: style) / 2 + 5
      let isFree = kept.allSatisfy { center + half <= $0.low || center - half >= $0.high }
      if isFree { kept.append((tick.value, center - half, center + half)) }
    }
    let values = Set(kept.map(\.value))
    let dropped = xTicks.major.filter { !values.contains($0.value) }.map(\.value)
    xTicks.major.removeAll { !values.contains($0.value) }
    xTicks.minor = (xTicks.minor + dropped).sorted()
  }

  // MARK: Legend

  private mutating func placeLegend(_ plot: Plot, on canvas: borrowing Canvas) {
    let labels = plot.series.map(\.label).filter { !$0.isEmpty }
    guard !labels.isEmpty else { return }
    let style = TextStyle(size: PlotLayout.legendSize, color: plot.theme.text)
    var widest = 0.0
    for label in labels { widest = max(widest, canvas.width(of: label, style: style)) }
    legendColumn = widest + PlotLayout.legendSample + 20
    let height = Double(labels.count) * PlotLayout.legendRow + 10
    let box = freest(width: legendColumn, height: height, obstacles: obstacles(of: plot))
    let fits = box.area.x >= area.x && box.area.y >= area.y && box.area.bottom <= area.bottom
    if box.crossings == 0, fits {
      legend = box.area
    } else if area.width - legendColumn - 12 >= 280, height <= area.height {
      area.width -= legendColumn + 12
      legend = Rectangle(x: area.right + 12, y: area.y, width: legendColumn, height: height)
      legendPlace = .right
    } else {
      let columns = max(Int(area.width / legendColumn), 1)
      let rows = (labels.count + columns - 1) / columns
      let depth = min(Double(rows) * PlotLayout.legendRow + 4, area.height / 2)
      legend = Rectangle(x: area.x, y: area.y - 2, width: area.width, height: depth)
      area.y += depth
      area.height -= depth
      legendPlace = .above
    }
  }

  /// The corner of the frame where a box covers the least data.
  func freest(
    width: Double, height: Double, obstacles: [Point]
  ) -> (area: Rectangle, crossings: Int) {
    let inset = 10.0
    let (left, right) = (area.x + inset, area.right - inset - width)
    let (top, bottom) = (area.y + inset, area.bottom - inset - height)
    var best: (area: Rectangle, crossings: Int)?
    for (x, y) in [(right, bottom), (left, top), (right, top), (left, bottom)] {
      let box = Rectangle(x: x, y: y, width: width, height: height)
      let room = box.insetBy(-6)
      let crossings = obstacles.count { room.contains($0) }
      if crossings < best?.crossings ?? .max { best = (box, crossings) }
    }
    return best ?? (Rectangle(x: left, y: top, width: width, height: height), 0)
  }

  /// Points along everything that is drawn in the frame, close enough to find what a box covers.
  func obstacles(of plot: Plot) -> [Point] {
    var result: [Point] = []
    func add(_ start: Point, _ end: Point) {
      for step in 0...24 {
        let share = Double(step) / 24
        let point = Point(
          start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
        if point.x.isFinite, point.y.isFinite { result.append(point) }
      }
    }
    for series in plot.series {
      var last: Point?
      for data in series.points {
        let isLimit = plot.isUpperLimit(data)
        let point = place(data.x, isLimit ? data.interval?.upperBound ?? data.y : data.y)
        if let last, series.hasLine, !isLimit { add(last, point) }
        if let interval = data.interval {
          add(
            place(data.x, max(interval.lowerBound, yAxis.range.lowerBound)),
            place(data.x, interval.upperBound))
        }
        result.append(point)
        last = isLimit ? nil : point
      }
    }
    if let threshold = plot.threshold {
      let x = place(threshold.value, yAxis.range.upperBound).x
      add(Point(x, area.y), Point(x, area.bottom))
    }
    return result
  }
}
