// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The layers from which standard exponential variates are drawn, mostly with one multiplication each.
///
/// The area under e^−x is cut into 256 layers of equal area v: rectangles between the edges x₁ > x₂ > … > x₂₅₆ = 0,
/// and at the bottom the strip of width x₁ with the tail beyond it. A uniform point of a uniform layer is kept if it
/// lies under the curve; 98.9 % of the points need no look at the curve at all. The variates carry 53 random
/// bits, and the distribution is exact up to the rounding of the edges. Source: Marsaglia and Tsang, The Ziggurat
/// Method for Generating Random Variables, J. Stat. Soft. 5 (2000).
@frozen
public struct ExponentialTable: ~Copyable, Sendable {
  /// The right edges of the layers, from the widest down to 0.
  @usableFromInline let edges: PackedBuffer<Double>
  /// The heights e^−x of the edges; the first is not used.
  @usableFromInline let heights: PackedBuffer<Double>

  /// Where the tail begins, x₁: the root that makes the topmost layer end at height 1.
  static let tailStart = 7.697117470131050

  /// Computes the layers.
  public init() {
    let tail = Self.tailStart
    let area = exp(-tail) * (tail + 1)
    var edges = PackedBuffer<Double>(repeating: 0, count: 257)
    var heights = PackedBuffer<Double>(repeating: 1, count: 257)
    edges[0] = area * exp(tail)
    edges[1] = tail
    heights[1] = exp(-tail)
    for layer in 2..<256 {
      heights[layer] = heights[layer - 1] + area / edges[layer - 1]
      edges[layer] = -log(heights[layer])
    }
    self.edges = edges
    self.heights = heights
  }

  /// A variate of mean 1.
  @inlinable
  @inline(__always)
  public func next(using stream: inout RandomStream) -> Double {
    let bits = stream.next()
    let layer = Int(truncatingIfNeeded: bits & 255)
    let x = Double(bits >> 11) * 0x1p-53 * edges[layer]
    if _fastPath(x < edges[layer + 1]) { return x }
    return decide(layer, x, using: &stream)
  }

  /// Keeps or rejects a point near the curve, and draws again until one is kept.
  @usableFromInline
  @inline(never)
  func decide(_ firstLayer: Int, _ first: Double, using stream: inout RandomStream) -> Double {
    var layer = firstLayer
    var x = first
    var shift = 0.0
    while true {
      if layer == 0 {
        // Beyond its start the tail looks like the whole curve.
        shift += edges[1]
      } else {
        let height =
          heights[layer] + stream.nextUnit() * (heights[layer + 1] - heights[layer])
        if height < exp(-x) { return shift + x }
      }
      let bits = stream.next()
      layer = Int(truncatingIfNeeded: bits & 255)
      x = Double(bits >> 11) * 0x1p-53 * edges[layer]
      if x < edges[layer + 1] { return shift + x }
    }
  }
}
