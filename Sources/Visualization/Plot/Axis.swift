// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How values are spread along an axis.
public enum AxisScale: String, Sendable, CaseIterable {
  case linear, logarithmic

  func forward(_ value: Double) -> Double { self == .linear ? value : log10(value) }
  func backward(_ position: Double) -> Double { self == .linear ? position : power10(position) }
}

/// One axis of a plot.
public struct Axis: Sendable, Hashable {
  /// What is measured, with its unit; `$p$`, `_{…}` and `^{…}` as in any label.
  public var label: String
  /// How values are spread.
  public var scale: AxisScale
  /// The value at the left or lower end; found from the data if nil.
  public var lower: Double?
  /// The value at the right or upper end; found from the data if nil.
  public var upper: Double?

  /// An axis with a label, linear and fitted to the data unless said otherwise.
  public init(_ label: String, scale: AxisScale = .linear, range: ClosedRange<Double>? = nil) {
    self.label = label
    self.scale = scale
    lower = range?.lowerBound
    upper = range?.upperBound
  }
}

/// An axis with its range settled: maps values to 0...1 along it.
struct ScaledAxis {
  let scale: AxisScale
  let range: ClosedRange<Double>

  /// Where a value lies, from 0 to 1 along the axis; −∞ for what a logarithm cannot take.
  func fraction(_ value: Double) -> Double {
    guard scale == .linear || value > 0 else { return -.infinity }
    let (low, high) = (scale.forward(range.lowerBound), scale.forward(range.upperBound))
    return (scale.forward(value) - low) / (high - low)
  }
}

extension ScaledAxis {
  /// Settles an axis on its own range or else on one that shows all values with some air.
  ///
  /// - Parameters:
  ///   - axis: The axis as asked for.
  ///   - values: Finite values; those that are not positive are left out on a logarithmic axis.
  ///   - fallback: The range without data.
  ///   - name: Names the axis in an error.
  /// - Throws: `DrawingError.invalidRange` if the ends cannot stand on the axis.
  init(
    _ axis: Axis, showing values: [Double], fallback: ClosedRange<Double>, name: String
  ) throws(DrawingError) {
    scale = axis.scale
    let found = try ScaledAxis.range(axis, showing: values, fallback: fallback, name: name)
    let (lower, upper) = (axis.lower ?? found.lowerBound, axis.upper ?? found.upperBound)
    guard lower.isFinite, upper.isFinite, lower < upper, (upper - lower).isFinite else {
      throw .invalidRange(axis: name, reason: "it cannot go from \(lower) to \(upper)")
    }
    guard axis.scale == .linear || lower > 0 else {
      throw .invalidRange(
        axis: name, reason: "a logarithmic axis must begin above 0, not at \(lower)")
    }
    range = lower...upper
  }

  /// A range that shows all values with some air.
  private static func range(
    _ axis: Axis, showing values: [Double], fallback: ClosedRange<Double>, name: String
  ) throws(DrawingError) -> ClosedRange<Double> {
    let usable = axis.scale == .linear ? values : values.filter { $0 > 0 }
    guard let low = usable.min(), let high = usable.max() else {
      return fallback
    }
    let (start, end) = (axis.scale.forward(low), axis.scale.forward(high))
    // A single value gets a neighbourhood: a factor of two, or a tenth of its size.
    let least = axis.scale == .linear ? max(abs(low) * 0.2, 1e-9) : 0.6
    let air = max((end - start) * 0.05, (least - (end - start)) / 2)
    var lower = axis.scale.backward(start - air)
    let upper = axis.scale.backward(end + air)
    // Data that starts at zero keeps zero at the edge.
    if axis.scale == .linear, low >= 0, lower < 0 { lower = 0 }
    guard lower.isFinite, upper.isFinite, lower < upper, axis.scale == .linear || lower > 0 else {
      throw .invalidRange(axis: name, reason: "the values span more than can be drawn")
    }
    return lower...upper
  }
}
