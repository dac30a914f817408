// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

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
  /// - Parameter known: The order of the program, if it is known.
  /// - Returns: Segments that do not overlap and together hold every reversible node with qubits.
  /// - Throws: `QVMError` with code `.cycle`.
  /// - Complexity: that of `ExecutionOrder`.
  public func reversibleSegments(
    order known: ExecutionOrder? = nil
  ) throws(QVMError) -> [ReversibleSegment] {
    let order: ExecutionOrder
    if let known { order = known } else { order = try ExecutionOrder(self) }
    let depths = order.isPlain ? plainDepths : irreversibleDepths(order.nodes)
    // A component of each qubit's latest node; the qubit's depth says whether it is still open.
    var sets = DisjointSets()
    var component = [Int](repeating: -1, count: nodes.count)
    var open = [(depth: Int32, component: Int)](repeating: (-1, -1), count: qubits.count)
    for index in order.nodes where OpcodeTable.isStep[Int(nodes[index].opcode.rawValue)] {
      let touched = nodes[index].qubits
      var own = sets.add()
      for qubit in touched where open[qubit].depth == depths[index] {
        own = sets.join(own, open[qubit].component)
      }
      component[index] = own
      for qubit in touched { open[qubit] = (depths[index], own) }
    }
    // The nodes of each component, components by their first node.
    var places = [Int](repeating: -1, count: sets.count)
    var members: [[Int]] = []
    for index in order.nodes where component[index] >= 0 {
      let segment = sets.root(component[index])
      if places[segment] < 0 {
        places[segment] = members.count
        members.append([])
      }
      members[places[segment]].append(index)
    }
    return members.map(segment)
  }

  private func segment(_ members: [Int]) -> ReversibleSegment {
    var touched: Set<Int> = []
    var cost = 0
    for index in members {
      touched.formUnion(nodes[index].qubits)
      cost += nodes[index].cost
    }
    return ReversibleSegment(nodes: members, qubits: touched.sorted(), cost: cost)
  }

  /// For each node, the most irreversible steps on a way to it.
  private func irreversibleDepths(_ order: [Int]) -> [Int32] {
    let graph = DependencyGraph(self)
    var reaches = [Reach](repeating: Reach(), count: nodes.count)
    for index in order {
      let next = reaches[index].after(nodes[index].opcode)
      for successor in graph.successors(of: index) { reaches[successor].join(next) }
    }
    return reaches.map(\.depth)
  }

  /// The same for a program in plain order, without its graph: what a node names tells whom it follows.
  private var plainDepths: [Int32] {
    var depths = [Int32](repeating: 0, count: nodes.count)
    let (firstChannel, firstEvent) = (qubits.count, qubits.count + channels.count)
    var things = [Reach](repeating: Reach(), count: firstEvent + events.count)
    var ends = [[Int]](repeating: [], count: channels.count)
    // What reached the last fence, and what has been reached since.
    var (fence, latest) = (Reach(), Reach())
    var named: [Int] = []
    for index in nodes.indices {
      let opcode = nodes[index].opcode
      named.removeAll(keepingCapacity: true)
      named += nodes[index].qubits
      for channel in nodes[index].channels {
        named.append(firstChannel + channel)
        if opcode == .openChannel { ends[channel] = nodes[index].qubits }
        if opcode == .useChannel { named += ends[channel] }
      }
      var here = opcode == .fence ? latest : fence
      for thing in named { here.join(things[thing]) }
      for event in nodes[index].inputs { here.join(things[firstEvent + event]) }
      nodes[index].condition?.forEachComparison { event, _ in
        here.join(things[firstEvent + event])
      }
      depths[index] = here.depth
      let next = here.after(opcode)
      for thing in named { things[thing] = next }
      for event in nodes[index].outputs { things[firstEvent + event] = next }
      latest.join(next)
      if opcode == .fence { fence = next }
    }
    return depths
  }
}

/// What lies on the ways to a node.
private struct Reach {
  /// The most irreversible steps.
  var depth: Int32 = 0
  /// Whether something reversible does.
  var isFollowing = false

  mutating func join(_ other: Reach) {
    depth = max(depth, other.depth)
    isFollowing = isFollowing || other.isFollowing
  }

  /// What lies on the ways through a node on to others.
  func after(_ opcode: Opcode) -> Reach {
    let isReversible = OpcodeTable.isReversible[Int(opcode.rawValue)]
    return Reach(
      depth: depth + (!isReversible && isFollowing ? 1 : 0),
      isFollowing: isFollowing || OpcodeTable.isStep[Int(opcode.rawValue)])
  }
}

extension Node {
  /// Whether the node changes the state and can be undone.
  public var isReversibleStep: Bool {
    OpcodeTable.isStep[Int(opcode.rawValue)]
  }

  /// What the node costs, in the unit of `OpcodeDefinition.cost`.
  public var cost: Int {
    opcode == .conditionalPauli ? qubits.count : OpcodeTable.costs[Int(opcode.rawValue)]
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
