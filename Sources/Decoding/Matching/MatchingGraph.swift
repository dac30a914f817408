// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Stands for "nothing" among the indices of a matching: the boundary as a node, no region, no tree.
let none = UInt32.max

/// An edge as seen from one of its ends.
struct MatchingEdge: BitwiseCopyable, Sendable {
  /// The other end; `none` for the boundary.
  var node: UInt32
  /// The weight: a multiple of 4, so that duals may start at half a distance, and regions that grow towards each
  /// other from there meet at a whole number.
  var weight: UInt32
  /// The observables 0 to 63 that the edge flips.
  var observables: UInt64
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
    /// The weight in nats, ≥ 0.
    var weight: Double
    /// The observables it flips, ascending.
    var observables: [UInt32]
  }

  let detectorCount: Int
  let observableCount: Int
  let edges: [Edge]
  /// The edges at each node: `halfEdges[starts[node]..<starts[node + 1]]`.
  let starts: [UInt32]
  let halfEdges: [MatchingEdge]
  /// For each half edge, its place in `edges`.
  let edgeIndices: [UInt32]
  /// Detectors that the likelier outcomes of errors of p > ½ flip, ascending.
  let flippedDetectors: [UInt32]
  /// Observables that these flip, ascending.
  let flippedObservables: [UInt32]
  /// The weight of these outcomes: Σ ln((1 − p)/p) ≤ 0, without the errors of p = 1.
  let constantWeight: Double
  /// Steps of weight to a nat, each of four units.
  let scale: Double

  init(_ model: DetectorErrorModel) throws(DecodingError) {
    let builder = try MatchingGraphBuilder(model)
    detectorCount = builder.detectorCount
    observableCount = builder.observableCount
    edges = builder.edges
    flippedDetectors = builder.flippedDetectors.sorted()
    flippedObservables = builder.flippedObservables.sorted()
    constantWeight = builder.constantWeight
    let heaviest = edges.reduce(0) { max($0, $1.weight) }
    scale = heaviest > 0 ? Double((1 << 24) - 1) / heaviest : 1

    var starts = [UInt32](repeating: 0, count: detectorCount + 1)
    for edge in edges {
      starts[Int(edge.first) + 1] += 1
      if edge.second != none { starts[Int(edge.second) + 1] += 1 }
    }
    for node in 0..<detectorCount { starts[node + 1] += starts[node] }
    var next = starts
    var halfEdges = [MatchingEdge](
      repeating: MatchingEdge(node: none, weight: 0, observables: 0),
      count: Int(starts[detectorCount]))
    var edgeIndices = [UInt32](repeating: 0, count: halfEdges.count)
    for (index, edge) in edges.enumerated() {
      let weight = UInt32((edge.weight * scale).rounded()) * 4
      let mask = edge.observables.reduce(UInt64(0)) { $1 < 64 ? $0 | 1 << UInt64($1) : $0 }
      for (node, other) in [(edge.first, edge.second), (edge.second, edge.first)]
      where node != none {
        let place = Int(next[Int(node)])
        next[Int(node)] += 1
        halfEdges[place] = MatchingEdge(node: other, weight: weight, observables: mask)
        edgeIndices[place] = UInt32(index)
      }
    }
    self.starts = starts
    self.halfEdges = halfEdges
    self.edgeIndices = edgeIndices
  }

  /// The weight in nats of a number of units.
  func nats(_ units: Int64) -> Double {
    Double(units) / (4 * scale)
  }

  /// The places of a detector's edges among the half edges.
  @inline(__always)
  func edgesAround(_ node: UInt32) -> Range<Int> {
    Int(starts[Int(node)])..<Int(starts[Int(node) + 1])
  }
}

/// Collects the mechanisms of a model into edges.
struct MatchingGraphBuilder {
  private(set) var detectorCount = 0
  private(set) var observableCount = 0
  private(set) var edges: [MatchingGraph.Edge] = []
  private(set) var flippedDetectors: Set<UInt32> = []
  private(set) var flippedObservables: Set<UInt32> = []
  private(set) var constantWeight = 0.0

  init(_ model: DetectorErrorModel) throws(DecodingError) {
    let mechanisms = try decodableMechanisms(of: model)
    detectorCount = Int(model.detectorCount)
    observableCount = model.observableCount
    var order: [Symptom] = []
    var probabilities: [Symptom: Double] = [:]
    for (index, mechanism) in mechanisms.enumerated() where mechanism.probability > 0 {
      let p = mechanism.probability
      for component in mechanism.components {
        if component.detectors.isEmpty && component.observables.isEmpty { continue }
        guard component.detectors.count <= 2 else {
          throw DecodingError(
            .notGraphlike,
            "Error \(index) of the model has a component that flips \(component.detectors.count) "
              + "detectors, but matching needs at most 2. Make the model with --decompose-errors, "
              + "or use another decoder.")
        }
        if let other = probabilities[component] {
          probabilities[component] = p * (1 - other) + other * (1 - p)
        } else {
          order.append(component)
          probabilities[component] = p
        }
      }
    }
    var places: [[UInt32]: Int] = [:]
    for symptom in order { add(symptom, probabilities[symptom] ?? 0, &places) }
  }

  private mutating func add(_ symptom: Symptom, _ p: Double, _ places: inout [[UInt32]: Int]) {
    if p > 0.5 {
      flippedDetectors.formSymmetricDifference(symptom.detectors)
      flippedObservables.formSymmetricDifference(symptom.observables)
      if p < 1 { constantWeight += log1p(-p) - log(p) }
    }
    guard p > 0, p < 1, let first = symptom.detectors.first else { return }
    let edge = MatchingGraph.Edge(
      first: first, second: symptom.detectors.count == 2 ? symptom.detectors[1] : none,
      weight: abs(log1p(-p) - log(p)), observables: symptom.observables)
    if let place = places[symptom.detectors] {
      if edge.weight < edges[place].weight { edges[place] = edge }
    } else {
      places[symptom.detectors] = edges.count
      edges.append(edge)
    }
  }
}
