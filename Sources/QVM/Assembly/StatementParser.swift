// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// Reads one line whose braces are expanded: a statement, or a directive about the whole program.
///
///     label: OPCODE operand, name=value, … [-> output, …] [if guard] [[CAP_A, CAP_B]]
struct StatementParser {
  let bytes: [UInt8]
  private let columns: [Int]
  private let line: SourceLine
  private let isLocal: Bool
  var position = 0
  var depth = 0
  /// The statement being read.
  private var statement: Statement

  init(_ expanded: ExpandedLine, line: SourceLine, isLocal: Bool) {
    bytes = expanded.bytes
    columns = expanded.columns
    self.line = line
    self.isLocal = isLocal
    statement = Statement(label: "", isLocal: isLocal, operation: "", location: line.location())
  }

  func fault(_ message: String, _ code: Problem.Code = .syntax, at place: Int? = nil) -> QVMError {
    let place = place ?? position
    let offset = place < columns.count ? columns[place] : (columns.last ?? -1) + 1
    return QVMError(code, message, at: line.location(offset))
  }

  mutating func skipSpace() {
    while position < bytes.count, AssemblyText.isSpace(bytes[position]) { position += 1 }
  }

  var isAtEnd: Bool { position >= bytes.count }

  func isAt(_ text: StaticString) -> Bool {
    bytes[min(position, bytes.count)...].starts(with: "\(text)".utf8)
  }

  mutating func take(_ text: StaticString) -> Bool {
    skipSpace()
    guard isAt(text) else { return false }
    position += text.utf8CodeUnitCount
    skipSpace()
    return true
  }

  /// Whether a whole word comes next.
  func isAtWord(_ word: StaticString) -> Bool {
    let end = position + word.utf8CodeUnitCount
    return isAt(word) && (end >= bytes.count || !AssemblyText.isNameByte(bytes[end]))
  }

  mutating func name(_ what: StaticString) throws(QVMError) -> String {
    skipSpace()
    let start = position
    while position < bytes.count, AssemblyText.isNameByte(bytes[position]) { position += 1 }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    guard NameTable.isName(name) else {
      throw fault(
        start == position
          ? "\(what) is expected." : "`\(name)` is no name: a name does not begin with a digit.",
        at: start)
    }
    return name
  }

  mutating func parse(into listing: inout Listing) throws(QVMError) {
    if isAt(".") { return try parseDirective(into: &listing) }
    let start = position
    statement.label = try name("A label")
    guard take(":") else {
      let hint =
        Opcode(name: statement.label) != nil
        ? "Write a label before the operation: `\(statement.label.lowercased())1: "
          + "\(statement.label) …`."
        : "A statement is `label: OPCODE operands`, a macro call `NAME(operands)`."
      throw fault("A colon is expected after the label. " + hint, at: start)
    }
    statement.operation = try name("An operation")
    skipSpace()
    if !isAtEnd, !isAtTail { try parseOperands() }
    if take("->") { try parseOutputs() }
    if isAtWord("if") {
      position += 2
      statement.condition = try parseCondition()
    }
    while take("[") { try parseBracket() }
    skipSpace()
    guard isAtEnd else {
      throw fault("`\(rest)` has no meaning here: `->`, `if` or `[` is expected.")
    }
    statement.metadata = listing.annotation
    listing.annotation = nil
    listing.statements.append(statement)
  }

  private var rest: String {
    let text = String(decoding: bytes[min(position, bytes.count)...], as: UTF8.self)
    return text.count > 24 ? text.prefix(24) + "…" : text
  }

  private var isAtTail: Bool { isAt("->") || isAt("[") || isAtGuard }

  /// Whether the word `if` comes next and begins a guard: where none can follow it is a name.
  private var isAtGuard: Bool {
    guard isAtWord("if") else { return false }
    let next = bytes[(position + 2)...].drop(while: AssemblyText.isSpace)
    guard let first = next.first, !",=:[".utf8.contains(first) else { return false }
    return !next.starts(with: "->".utf8)
  }

