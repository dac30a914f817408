// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The reference of the operations, written from the opcode table.
public enum OpcodeReference {
  /// The families in which the reference lists the operations.
  public static let families: [(title: String, opcodes: [Opcode])] = {
    let titles: [(String, OpcodeDefinition.Kind)] = [
      ("Qubits come and go", .ownership), ("Order and hints", .order), ("Gates", .gate),
      ("Preparation", .preparation), ("Measurement", .measurement), ("Correction", .correction),
      ("Channels", .channel),
    ]
    return titles.map { title, kind in
      (title, Opcode.allCases.filter { $0.definition.kind == kind })
    }
  }()

  /// The help on one operation, as plain text.
  public static func help(for opcode: Opcode) -> String {
    let definition = opcode.definition
    var lines = ["\(definition.name): \(definition.summary)", ""]
    for (title, text) in facts(definition) { lines.append("\(title): \(text)") }
    lines += ["", "Example:", "    " + example(for: opcode)]
    return lines.joined(separator: "\n")
  }

  /// The reference of all operations, as the last chapter of `Documentation/QVM.md`.
  public static func markdown() -> String {
    var lines = [
      "", "## Operations", "",
      "Written by `quanta help opcodes --markdown` from the opcode table; do not edit.",
    ]
    for family in families {
      lines += ["", "### \(family.title)"]
      for opcode in family.opcodes {
        let definition = opcode.definition
        lines += ["", "#### \(definition.name)", "", definition.summary, ""]
        for (title, text) in facts(definition) { lines.append("- \(title): \(text)") }
        lines += ["", "```", example(for: opcode), "```"]
      }
    }
    lines += ["", "## Library", "", "What `.include` finds without a file of that name.", ""]
    lines += ["| file | what it holds | macros |", "|---|---|---|"]
    for name in StandardLibrary.names {
      let macros = StandardLibrary.macros(name).map { "`\($0)`" }.joined(separator: " ")
      // A bar would end the cell.
      let summary = StandardLibrary.summary(name).split(
        separator: "|", omittingEmptySubsequences: false
      )
      .joined(separator: "\\|")
      lines.append("| `\(name)` | \(summary) | \(macros) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One statement of assembly that the operation accepts.
  public static func example(for opcode: Opcode) -> String {
    let definition = opcode.definition
    let names = ["q0", "q1", "q2"]
    let count = max(definition.qubits.least, definition.qubits.most == 0 ? 0 : 1)
    var operands: [String] = opcode == .allocate ? [] : Array(names.prefix(count))
    if definition.channels.least > 0 { operands.append("ch0") }
    if definition.inputs.most != 0 { operands.append("m0") }
    for rule in definition.arguments where rule.name != "channel" && rule.name != "tenant_id" {
      operands.append("\(rule.name)=\(example(of: rule))")
    }
    var text = "n0: " + definition.name
    if !operands.isEmpty { text += " " + operands.joined(separator: ", ") }
    if opcode == .allocate { text += " -> q0, q1" }
    if opcode.isMeasurement { text += definition.outputs.most == 2 ? " -> m0, m1" : " -> m0" }
    return text
  }

  private static func example(of rule: ArgumentRule) -> String {
    switch rule.type {
    case .integer: rule.name == "n" ? "2" : "7"
    case .number: "0.99"
    case .angle: "pi/4"
    case .text: "\"syndrome\""
    case .choice(let words): words.last ?? ""
    case .profile: "\"surface:d=7\""
    }
  }

  private static func facts(_ definition: OpcodeDefinition) -> [(title: String, text: String)] {
    var facts: [(title: String, text: String)] = []
    if !definition.aliases.isEmpty {
      facts.append(("Also called", definition.aliases.joined(separator: ", ")))
    }
    var takes: [String] = []
    for (arity, noun) in [
      (definition.qubits, "qubits"), (definition.channels, "channels"),
      (definition.inputs, "input events"), (definition.outputs, "produced events"),
    ] where arity != .none {
      takes.append("\(noun) \(arity)")
    }
    facts.append(("Takes", takes.isEmpty ? "nothing" : takes.joined(separator: ", ")))
    for rule in definition.arguments {
      facts.append(("Argument `\(rule.name)`", argumentText(rule)))
    }
    if let capability = definition.capability { facts.append(("Needs", capability.name)) }
    switch definition.inverse {
    case .none: facts.append(("Undone by", "nothing"))
    case .itself: facts.append(("Undone by", "itself"))
    case .opcode(let opcode): facts.append(("Undone by", opcode.name))
    case .negatedAngle: facts.append(("Undone by", "itself with the angle negated"))
    }
    switch definition.clifford {
    case .always: break
    case .atQuarterTurns: facts.append(("Clifford", "at multiples of π/2"))
    case .never: facts.append(("Clifford", "no"))
    }
    if definition.cost > 0 { facts.append(("Cost", "\(definition.cost)")) }
    return facts
  }

  private static func argumentText(_ rule: ArgumentRule) -> String {
    var text = rule.type.words
    switch rule.type {
    case .integer(let range):
      text +=
        range.upperBound > 1 << 50
        ? ", \(range.lowerBound) or more" : ", \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): text += ", \(range.lowerBound) to \(range.upperBound)"
    case .angle, .text, .choice, .profile: break
    }
    if !rule.unit.isEmpty { text += ", in \(rule.unit)" }
    text += rule.isRequired ? "; required" : rule.standard.map { "; `\($0)` if absent" } ?? ""
    if !rule.aliases.isEmpty { text += "; also `\(rule.aliases.joined(separator: "`, `"))`" }
    return text + ". " + rule.summary
  }
}
