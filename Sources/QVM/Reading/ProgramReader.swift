// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// Turns the text of a graph into a program in one pass, whatever the order of the keys.
struct ProgramReader {
  var json: JSONReader
  var program = Program()
  var problems: [Problem] = []
  var dialect: Reading.Dialect?
  var doubtful = Reading.Doubtful()
  var nodeCount = 0
  /// The node being read.
  var draft = NodeDraft()
  /// What must act before what, by id, of the dialects that say so.
  var edges: [Edge] = []
  private var declarations: [Resource: [String]] = [:]
  private var isVersioned = false
  private var hasNodes = false
  /// The members of a program of QVM JSON.
  private static let members = [
    "version", "description", "program", "resources", "caps", "metadata",
  ]

  /// An edge between nodes.
  struct Edge {
    var from: String
    var to: String
    var location: ProgramLocation
  }

  /// The kinds of declared things.
  enum Resource: String, CaseIterable {
    case qubits = "vqs"
    case channels = "chs"
    case events = "events"

    /// The word for one of them.
    var noun: String {
      switch self {
      case .qubits: "qubit"
      case .channels: "channel"
      case .events: "event"
      }
    }
  }

  init(_ bytes: [UInt8], limits: JSON.Limits) throws(JSONError) {
    json = try JSONReader(bytes, limits: limits)
  }

  mutating func place() -> ProgramLocation {
    let (line, column) = json.place()
    return ProgramLocation(line: line, column: column)
  }

  /// Notes a problem of the part at a place, by default the part that comes next.
  mutating func note(
    _ code: Problem.Code, _ message: String, hint: String = "", node: String? = nil,
    at location: ProgramLocation? = nil, severity: Problem.Severity = .error
  ) {
    let location = location ?? place()
    problems.append(
      Problem(code, message, hint: hint, node: node, at: location, severity: severity))
  }

  /// Notes that the next value has the wrong type, and passes over it.
  mutating func refuse(_ what: String, _ wanted: String) throws(JSONError) {
    note(.structure, "\(what) must be \(wanted).", node: draft.idIfKnown)
    _ = try json.value()
  }

  /// Notes that a member means nothing, unless it is `metadata`, and passes over its value.
  mutating func passOver(
    _ key: String, of owner: String, _ known: [String]
  ) throws(JSONError) {
    if key != "metadata" {
      let near = OpcodeTable.nearest(to: key, among: known)
      note(
        .memberUnknown, "\(owner) knows no member `\(key)`: it is ignored.",
        hint: near.map { "Did you mean `\($0)`?" } ?? "Remarks stand in `metadata`.",
        node: draft.idIfKnown, severity: .warning)
    }
    _ = try json.value()
  }

  mutating func read() throws(JSONError) {
    guard try json.enterObject() else {
      note(.structure, "A program is a JSON object with `program`, `resources` and `caps`.")
      _ = try json.value()
      try json.finish()
      hasNodes = true
      isVersioned = true
      return
    }
    while let key = try json.nextKey() {
      switch key {
      case "version": try readVersion()
      case "program": try readProgram()
      case "nodes": try readNodes(isTopLevel: true)
      case "edges": try readEdges()
      case "resources": try readResources()
      case "caps": program.capabilities.formUnion(try readCapabilities() ?? [])
      case "description", "name":
        if let text = try json.stringIfThere() {
          program.summary = text
        } else {
          try refuse("`\(key)`", "a text")
        }
      case "metadata":
        let location = place()
        let value = try json.value()
        if let object = value.objectValue {
          program.metadata = object
        } else {
          note(.structure, "`metadata` must be an object.", at: location)
        }
      // What editors find the schema by.
      case "$schema": _ = try json.value()
      default: try passOver(key, of: "A program", ProgramReader.members)
      }
    }
    try json.finish()
  }

  private mutating func readVersion() throws(JSONError) {
    let location = place()
    let value = try json.value()
    isVersioned = true
    guard value != .string(Program.formatVersion) else { return }
    note(
      .version, "The version \(value) cannot be read.",
      hint: "Write \"version\": \"\(Program.formatVersion)\".", at: location)
  }

  private mutating func readProgram() throws(JSONError) {
    guard try json.enterObject() else { return try refuse("`program`", "an object with `nodes`") }
    while let key = try json.nextKey() {
      switch key {
      case "nodes": try readNodes(isTopLevel: false)
      case "edges": try readEdges()
      default: try passOver(key, of: "`program`", ["nodes", "edges"])
      }
    }
  }

  private mutating func readNodes(isTopLevel: Bool) throws(JSONError) {
    if hasNodes { note(.structure, "The nodes of a program stand in one list.") }
    hasNodes = true
    if !isTopLevel { dialect = .qvm }
    guard try json.enterArray() else { return try refuse("`nodes`", "a list of nodes") }
    while try json.nextElement() {
      let location = place()
      nodeCount += 1
      guard try json.enterObject() else {
        try refuse("A node", "an object with `id` and `op`")
        continue
      }
      try readNode(at: location)
    }
  }