  private mutating func parseOperands() throws(QVMError) {
    repeat {
      skipSpace()
      if isAtEnd { throw fault("An operand is expected after the comma.") }
      try parseOperand()
      skipSpace()
    } while take(",")
    guard isAtEnd || isAtTail || isAtWord("if") else {
      throw fault("A comma is expected between operands, before `\(rest)`.")
    }
  }

  private mutating func parseOperand() throws(QVMError) {
    let start = position
    for kind in OperandKind.allCases where bytes[position] == UInt8(ascii: kind.mark) {
      position += 1
      statement.operands.append(.init(name: try name("A name"), kind: kind))
      return
    }
    var key: String
    if bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") {
      key = try quoted()
    } else {
      key = try name("A qubit, channel, event or argument")
    }
    skipSpace()
    guard isAt("="), !isAt("==") else {
      guard NameTable.isName(key), bytes[start] != UInt8(ascii: "\"") else {
        throw fault("A text is the value of an argument: write `name=\(key)`.", at: start)
      }
      statement.operands.append(.init(name: key, kind: nil))
      return
    }
    position += 1
    skipSpace()
    if statement.arguments.contains(where: { $0.name == key }) {
      throw fault("The argument `\(key)` is given twice.", at: start)
    }
    statement.arguments.append((key, try value()))
  }

  mutating func quoted() throws(QVMError) -> String {
    guard let (text, end) = AssemblyText.quoted(bytes, at: position) else {
      throw fault("The text in quotes is never closed, or has a bad escape.")
    }
    position = end
    return text
  }

  /// Reads the value of an argument.
  private mutating func value() throws(QVMError) -> Argument.Value {
    guard !isAtEnd else { throw fault("A value is expected.") }
    if bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") {
      return .text(try quoted())
    }
    if isAt("json\"") {
      position += 4
      let start = position
      let text = try quoted()
      do {
        return Argument.Value(try JSON(parsing: text, limits: JSON.Limits(depth: 32)))
      } catch {
        throw fault("The JSON cannot be read: \(error.message)", at: start)
      }
    }
    let start = position
    var parentheses = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "(") { parentheses += 1 }
      if byte == UInt8(ascii: ")") { parentheses -= 1 }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "=") {
        throw fault("`\(AssemblyText.shown(byte))` has no meaning within a value.")
      }
      if parentheses == 0 {
        if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || isAt("->") { break }
        if position > start, AssemblyText.isSpace(bytes[position - 1]), isAtWord("if") { break }
      }
      position += 1
    }
    var end = position
    while end > start, AssemblyText.isSpace(bytes[end - 1]) { end -= 1 }
    guard end > start else { throw fault("A value is expected.", at: start) }
    return StatementParser.value(String(decoding: bytes[start..<end], as: UTF8.self))
  }

  /// What a value without quotes is: a whole number, a number, a truth value, or a word.
  static func value(_ text: String) -> Argument.Value {
    if let number = Int(text), text.utf8.first != UInt8(ascii: "+") { return .integer(number) }
    let isNumeric = text.utf8.allSatisfy {
      AssemblyText.isDigit($0) || ".-+eE".utf8.contains($0)
    }
    if isNumeric, let number = Double(text), number.isFinite { return .number(number) }
    switch text {
    case "true": return .json(true)
    case "false": return .json(false)
    default: return .text(text)
    }
  }

  private mutating func parseOutputs() throws(QVMError) {
    repeat { statement.outputs.append(try name("A name after `->`")) } while take(",")
    skipSpace()
    guard isAtEnd || isAtTail || isAtWord("if") else {
      throw fault("A comma is expected between outputs, before `\(rest)`.")
    }
  }

  /// Reads capabilities, or a guard in brackets, up to the closing one.
  private mutating func parseBracket() throws(QVMError) {
    let start = position
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "]")) else {
      throw fault("The bracket is never closed.", at: start - 1)
    }
    if bytes[start..<end].contains(where: { "=!<>".utf8.contains($0) }) {
      if statement.condition != nil { throw fault("A statement has one guard.", at: start) }
      statement.condition = try parseCondition()
    } else {
      repeat {
        skipSpace()
        if isAt("]") { break }
        statement.capabilities.insert(try capability())
      } while take(",")
    }
    guard take("]") else { throw fault("`]` is expected, before `\(rest)`.") }
  }

  private mutating func capability() throws(QVMError) -> Capability {
    let start = position
    let word = try name("A capability")
    guard let capability = Capability(name: word) else {
      throw fault(
        "There is no capability `\(word)`; there are "
          + "\(Capabilities.all.names.joined(separator: ", ")).", .unknownCapability, at: start)
    }
    return capability
  }
}

