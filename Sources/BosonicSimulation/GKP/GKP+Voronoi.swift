// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GKP.Lattice {
  /// The probability of each logical error after closest-point decoding of a normal shift.
  ///
  /// A normal density is integrated over the cells of the lattice, edge by edge: in polar coordinates around
  /// the origin the part of the plane behind an edge at distance d holds ∫ exp(−d²/(2σ² cos² φ)) dφ / 2π.
  /// For the square lattice the marginals are `GKP.flipProbability`.
  ///
  /// - Parameter deviation: σ of each quadrature, in 0...3.
  /// - Returns: The probabilities of identity, x, z and y, in the order of `GKP.LogicalError`.
  /// - Throws: `BosonicError` if the deviation is out of its range.
  /// - Complexity: O(1 + σ²).
  public func errorProbabilities(deviation: Double) throws(BosonicError) -> [Double] {
    try require(deviation, in: 0...3, "deviation")
    guard deviation > 0 else { return [1, 0, 0, 0] }
    let cell = voronoiCell()
    let shortest = min(logicalX.square, logicalZ.square).squareRoot()
    let reach = Int((9 * deviation / shortest).rounded(.up)) + 2
    var sums = [0.0, 0, 0, 0]
    for a in -reach...reach {
      for b in -reach...reach {
        let center = point(a, b)
        guard center.square.squareRoot() < 9 * deviation + 8 * shortest else { continue }
        let corners = cell.map { $0 + center }
        sums[(a & 1) | (b & 1) << 1] +=
          mass(of: corners, deviation: deviation, holdsOrigin: a == 0 && b == 0)
      }
    }
    // The identity as what is left keeps small errors exact.
    sums[0] = 1 - sums[1] - sums[2] - sums[3]
    return sums
  }

  /// The corners, counter-clockwise, of the points that are closer to the origin than to other lattice points.
  func voronoiCell() -> [GKP.Shift] {
    let size = 4 * max(logicalX.square, logicalZ.square).squareRoot()
    var corners = [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map {
      GKP.Shift(x: $0.0 * size, p: $0.1 * size)
    }
    for a in -2...2 {
      for b in -2...2 where a != 0 || b != 0 {
        let normal = point(a, b)
        corners = clip(corners, normal: normal, limit: 0.5 * normal.square)
      }
    }
    return corners
  }

  /// The part of a convex polygon with normal · v ≤ limit.
  private func clip(
    _ corners: [GKP.Shift], normal: GKP.Shift, limit: Double
  ) -> [GKP.Shift] {
    var kept: [GKP.Shift] = []
    for (index, start) in corners.enumerated() {
      let end = corners[(index + 1) % corners.count]
      let first = normal.x * start.x + normal.p * start.p - limit
      let second = normal.x * end.x + normal.p * end.p - limit
      if first <= 1e-12 { kept.append(start) }
      if (first < -1e-12 && second > 1e-12) || (first > 1e-12 && second < -1e-12) {
        kept.append(start + first / (first - second) * (end - start))
      }
    }
    return kept
  }

  /// The probability that a normal shift lies in a polygon.
  private func mass(of corners: [GKP.Shift], deviation: Double, holdsOrigin: Bool) -> Double {
    var sum = holdsOrigin ? 1.0 : 0.0
    for (index, start) in corners.enumerated() {
      let end = corners[(index + 1) % corners.count]
      let along = end - start
      let length = along.square.squareRoot()
      guard length > 1e-12 else { continue }
      let height = start.area(along) / length
      guard abs(height) > 1e-12 else { continue }
      // Positions along the edge's line, from the foot of the perpendicular.
      let from = (start.x * along.x + start.p * along.p) / length
      let first = atan2(from, abs(height))
      let last = atan2(from + length, abs(height))
      let part = Self.sector(height: abs(height) / deviation, from: first, to: last)
      sum -= height > 0 ? part : -part
    }
    return sum
  }

  /// ∫ exp(−h²/(2 cos² φ)) dφ / 2π, by Gauss's rule of ten points on eight pieces.
  private static func sector(height: Double, from: Double, to: Double) -> Double {
    let pieces = 8
    let half = 0.5 * (to - from) / Double(pieces)
    var sum = 0.0
    for piece in 0..<pieces {
      let middle = from + (2 * Double(piece) + 1) * half
      for (node, weight) in gaussRule {
        for phi in [middle - half * node, middle + half * node] {
          let ratio = height / cos(phi)
          sum += weight * exp(-0.5 * ratio * ratio)
        }
      }
    }
    return sum * half / (2 * Double.pi)
  }

  /// The positive nodes and their weights of Gauss's rule with ten points on −1...1.
  private static let gaussRule: [(node: Double, weight: Double)] = [
    (0.148874338981631211, 0.295524224714752870), (0.433395394129247191, 0.269266719309996355),
    (0.679409568299024406, 0.219086362515982044), (0.865063366688984511, 0.149451349150580593),
    (0.973906528517171720, 0.066671344308688138),
  ]
}
