// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// Checks each node by itself against the opcode table: arity, arguments, capabilities, ids.
struct NodeCheck {
  let program: Program
  let options: Verifier.Options
  /// For each missing capability, the first node that needs it and how many do.
  private var missing: [Capability: (node: Int, count: Int)] = [:]

  init(program: Program, options: Verifier.Options) {
    self.program = program
    self.options = options
  }

  mutating func check(_ report: inout Report) {
    // Spans lend their elements; nodes and rows of the table have much to copy.
    let allNodes = program.nodes
    let nodes = allNodes.span
    let table = OpcodeTable.all
    let definitions = table.span
    var ids: Set<String> = []
    ids.reserveCapacity(nodes.count)
    for index in nodes.indices {
      if !ids.insert(nodes[index].id).inserted {
        report.error(
          .duplicateNode, "Another node has the id `\(nodes[index].id)`.", hint: "Rename one.",
          nodes[index])
      }
      check(index, nodes[index], definitions[Int(nodes[index].opcode.rawValue)], &report)
    }
    reportCapabilities(&report)
    if options.isLinear, program.nodes.count > 10_000 {
      report.warn(
        .limit, "The program has \(program.nodes.count) nodes, more than 10000.", nil)
    }
  }

  private mutating func check(
    _ index: Int, _ node: Node, _ definition: OpcodeDefinition, _ report: inout Report
  ) {
    checkArity(node, definition, &report)
    checkRepetition(node, &report)
    if !node.arguments.isEmpty || !definition.arguments.isEmpty {
      checkArguments(node, definition, &report)
    }
    noteCapability(index, node, definition)
  }

  private func checkArity(_ node: Node, _ definition: OpcodeDefinition, _ report: inout Report) {
    func check(_ count: Int, _ arity: OpcodeDefinition.Arity, _ noun: String, _ key: String) {
      if arity.contains(count) { return }
      report.error(
        .arity, "\(definition.name) takes \(arity) \(noun), and \(count) are given.",
        hint: "Correct `\(key)`.", node)
    }
    check(node.qubits.count, definition.qubits, "qubits", "vqs")
    check(node.channels.count, definition.channels, "channels", "chs")
    check(node.inputs.count, definition.inputs, "input events", "inputs")
    check(node.outputs.count, definition.outputs, "produced events", "produces")
  }

  private func checkRepetition(_ node: Node, _ report: inout Report) {
    func check(_ list: [Int], _ names: NameTable, _ noun: String) {
      guard let twice = NodeCheck.repeated(list) else { return }
      report.error(
        .repeated, "The \(noun) `\(names[twice])` is named twice.",
        hint: "Each \(noun) of a node is another.", node)
    }
    check(node.qubits, program.qubits, "qubit")
    check(node.channels, program.channels, "channel")
    check(node.inputs, program.events, "event")
    check(node.outputs, program.events, "event")
  }

  /// An element that a list holds twice.
  private static func repeated(_ list: [Int]) -> Int? {
    if list.count < 2 { return nil }
    if list.count < 8 {
      for index in 1..<list.count where list[..<index].contains(list[index]) { return list[index] }
      return nil
    }
    var seen: Set<Int> = []
    return list.first { !seen.insert($0).inserted }
  }

  private func checkArguments(
    _ node: Node, _ definition: OpcodeDefinition, _ report: inout Report
  ) {
    for rule in definition.arguments {
      guard let value = node.argument(rule.name) else {
        if rule.isRequired {
          report.error(
            .argumentMissing, "\(definition.name) needs the argument `\(rule.name)`.",
            hint: rule.summary, node)
        }
        continue
      }
      rule.check(value, node, &report)
    }
    for argument in node.arguments
    where !definition.arguments.contains(where: { $0.name == argument.name }) {
      let known = definition.arguments.map(\.name).listed
      report.warn(
        .argumentUnknown, "\(definition.name) knows no argument `\(argument.name)`: it is ignored.",
        hint: known.isEmpty ? "It takes none." : "It takes \(known).", node)
    }
    if node.opcode == .allocate, case .integer(let count) = node.argument("n"),
      count != node.qubits.count, count > 0
    {
      report.warn(
        .mismatch, "`n` is \(count), and \(node.qubits.count) qubits are named.",
        hint: "The names count; correct or delete `n`.", node)
    }
  }

