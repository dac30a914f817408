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
/// Of a joint of probability p with an edge f, some of the other edges S were flipped. Either the joint happened, or
/// each edge of S was flipped by something else: the joint's odds are p to Π (p(s) − p), where p(s) is the
/// probability of the edge. The joint of which no other edge was flipped did not happen. So f is flipped by
/// its joints, each with the probability found, or alone.
struct Conditioning: ~Copyable {
  private let joints: PackedBuffer<Correlations.Joint>
  private let jointEdges: PackedBuffer<UInt32>
  private let jointStarts: PackedBuffer<UInt32>
  private let jointsOfEdge: PackedBuffer<UInt32>
  private let probabilities: PackedBuffer<Double>
  private let aloneProbabilities: PackedBuffer<Double>
  private let graph: MatchingGraph
  private var isJointSeen: PackedBuffer<Bool>
  private var seen = GrowableBuffer<UInt32>()
  /// The probability by joints, of edges on the list.
  private var implied: PackedBuffer<Double>
  private var touched = GrowableBuffer<UInt32>()

  init(_ correlations: Correlations, _ graph: MatchingGraph) {
    joints = PackedBuffer(correlations.joints)
    jointEdges = PackedBuffer(correlations.jointEdges)
    jointStarts = PackedBuffer(correlations.jointStarts)
    jointsOfEdge = PackedBuffer(correlations.jointsOfEdge)
    probabilities = PackedBuffer(correlations.probabilities)
    aloneProbabilities = PackedBuffer(correlations.aloneProbabilities)
    self.graph = graph
    isJointSeen = PackedBuffer(repeating: false, count: correlations.joints.count)
    implied = PackedBuffer(repeating: 0, count: correlations.probabilities.count)
  }

  /// Changes the weights of the edges that have joints with edges of a settled set.
  mutating func apply(_ edges: borrowing EdgeSet, to matching: AdjustableMatching) {
    for place in 0..<edges.count {
      let edge = edges[place]
      for index in jointStarts[edge]..<jointStarts[edge + 1] {
        let joint = jointsOfEdge[index]
        if isJointSeen[joint] { continue }
        isJointSeen[joint] = true
        seen.append(joint)
        spread(joints[joint], edges)
      }
    }
    for index in 0..<touched.count {
      let edge = touched[index]
      let joint = implied[edge]
      let alone = aloneProbabilities[edge]
      // An edge likelier flipped than not weighs nothing.
      let p = min(0.5, joint * (1 - alone) + alone * (1 - joint))
      matching.change(edge, weight: graph.units(max(0, log1p(-p) - log(p))))
      implied[edge] = 0
    }
    touched.truncate(to: 0)
    for index in 0..<seen.count { isJointSeen[seen[index]] = false }
    seen.truncate(to: 0)
  }

  /// Tells the edges of a joint how likely it is given the others.
  private mutating func spread(_ joint: Correlations.Joint, _ edges: borrowing EdgeSet) {
    for place in joint.first..<joint.end {
      let edge = jointEdges[place]
      var rest = 1.0
      var isGiven = false
      for other in joint.first..<joint.end where other != place && edges.contains(jointEdges[other])
      {
        isGiven = true
        rest *= max(0, probabilities[jointEdges[other]] - joint.probability)
      }
      guard isGiven else { continue }
      let q = joint.probability / (joint.probability + rest)
      if implied[edge] == 0 { touched.append(edge) }
      implied[edge] = q * (1 - implied[edge]) + implied[edge] * (1 - q)
    }
  }
}
