// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

extension ProgramReader {
  /// Turns the parts of a node of the two other dialects into those of QVM JSON.
  ///
  /// - Returns: The operation, which a basis among the arguments may have changed.
  mutating func normalize(_ opcode: Opcode, _ id: String) -> Opcode {
    var opcode = opcode
    if let index = draft.arguments.firstIndex(where: { $0.name == "basis" }), opcode.isMeasurement {
      let basis = draft.arguments.remove(at: index).value.stringValue?.uppercased()
      let bases: [String: Opcode] = ["X": .measureX, "Y": .measureY, "Z": .measureZ]
      if let basis, let measured = bases[basis] {
        opcode = measured
      } else {
        note(
          .argumentRange, "The basis of a measurement is X, Y or Z.", node: id, at: draft.location)
        draft.isFaulty = true
      }
    }
    if let index = draft.arguments.firstIndex(where: { $0.name == "result" }), opcode.isMeasurement
    {
      if let name = draft.arguments.remove(at: index).value.stringValue { draft.outputs = [name] }
    }
    // The outputs of other operations are their qubits once more.
    if !opcode.isMeasurement { draft.outputs.removeAll() }
    if opcode == .allocate {
      if let profile = draft.profile, !draft.arguments.contains(where: { $0.name == "profile" }) {
        draft.arguments.append(("profile", .string(profile), draft.location))
      }
    } else {
      // These say how other programs ran the node.
      draft.arguments.removeAll { ["profile", "teleported"].contains($0.name) }
    }
    if opcode == .openChannel, draft.channels.isEmpty { draft.channels = ["channel_\(id)"] }
    return opcode
  }
}

extension Reading {
  /// Allocates, at the front, the qubits that the graph uses and never allocates.
  mutating func addAllocations() {
    var isAllocated = [Bool](repeating: false, count: program.qubits.count)
    for node in program.nodes where node.opcode == .allocate {
      for qubit in node.qubits { isAllocated[qubit] = true }
    }
    for qubit in doubtful.qubits { isAllocated[qubit] = true }
    let missing = program.qubits.all.filter { !isAllocated[$0] }
    guard !missing.isEmpty else { return }
    var id = "allocation"
    let ids = Set(program.nodes.map(\.id))
    while ids.contains(id) { id += "_" }
    let location = program.nodes.first?.location
    program.nodes.insert(
      Node(id: id, .allocate, qubits: missing, location: location), at: 0)
    program.renumber()
  }

  /// Puts the nodes into an order that the edges allow, as near to the text's as they do.
  mutating func sort(by edges: [ProgramReader.Edge]) {
    guard !edges.isEmpty else { return }
    var indices: [String: Int] = [:]
    for (index, node) in program.nodes.enumerated() where indices[node.id] == nil {
      indices[node.id] = index
    }
    var pairs: [(from: Int, to: Int)] = []
    for edge in edges {
      if let from = indices[edge.from], let to = indices[edge.to] {
        pairs.append((from, to))
      } else if nodeCount == program.nodes.count || dialect != .qvm {
        let name = indices[edge.from] == nil ? edge.from : edge.to
        problems.append(
          Problem(
            .edge, "An edge names the node `\(name)`, which does not exist.",
            hint: "Correct the id or delete the edge.", at: edge.location))
      }
    }
    guard pairs.contains(where: { $0.from >= $0.to }) else { return }
    do {
      let graph = DependencyGraph(nodeCount: program.nodes.count, edges: pairs)
      let order = try graph.stableOrder(program)
      program.nodes = order.map { program.nodes[$0] }
      program.renumber()
    } catch {
      problems.append(
        Problem(error.code, error.message, hint: "Delete an edge.", at: error.location))
    }
  }
}

extension Program {
  /// Numbers the names anew in the order in which the nodes first use them.
  mutating func renumber() {
    var (newQubits, newChannels, newEvents) = (NameTable(), NameTable(), NameTable())
    for index in nodes.indices {
      nodes[index].qubits = nodes[index].qubits.map { newQubits.insert(qubits[$0]) }
      nodes[index].channels = nodes[index].channels.map { newChannels.insert(channels[$0]) }
      nodes[index].inputs = nodes[index].inputs.map { newEvents.insert(events[$0]) }
      nodes[index].condition = nodes[index].condition?.mapEvents { newEvents.insert(events[$0]) }
      nodes[index].outputs = nodes[index].outputs.map { newEvents.insert(events[$0]) }
    }
    for name in qubits.names { newQubits.insert(name) }
    for name in channels.names { newChannels.insert(name) }
    for name in events.names { newEvents.insert(name) }
    (qubits, channels, events) = (newQubits, newChannels, newEvents)
  }
}