  private mutating func noteCapability(
    _ index: Int, _ node: Node, _ definition: OpcodeDefinition
  ) {
    var needed = definition.capability
    if needed == nil, options.checksImplicitCapabilities {
      switch definition.kind {
      case .gate: needed = .compute
      case .measurement: needed = .measure
      case .preparation: needed = .reset
      case .ownership, .order, .correction, .channel: break
      }
    }
    guard let needed else { return }
    let held = options.granted ?? program.capabilities.union(node.capabilities)
    if !held.contains(needed) {
      missing[needed, default: (index, 0)].count += 1
    }
  }

  private func reportCapabilities(_ report: inout Report) {
    for (capability, first) in missing.sorted(by: { $0.value.node < $1.value.node }) {
      let node = program.nodes[first.node]
      let more = first.count > 1 ? ", as \(first.count - 1) other nodes do" : ""
      let message = "\(node.opcode.name) needs \(capability.name)\(more)"
      if options.granted != nil {
        report.error(
          .capability, message + ", which the session does not hold.",
          hint: "Ask for it when the session begins.", node)
      } else {
        report.warn(
          .capability, message + ", which the program does not claim.",
          hint: "Add \"\(capability.name)\" to `caps`.", node)
      }
    }
  }
}

extension ArgumentRule {
  /// Reports a value that is not what the rule asks for.
  func check(_ value: Argument.Value, _ node: Node, _ report: inout Report) {
    switch (type, value) {
    case (.integer(let range), .integer(let number)):
      if !range.contains(number) {
        outside("\(number)", "\(range.lowerBound)", "\(range.upperBound)", node, &report)
      }
    case (.number(let range), .integer(let number)):
      if !range.contains(Double(number)) {
        outside("\(number)", "\(range.lowerBound)", "\(range.upperBound)", node, &report)
      }
    case (.number(let range), .number(let number)):
      if !range.contains(number) {
        outside("\(number)", "\(range.lowerBound)", "\(range.upperBound)", node, &report)
      }
    case (.angle, .angle(let angle)):
      if !angle.radians.isFinite { mistyped("not finite", node, &report) }
    case (.angle, .text(let text)):
      let isOpen = text.contains("{")
      report.error(
        .argumentType,
        isOpen
          ? "The angle `\(text)` holds a parameter without a value."
          : "The angle `\(text)` cannot be read.",
        hint: isOpen
          ? "Assemble with --set NAME=VALUE." : "Write radians, or arithmetic such as 3*pi/4.", node
      )
    case (.text, .text): break
    case (.choice(let words), .text(let word)):
      if !words.contains(word) {
        report.error(
          .argumentRange, "`\(name)` cannot be `\(word)`.",
          hint: "It is one of \(words.listed).", node)
      }
    case (.profile, .text(let text)):
      do {
        _ = try ProfileName(parsing: text)
      } catch {
        report.error(.profile, error.message, node)
      }
    case (.integer, _), (.number, _), (.angle, _), (.text, _), (.choice, _), (.profile, _):
      mistyped(value.json.text(), node, &report)
    }
  }

  private func outside(
    _ value: String, _ least: String, _ most: String, _ node: Node, _ report: inout Report
  ) {
    let end = most == "\(Int.max)" ? "or more" : "to \(most)"
    report.error(
      .argumentRange, "`\(name)` cannot be \(value).", hint: "It is \(least) \(end).", node)
  }

  private func mistyped(_ value: String, _ node: Node, _ report: inout Report) {
    report.error(
      .argumentType, "`\(name)` cannot be \(value).", hint: "It must be \(type.words).", node)
  }
}

extension ArgumentRule.ValueType {
  /// What a value is, in words.
  public var words: String {
    switch self {
    case .integer: "a whole number"
    case .number: "a number"
    case .angle: "an angle"
    case .text: "a text"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .profile: "the name of a profile"
    }
  }
}
