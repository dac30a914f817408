// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Which node of a program must act before which: the constraints of `ExecutionOrder`.
public struct DependencyGraph: Sendable {
  /// Where the successors of each node begin in `targets`; one more entry than nodes.
  private let starts: [Int]
  private let targets: [Int]

  /// The number of nodes.
  public var nodeCount: Int { starts.count - 1 }

  /// The nodes that must act after a node; one may stand twice.
  public func successors(of node: Int) -> ArraySlice<Int> {
    targets[starts[node]..<starts[node + 1]]
  }

  /// Collects the constraints of a program.
  ///
  /// - Complexity: O(nodes + uses).
  public init(_ program: Program) {
    var collector = EdgeCollector(program)
    collector.collect()
    self.init(nodeCount: program.nodes.count, edges: collector.edges)
  }

  init(nodeCount: Int, edges: [(from: Int, to: Int)]) {
    var counts = [Int](repeating: 0, count: nodeCount + 1)
    for edge in edges { counts[edge.from + 1] += 1 }
    for node in 0..<nodeCount { counts[node + 1] += counts[node] }
    starts = counts
    var targets = [Int](repeating: 0, count: edges.count)
    for edge in edges {
      targets[counts[edge.from]] = edge.to
      counts[edge.from] += 1
    }
    self.targets = targets
  }

  /// The topological order that prefers nodes of the text's front.
  func stableOrder(_ program: Program) throws(QVMError) -> [Int] {
    var waiting = [Int](repeating: 0, count: nodeCount)
    for target in targets { waiting[target] += 1 }
    var ready = IndexHeap()
    for node in 0..<nodeCount where waiting[node] == 0 { ready.push(node) }
    var order: [Int] = []
    order.reserveCapacity(nodeCount)
    while let node = ready.pop() {
      order.append(node)
      for next in successors(of: node) {
        waiting[next] -= 1
        if waiting[next] == 0 { ready.push(next) }
      }
    }
    guard order.count == nodeCount else {
      let cycle = findCycle(waiting)
      let names = cycle.map { program.nodes[$0].id }
      let shown = names.prefix(8).joined(separator: " → ")
      let more = names.count > 8 ? " → … (\(names.count) nodes)" : ""
      throw QVMError(
        .cycle, "Nodes wait for each other: \(shown)\(more) → \(names[0]).",
        at: program.nodes[cycle[0]].location)
    }
    return order
  }

  /// Nodes each of which waits for the one before it, the first for the last.
  ///
  /// - Parameter waiting: For each node, how many of its predecessors never acted.
  /// - Returns: The nodes, the one that the text lists first in front.
  private func findCycle(_ waiting: [Int]) -> [Int] {
    // Every node that waits has a predecessor that waits; walking back must meet itself.
    var predecessor = [Int](repeating: -1, count: nodeCount)
    for node in 0..<nodeCount where waiting[node] > 0 {
      for next in successors(of: node) where waiting[next] > 0 { predecessor[next] = node }
    }
    guard var node = waiting.firstIndex(where: { $0 > 0 }) else { return [] }
    var isSeen = [Bool](repeating: false, count: nodeCount)
    while !isSeen[node] {
      isSeen[node] = true
      node = predecessor[node]
    }
    var cycle = [node]
    var next = predecessor[node]
    while next != node {
      cycle.append(next)
      next = predecessor[next]
    }
    cycle.reverse()
    guard let least = cycle.indices.min(by: { cycle[$0] < cycle[$1] }) else { return cycle }
    return Array(cycle[least...] + cycle[..<least])
  }
}

/// Walks a program once for each kind of constraint.
private struct EdgeCollector {
  let program: Program
  private(set) var edges: [(from: Int, to: Int)] = []

  init(_ program: Program) { self.program = program }

  mutating func collect() {
    collectUses()
    collectEvents()
    collectFences()
  }

  /// Chains of the nodes on each qubit and channel.
  private mutating func collectUses() {
    let nodes = program.nodes
    let qubitCount = program.qubits.count
    // The qubits at the ends of each channel.
    var ends = [[Int]](repeating: [], count: program.channels.count)
    for node in nodes where node.opcode == .openChannel {
      for channel in node.channels { ends[channel] = node.qubits }
    }
    var last = [Int](repeating: -1, count: qubitCount + program.channels.count)
    func eachUse(_ node: Node, _ body: (Int) -> Void) {
      for qubit in node.qubits { body(qubit) }
      // An opening has its place at the front of the channel's chain already.
      for channel in node.channels where node.opcode != .openChannel {
        body(qubitCount + channel)
        if node.opcode == .useChannel { for end in ends[channel] { body(end) } }
      }
    }
    var found: [(from: Int, to: Int)] = []
    func chain(_ index: Int) {
      eachUse(nodes[index]) { thing in
        if last[thing] >= 0, last[thing] != index { found.append((last[thing], index)) }
        last[thing] = index
      }
    }
    let ranks: [UInt8] = nodes.map { node in
      switch node.opcode {
      case .allocate, .openChannel: 0
      case .free, .closeChannel: 2
      default: 1
      }
    }
    // An opening is first on its channel, and a use like others of the qubits at its ends.
    for index in nodes.indices where nodes[index].opcode == .allocate { chain(index) }
    for index in nodes.indices where nodes[index].opcode == .openChannel {
      for channel in nodes[index].channels { last[qubitCount + channel] = index }
    }
    for index in nodes.indices
    where ranks[index] == 1 || nodes[index].opcode == .openChannel { chain(index) }
    for index in nodes.indices where ranks[index] == 2 { chain(index) }
    edges += found
  }

  /// From the producer of each event to its readers.
  private mutating func collectEvents() {
    let nodes = program.nodes
    var producers = [[Int]](repeating: [], count: program.events.count)
    for index in nodes.indices {
      for event in nodes[index].outputs { producers[event].append(index) }
    }
    var readers = [[Int]](repeating: [], count: program.events.count)
    for index in nodes.indices {
      nodes[index].forEachEventRead { readers[$0].append(index) }
    }
    for event in program.events.all {
      let writes = producers[event]
      if writes.count == 1 {
        for reader in readers[event] { edges.append((writes[0], reader)) }
      } else if writes.count > 1 {
        chainOverwritten(writes, readers[event])
      }
    }
  }

  /// Keeps the order of the text between producers and readers of one event.
  private mutating func chainOverwritten(_ writes: [Int], _ reads: [Int]) {
    var next = 0
    for read in reads {
      while next < writes.count, writes[next] < read { next += 1 }
      // A reader before all producers waits for the first.
      edges.append((writes[max(next - 1, 0)], read))
      if next > 0, next < writes.count, writes[next] != read { edges.append((read, writes[next])) }
    }
    for (first, second) in zip(writes, writes.dropFirst()) { edges.append((first, second)) }
  }

  private mutating func collectFences() {
    var fence = -1
    var start = 0
    for index in program.nodes.indices where program.nodes[index].opcode == .fence {
      for node in start..<index { edges.append((node, index)) }
      if fence >= 0 { for node in start...index { edges.append((fence, node)) } }
      fence = index
      start = index + 1
    }
    if fence >= 0 { for node in start..<program.nodes.count { edges.append((fence, node)) } }
  }
}

/// A binary heap of indices, least first.
private struct IndexHeap {
  private var items: [Int] = []

  mutating func push(_ item: Int) {
    items.append(item)
    var child = items.count - 1
    while child > 0, items[child] < items[(child - 1) / 2] {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Int? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    guard !items.isEmpty else { return first }
    items[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < items.count && items[child] < items[least] { least = child }
      if least == parent { return first }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
