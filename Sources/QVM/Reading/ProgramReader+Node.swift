// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

extension ProgramReader {
  /// The members of a node of QVM JSON.
  private static let nodeMembers = [
    "id", "op", "args", "vqs", "chs", "inputs", "produces", "guard", "caps", "metadata",
  ]

  /// Reads the members of a node whose object is open, and adds the node.
  mutating func readNode(at location: ProgramLocation) throws(JSONError) {
    draft.reset(at: location)
    let faults = problems.count
    while let key = try json.nextKey() {
      switch key {
      case "id": try readText("id") { $0.id = $1 }
      case "node_id":
        if dialect == nil { dialect = .flat }
        try readText("node_id") { $0.id = $1 }
      case "op": try readText("op") { $0.operation = $1 }
      case "vqs", "qubits": draft.qubits += try readNames(key)
      case "chs": draft.channels += try readNames(key)
      case "inputs": draft.inputs += try readNames(key)
      case "produces", "outputs": draft.outputs += try readNames(key)
      case "deps": draft.dependencies += try readNames(key)
      case "args", "params", "opts": try readArguments(key)
      case "caps": draft.capabilities.formUnion(try readCapabilities() ?? [])
      case "guard": try readGuard()
      // Beside the arguments, a profile means something in the other dialects only.
      case "profile" where dialect != .qvm: try readText("profile") { $0.profile = $1 }
      case "metadata":
        let value = try json.value()
        draft.metadata = value.objectValue
        if draft.metadata == nil, value != .null {
          note(.structure, "A node's `metadata` must be an object.", node: draft.id, at: location)
        }
      default: try passOver(key, of: "A node", ProgramReader.nodeMembers)
      }
    }
    if dialect == nil { dialect = .linked }
    if draft.id == nil {
      note(.structure, "A node needs a text `id`.", at: location)
    } else if problems.count > faults {
      // The faults that came before the id did not know it.
      for index in faults..<problems.count where problems[index].node == nil {
        problems[index].node = draft.id
      }
    }
    draft.isFaulty = problems[faults...].contains { $0.severity == .error }
    addNode()
    draft.id = nil
  }

  private mutating func readText(
    _ key: String, _ store: (inout NodeDraft, String) -> Void
  ) throws(JSONError) {
    if let text = try json.stringIfThere() {
      store(&draft, text)
    } else {
      try refuse("A node's `\(key)`", "a text")
    }
  }

  private mutating func readNames(_ key: String) throws(JSONError) -> [String] {
    guard try json.enterArray() else {
      try refuse("A node's `\(key)`", "a list of names")
      return []
    }
    var names: [String] = []
    while try json.nextElement() {
      if let name = try json.stringIfThere() {
        names.append(name)
      } else {
        try refuse("A name in `\(key)`", "a text")
      }
    }
    return names
  }

  private mutating func readArguments(_ key: String) throws(JSONError) {
    guard try json.enterObject() else {
      return try refuse("A node's `\(key)`", "an object")
    }
    while let name = try json.nextKey() {
      let location = place()
      let value = try json.value()
      if name == "opts", let object = value.objectValue {
        for member in object.members {
          draft.arguments.append((member.key, member.value, location))
        }
      } else {
        draft.arguments.append((name, value, location))
      }
    }
  }

  private mutating func readGuard() throws(JSONError) {
    let location = place()
    let value = try json.value()
    if value == .null { return }
    do {
      draft.condition = try ConditionDraft(value)
    } catch {
      note(.condition, error.message, node: draft.id, at: location)
    }
  }

  /// Turns the draft into a node; what it names is doubtful if it cannot be one.
  private mutating func addNode() {
    let location = draft.location
    let id = draft.id ?? ""
    if draft.id != nil { check(id, "node", node: id, at: location) }
    for name in draft.qubits { check(name, "qubit", node: id, at: location) }
    for name in draft.channels { check(name, "channel", node: id, at: location) }
    for name in draft.inputs { check(name, "event", node: id, at: location) }
    var opcode = takeOpcode(id)
    if let written = opcode, dialect != .qvm { opcode = normalize(written, id) }
    for name in draft.outputs { check(name, "event", node: id, at: location) }
    let qubits = draft.qubits.map { program.qubits.insert($0) }
    let channels = draft.channels.map { program.channels.insert($0) }
    let inputs = draft.inputs.map { program.events.insert($0) }
    let condition = draft.condition?.resolved { program.events.insert($0) }
    let outputs = draft.outputs.map { program.events.insert($0) }
    guard let opcode, !draft.isFaulty else {
      doubtful.qubits.formUnion(qubits)
      doubtful.channels.formUnion(channels)
      doubtful.events.formUnion(outputs)
      return
    }
    for dependency in draft.dependencies {
      edges.append(Edge(from: dependency, to: id, location: location))
    }
    program.nodes.append(
      Node(
        id: id, opcode, qubits: qubits, channels: channels, inputs: inputs, outputs: outputs,
        arguments: takeArguments(opcode, id), condition: condition,
        capabilities: draft.capabilities, metadata: draft.metadata, location: location))
  }

  private mutating func takeOpcode(_ id: String) -> Opcode? {
    guard let name = draft.operation else {
      if !draft.isFaulty {
        note(.structure, "A node needs a text `op`.", node: draft.id, at: draft.location)
      }
      return nil
    }
    if let opcode = Opcode(name: name) { return opcode }
    note(
      .unknownOpcode, "There is no operation `\(name)`.", hint: OpcodeTable.hint(for: name),
      node: draft.id, at: draft.location)
    return nil
  }

  private mutating func takeArguments(_ opcode: Opcode, _ id: String) -> [Argument] {
    if draft.arguments.isEmpty { return [] }
    var arguments: [Argument] = []
    arguments.reserveCapacity(draft.arguments.count)
    var rest = draft.arguments
    for rule in OpcodeTable.argumentRules[Int(opcode.rawValue)] {
      var isTaken = false
      rest.removeAll { name, value, location in
        guard name == rule.name || rule.aliases.contains(name) else { return false }
        if isTaken {
          note(
            .mismatch, "The argument `\(rule.name)` is given twice, once as `\(name)`.",
            hint: "Delete one.", node: id, at: location)
        } else if value != .null {
          arguments.append(Argument(rule.name, rule.value(of: value)))
        }
        isTaken = true
        return true
      }
    }
    for (name, value, _) in rest { arguments.append(Argument(name, Argument.Value(value))) }
    return arguments
  }
}

extension Argument.Value {
  /// A JSON value as it is.
  init(_ value: JSON) {
    switch value {
    case .integer(let number): self = .integer(Int(number))
    case .number(let number): self = .number(number)
    case .string(let text): self = .text(text)
    default: self = .json(value)
    }
  }
}

extension ArgumentRule {
  /// A JSON value as what the rule asks for if it can be one, or as it is.
  func value(of value: JSON) -> Argument.Value {
    guard type == .angle else { return Argument.Value(value) }
    if let number = value.doubleValue { return .angle(Angle(radians: number)) }
    if let text = value.stringValue, let angle = try? Angle(parsing: text) { return .angle(angle) }
    return Argument.Value(value)
  }
}
