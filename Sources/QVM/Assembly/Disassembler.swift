// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

extension Program {
  /// The program as assembly: one statement a node, in the order of the text, nothing left out.
  ///
  /// Assembling it gives an equal program.
  ///
  /// - Complexity: O(nodes + uses).
  public func assembly() -> String {
    Disassembler(self).text()
  }
}

/// Writes a program as assembly.
private struct Disassembler {
  let program: Program
  private let kinds: OperandKinds
  private var output = ""

  init(_ program: Program) {
    self.program = program
    var qubits: Set<String> = []
    var channels: Set<String> = []
    var events: Set<String> = []
    for node in program.nodes {
      if node.opcode == .allocate { qubits.formUnion(node.qubits.map { program.qubits[$0] }) }
      if node.opcode == .openChannel {
        channels.formUnion(node.channels.map { program.channels[$0] })
      }
      events.formUnion(node.outputs.map { program.events[$0] })
    }
    kinds = OperandKinds(
      qubits: qubits.union(Disassembler.unused(program.qubits, program.nodes) { $0.qubits }),
      channels: channels.union(
        Disassembler.unused(program.channels, program.nodes) { $0.channels }),
      events: events.union(Disassembler.unused(program.events, program.nodes, Disassembler.events)))
  }

  private static func events(of node: Node) -> [Int] {
    var events = node.outputs
    node.forEachEventRead { events.append($0) }
    return events
  }

  /// The names that no node uses, in order.
  private static func unused(
    _ names: NameTable, _ nodes: [Node], _ uses: (Node) -> [Int]
  ) -> [String] {
    var isUsed = [Bool](repeating: false, count: names.count)
    for node in nodes { for use in uses(node) { isUsed[use] = true } }
    return names.all.filter { !isUsed[$0] }.map { names[$0] }
  }

  consuming func text() -> String {
    output = ".version \(Program.formatVersion)\n"
    if let summary = program.summary {
      output += ".description \(AssemblyText.quote(summary))\n"
    }
    if !program.capabilities.isEmpty {
      output += ".caps \(program.capabilities.names.joined(separator: " "))\n"
    }
    if let metadata = program.metadata {
      let members = metadata.members.map { " \(key($0.key))=\(value(Argument.Value($0.value)))" }
      output += ".metadata\(members.joined(separator: ","))\n"
    }
    declare(".qubits", Disassembler.unused(program.qubits, program.nodes) { $0.qubits })
    declare(".channels", Disassembler.unused(program.channels, program.nodes) { $0.channels })
    declare(".events", Disassembler.unused(program.events, program.nodes, Disassembler.events))
    output += "\n"
    for node in program.nodes { write(node) }
    return output
  }

  private mutating func declare(_ directive: String, _ names: [String]) {
    if !names.isEmpty { output += "\(directive) \(names.joined(separator: " "))\n" }
  }

  private mutating func write(_ node: Node) {
    if let metadata = node.metadata {
      output += ".annotate \(AssemblyText.quote(JSON.object(metadata).text()))\n"
    }
    var operands = node.arguments.map { "\(key($0.name))=\(value($0.value))" }
    var position = 0
    func append(_ indices: [Int], _ names: NameTable, _ kind: OperandKind) {
      for index in indices {
        let name = names[index]
        var read = kinds.kind(of: name, in: node.opcode.definition, at: position)
        if node.opcode == .openChannel, kind == .channel,
          !OperandKinds.looksOpened(name, at: position)
        {
          read = nil
        }
        position += 1
        let isPlain = read == kind && name != "if"
        operands.append(isPlain ? name : "\(kind.mark)\(name)")
      }
    }
    let isAllocation = node.opcode == .allocate
    if !isAllocation { append(node.qubits, program.qubits, .qubit) }
    append(node.channels, program.channels, .channel)
    append(node.inputs, program.events, .event)
    output += "\(node.id): \(node.opcode.name)"
    if !operands.isEmpty { output += " " + operands.joined(separator: ", ") }
    let outputs =
      isAllocation
      ? node.qubits.map { program.qubits[$0] } : node.outputs.map { program.events[$0] }
    if !outputs.isEmpty { output += " -> " + outputs.joined(separator: ", ") }
    if let condition = node.condition { output += " if " + text(of: condition, isNested: false) }
    if !node.capabilities.isEmpty {
      output += " [\(node.capabilities.names.joined(separator: ", "))]"
    }
    output += "\n"
  }

  private func text(of condition: Guard, isNested: Bool) -> String {
    switch condition {
    case .equals(let event, let value):
      let name = program.events[event]
      let mark = Disassembler.guardWords.contains(name) ? "\(OperandKind.event.mark)" : ""
      return "\(mark)\(name)==\(value)"
    case .all(let parts), .any(let parts):
      if parts.count == 1 { return text(of: parts[0], isNested: isNested) }
      var separator = " || "
      if case .all = condition { separator = " && " }
      let text = parts.map { self.text(of: $0, isNested: true) }.joined(separator: separator)
      return isNested ? "(\(text))" : text
    }
  }

  /// The words that mean something in a guard.
  private static let guardWords: Set<String> = ["if", "not", "and", "or"]

  private func key(_ name: String) -> String {
    NameTable.isName(name) && name != "if" ? name : AssemblyText.quote(name)
  }

  private func value(_ value: Argument.Value) -> String {
    switch value {
    case .integer(let number): number.description
    case .number(let number): number.description
    case .text(let text): AssemblyText.quote(text)
    case .angle(let angle): angle.description
    case .json(let json):
      switch json {
      case .bool(let isTrue): isTrue ? "true" : "false"
      default: "json" + AssemblyText.quote(json.text())
      }
    }
  }
}
