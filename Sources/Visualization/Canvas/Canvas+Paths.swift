// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CCairo

/// How a line is drawn.
public struct Stroke: Sendable, Hashable {
  /// The line's colour.
  public var color: Color
  /// The line's width in CSS pixels.
  public var width: Double
  /// Lengths of dashes and gaps in turn; empty for an unbroken line.
  public var dashes: [Double]

  /// A line of the given colour, 1 px wide and unbroken unless said otherwise.
  public init(_ color: Color, width: Double = 1, dashes: [Double] = []) {
    self.color = color
    self.width = width
    self.dashes = dashes
  }
}

extension Canvas {
  /// Fills the whole page.
  public func fillPage(_ color: Color) {
    setColor(color)
    unsafe cairo_paint(context)
  }

  /// Draws a polygon or an open line through `points`.
  public func path(
    _ points: [Point], closed: Bool = false, fill: Color? = nil, stroke: Stroke? = nil
  ) {
    guard let first = points.first else { return }
    unsafe cairo_new_path(context)
    unsafe cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { unsafe cairo_line_to(context, point.x, point.y) }
    if closed { unsafe cairo_close_path(context) }
    paint(fill: fill, stroke: stroke)
  }

  /// Draws a straight line.
  public func line(_ start: Point, _ end: Point, _ stroke: Stroke) {
    path([start, end], stroke: stroke)
  }

  /// Draws a rectangle, with corners rounded by `radius`.
  public func rectangle(
    _ area: Rectangle, radius: Double = 0, fill: Color? = nil, stroke: Stroke? = nil
  ) {
    unsafe cairo_new_path(context)
    if radius <= 0 {
      unsafe cairo_rectangle(context, area.x, area.y, area.width, area.height)
    } else {
      let (left, right) = (area.x + radius, area.right - radius)
      let (top, bottom) = (area.y + radius, area.bottom - radius)
      unsafe cairo_arc(context, right, top, radius, -.pi / 2, 0)
      unsafe cairo_arc(context, right, bottom, radius, 0, .pi / 2)
      unsafe cairo_arc(context, left, bottom, radius, .pi / 2, .pi)
      unsafe cairo_arc(context, left, top, radius, .pi, 1.5 * .pi)
      unsafe cairo_close_path(context)
    }
    paint(fill: fill, stroke: stroke)
  }

  /// Draws a circle.
  public func circle(
    _ center: Point, radius: Double, fill: Color? = nil, stroke: Stroke? = nil
  ) {
    arc(center, radius: radius, from: 0, to: 2 * .pi, fill: fill, stroke: stroke)
  }

  /// Draws a sector's outline, closed by its chord; angles in radians, clockwise from the right.
  public func arc(
    _ center: Point, radius: Double, from start: Double, to end: Double,
    fill: Color? = nil, stroke: Stroke? = nil
  ) {
    unsafe cairo_new_path(context)
    unsafe cairo_arc(context, center.x, center.y, radius, start, end)
    unsafe cairo_close_path(context)
    paint(fill: fill, stroke: stroke)
  }

  /// Runs `body` with drawing limited to `area`.
  public func clipped(to area: Rectangle, _ body: () -> Void) {
    unsafe cairo_save(context)
    unsafe cairo_new_path(context)
    unsafe cairo_rectangle(context, area.x, area.y, area.width, area.height)
    unsafe cairo_clip(context)
    body()
    unsafe cairo_restore(context)
  }

  func setColor(_ color: Color) {
    unsafe cairo_set_source_rgba(context, color.red, color.green, color.blue, color.opacity)
  }

  private func paint(fill: Color?, stroke: Stroke?) {
    if let fill {
      setColor(fill)
      unsafe cairo_fill_preserve(context)
    }
    if let stroke {
      setColor(stroke.color)
      unsafe cairo_set_line_width(context, stroke.width)
      unsafe stroke.dashes.withUnsafeBufferPointer { dashes in
        unsafe cairo_set_dash(context, dashes.baseAddress, Int32(dashes.count), 0)
      }
      unsafe cairo_stroke_preserve(context)
    }
    unsafe cairo_new_path(context)
  }
}
