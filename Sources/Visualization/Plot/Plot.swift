// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A line plot with error bars: data, axes and words, without any pixel.
///
/// ```swift
/// var plot = Plot(title: "Rotated surface code")
/// plot.x = Axis("physical error rate $p$", scale: .logarithmic)
/// plot.y = Axis("logical error rate", scale: .logarithmic)
/// plot.series = [Series("$d$ = 3", points: [DataPoint(x: 0.001, y: 8e-4, interval: 7e-4...9e-4)])]
/// try plot.write(to: "rates.svg")
/// ```
public struct Plot: Drawing, Hashable {
  /// What the plot shows, bold above it; may be empty.
  public var title: String
  /// A second, smaller line under the title; may be empty.
  public var subtitle: String = ""
  /// The horizontal axis.
  public var x = Axis("")
  /// The vertical axis.
  public var y = Axis("")
  /// The data, drawn in order.
  public var series: [Series] = []
  /// A vertical line with its interval.
  public var threshold: Threshold?
  /// The width in CSS pixels.
  public var width: Double
  /// The height in CSS pixels.
  public var height: Double
  /// The colours.
  public var theme: Theme = .light

  /// An empty plot.
  public init(title: String = "", width: Double = 720, height: Double = 480) {
    self.title = title
    self.width = width
    self.height = height
  }
}

/// A place where curves cross, with its interval.
public struct Threshold: Sendable, Hashable {
  /// Where the line stands, on the horizontal axis.
  public var value: Double
  /// The interval that is shaded.
  public var interval: ClosedRange<Double>?
  /// What is written beside the line.
  public var label: String

  /// A line at `value` with an optional shaded interval.
  public init(value: Double, interval: ClosedRange<Double>? = nil, label: String = "") {
    self.value = value
    self.interval = interval
    self.label = label
  }
}

/// One measured value.
public struct DataPoint: Sendable, Hashable {
  /// The horizontal coordinate.
  public var x: Double
  /// The best estimate.
  public var y: Double
  /// The interval of values that agree with the data.
  ///
  /// Where `y` is 0 on a logarithmic axis, its upper end is drawn as a limit, with an arrow.
  public var interval: ClosedRange<Double>?

  /// A value with an optional interval.
  public init(x: Double, y: Double, interval: ClosedRange<Double>? = nil) {
    self.x = x
    self.y = y
    self.interval = interval
  }
}

/// The shape that marks a value.
public enum Marker: String, Sendable, CaseIterable {
  case circle, square, triangle, diamond, invertedTriangle, pentagon, star, hexagon
}

/// Points that belong together.
public struct Series: Sendable, Hashable {
  /// How the intervals are drawn.
  public enum IntervalStyle: Sendable, Hashable { case bars, band }

  /// The name in the legend; a series without one is left out there.
  public var label: String
  /// The points, joined in this order.
  public var points: [DataPoint]
  /// The colour, by its place in the theme; the series' own place if nil.
  public var colorIndex: Int?
  /// The marker; chosen by the colour if nil.
  public var marker: Marker?
  /// Whether points are marked at all.
  public var hasMarkers = true
  /// Whether points are joined.
  public var hasLine = true
  /// Whether the joining line is dashed.
  public var isDashed = false
  /// How intervals are drawn.
  public var intervalStyle = IntervalStyle.bars

  /// Points with a name.
  public init(_ label: String, points: [DataPoint]) {
    self.label = label
    self.points = points
  }
}
