// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How likely a set of edges is when errors may flip several of them at once.
///
/// The probability of a set is the sum over the ways to split it into joints and single edges of the product of
/// their odds. Edges that no joint inside the set ties together are independent, so the sum is a product over
/// clusters, each summed by depth-first search. A cluster with too many ways counts those of the first
/// `budget` steps, those with the likeliest joints first.
struct JointWeigher: ~Copyable {
  private static let budget = 4096

  private let joints: PackedBuffer<Correlations.Joint>
  private let jointEdges: PackedBuffer<UInt32>
  private let jointStarts: PackedBuffer<UInt32>
  private let jointsOfEdge: PackedBuffer<UInt32>
  private let aloneOdds: PackedBuffer<Double>
  private let aloneWeights: PackedBuffer<Double>
  /// Whether an edge still waits to be put into a cluster, or inside one into a joint.
  private var isOpen: PackedBuffer<Bool>
  private var cluster = GrowableBuffer<UInt32>()
  private var steps = 0

  init(_ correlations: Correlations) {
    joints = PackedBuffer(correlations.joints)
    jointEdges = PackedBuffer(correlations.jointEdges)
    jointStarts = PackedBuffer(correlations.jointStarts)
    jointsOfEdge = PackedBuffer(correlations.jointsOfEdge)
    let alone = correlations.aloneProbabilities
    aloneOdds = PackedBuffer(alone.map { $0 / (1 - $0) })
    aloneWeights = PackedBuffer(alone.map { log1p(-$0) - log($0) })
    isOpen = PackedBuffer(repeating: false, count: alone.count)
  }

  /// −ln of the probability of a settled set of edges relative to that of no error, in nats.
  mutating func weight(of edges: borrowing EdgeSet) -> Double {
    for place in 0..<edges.count { isOpen[edges[place]] = true }
    var weight = 0.0
    for place in 0..<edges.count where isOpen[edges[place]] {
      gather(from: edges[place], in: edges)
      if cluster.count == 1 {
        weight += aloneWeights[cluster[0]]
        continue
      }
      for index in 0..<cluster.count { isOpen[cluster[index]] = true }
      steps = 0
      weight -= log(odds(from: 0))
      for index in 0..<cluster.count { isOpen[cluster[index]] = false }
    }
    return weight
  }

  /// Whether all edges of a joint are in a set.
  @inline(__always)
  private func isWhole(_ joint: Correlations.Joint, in edges: borrowing EdgeSet) -> Bool {
    var place = joint.first
    while place < joint.end {
      if !edges.contains(jointEdges[place]) { return false }
      place &+= 1
    }
    return true
  }

  /// Closes the edges of the set that joints tie to an edge, and lists them in `cluster`.
  private mutating func gather(from edge: UInt32, in edges: borrowing EdgeSet) {
    cluster.truncate(to: 0)
    cluster.append(edge)
    isOpen[edge] = false
    var next = 0
    while next < cluster.count {
      let edge = cluster[next]
      next += 1
      for index in jointStarts[edge]..<jointStarts[edge + 1] {
        let joint = joints[jointsOfEdge[index]]
        guard isWhole(joint, in: edges) else { continue }
        for place in joint.first..<joint.end where isOpen[jointEdges[place]] {
          isOpen[jointEdges[place]] = false
          cluster.append(jointEdges[place])
        }
      }
    }
  }

  /// The sum over the ways to split the open edges of the cluster from a place on.
  private mutating func odds(from start: Int) -> Double {
    var place = start
    while place < cluster.count, !isOpen[cluster[place]] { place += 1 }
    if place == cluster.count { return 1 }
    let edge = cluster[place]
    steps += 1
    isOpen[edge] = false
    var sum = aloneOdds[edge] * odds(from: place + 1)
    if steps < JointWeigher.budget {
      for index in jointStarts[edge]..<jointStarts[edge + 1] {
        let joint = joints[jointsOfEdge[index]]
        guard isFree(joint, but: edge) else { continue }
        set(joint, open: false)
        sum += joint.odds * odds(from: place + 1)
        set(joint, open: true)
        isOpen[edge] = false
      }
    }
    isOpen[edge] = true
    return sum
  }

  @inline(__always)
  private func isFree(_ joint: Correlations.Joint, but edge: UInt32) -> Bool {
    for place in joint.first..<joint.end {
      let other = jointEdges[place]
      if other != edge, !isOpen[other] { return false }
    }
    return true
  }

  private mutating func set(_ joint: Correlations.Joint, open: Bool) {
    for place in joint.first..<joint.end { isOpen[jointEdges[place]] = open }
  }
}
