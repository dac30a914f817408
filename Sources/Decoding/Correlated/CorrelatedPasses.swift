// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The passes of correlated matching over one shot after the other.
struct CorrelatedPasses: ~Copyable {
  private let first: MatchingSolver
  private let links = LinkList()
  private let halfEdges: PackedBuffer<MatchingEdge>
  private var paths: PathSearch
  private var second: AdjustableMatching
  private var conditioning: Conditioning
  private var weigher: JointWeigher
  private let passes: Int
  /// The edges of the last pass, and those of the pass at hand.
  private var given: EdgeSet
  private var found: EdgeSet
  /// The likeliest edges so far.
  private(set) var best: EdgeSet
  /// The weight of `best` in nats, if somebody asked.
  private var weight: Double?

  init(_ compiled: CompiledCorrelatedMatching) {
    let graph = compiled.graph
    let correlations = compiled.correlations
    first = MatchingSolver(graph, word: 0)
    halfEdges = PackedBuffer(graph.halfEdges)
    paths = PathSearch(graph)
    second = AdjustableMatching(
      graph, weights: correlations.aloneProbabilities.map { log1p(-$0) - log($0) })
    conditioning = Conditioning(correlations, graph)
    weigher = JointWeigher(correlations)
    passes = compiled.passes
    given = EdgeSet(edgeCount: graph.edges.count)
    found = EdgeSet(edgeCount: graph.edges.count)
    best = EdgeSet(edgeCount: graph.edges.count)
  }

  /// Finds the likeliest edges; they are in `best`.
  ///
  /// - Parameter defects: The defects, without those of likelier outcomes.
  /// - Returns: Whether there are any.
  mutating func solve(_ defects: Span<UInt32>) -> Bool {
    weight = nil
    best.clear()
    if defects.isEmpty { return true }
    let isSolved = first.solve(defects)
    let links = links
    if isSolved { first.forEachLink { links.append($0) } }
    first.reset()
    guard isSolved else { return false }
    links.addPaths(by: &paths, halfEdges, into: &best)
    given.assign(best)
    for _ in 0..<passes {
      conditioning.apply(given, to: &second)
      found.clear()
      let isSolved = second.solve(defects, into: &found)
      second.restore()
      precondition(isSolved, "Other weights do not make a shot unexplainable.")
      if found.equals(given) { break }
      let other = weigher.weight(of: found)
      if other < bestWeight() {
        weight = other
        best.assign(found)
      }
      swap(&given, &found)
    }
    return true
  }

  /// The weight of `best` in nats, found when it is first asked for.
  mutating func bestWeight() -> Double {
    if let weight { return weight }
    let found = weigher.weight(of: best)
    weight = found
    return found
  }
}
