// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Program {
  /// The nodes that undo a segment, in the order in which they act.
  public func inverse(of segment: ReversibleSegment) -> [Node] {
    segment.nodes.reversed().compactMap { nodes[$0].inverse }
  }

  /// The program that runs a segment and at once undoes it, then goes on with the rest.
  ///
  /// The nodes stand in an order in which they may act, with the segment in one piece.
  ///
  /// - Returns: A program whose new nodes have ids of their own: `inv_` + id, and a number where
  ///   another node has that.
  /// - Throws: `QVMError` with code `.cycle` for a program without an order.
  public func undoing(_ segment: ReversibleSegment) throws(QVMError) -> Program {
    let order = try ExecutionOrder(self).nodes
    let graph = DependencyGraph(self)
    let members = Set(segment.nodes)
    var isBehind = [Bool](repeating: false, count: nodes.count)
    for index in order where isBehind[index] || members.contains(index) {
      for next in graph.successors(of: index) where !members.contains(next) {
        isBehind[next] = true
      }
    }
    var ids = Set(nodes.map(\.id))
    var undoing = inverse(of: segment)
    for index in undoing.indices {
      let id = undoing[index].id
      var number = 2
      while !ids.insert(undoing[index].id).inserted {
        undoing[index].id = "\(id)_\(number)"
        number += 1
      }
    }
    var program = self
    program.nodes =
      order.filter { !members.contains($0) && !isBehind[$0] }.map { nodes[$0] }
      + segment.nodes.map { nodes[$0] } + undoing
      + order.filter { isBehind[$0] }.map { nodes[$0] }
    program.renumber()
    return program
  }

  /// A program of its own that allocates the qubits of a segment and undoes the segment on them.
  ///
  /// - Returns: The program.
  /// - Throws: `QVMError` with code `.eventNotProduced` if the segment reads events.
  public func inverseProgram(of segment: ReversibleSegment) throws(QVMError) -> Program {
    for index in segment.nodes {
      var reads = 0
      nodes[index].forEachEventRead { _ in reads += 1 }
      if reads > 0 {
        throw QVMError(
          .eventNotProduced, "The node `\(nodes[index].id)` reads events of the program around it.",
          at: nodes[index].location)
      }
    }
    var program = self
    program.nodes = [Node(id: "allocation", .allocate, qubits: segment.qubits)]
    program.nodes += inverse(of: segment)
    program.events = NameTable()
    program.channels = NameTable()
    let names = qubits
    program.qubits = NameTable(segment.qubits.map { names[$0] })
    for index in program.nodes.indices {
      program.nodes[index].qubits = program.nodes[index].qubits.map {
        program.qubits.insert(names[$0])
      }
    }
    return program
  }
}
