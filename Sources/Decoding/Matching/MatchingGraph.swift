// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// Stands for "nothing" among the indices of a matching: the boundary as a node, no region, no tree.
let none = UInt32.max

/// An edge as seen from one of its ends.
struct MatchingEdge: BitwiseCopyable, Sendable {
  /// The other end; `none` for the boundary.
  var node: UInt32
  /// The weight, a multiple of 4; `none` for an edge that is impossible.
  ///
  /// So duals may start at half a distance, and regions that grow towards each other from there meet at a whole number.
  var weight: UInt32
}

/// The graph whose nodes are detectors and whose edges are the errors that flip one or two of them.
///
/// An error of probability p weighs ln((1 − p)/p), so that the likeliest set of errors is the lightest. Weights are
/// rounded to multiples of the heaviest / (2²⁴ − 1), as PyMatching does, and counted in quarters of these.
/// - p = 0 never happens and makes no edge; p = ½ weighs nothing.
/// - p > ½ makes an edge of probability 1 − p, with its flip built into every syndrome beforehand; p = 1 makes
///   the flip alone.
/// - Errors that flip the same detectors and observables merge into one that says whether an odd number of
///   them happened. Of parallel edges that differ in their observables, the lightest is kept: the others are never
///   better.
/// - The components of a decomposed error count as errors of their own, each with the probability of the whole.
/// - An error that flips no detector cannot be seen and makes no edge; its likelier outcome is assumed.
final class MatchingGraph: Sendable {
  /// One edge with all that is known of it.
  struct Edge: Sendable {
    var first: UInt32
    /// `none` for the boundary.
    var second: UInt32
    /// The weight in nats, ≥ 0; infinite for an edge that only the probabilities of single shots make possible.
    var weight: Double
    /// The observables it flips, ascending.
    var observables: [UInt32]
  }

  let detectorCount: Int
  let observableCount: Int
  let edges: [Edge]
  /// The edges at each node: `halfEdges[starts[node]..<starts[node + 1]]`.
  ///
  /// The first is always the one to the boundary, possible or not.
  let starts: [UInt32]
  /// Where the possible edges at each node end; behind them follow the impossible ones.
  let ends: [UInt32]
  let halfEdges: [MatchingEdge]
  /// For each half edge, its place in `edges`; `none` for a boundary edge that does not exist.
  let edgeIndices: [UInt32]
  /// Detectors that the likelier outcomes of errors of p > ½ flip, ascending.
  let flippedDetectors: [UInt32]
  /// Observables that these flip, ascending.
  let flippedObservables: [UInt32]
  /// The weight of these outcomes: Σ ln((1 − p)/p) ≤ 0, without the errors of p = 1.
  let constantWeight: Double
  /// Steps of weight to a nat, each of four units.
  let scale: Double

  /// Makes the graph of a model.
  convenience init(_ model: DetectorErrorModel) throws(DecodingError) {
    self.init(try MatchingGraphBuilder(model))
  }

  /// Makes the graph of what was collected.
  convenience init(_ builder: MatchingGraphBuilder) {
    self.init(
      detectorCount: builder.detectorCount, observableCount: builder.observableCount,
      edges: builder.edges(), flippedDetectors: builder.flippedDetectors.sorted(),
      flippedObservables: builder.flippedObservables.sorted(),
      constantWeight: builder.constantWeight)
  }

  /// Makes a graph of edges.
  ///
  /// The resolution of weights is that of the heaviest edge, or of `leastRange` nats if it is more.
  init(
    detectorCount: Int, observableCount: Int, edges: [Edge], flippedDetectors: [UInt32],
    flippedObservables: [UInt32], constantWeight: Double, leastRange: Double = 0
  ) {
    self.detectorCount = detectorCount
    self.observableCount = observableCount
    self.edges = edges
    self.flippedDetectors = flippedDetectors
    self.flippedObservables = flippedObservables
    self.constantWeight = constantWeight
    let heaviest = edges.reduce(leastRange) { $1.weight < .infinity ? max($0, $1.weight) : $0 }
    let scale = heaviest > 0 ? Double((1 << 24) - 1) / heaviest : 1
    self.scale = scale

    var starts = [UInt32](repeating: 1, count: detectorCount + 1)
    starts[0] = 0
    for edge in edges where edge.second != none {
      starts[Int(edge.first) + 1] += 1
      starts[Int(edge.second) + 1] += 1
    }
    for node in 0..<detectorCount { starts[node + 1] += starts[node] }
    var ends = starts.dropLast().map { $0 + 1 }
    var halfEdges = [MatchingEdge](
      repeating: MatchingEdge(node: none, weight: none), count: Int(starts[detectorCount]))
    var edgeIndices = [UInt32](repeating: none, count: halfEdges.count)
    var next = ends
    for isPossible in [true, false] {
      for (index, edge) in edges.enumerated() where (edge.weight < .infinity) == isPossible {
        let weight = MatchingGraph.units(edge.weight, scale)
        let index = UInt32(truncatingIfNeeded: index)
        if edge.second == none {
          let place = Int(starts[Int(edge.first)])
          halfEdges[place].weight = weight
          edgeIndices[place] = index
          continue
        }
        for (node, other) in [(edge.first, edge.second), (edge.second, edge.first)] {
          let place = Int(next[Int(node)])
          next[Int(node)] += 1
          halfEdges[place] = MatchingEdge(node: other, weight: weight)
          edgeIndices[place] = index
        }
      }
      if isPossible { ends = next }
    }
    self.starts = starts
    self.ends = ends
    self.halfEdges = halfEdges
    self.edgeIndices = edgeIndices
  }

  /// The weight in nats of a number of units.
  func nats(_ units: Int64) -> Double {
    Double(units) / (4 * scale)
  }

  /// The units of a weight in nats; `none` if it is infinite.
  func units(_ weight: Double) -> UInt32 { MatchingGraph.units(weight, scale) }

  private static func units(_ weight: Double, _ scale: Double) -> UInt32 {
    guard weight < .infinity else { return none }
    // A resolution that the graph sets leaves room for 64 times the heaviest edge.
    return UInt32(min((weight * scale).rounded(), Double((1 << 30) - 1))) * 4
  }

  /// The places among the half edges of a detector's possible edges to other detectors.
  @inline(__always)
  func edgesAround(_ node: UInt32) -> Range<Int> {
    Int(starts[Int(node)]) + 1..<Int(ends[Int(node)])
  }

  /// Which of the observables from 64 · word on each half edge flips.
  func observableMasks(word: Int) -> [UInt64] {
    let masks = edges.map { MatchingGraph.mask($0.observables, word: word) }
    return edgeIndices.map { $0 == none ? 0 : masks[Int($0)] }
  }

  /// The observables 64 · word to 64 · word + 63 of a list as bits.
  static func mask(_ observables: [UInt32], word: Int) -> UInt64 {
    observables.reduce(UInt64(0)) { Int($1) >> 6 == word ? $0 | 1 << UInt64($1 & 63) : $0 }
  }
}
