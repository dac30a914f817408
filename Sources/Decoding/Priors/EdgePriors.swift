// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which errors of a model stand behind each edge of its matching graph, so that a shot can bring probabilities of its own.
///
/// The components of errors that flip the same detectors and observables form a strand: an odd number of its members
/// happened with probability p, 1 − 2p = Π(1 − 2pᵢ). Strands that flip the same detectors lie side by side as one
/// edge, which stands for the lightest of them. Edges are numbered as in the graph; behind them follow those that
/// the model holds impossible and only a shot's own probabilities can bring about.
final class EdgePriors: Sendable {
  /// Errors that cannot be told from one another.
  struct Strand: Sendable {
    /// The edge it lies in; `none` if it flips no detector.
    var edge: UInt32
    /// What it flips.
    var symptom: Symptom
    /// The probability, by the model, that an odd number of its members happens.
    var probability: Double
  }

  /// The number of edges of the matching graph.
  let graphEdgeCount: Int
  /// The edges: the graph's own, then those that are impossible by the model, of infinite weight.
  let edges: [MatchingGraph.Edge]
  let strands: [Strand]
  /// The probabilities of the mechanisms by the model.
  let probabilities: [Double]
  /// Mechanisms, ascending, that are impossible by the model and flip more than two detectors in a component.
  let hyperedges: [UInt32]
  private let strandsOfEdge: IndexLists
  private let membersOfStrand: IndexLists
  private let strandsOfMechanism: IndexLists

  /// Gathers the strands of a model.
  ///
  /// - Parameters:
  ///   - model: The model that the graph was made of.
  ///   - graph: The matching graph.
  /// - Throws: `DecodingError` as `MatchingGraph` does.
  /// - Complexity: O(n) for n mechanisms.
  init(_ model: DetectorErrorModel, _ graph: MatchingGraph) throws(DecodingError) {
    var gathering = StrandGathering(graph)
    let mechanisms = try decodableMechanisms(of: model)
    for (index, mechanism) in mechanisms.enumerated() {
      gathering.add(mechanism, UInt32(index))
    }
    for strand in gathering.strands.indices {
      gathering.strands[strand].probability = EdgePriors.combined(
        gathering.members[strand].map { mechanisms[Int($0)].probability })
    }
    graphEdgeCount = graph.edges.count
    edges = gathering.edges
    strands = gathering.strands
    probabilities = mechanisms.map(\.probability)
    hyperedges = gathering.hyperedges
    strandsOfEdge = IndexLists(gathering.strandsOfEdge)
    membersOfStrand = IndexLists(gathering.members)
    strandsOfMechanism = IndexLists(gathering.strandsOfMechanism)
  }

  /// The strands of an edge.
  func strands(ofEdge edge: UInt32) -> ArraySlice<UInt32> { strandsOfEdge[edge] }

  /// The mechanisms of a strand; one with two equal components occurs twice.
  func members(ofStrand strand: UInt32) -> ArraySlice<UInt32> { membersOfStrand[strand] }

  /// The strands of which a mechanism is a member.
  func strands(ofMechanism mechanism: UInt32) -> ArraySlice<UInt32> {
    strandsOfMechanism[mechanism]
  }

  /// The probability that an odd number of independent errors happens.
  static func combined(_ probabilities: some Sequence<Double>) -> Double {
    // Not by the product of 1 − 2p, which would lose the digits of small probabilities.
    probabilities.reduce(0) { $0 * (1 - $1) + $1 * (1 - $0) }
  }

  /// The weight in nats of an edge of a probability; infinite for 0 and 1, which make no edge.
  static func weight(_ probability: Double) -> Double {
    abs(log1p(-probability) - log(probability))
  }
}

/// Lists of indices end to end in one array.
struct IndexLists: Sendable {
  private var starts: [UInt32] = [0]
  private var values: [UInt32] = []

  init(_ lists: [[UInt32]]) {
    starts.reserveCapacity(lists.count + 1)
    for list in lists {
      values += list
      starts.append(UInt32(values.count))
    }
  }

  subscript(index: UInt32) -> ArraySlice<UInt32> {
    values[Int(starts[Int(index)])..<Int(starts[Int(index) + 1])]
  }
}

/// Sorts the components of mechanisms into strands and edges.
private struct StrandGathering {
  var edges: [MatchingGraph.Edge]
  var strands: [EdgePriors.Strand] = []
  var members: [[UInt32]] = []
  var strandsOfEdge: [[UInt32]]
  var strandsOfMechanism: [[UInt32]] = []
  var hyperedges: [UInt32] = []
  private var strandOfSymptom: [Symptom: UInt32] = [:]
  private var edgeOfEnds: [UInt64: UInt32] = [:]

  init(_ graph: MatchingGraph) {
    edges = graph.edges
    strandsOfEdge = [[UInt32]](repeating: [], count: edges.count)
    for (index, edge) in edges.enumerated() {
      edgeOfEnds[StrandGathering.key(edge.first, edge.second)] = UInt32(index)
    }
  }

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  mutating func add(_ mechanism: Mechanism, _ index: UInt32) {
    strandsOfMechanism.append([])
    // The graph has refused possible mechanisms of this kind.
    if mechanism.components.contains(where: { $0.detectors.count > 2 }) {
      hyperedges.append(index)
      return
    }
    for component in mechanism.components where !component.isEmpty {
      let strand = strand(of: component)
      members[Int(strand)].append(index)
      strandsOfMechanism[Int(index)].append(strand)
    }
  }

  private mutating func strand(of symptom: Symptom) -> UInt32 {
    if let known = strandOfSymptom[symptom] { return known }
    let strand = UInt32(strands.count)
    strandOfSymptom[symptom] = strand
    let edge = symptom.detectors.isEmpty ? none : edge(of: symptom)
    if edge != none { strandsOfEdge[Int(edge)].append(strand) }
    strands.append(EdgePriors.Strand(edge: edge, symptom: symptom, probability: 0))
    members.append([])
    return strand
  }

  private mutating func edge(of symptom: Symptom) -> UInt32 {
    let first = symptom.detectors[0]
    let second = symptom.detectors.count == 2 ? symptom.detectors[1] : none
    let key = StrandGathering.key(first, second)
    if let known = edgeOfEnds[key] { return known }
    let edge = UInt32(edges.count)
    edgeOfEnds[key] = edge
    edges.append(
      MatchingGraph.Edge(
        first: first, second: second, weight: .infinity, observables: symptom.observables))
    strandsOfEdge.append([])
    return edge
  }
}
