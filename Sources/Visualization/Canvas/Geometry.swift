// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A position on a canvas or in a picture's own plane.
public struct Point: Sendable, Hashable {
  /// The horizontal coordinate, growing to the right.
  public var x: Double
  /// The vertical coordinate, growing downwards on a canvas.
  public var y: Double

  /// The position (`x`, `y`).
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// An axis-aligned rectangle, in canvas units.
public struct Rectangle: Sendable, Hashable {
  /// The left edge.
  public var x: Double
  /// The top edge.
  public var y: Double
  /// The extent to the right.
  public var width: Double
  /// The extent downwards.
  public var height: Double

  /// A rectangle by its top left corner and its extent.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The right edge.
  public var right: Double { x + width }
  /// The bottom edge.
  public var bottom: Double { y + height }

  /// Whether the point lies inside, edges included.
  public func contains(_ point: Point) -> Bool {
    point.x >= x && point.x <= right && point.y >= y && point.y <= bottom
  }

  /// The rectangle with each edge moved inwards by `inset` (outwards if negative).
  public func insetBy(_ inset: Double) -> Rectangle {
    Rectangle(
      x: x + inset, y: y + inset, width: width - 2 * inset, height: height - 2 * inset)
  }
}