extension StatementParser {
  private static let directives = [
    ".version", ".caps", ".metadata", ".description", ".qubits", ".channels", ".events",
    ".annotate", ".include", ".error", ".param", ".set", ".for", ".endfor", ".if", ".elif", ".else",
    ".endif", ".macro", ".endmacro",
  ]

  private mutating func parseDirective(into listing: inout Listing) throws(QVMError) {
    let start = position
    while position < bytes.count, !AssemblyText.isSpace(bytes[position]) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    skipSpace()
    switch word {
    case ".version":
      let version = bytes[position...].filter { !"\"'".utf8.contains($0) }
      guard version == Array(Program.formatVersion.utf8) else {
        throw fault(
          "The version `\(rest)` cannot be read; write \(Program.formatVersion).", .version)
      }
      return
    case ".caps":
      while !isAtEnd {
        listing.capabilities.insert(try capability())
        _ = take(",")
      }
    case ".qubits": listing.qubits += try names()
    case ".channels": listing.channels += try names()
    case ".events": listing.events += try names()
    case ".description":
      guard !isAtEnd, bytes[position] == UInt8(ascii: "\"") else {
        throw fault("`.description` is followed by a text in double quotes.")
      }
      listing.summary = try quoted()
    case ".metadata": try parseMetadata(into: &listing)
    case ".annotate":
      guard !isAtEnd, bytes[position] == UInt8(ascii: "\"") else {
        throw fault("`.annotate` is followed by a JSON object in double quotes.")
      }
      let place = position
      let text = try quoted()
      guard let json = try? JSON(parsing: text, limits: JSON.Limits(depth: 32)),
        let object = json.objectValue
      else { throw fault("`.annotate` is followed by a JSON object in double quotes.", at: place) }
      listing.annotation = object
    default:
      let near = OpcodeTable.nearest(to: word, among: StatementParser.directives)
      throw fault(
        "There is no directive `\(word)`." + (near.map { " Did you mean `\($0)`?" } ?? ""),
        at: start)
    }
    skipSpace()
    if !isAtEnd { throw fault("`\(rest)` has no meaning here.") }
  }

  private mutating func names() throws(QVMError) -> [String] {
    var names: [String] = []
    while !isAtEnd {
      names.append(try name("A name"))
      _ = take(",")
      skipSpace()
    }
    return names
  }

  private mutating func parseMetadata(into listing: inout Listing) throws(QVMError) {
    var object = listing.metadata ?? JSON.Object()
    // `.metadata` alone is an object without members.
    while !isAtEnd {
      let start = position
      let isQuoted = bytes[position] == UInt8(ascii: "\"")
      let key = isQuoted ? try quoted() : try name("A key")
      guard take("=") else { throw fault("`.metadata` is followed by key=value.") }
      guard object[key] == nil else { throw fault("The key `\(key)` is given twice.", at: start) }
      object[key] = try value().json
      _ = take(",")
    }
    listing.metadata = object
  }
}
