// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which edges of a matching graph the same errors flip together, and how likely these are.
///
/// An error that suggests a decomposition into several edges is a joint of these edges. Joints of the same edges merge:
/// an odd number of their errors happened. What else flips an edge flips it alone. Errors of p > ½, and
/// errors of which a component lies on an edge that stands for other observables or is likelier flipped than not,
/// make no joint: their components count as errors of their own, as in plain matching.
final class Correlations: Sendable {
  /// Errors that flip the same edges, two at least.
  struct Joint: Sendable, BitwiseCopyable {
    /// Its edges: `edges[first..<end]`.
    var first: UInt32
    var end: UInt32
    var probability: Double
    /// p / (1 − p).
    var odds: Double
  }

  /// An edge that shares joints with another, seen from that other.
  struct Partner: Sendable, BitwiseCopyable {
    var edge: UInt32
    /// The weight of the edge, in units, when of its partners only the other was flipped.
    var weight: UInt32
    /// The probability of the shared joints when the other was flipped.
    var chance: Double
  }

  let joints: [Joint]
  /// The edges of all joints, end to end.
  let jointEdges: [UInt32]
  /// The joints of edge e are `jointsOfEdge[jointStarts[e]..<jointStarts[e + 1]]`.
  let jointStarts: [UInt32]
  let jointsOfEdge: [UInt32]
  /// The probability of each edge: that an odd number of the errors that flip it happens.
  let probabilities: [Double]
  /// The probability of each edge by errors that flip it alone.
  ///
  /// Where there are none, or they are likelier than not, that of the edge by all its errors: then an explanation by
  /// the edge alone says nothing of the other edges of the error that flipped it.
  let aloneProbabilities: [Double]
  /// The partners of edge e are `partners[partnerStarts[e]..<partnerStarts[e + 1]]`.
  let partnerStarts: [UInt32]
  let partners: [Partner]

  /// Gathers the joints of a model.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - graph: Its matching graph.
  /// - Throws: `DecodingError` as `MatchingGraph` does.
  init(_ model: DetectorErrorModel, _ graph: MatchingGraph) throws(DecodingError) {
    let priors = try EdgePriors(model, graph)
    var gathering = JointGathering(graph, priors)
    for index in priors.probabilities.indices { gathering.add(UInt32(index)) }
    var joints: [Joint] = []
    var jointEdges: [UInt32] = []
    var lists = [[UInt32]](repeating: [], count: graph.edges.count)
    for (edges, p) in zip(gathering.edges, gathering.probabilities) {
      for edge in edges { lists[Int(edge)].append(UInt32(joints.count)) }
      joints.append(
        Joint(
          first: UInt32(jointEdges.count), end: UInt32(jointEdges.count + edges.count),
          probability: p, odds: p / (1 - p)))
      jointEdges += edges
    }
    self.joints = joints
    self.jointEdges = jointEdges
    var starts: [UInt32] = [0]
    for list in lists { starts.append((starts.last ?? 0) + UInt32(list.count)) }
    jointStarts = starts
    jointsOfEdge = lists.flatMap(\.self)
    probabilities = gathering.edgeProbabilities
    let alone = zip(gathering.alone, probabilities).map { $0 > 0 && $0 <= 0.5 ? $0 : $1 }
    aloneProbabilities = alone
    var partners: [Partner] = []
    var partnerStarts: [UInt32] = [0]
    for (edge, list) in lists.enumerated() {
      let first = partners.count
      for index in list {
        let joint = joints[Int(index)]
        let chance = min(1, joint.probability / probabilities[edge])
        for other in jointEdges[Int(joint.first)..<Int(joint.end)] where other != edge {
          if let known = partners[first...].firstIndex(where: { $0.edge == other }) {
            partners[known].chance = min(1, partners[known].chance + chance)
          } else {
            partners.append(Partner(edge: other, weight: 0, chance: chance))
          }
        }
      }
      for index in first..<partners.count {
        let partner = partners[index]
        partners[index].weight = Correlations.weight(
          partner.chance, or: alone[Int(partner.edge)], graph)
      }
      partnerStarts.append(UInt32(partners.count))
    }
    self.partners = partners
    self.partnerStarts = partnerStarts
  }

  /// The weight in units of an edge that one or the other of two independent reasons flips.
  ///
  /// An edge likelier flipped than not weighs nothing.
  static func weight(_ chance: Double, or other: Double, _ graph: MatchingGraph) -> UInt32 {
    let p = min(0.5, chance * (1 - other) + other * (1 - chance))
    return graph.units(max(0, log1p(-p) - log(p)))
  }
}

/// Sorts errors by the edges that they flip.
private struct JointGathering {
  private let graph: MatchingGraph
  private let priors: EdgePriors
  private(set) var edges: [[UInt32]] = []
  private(set) var probabilities: [Double] = []
  private(set) var alone: [Double]
  private(set) var edgeProbabilities: [Double]
  private var places: [[UInt32]: Int] = [:]
  /// The strand for which each edge stands.
  private var strandOfEdge: [UInt32]

  init(_ graph: MatchingGraph, _ priors: EdgePriors) {
    self.graph = graph
    self.priors = priors
    alone = [Double](repeating: 0, count: graph.edges.count)
    edgeProbabilities = alone
    strandOfEdge = [UInt32](repeating: none, count: graph.edges.count)
    for (index, strand) in priors.strands.enumerated() {
      guard strand.edge != none, Int(strand.edge) < graph.edges.count else { continue }
      let edge = Int(strand.edge)
      if strand.symptom.observables == graph.edges[edge].observables {
        strandOfEdge[edge] = UInt32(index)
        edgeProbabilities[edge] = min(strand.probability, 1 - strand.probability)
        // An edge that is likelier flipped than not keeps to itself.
        if strand.probability > 0.5 { alone[edge] = 1 - strand.probability }
      }
    }
  }

  private func isPlain(_ strand: UInt32) -> Bool {
    let edge = priors.strands[Int(strand)].edge
    return edge != none && Int(edge) < graph.edges.count && strandOfEdge[Int(edge)] == strand
      && priors.strands[Int(strand)].probability <= 0.5
  }

  mutating func add(_ mechanism: UInt32) {
    let p = priors.probabilities[Int(mechanism)]
    guard p > 0 else { return }
    var flipped: [UInt32] = []
    let strands = priors.strands(ofMechanism: mechanism)
    for strand in strands where isPlain(strand) {
      let edge = priors.strands[Int(strand)].edge
      if let place = flipped.firstIndex(of: edge) {
        flipped.remove(at: place)
      } else {
        flipped.append(edge)
      }
    }
    if flipped.count < 2 || p > 0.5 || !strands.allSatisfy(isPlain) {
      for edge in flipped { JointGathering.merge(p, into: &alone[Int(edge)]) }
      return
    }
    flipped.sort()
    if let place = places[flipped] {
      JointGathering.merge(p, into: &probabilities[place])
    } else {
      places[flipped] = edges.count
      edges.append(flipped)
      probabilities.append(p)
    }
  }

  private static func merge(_ p: Double, into other: inout Double) {
    other = p * (1 - other) + other * (1 - p)
  }
}
