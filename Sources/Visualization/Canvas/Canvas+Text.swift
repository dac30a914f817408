// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CCairo

/// How a label is set.
public struct TextStyle: Sendable, Hashable {
  /// The height of an em in CSS pixels.
  public var size: Double
  /// The ink.
  public var color: Color
  /// Whether the letters are bold.
  public var isBold: Bool

  /// Regular or bold text of a size and a colour.
  public init(size: Double, color: Color, isBold: Bool = false) {
    self.size = size
    self.color = color
    self.isBold = isBold
  }
}

/// Which part of a label lies at the position it is given.
public enum TextAnchor: Sendable, Hashable {
  case start, middle, end

  /// The share of the label's width that lies before the position.
  var share: Double {
    switch self {
    case .start: 0
    case .middle: 0.5
    case .end: 1
    }
  }
}

extension Canvas {
  /// The family asked for; the system's font matcher picks the closest that is installed.
  private static let family = "Helvetica"
  /// A raised or lowered run's size, relative to the label's.
  private static let scriptSize = 0.72

  /// Draws a label on one line, with `^{…}`, `_{…}` and `$…$` as in `RichText`.
  ///
  /// - Parameters:
  ///   - text: The label.
  ///   - position: On the base line, at the anchor.
  ///   - style: Size, colour and weight.
  ///   - anchor: Which part of the label is at the position.
  ///   - angle: Radians clockwise around the position.
  public func text(
    _ text: String, at position: Point, style: TextStyle, anchor: TextAnchor = .start,
    angle: Double = 0
  ) {
    let label = RichText(text)
    unsafe cairo_save(context)
    unsafe cairo_translate(context, position.x, position.y)
    unsafe cairo_rotate(context, angle)
    setColor(style.color)
    var x = anchor == .start ? 0 : -anchor.share * width(of: label, style: style)
    for run in label.runs {
      select(run, style: style)
      let rise = run.script.rise * style.size
      unsafe cairo_move_to(context, x, -rise)
      unsafe cairo_show_text(context, run.text)
      x += advance(of: run.text)
    }
    unsafe cairo_restore(context)
  }

  /// The width that a label takes, in CSS pixels.
  public func width(of text: String, style: TextStyle) -> Double {
    width(of: RichText(text), style: style)
  }

  private func width(of label: RichText, style: TextStyle) -> Double {
    var sum = 0.0
    for run in label.runs {
      select(run, style: style)
      sum += advance(of: run.text)
    }
    return sum
  }

  private func select(_ run: RichText.Run, style: TextStyle) {
    unsafe cairo_select_font_face(
      context, Canvas.family, run.isItalic ? CAIRO_FONT_SLANT_ITALIC : CAIRO_FONT_SLANT_NORMAL,
      style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    let factor = run.script == .none ? 1 : Canvas.scriptSize
    unsafe cairo_set_font_size(context, style.size * factor)
  }

  private func advance(of text: String) -> Double {
    var extents = cairo_text_extents_t()
    unsafe cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }
}
