// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Plot {
  func color(ofSeries index: Int) -> Color {
    theme.seriesColor(max(series[index].colorIndex ?? index, 0))
  }

  func marker(ofSeries index: Int) -> Marker {
    let markers = Marker.allCases
    return series[index].marker
      ?? markers[max(series[index].colorIndex ?? index, 0) % markers.count]
  }

  // MARK: Intervals

  func drawIntervals(_ index: Int, _ layout: PlotLayout, on canvas: borrowing Canvas) {
    let color = color(ofSeries: index)
    if series[index].intervalStyle == .band { drawBand(index, layout, on: canvas) }
    for point in series[index].points {
      guard let interval = point.interval else { continue }
      if isUpperLimit(point) {
        drawLimit(at: layout.place(point.x, interval.upperBound), color, on: canvas)
      } else if series[index].intervalStyle == .bars {
        let high = layout.place(point.x, interval.upperBound)
        var low = layout.place(point.x, interval.lowerBound)
        if !low.y.isFinite { low.y = layout.area.bottom + 20 }
        let stroke = Stroke(color, width: 1.4)
        canvas.line(high, low, stroke)
        for end in [high, low] {
          canvas.line(Point(end.x - 3.5, end.y), Point(end.x + 3.5, end.y), stroke)
        }
      }
    }
  }

  private func drawBand(_ index: Int, _ layout: PlotLayout, on canvas: borrowing Canvas) {
    var upper: [Point] = []
    var lower: [Point] = []
    for point in series[index].points where !isUpperLimit(point) {
      let high = point.interval?.upperBound ?? point.y
      let low = max(point.interval?.lowerBound ?? point.y, layout.yAxis.range.lowerBound)
      upper.append(layout.place(point.x, high))
      lower.append(layout.place(point.x, min(low, high)))
    }
    guard upper.count > 1 else { return }
    canvas.path(
      upper + lower.reversed(), closed: true, fill: color(ofSeries: index).withOpacity(0.2))
  }

  /// A bar with an arrow downwards: the value is below, with the interval's confidence.
  private func drawLimit(at point: Point, _ color: Color, on canvas: borrowing Canvas) {
    let stroke = Stroke(color, width: 1.6)
    let tip = Point(point.x, point.y + 22)
    canvas.line(Point(point.x - 6, point.y), Point(point.x + 6, point.y), stroke)
    canvas.line(point, Point(tip.x, tip.y - 4), stroke)
    canvas.path(
      [tip, Point(tip.x - 4, tip.y - 7), Point(tip.x + 4, tip.y - 7)], closed: true, fill: color)
  }

  // MARK: Lines and markers

  func drawLine(_ index: Int, _ layout: PlotLayout, on canvas: borrowing Canvas) {
    guard series[index].hasLine else { return }
    let stroke = Stroke(
      color(ofSeries: index), width: 1.8, dashes: series[index].isDashed ? [6, 4] : [])
    var run: [Point] = []
    for point in series[index].points {
      if isUpperLimit(point) {
        if run.count > 1 { canvas.path(run, stroke: stroke) }
        run = []
      } else {
        run.append(layout.place(point.x, point.y))
      }
    }
    if run.count > 1 { canvas.path(run, stroke: stroke) }
  }

  func drawMarkers(_ index: Int, _ layout: PlotLayout, on canvas: borrowing Canvas) {
    guard series[index].hasMarkers else { return }
    let (color, marker) = (color(ofSeries: index), marker(ofSeries: index))
    for point in series[index].points where !isUpperLimit(point) {
      let place = layout.place(point.x, point.y)
      // A marker on the frame's edge is drawn whole; one outside not at all.
      guard layout.area.insetBy(-0.5).contains(place) else { continue }
      marker.draw(at: place, color: color, halo: theme.background, on: canvas)
    }
  }

  // MARK: Legend

  func drawLegend(_ layout: PlotLayout, on canvas: borrowing Canvas) {
    guard let box = layout.legend else { return }
    if layout.legendPlace == .inside {
      canvas.rectangle(
        box, radius: 4, fill: theme.background.withOpacity(0.92), stroke: Stroke(theme.grid))
    }
    let columns =
      layout.legendPlace == .above ? max(Int(box.width / layout.legendColumn), 1) : 1
    var entry = 0
    for index in series.indices where !series[index].label.isEmpty {
      let x = box.x + Double(entry % columns) * layout.legendColumn
      let y = box.y + Double(entry / columns) * PlotLayout.legendRow
      let inset = layout.legendPlace == .above ? 0.0 : 9
      let top = layout.legendPlace == .above ? 0.0 : 5
      drawLegendEntry(
        index, at: Point(x + inset, y + top + PlotLayout.legendRow / 2), on: canvas)
      entry += 1
    }
  }

  /// Draws the sample of a series and its name, from the left end of the row's middle line.
  private func drawLegendEntry(_ index: Int, at start: Point, on canvas: borrowing Canvas) {
    let style = TextStyle(size: PlotLayout.legendSize, color: theme.text)
    let end = Point(start.x + PlotLayout.legendSample - 9, start.y)
    let color = color(ofSeries: index)
    if series[index].intervalStyle == .band {
      canvas.rectangle(
        Rectangle(x: start.x, y: start.y - 5, width: end.x - start.x, height: 10),
        fill: color.withOpacity(0.2))
    }
    if series[index].hasLine {
      canvas.line(
        start, end, Stroke(color, width: 1.8, dashes: series[index].isDashed ? [6, 4] : []))
    }
    if series[index].hasMarkers {
      marker(ofSeries: index).draw(
        at: Point((start.x + end.x) / 2, start.y), color: color, halo: theme.background, on: canvas)
    }
    canvas.text(series[index].label, at: Point(end.x + 9, end.y + 4.4), style: style)
  }
}
