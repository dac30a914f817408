// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import QVM

extension ExecutionPlan {
  /// The parts of the program that share neither qubits nor channels nor events: their outcomes are independent, and
  /// the distribution of the whole is their product.
  ///
  /// With noise, fences couple all clocks; a program with both is one part.
  ///
  /// - Throws: As `init` does.
  /// - Complexity: O(uses), and O(qubits) for each part.
  func independentParts() throws(ExecutionError) -> [ExecutionPlan] {
    if rates != nil, fenceCount > 0 { return [self] }
    var sets = DisjointSets(count: program.qubits.count + program.events.count)
    let order = steps.compactMap { step in
      if case .begin(let node, _) = step { node } else { nil }
    }
    var ends = [[Int]](repeating: [], count: program.channels.count)
    for node in program.nodes where node.opcode == .openChannel {
      for channel in node.channels { ends[channel] += node.qubits }
    }
    for index in order {
      let node = program.nodes[index]
      for group in names(of: node, ends) {
        for name in group.dropFirst() { sets.join(group[0], name) }
      }
    }
    var nodes: [Int: [Node]] = [:]
    // What produces no event is one part: it may still fail.
    var productive = Set<Int>()
    for index in order {
      for event in program.nodes[index].outputs {
        productive.insert(sets.root(program.qubits.count + event))
      }
    }
    guard productive.count > 1, productive.count * program.qubits.count < Self.largestTable else {
      return [self]
    }
    for index in order {
      let node = program.nodes[index]
      let isShared = node.opcode.definition.kind == .ownership
      for group in names(of: node, ends) {
        let root = sets.root(group[0])
        let part = productive.contains(root) ? root : -1
        var own = node
        if isShared { own.qubits = [group[0]] }
        nodes[part, default: []].append(own)
      }
    }
    var parts: [ExecutionPlan] = []
    for root in nodes.keys.sorted() {
      parts.append(try ExecutionPlan(nodes: nodes[root] ?? [], of: self))
    }
    return parts
  }

  /// The most entries in the tables of all parts together, of some hundred bytes each.
  private static let largestTable = 1 << 20

  /// The sets of qubits and events (numbered after the qubits) that a node ties together.
  ///
  /// The node acts once for each. Fences only mark time here.
  private func names(of node: Node, _ ends: [[Int]]) -> [[Int]] {
    let first = program.qubits.count
    var events = (node.inputs + node.outputs).map { first + $0 }
    node.forEachEventRead { events.append(first + $0) }
    switch node.opcode.definition.kind {
    case .order: return []
    case .ownership: return node.qubits.map { [$0] + events }
    default:
      let names = node.qubits + node.channels.flatMap { ends[$0] } + events
      return names.isEmpty ? [] : [names]
    }
  }
}
