// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Nodes that can be undone together: gates and corrections that join in shared qubits, with
/// nothing irreversible between them.
///
/// Convex in the dependency graph: whatever acts after one of the nodes and before another is in
/// the segment too. So its nodes can run without interruption, and then backwards.
public struct ReversibleSegment: Sendable, Hashable {
  /// The nodes, in the order in which they act.
  public let nodes: [Int]
  /// The qubits, in ascending order.
  public let qubits: [Int]
  /// What it costs to undo, in the unit of `OpcodeDefinition.cost`.
  public let cost: Int
}

extension Program {
  /// The reversible segments, by their first node.
  ///
  /// Nodes get the number of irreversible steps on the longest way to them, where a step counts
  /// only if something reversible came before it: allocations and preparations at the front divide
  /// nothing. Nodes of the same number that share qubits, directly or through others, are a
  /// segment.
  ///
  /// - Returns: Segments that do not overlap and together hold every reversible node with qubits.
  /// - Throws: `QVMError` with code `.cycle`.
  /// - Complexity: that of `ExecutionOrder`.
  public func reversibleSegments() throws(QVMError) -> [ReversibleSegment] {
    let order = try ExecutionOrder(self).nodes
    let depths = irreversibleDepths(order)
    // A component of each qubit's latest node; the qubit's depth says whether it is still open.
    var parents: [Int] = []
    var component = [Int](repeating: -1, count: nodes.count)
    var open = [(depth: Int32, component: Int)](repeating: (-1, -1), count: qubits.count)
    func root(_ index: Int) -> Int {
      var index = index
      while parents[index] != index {
        parents[index] = parents[parents[index]]
        index = parents[index]
      }
      return index
    }
    for index in order where nodes[index].isReversibleStep {
      var own = parents.count
      parents.append(own)
      for qubit in nodes[index].qubits where open[qubit].depth == depths[index] {
        let other = root(open[qubit].component)
        parents[max(own, other)] = min(own, other)
        own = min(own, other)
      }
      component[index] = own
      for qubit in nodes[index].qubits { open[qubit] = (depths[index], own) }
    }
    var members: [Int: [Int]] = [:]
    var roots: [Int] = []
    for index in order where component[index] >= 0 {
      let segment = root(component[index])
      if members[segment] == nil { roots.append(segment) }
      members[segment, default: []].append(index)
    }
    return roots.map { segment($0, members[$0] ?? []) }
  }

  private func segment(_ root: Int, _ members: [Int]) -> ReversibleSegment {
    let qubits = Set(members.lazy.flatMap { nodes[$0].qubits }).sorted()
    return ReversibleSegment(
      nodes: members, qubits: qubits, cost: members.reduce(0) { $0 + nodes[$1].cost })
  }

  /// For each node, the most irreversible steps on a way to it.
  private func irreversibleDepths(_ order: [Int]) -> [Int32] {
    let graph = DependencyGraph(self)
    var depths = [Int32](repeating: 0, count: nodes.count)
    var follows = [Bool](repeating: false, count: nodes.count)
    for index in order {
      let isReversible = OpcodeTable.isReversible[Int(nodes[index].opcode.rawValue)]
      let isStep = nodes[index].isReversibleStep
      let steps = depths[index] + (!isReversible && follows[index] ? 1 : 0)
      for next in graph.successors(of: index) {
        depths[next] = max(depths[next], steps)
        if isStep || follows[index] { follows[next] = true }
      }
    }
    return depths
  }
}

extension Node {
  /// Whether the node changes the state and can be undone.
  public var isReversibleStep: Bool {
    opcode.kind == .gate || opcode.kind == .correction
  }

  /// What the node costs, in the unit of `OpcodeDefinition.cost`.
  public var cost: Int {
    opcode == .conditionalPauli ? qubits.count : opcode.definition.cost
  }

  /// The node that undoes this one, under the id `inv_` + id; nil if nothing does.
  ///
  /// It has the same guard and inputs: events do not change once they are produced.
  public var inverse: Node? {
    var node = self
    node.id = "inv_" + id
    switch opcode.definition.inverse {
    case .none: return nil
    case .itself: break
    case .opcode(let opcode): node.opcode = opcode
    case .negatedAngle:
      node.arguments = arguments.map { argument in
        guard case .angle(let angle) = argument.value else { return argument }
        return Argument(argument.name, .angle(-angle))
      }
    }
    return node
  }
}
