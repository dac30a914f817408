// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Plot {
  /// Draws the plot; see `Drawing`.
  public func draw(on canvas: borrowing Canvas) throws(DrawingError) {
    try validate()
    let layout = try PlotLayout(self, on: canvas)
    canvas.fillPage(theme.background)
    drawTitles(layout, on: canvas)
    drawGrid(layout, on: canvas)
    drawThreshold(layout, on: canvas)
    canvas.clipped(to: layout.area) {
      for index in series.indices { drawIntervals(index, layout, on: canvas) }
      for index in series.indices { drawLine(index, layout, on: canvas) }
    }
    for index in series.indices { drawMarkers(index, layout, on: canvas) }
    canvas.rectangle(layout.area, stroke: Stroke(theme.frame))
    drawAxisLabels(layout, on: canvas)
    drawLegend(layout, on: canvas)
    if series.allSatisfy(\.points.isEmpty) {
      canvas.text(
        "no data",
        at: Point(layout.area.x + layout.area.width / 2, layout.area.y + layout.area.height / 2),
        style: TextStyle(size: 14, color: theme.mutedText), anchor: .middle)
    }
  }

  // MARK: Words around the frame

  /// The style, smaller if the text would be wider than `room`.
  private func fitting(
    _ text: String, _ style: TextStyle, room: Double, on canvas: borrowing Canvas
  ) -> TextStyle {
    let width = canvas.width(of: text, style: style)
    guard width > room else { return style }
    var smaller = style
    smaller.size = max(style.size * room / width, 7)
    return smaller
  }

  func drawTitles(_ layout: PlotLayout, on canvas: borrowing Canvas) {
    let room = width - 2 * PlotLayout.edge
    let bold = TextStyle(size: PlotLayout.titleSize, color: theme.text, isBold: true)
    canvas.text(
      title, at: Point(PlotLayout.edge, layout.titleBase),
      style: fitting(title, bold, room: room, on: canvas))
    let small = TextStyle(size: PlotLayout.subtitleSize, color: theme.mutedText)
    canvas.text(
      subtitle, at: Point(PlotLayout.edge, layout.subtitleBase),
      style: fitting(subtitle, small, room: room, on: canvas))
  }

  func drawAxisLabels(_ layout: PlotLayout, on canvas: borrowing Canvas) {
    let area = layout.area
    let small = TextStyle(size: PlotLayout.tickSize, color: theme.text)
    for tick in layout.xTicks.major {
      let x = layout.place(tick.value, layout.yAxis.range.lowerBound).x
      canvas.line(Point(x, area.bottom), Point(x, area.bottom + 4), Stroke(theme.frame))
      canvas.text(tick.label, at: Point(x, area.bottom + 19), style: small, anchor: .middle)
    }
    for tick in layout.yTicks.major {
      let y = layout.place(layout.xAxis.range.lowerBound, tick.value).y
      canvas.line(Point(area.x - 4, y), Point(area.x, y), Stroke(theme.frame))
      canvas.text(
        tick.label, at: Point(area.x - 8, y + PlotLayout.tickSize * 0.36), style: small,
        anchor: .end)
    }
    let style = TextStyle(size: PlotLayout.labelSize, color: theme.text)
    canvas.text(
      x.label, at: Point(area.x + area.width / 2, height - 16),
      style: fitting(x.label, style, room: area.width, on: canvas), anchor: .middle)
    canvas.text(
      y.label, at: Point(PlotLayout.edge + 11, area.y + area.height / 2),
      style: fitting(y.label, style, room: area.height, on: canvas), anchor: .middle,
      angle: -.pi / 2)
  }

  private func drawGrid(_ layout: PlotLayout, on canvas: borrowing Canvas) {
    let area = layout.area
    func vertical(_ value: Double, _ color: Color) {
      let x = layout.place(value, layout.yAxis.range.lowerBound).x
      canvas.line(Point(x, area.y), Point(x, area.bottom), Stroke(color))
    }
    func horizontal(_ value: Double, _ color: Color) {
      let y = layout.place(layout.xAxis.range.lowerBound, value).y
      canvas.line(Point(area.x, y), Point(area.right, y), Stroke(color))
    }
    for value in layout.xTicks.minor { vertical(value, theme.minorGrid) }
    for value in layout.yTicks.minor { horizontal(value, theme.minorGrid) }
    for tick in layout.xTicks.major { vertical(tick.value, theme.grid) }
    for tick in layout.yTicks.major { horizontal(tick.value, theme.grid) }
  }

  // MARK: Threshold

  private func drawThreshold(_ layout: PlotLayout, on canvas: borrowing Canvas) {
    guard let threshold, layout.xAxis.range.contains(threshold.value) else { return }
    let area = layout.area
    let bottom = layout.yAxis.range.lowerBound
    canvas.clipped(to: area) {
      if let interval = threshold.interval {
        let low = layout.place(max(interval.lowerBound, layout.xAxis.range.lowerBound), bottom).x
        let high = layout.place(interval.upperBound, bottom).x
        canvas.rectangle(
          Rectangle(x: low, y: area.y, width: high - low, height: area.height),
          fill: theme.threshold.withOpacity(0.13))
      }
      let x = layout.place(threshold.value, bottom).x
      canvas.line(
        Point(x, area.y), Point(x, area.bottom),
        Stroke(theme.threshold, width: 1.2, dashes: [5, 4]))
    }
    drawThresholdLabel(threshold, layout, on: canvas)
  }

  /// Writes the label beside the line, where it covers the least.
  private func drawThresholdLabel(
    _ threshold: Threshold, _ layout: PlotLayout, on canvas: borrowing Canvas
  ) {
    guard !threshold.label.isEmpty else { return }
    let area = layout.area
    let style = TextStyle(size: PlotLayout.legendSize, color: theme.threshold)
    let width = canvas.width(of: threshold.label, style: style)
    let bottom = layout.yAxis.range.lowerBound
    let low = layout.place(
      max(threshold.interval?.lowerBound ?? threshold.value, layout.xAxis.range.lowerBound), bottom
    ).x
    let high = layout.place(threshold.interval?.upperBound ?? threshold.value, bottom).x
    var unlabelled = self
    unlabelled.threshold = nil
    let obstacles = layout.obstacles(of: unlabelled)
    var best: (box: Rectangle, cost: Int)?
    for y in [area.y + 7, area.bottom - 25] {
      for x in [low - 7 - width, high + 7] {
        let box = Rectangle(x: x, y: y, width: width, height: 18)
        var cost = obstacles.count { box.insetBy(-3).contains($0) }
        if x < area.x + 3 || box.right > area.right - 3 { cost += 1000 }
        if let legend = layout.legend, layout.legendPlace == .inside, overlap(legend, box) {
          cost += 500
        }
        if cost < best?.cost ?? .max { best = (box, cost) }
      }
    }
    guard let best, best.cost < 500 else { return }
    canvas.rectangle(best.box.insetBy(-2), radius: 2, fill: theme.background.withOpacity(0.85))
    canvas.text(threshold.label, at: Point(best.box.x, best.box.y + 13), style: style)
  }

  private func overlap(_ first: Rectangle, _ second: Rectangle) -> Bool {
    first.x < second.right && second.x < first.right && first.y < second.bottom
      && second.y < first.bottom
  }
}
