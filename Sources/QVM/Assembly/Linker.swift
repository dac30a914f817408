// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// Makes a program of statements: tells operands apart, resolves guards, makes labels unique.
struct Linker {
  private let listing: Listing
  private var problems: [Problem]
  private var program = Program()
  private var doubtful = Reading.Doubtful()
  private let kinds: OperandKinds
  /// The number of outcomes of each event with a producer.
  private var outcomes: [String: Int] = [:]

  init(_ listing: Listing, problems: [Problem]) {
    self.listing = listing
    self.problems = problems
    var qubits = Set(listing.qubits)
    var channels = Set(listing.channels)
    var events = Set(listing.events)
    var opened: Set<String> = []
    for statement in listing.statements {
      let opcode = Opcode(name: statement.operation)
      if opcode == .allocate {
        qubits.formUnion(statement.outputs)
      } else {
        events.formUnion(statement.outputs)
        let count = opcode?.outcomeCount(producing: statement.outputs.count) ?? 2
        for output in statement.outputs { outcomes[output] = count }
      }
      guard opcode == .openChannel else { continue }
      for (position, operand) in statement.operands.enumerated()
      where operand.kind == .channel
        || (operand.kind == nil && OperandKinds.looksOpened(operand.name, at: position))
      {
        if operand.kind == .channel {
          channels.insert(operand.name)
        } else {
          opened.insert(operand.name)
        }
      }
    }
    // An allocated name is a qubit wherever it stands, unless a mark says otherwise.
    channels.formUnion(opened.subtracting(qubits))
    kinds = OperandKinds(qubits: qubits, channels: channels, events: events)
  }

  mutating func link() {
    program.capabilities = listing.capabilities
    program.summary = listing.summary
    program.metadata = listing.metadata
    program.nodes.reserveCapacity(listing.statements.count)
    let labels = uniqueLabels()
    for (statement, label) in zip(listing.statements, labels) { link(statement, label) }
    for name in listing.qubits { program.qubits.insert(name) }
    for name in listing.channels { program.channels.insert(name) }
    for name in listing.events { program.events.insert(name) }
  }

  consuming func finished() -> Reading {
    var reading = Reading(program: program, problems: problems, dialect: .assembly)
    reading.doubtful = doubtful
    reading.nodeCount = listing.statements.count
    return reading
  }

  /// Labels outside loops and macros stay as they are; the others give way to them and, with a
  /// number, to each other.
  private func uniqueLabels() -> [String] {
    var taken: Set<String> = []
    for statement in listing.statements where !statement.isLocal { taken.insert(statement.label) }
    var counts: [String: Int] = [:]
    return listing.statements.map { statement in
      guard statement.isLocal else { return statement.label }
      if taken.insert(statement.label).inserted { return statement.label }
      var count = counts[statement.label] ?? 2
      while !taken.insert("\(statement.label)_\(count)").inserted { count += 1 }
      counts[statement.label] = count + 1
      return "\(statement.label)_\(count)"
    }
  }

  private mutating func note(
    _ code: Problem.Code, _ message: String, hint: String = "", _ label: String,
    _ statement: Statement
  ) {
    problems.append(Problem(code, message, hint: hint, node: label, at: statement.location))
  }

