// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Values on a rectangular grid, coloured: blue below zero, white at it, red above.
///
/// Made for Wigner functions, whose sign is what one looks for.
public struct HeatMap: Drawing, Hashable {
  /// What is shown, bold above the picture; may be empty.
  public var title: String
  /// A smaller line under the title; may be empty.
  public var subtitle: String = ""
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The number of values in a row.
  public let columns: Int
  /// The values, row by row, the lowest row first.
  public let values: [Double]
  /// The size of a value that has the full colour; the largest magnitude if nil.
  public var limit: Double?
  /// What the colours measure.
  public var scaleLabel: String = ""
  /// The width in CSS pixels.
  public var width: Double = 560
  /// The height in CSS pixels.
  public var height: Double = 520
  /// The colours of words and frame.
  public var theme: Theme = .light

  /// A map of values over axes whose ranges are given.
  ///
  /// - Parameters:
  ///   - title: What is shown.
  ///   - x: The horizontal axis, with a range: the centres of the first and last columns.
  ///   - y: The vertical axis, with a range.
  ///   - columns: The number of values in a row.
  ///   - values: The values, row by row, the lowest row first.
  /// - Precondition: The values fill whole rows, at least two rows of two.
  public init(title: String = "", x: Axis, y: Axis, columns: Int, values: [Double]) {
    precondition(
      columns >= 2 && values.count >= 2 * columns && values.count % columns == 0,
      "A heat map needs whole rows of values.")
    self.title = title
    self.x = x
    self.y = y
    self.columns = columns
    self.values = values
  }

  /// Draws the map; see `Drawing`.
  public func draw(on canvas: borrowing Canvas) throws(DrawingError) {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .invalidPoint(series: title, index: index, reason: "it is not finite")
    }
    var frame = Plot(title: title, width: width - 84, height: height)
    frame.subtitle = subtitle
    frame.x = x
    frame.y = y
    frame.theme = theme
    let layout = try PlotLayout(frame, on: canvas)
    canvas.fillPage(theme.background)
    frame.drawTitles(layout, on: canvas)
    let largest = values.reduce(0) { max($0, abs($1)) }
    let full = limit ?? (largest > 0 ? largest : 1)
    drawCells(layout.area, full: full, on: canvas)
    canvas.rectangle(layout.area, stroke: Stroke(theme.frame))
    frame.drawAxisLabels(layout, on: canvas)
    drawScale(layout.area, full: full, on: canvas)
  }

  /// Draws the values, neighbours of one colour as one rectangle.
  private func drawCells(_ area: Rectangle, full: Double, on canvas: borrowing Canvas) {
    let rows = values.count / columns
    let width = area.width / Double(columns)
    let height = area.height / Double(rows)
    for row in 0..<rows {
      var start = 0
      while start < columns {
        let step = Self.step(values[row * columns + start] / full)
        var end = start + 1
        while end < columns, Self.step(values[row * columns + end] / full) == step { end += 1 }
        // A hair of overlap hides the seams between rectangles.
        let cell = Rectangle(
          x: area.x + Double(start) * width, y: area.bottom - Double(row + 1) * height,
          width: min(
            Double(end - start) * width + 0.4, area.right - area.x - Double(start) * width),
          height: height + (row > 0 ? 0.4 : 0))
        canvas.rectangle(cell, fill: Self.color(step))
        start = end
      }
    }
  }

  private func drawScale(_ area: Rectangle, full: Double, on canvas: borrowing Canvas) {
    let bar = Rectangle(x: area.right + 18, y: area.y, width: 14, height: area.height)
    let count = 2 * Self.steps + 1
    let height = bar.height / Double(count)
    for index in 0..<count {
      let cell = Rectangle(
        x: bar.x, y: bar.bottom - Double(index + 1) * height, width: bar.width,
        height: height + (index > 0 ? 0.4 : 0))
      canvas.rectangle(cell, fill: Self.color(index - Self.steps))
    }
    canvas.rectangle(bar, stroke: Stroke(theme.frame))
    let style = TextStyle(size: 12, color: theme.text)
    for share in [-1.0, -0.5, 0, 0.5, 1] {
      let y = bar.bottom - (share + 1) / 2 * bar.height
      canvas.line(Point(bar.right, y), Point(bar.right + 4, y), Stroke(theme.frame))
      let value = (share * full * 1000).rounded() / 1000
      let label = (value < 0 ? "−" : "") + "\(abs(value))"
      canvas.text(label, at: Point(bar.right + 7, y + 4), style: style)
    }
    canvas.text(scaleLabel, at: Point(bar.x, bar.y - 8), style: style)
  }

  /// The number of colours on each side of white.
  private static let steps = 24

  private static func step(_ share: Double) -> Int {
    Int((max(-1, min(1, share)) * Double(steps)).rounded())
  }

  /// White towards a deep blue or red that colour-blind readers can tell apart.
  private static func color(_ step: Int) -> Color {
    let share = Double(abs(step)) / Double(steps)
    let end = Color(step < 0 ? 0x2155A6 : 0xB2212B)
    var color = Color(0xFFFFFF)
    color.red -= share * (1 - end.red)
    color.green -= share * (1 - end.green)
    color.blue -= share * (1 - end.blue)
    return color
  }
}
