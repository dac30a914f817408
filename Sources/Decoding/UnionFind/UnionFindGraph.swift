// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// An edge as seen from one of its ends, with its length in steps of growth.
struct GrowthEdge: BitwiseCopyable, Sendable {
  /// The other end; the number of detectors for the boundary.
  var node: UInt32
  /// Its number in the graph.
  var edge: UInt32
  /// The length: even, so that clusters growing towards each other meet after whole steps.
  var length: Int64
}

/// What an edge does when it is part of a correction.
struct CorrectionEdge: BitwiseCopyable, Sendable {
  /// The two ends XORed, so that either leads to the other.
  var ends: UInt32
  /// The observables 0 to 63 that it flips.
  var observables: UInt64
  /// Its weight in nats.
  var weight: Double
}

/// How the weight of an edge becomes the length that clusters must grow to cross it.
enum GrowthRule: Sendable, Hashable {
  /// In proportion to the weight.
  case weighted
  /// The same for all, but none for edges of weight 0.
  case unweighted
  /// Edges of weight 0 alone can be crossed.
  case erasedOnly
}

/// A matching graph laid out for growing clusters, shared by workers.
final class UnionFindGraph: Sendable {
  /// The length of an edge that cannot be crossed.
  static let absent: Int64 = 1 << 60
  /// Lengths end here, far beyond the sum of a path of ordinary edges.
  private static let longest = 0x1p40

  let rule: GrowthRule
  let detectorCount: Int
  /// The edges at each detector: `growthEdges[starts[node]..<starts[node + 1]]`.
  let starts: [UInt32]
  let growthEdges: [GrowthEdge]
  let corrections: [CorrectionEdge]
  /// Where each edge lies in `growthEdges`, seen from its ends; twice the same for the boundary.
  let places: [SIMD2<UInt32>]
  /// Steps to a nat, before doubling.
  private let stepsPerNat: Double

  /// Lays out edges.
  ///
  /// - Parameters:
  ///   - edges: The edges of the graph; infinite weight for those that a shot alone can make possible.
  ///   - detectorCount: The number of detectors.
  ///   - rule: How weights become lengths.
  init(_ edges: [MatchingGraph.Edge], detectorCount: Int, rule: GrowthRule) {
    self.rule = rule
    self.detectorCount = detectorCount
    let weights = edges.lazy.map(\.weight).filter { $0 > 0 && $0 < .infinity }
    stepsPerNat = UnionFindGraph.resolution(weights.min() ?? 1, weights.max() ?? 1)
    var starts = [UInt32](repeating: 0, count: detectorCount + 1)
    for edge in edges {
      starts[Int(edge.first) + 1] += 1
      if edge.second != none { starts[Int(edge.second) + 1] += 1 }
    }
    for node in 0..<detectorCount { starts[node + 1] += starts[node] }
    var next = starts
    var growthEdges = [GrowthEdge](
      repeating: GrowthEdge(node: 0, edge: 0, length: 0), count: Int(starts[detectorCount]))
    var corrections: [CorrectionEdge] = []
    var places: [SIMD2<UInt32>] = []
    let boundary = UInt32(detectorCount)
    for (index, edge) in edges.enumerated() {
      let second = edge.second == none ? boundary : edge.second
      let length = UnionFindGraph.length(edge.weight, rule, stepsPerNat)
      var place = SIMD2(repeating: next[Int(edge.first)])
      next[Int(edge.first)] += 1
      growthEdges[Int(place.x)] = GrowthEdge(node: second, edge: UInt32(index), length: length)
      if second != boundary {
        place.y = next[Int(second)]
        next[Int(second)] += 1
        growthEdges[Int(place.y)] = GrowthEdge(
          node: edge.first, edge: UInt32(index), length: length)
      }
      places.append(place)
      corrections.append(
        CorrectionEdge(
          ends: edge.first ^ second, observables: UnionFindGraph.mask(edge.observables),
          weight: edge.weight))
    }
    self.starts = starts
    self.growthEdges = growthEdges
    self.corrections = corrections
    self.places = places
  }

  /// The length of an edge of a weight in nats.
  func length(_ weight: Double) -> Int64 { UnionFindGraph.length(weight, rule, stepsPerNat) }

  private static func length(_ weight: Double, _ rule: GrowthRule, _ stepsPerNat: Double) -> Int64 {
    if weight == .infinity { return absent }
    switch rule {
    case .weighted:
      return weight == 0 ? 0 : 2 * max(1, Int64(min(weight * stepsPerNat, longest).rounded()))
    case .unweighted: return weight == 0 ? 0 : 2
    case .erasedOnly: return weight == 0 ? 0 : absent
    }
  }

  /// A thousand steps to the longest edge and sixteen to the shortest, but no more than a million in all.
  private static func resolution(_ lightest: Double, _ heaviest: Double) -> Double {
    min(max(1024 / heaviest, 16 / lightest), 0x1p20 / heaviest)
  }

  /// The observables 0 to 63 as bits.
  static func mask(_ observables: [UInt32]) -> UInt64 {
    observables.reduce(0) { $1 < 64 ? $0 | 1 << UInt64($1) : $0 }
  }
}