  private mutating func link(_ statement: Statement, _ label: String) {
    guard let opcode = Opcode(name: statement.operation) else {
      note(
        .unknownOpcode, "There is no operation `\(statement.operation)`.",
        hint: OpcodeTable.hint(for: statement.operation), label, statement)
      doubt(statement)
      return
    }
    let definition = opcode.definition
    var names: [OperandKind: [String]] = [:]
    var position = 0
    for operand in statement.operands {
      let kind = operand.kind ?? kinds.kind(of: operand.name, in: definition, at: position)
      position += 1
      guard let kind else {
        note(
          .mismatch, "`\(operand.name)` names two things.",
          hint: "Write %\(operand.name) for the qubit, #\(operand.name) for the channel, "
            + "@\(operand.name) for the event.", label, statement)
        doubt(statement)
        return
      }
      names[kind, default: []].append(operand.name)
    }
    let outputs = statement.outputs
    if opcode == .allocate { names[.qubit, default: []] += outputs }
    let qubits = (names[.qubit] ?? []).map { program.qubits.insert($0) }
    let channels = (names[.channel] ?? []).map { program.channels.insert($0) }
    let inputs = (names[.event] ?? []).map { program.events.insert($0) }
    let condition = statement.condition.flatMap { resolve($0, false, label, statement) }
    let events = opcode == .allocate ? [] : outputs.map { program.events.insert($0) }
    program.nodes.append(
      Node(
        id: label, opcode, qubits: qubits, channels: channels, inputs: inputs, outputs: events,
        arguments: arguments(statement, definition, label), condition: condition,
        capabilities: statement.capabilities, metadata: statement.metadata,
        location: statement.location))
  }

  /// Notes that nothing is known of the things that an unreadable statement names.
  private mutating func doubt(_ statement: Statement) {
    for name in statement.operands.map(\.name) + statement.outputs {
      if kinds.qubits.contains(name) { doubtful.qubits.insert(program.qubits.insert(name)) }
      if kinds.channels.contains(name) { doubtful.channels.insert(program.channels.insert(name)) }
      if kinds.events.contains(name) { doubtful.events.insert(program.events.insert(name)) }
    }
  }

  private mutating func arguments(
    _ statement: Statement, _ definition: OpcodeDefinition, _ label: String
  ) -> [Argument] {
    var rest = statement.arguments
    var arguments: [Argument] = []
    for rule in definition.arguments {
      let matches = rest.filter { $0.name == rule.name || rule.aliases.contains($0.name) }
      rest.removeAll { $0.name == rule.name || rule.aliases.contains($0.name) }
      if matches.count > 1 {
        note(
          .mismatch, "The argument `\(rule.name)` is given twice.", hint: "Delete one.", label,
          statement)
      }
      guard let match = matches.first else { continue }
      arguments.append(Argument(rule.name, rule.value(of: match.value)))
    }
    return arguments + rest.map { Argument($0.name, $0.value) }
  }

  /// The guard on indices, `!=` and `!` turned into comparisons that hold.
  private mutating func resolve(
    _ condition: Statement.Condition, _ isNegated: Bool, _ label: String, _ statement: Statement
  ) -> Guard? {
    switch condition {
    case .not(let inner): return resolve(inner, !isNegated, label, statement)
    case .all(let parts), .any(let parts):
      var isAll = isNegated
      if case .all = condition { isAll.toggle() }
      let guards = parts.compactMap { resolve($0, isNegated, label, statement) }
      return isAll ? .all(guards) : .any(guards)
    case .comparison(let event, let isEqual, let value):
      let index = program.events.insert(event)
      if isEqual != isNegated { return .equals(event: index, value: value) }
      let count = outcomes[event] ?? 2
      guard value < count else {
        note(
          .condition, "The event `\(event)` is a bit, never \(value).",
          hint: "Only the single event of MEASURE_BELL has the values 0…3.", label, statement)
        return nil
      }
      let others = (0..<count).filter { $0 != value }
      let guards = others.map { Guard.equals(event: index, value: $0) }
      return guards.count == 1 ? guards[0] : .any(guards)
    }
  }
}

extension ArgumentRule {
  /// A value as what the rule asks for if it can be one, or as it is.
  func value(of value: Argument.Value) -> Argument.Value {
    guard type == .angle else { return value }
    switch value {
    case .integer(let number): return .angle(Angle(radians: Double(number)))
    case .number(let number): return .angle(Angle(radians: number))
    case .text(let text):
      if let angle = try? Angle(parsing: text) { return .angle(angle) }
      return value
    case .angle, .json: return value
    }
  }
}