  private mutating func readEdges() throws(JSONError) {
    guard try json.enterArray() else { return try refuse("`edges`", "a list of edges") }
    while try json.nextElement() {
      let location = place()
      let value = try json.value()
      let from = value["from"] ?? value["source"] ?? value[0]
      let to = value["to"] ?? value["target"] ?? value[1]
      if let from = from?.stringValue, let to = to?.stringValue {
        edges.append(Edge(from: from, to: to, location: location))
      } else {
        note(.structure, "An edge has `from` and `to`, ids of nodes.", at: location)
      }
    }
  }

  private mutating func readResources() throws(JSONError) {
    guard try json.enterObject() else {
      return try refuse("`resources`", "an object with `vqs`, `chs` and `events`")
    }
    while let key = try json.nextKey() {
      guard let resource = Resource(rawValue: key) else {
        try passOver(key, of: "`resources`", Resource.allCases.map(\.rawValue))
        continue
      }
      guard try json.enterArray() else {
        try refuse("`\(key)`", "a list of names")
        continue
      }
      var names: [String] = []
      var seen: Set<String> = []
      while try json.nextElement() {
        let location = place()
        guard let name = try json.stringIfThere() else {
          try refuse("A name in `\(key)`", "a text")
          continue
        }
        check(name, resource.noun, node: nil, at: location)
        if seen.insert(name).inserted {
          names.append(name)
        } else {
          note(
            .duplicateDeclaration, "The \(resource.noun) `\(name)` is declared twice.",
            hint: "Delete one.", at: location)
        }
      }
      declarations[resource] = names
    }
  }

  /// Notes a name that is none.
  mutating func check(
    _ name: String, _ noun: String, node: String?, at location: ProgramLocation
  ) {
    if !NameTable.isName(name) {
      note(
        .identifier, "The \(noun) `\(name)` has no proper name.",
        hint: "A name is a letter or _, then letters, digits and _.", node: node, at: location)
    }
  }

  /// Reads a list of capabilities; nil if it is none.
  mutating func readCapabilities() throws(JSONError) -> Capabilities? {
    guard try json.enterArray() else {
      try refuse("`caps`", "a list of names such as CAP_ALLOC")
      return nil
    }
    var capabilities: Capabilities = []
    while try json.nextElement() {
      let location = place()
      guard let name = try json.stringIfThere() else {
        try refuse("A capability", "a name such as CAP_ALLOC")
        continue
      }
      if let capability = Capability(name: name) {
        capabilities.insert(capability)
      } else {
        note(
          .unknownCapability, "There is no capability `\(name)`.",
          hint: "There are: \(Capabilities.all.names.joined(separator: ", ")).",
          node: draft.idIfKnown, at: location)
      }
    }
    return capabilities
  }
}

extension ProgramReader {
  /// What was read, once the text has ended.
  consuming func finished() -> Reading {
    let start = ProgramLocation(line: 1, column: 1)
    let dialect = dialect ?? .qvm
    if !hasNodes {
      note(.structure, "The program has no list `program.nodes`.", at: start)
    }
    if dialect == .qvm {
      if !isVersioned {
        note(
          .version, "The version is missing; \(Program.formatVersion) is taken.",
          hint: "Write \"version\": \"\(Program.formatVersion)\".", at: start, severity: .warning)
      }
      checkDeclarations()
    }
    var reading = Reading(program: program, problems: problems, dialect: dialect)
    reading.doubtful = doubtful
    reading.nodeCount = nodeCount
    reading.sort(by: edges)
    if dialect != .qvm { reading.addAllocations() }
    return reading
  }

  /// Joins what is used with what is declared.
  private mutating func checkDeclarations() {
    for resource in Resource.allCases {
      let declared = declarations[resource] ?? []
      let used: NameTable
      switch resource {
      case .qubits: used = program.qubits
      case .channels: used = program.channels
      case .events: used = program.events
      }
      let known = Set(declared)
      let missing = Set(used.all.filter { !known.contains(used[$0]) })
      if !missing.isEmpty { noteUndeclared(resource, missing, used) }
      for name in declared {
        switch resource {
        case .qubits: program.qubits.insert(name)
        case .channels: program.channels.insert(name)
        case .events: program.events.insert(name)
        }
      }
    }
  }

  private mutating func noteUndeclared(
    _ resource: Resource, _ missing: Set<Int>, _ names: NameTable
  ) {
    var missing = missing
    for node in program.nodes where !missing.isEmpty {
      var uses: [Int] = []
      switch resource {
      case .qubits: uses = node.qubits
      case .channels: uses = node.channels
      case .events:
        node.forEachEventRead { uses.append($0) }
        uses += node.outputs
      }
      for use in uses where missing.remove(use) != nil {
        note(
          .undeclared, "The \(resource.noun) `\(names[use])` is not declared.",
          hint: "Add it to resources.\(resource.rawValue).", node: node.id, at: node.location)
      }
    }
  }
}
