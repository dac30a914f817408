// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

/// How operators move from the edges of one turn to those of the next.
///
/// An operator that commutes with the edges just measured is multiplied by some of them, whose results are
/// known, until it commutes with the edges to be measured. Each edge just measured joins the next edges of its
/// two qubits: along a spanning tree of these joints, a next edge that does not commute is mended by the joint
/// to its parent. A joint of one end, at a boundary, is where a tree has its root.
struct LogicalMove {
  typealias Factor = StabilizerCode.Factor

  /// A next edge, the joint towards the root, and the number of the next edge there.
  private struct Node {
    let edge: Int
    let joint: Int?
    let parent: Int?
  }

  private let edges: [FloquetCode.Edge]
  /// The trees, roots first.
  private let trees: [[Node]]
  /// The joints of each tree's component, where they form a cycle or a chain between two boundaries: then the
  /// joints left out mend as well.
  private let complements: [[Int]?]

  init(_ code: FloquetCode, from old: [Int], to new: [Int]) {
    edges = code.edges
    var nextOf: [Int: Int] = [:]
    for edge in new {
      for factor in code.edges[edge].check.factors { nextOf[factor.qubit] = edge }
    }
    var joints: [Int: [(joint: Int, other: Int?)]] = [:]
    for joint in old {
      let ends = code.edges[joint].check.factors.compactMap { nextOf[$0.qubit] }
      for (index, end) in ends.enumerated() {
        joints[end, default: []].append((joint, ends.count == 2 ? ends[1 - index] : nil))
      }
    }
    var trees: [[Node]] = []
    var complements: [[Int]?] = []
    var seen: Set<Int> = []
    let rooted = new.filter { joints[$0, default: []].contains { $0.other == nil } }
    for root in rooted + new where seen.insert(root).inserted {
      let ground = joints[root, default: []].first { $0.other == nil }?.joint
      var tree = [Node(edge: root, joint: ground, parent: nil)]
      var next = 0
      while next < tree.count {
        for (joint, other) in joints[tree[next].edge, default: []] {
          guard let other, seen.insert(other).inserted else { continue }
          tree.append(Node(edge: other, joint: joint, parent: next))
        }
        next += 1
      }
      let all = Set(tree.flatMap { joints[$0.edge, default: []].map(\.joint) }).sorted()
      trees.append(tree)
      let surplus = all.count - tree.count
      complements.append(surplus == (ground == nil ? 0 : 1) ? all : nil)
    }
    self.trees = trees
    self.complements = complements
  }

  /// The edges by which to multiply an operator; nil if none make it commute.
  func edges(moving factors: [Factor]) -> [Int]? {
    var paulis: [Int: Pauli] = [:]
    for factor in factors { paulis[factor.qubit] = factor.pauli }
    var chosen: [Int] = []
    for (tree, complement) in zip(trees, complements) {
      var isOdd = tree.map { node in
        edges[node.edge].check.factors.count { factor in
          paulis[factor.qubit].map { !$0.commutes(with: factor.pauli) } ?? false
        } % 2 == 1
      }
      var mended: Set<Int> = []
      for index in tree.indices.reversed() where isOdd[index] {
        guard let joint = tree[index].joint else { return nil }
        mended.insert(joint)
        if let parent = tree[index].parent { isOdd[parent].toggle() }
      }
      if let complement, 2 * mended.count > complement.count {
        chosen += complement.filter { !mended.contains($0) }
      } else {
        chosen += mended.sorted()
      }
    }
    return chosen
  }
}
