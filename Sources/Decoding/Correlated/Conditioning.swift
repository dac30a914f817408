// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The probabilities of edges given which other edges were flipped.
///
/// Given that edge e was flipped, a joint of e of probability p happened with probability p / p(e), where p(e) is the
/// probability of the edge; a joint of which no edge was flipped did not happen. So edge f is flipped by its joints with
/// each flipped e, or alone. Several flipped edges are taken as independent reasons.
struct Conditioning: ~Copyable {
  private let partnerStarts: PackedBuffer<UInt32>
  private let partners: PackedBuffer<Correlations.Partner>
  private let aloneProbabilities: PackedBuffer<Double>
  private let graph: MatchingGraph
  /// The probability by joints, of edges on the list; 0 for all others.
  private var implied: PackedBuffer<Double>
  private var touched = GrowableBuffer<Correlations.Partner>()

  init(_ correlations: Correlations, _ graph: MatchingGraph) {
    partnerStarts = PackedBuffer(correlations.partnerStarts)
    partners = PackedBuffer(correlations.partners)
    aloneProbabilities = PackedBuffer(correlations.aloneProbabilities)
    self.graph = graph
    implied = PackedBuffer(repeating: 0, count: correlations.probabilities.count)
  }

  /// Changes the weights of the edges that have joints with edges of a settled set.
  mutating func apply(_ edges: borrowing EdgeSet, to matching: inout AdjustableMatching) {
    for place in 0..<edges.count {
      let edge = edges[place]
      var index = partnerStarts[edge]
      let end = partnerStarts[edge &+ 1]
      while index < end {
        let partner = partners[index]
        let before = implied[partner.edge]
        if before == 0 { touched.append(partner) }
        implied[partner.edge] = partner.chance * (1 - before) + before * (1 - partner.chance)
        index &+= 1
      }
    }
    for index in 0..<touched.count {
      let partner = touched[index]
      let chance = implied[partner.edge]
      implied[partner.edge] = 0
      matching.change(
        partner.edge,
        weight: chance == partner.chance
          ? partner.weight
          : Correlations.weight(chance, or: aloneProbabilities[partner.edge], graph))
    }
    touched.truncate(to: 0)
  }
}
