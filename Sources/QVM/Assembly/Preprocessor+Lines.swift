// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Preprocessor {
  /// The ranges between separators that stand outside quotes and brackets.
  static func split(_ bytes: [UInt8], at separator: StaticString) -> [Range<Int>] {
    let pattern = Array("\(separator)".utf8)
    var parts: [Range<Int>] = []
    var (start, depth, index) = (0, 0, 0)
    var quote: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      if quote != 0 {
        if byte == UInt8(ascii: "\\") {
          index += 1
        } else if byte == quote {
          quote = 0
        }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if "([{".utf8.contains(byte) {
        depth += 1
      } else if ")]}".utf8.contains(byte) {
        depth -= 1
      } else if depth == 0, bytes[index...].starts(with: pattern) {
        parts.append(start..<index)
        index += pattern.count
        start = index
        continue
      }
      index += 1
    }
    parts.append(start..<bytes.count)
    return parts
  }

  mutating func run(_ line: SourceLine) {
    if line.bytes[0] == UInt8(ascii: ".") {
      let word = line.text.prefix { $0 != " " && $0 != "\t" }
      let offset = word.utf8.count
      switch word {
      case ".set", ".param": return assign(line, offset, isDefault: word == ".param")
      case ".include": return include(line, offset)
      case ".error": return refuse(line, offset)
      default: break
      }
    }
    guard let expanded = expand(line) else { return }
    if let open = expanded.firstIndex(of: UInt8(ascii: "(")),
      expanded.isCall(open)
    {
      return call(expanded, open, line)
    }
    let isLocal = loopDepth > 0 || !calls.isEmpty
    var parser = StatementParser(expanded, line: line, isLocal: isLocal)
    do {
      try parser.parse(into: &listing)
    } catch {
      add(Problem(error.code, error.message, at: error.location))
    }
    if listing.statements.count > assembler.limits.statements {
      fault(.limit, "A program has at most \(assembler.limits.statements) nodes.", line)
    }
  }

  /// The line with its expressions in braces replaced by their values.
  private mutating func expand(_ line: SourceLine) -> ExpandedLine? {
    do {
      var expanded = ExpandedLine()
      for piece in try AssemblyText.splitBraces(line.bytes) {
        switch piece {
        case .literal(let literal):
          expanded.bytes += literal.bytes
          expanded.columns += literal.columns
        case .expression(let source, let column):
          guard let value = value(of: source, line, column) else { return nil }
          let text = Array(value.description.utf8)
          try evaluator.spend(text.count / 8)
          expanded.bytes += text
          expanded.columns += Array(repeating: column - 1, count: text.count)
        }
      }
      return expanded
    } catch {
      fault(error, line, 0)
      return nil
    }
  }

  /// Notes what the text itself says is wrong, and leaves the macros that are being expanded.
  private mutating func refuse(_ line: SourceLine, _ offset: Int) {
    guard let expanded = expand(line) else { return }
    var place = offset
    while place < expanded.bytes.count, AssemblyText.isSpace(expanded.bytes[place]) { place += 1 }
    guard place < expanded.bytes.count, "\"'".utf8.contains(expanded.bytes[place]),
      let (text, end) = AssemblyText.quoted(expanded.bytes, at: place),
      end == expanded.bytes.count
    else { return fault(.syntax, "`.error` is followed by a text in quotes.", line, offset) }
    fault(.expression, text, line)
    // What follows in a macro would only fail in its wake, or seem to succeed.
    isRefused = !calls.isEmpty
  }

  private mutating func include(_ line: SourceLine, _ offset: Int) {
    guard let expanded = expand(line) else { return }
    var name = String(decoding: expanded.bytes[offset...], as: UTF8.self)
    while name.first == " " || name.first == "\t" { name.removeFirst() }
    if let quote = name.first, quote == "\"" || quote == "'" || quote == "<" {
      let close: Character = quote == "<" ? ">" : quote
      guard name.count > 2, name.last == close else {
        return fault(.syntax, "`.include` is followed by a name in quotes.", line, offset)
      }
      name = String(name.dropFirst().dropLast())
    }
    guard !name.isEmpty else {
      return fault(.syntax, "`.include` is followed by a name in quotes.", line, offset)
    }
    guard includeDepth < Preprocessor.includeLimit else {
      return fault(
        .limit, "Files include files more than \(Preprocessor.includeLimit) deep.", line)
    }
    guard let source = assembler.include(name, line.file) ?? StandardLibrary.source(name) else {
      let names = StandardLibrary.names
      let hint =
        OpcodeTable.nearest(to: name, among: names).map { " Did you mean `\($0)`?" }
        ?? " The library has \(names.joined(separator: ", "))."
      return fault(.include, "There is no file `\(name)`." + hint, line, offset)
    }
    includeDepth += 1
    run(source.bytes, file: source.name)
    includeDepth -= 1
  }

  private mutating func call(_ expanded: ExpandedLine, _ open: Int, _ line: SourceLine) {
    let name = String(
      decoding: expanded.bytes[..<open].filter { !AssemblyText.isSpace($0) }, as: UTF8.self)
    guard let macro = macros[name] else {
      let near = OpcodeTable.nearest(to: name, among: macros.keys.sorted())
      let hint =
        near.map { "Did you mean `\($0)`?" } ?? "Define it with .macro, or include its file."
      return fault(.syntax, "There is no macro `\(name)`. \(hint)", line)
    }
    guard calls.count < Preprocessor.callLimit else {
      return fault(
        .limit, "Macros call macros more than \(Preprocessor.callLimit) deep.", line)
    }
    let inner = Array(expanded.bytes[(open + 1)..<(expanded.bytes.count - 1)])
    var operands = Preprocessor.split(inner, at: ",").map { range in
      String(decoding: inner[range], as: UTF8.self)
    }
    if operands.count == 1, operands[0].allSatisfy({ $0 == " " || $0 == "\t" }) { operands = [] }
    guard operands.count == macro.parameters.count else {
      return fault(
        .syntax,
        "`\(name)` takes \(macro.parameters.count) operands, and \(operands.count) are "
          + "given.", line)
    }
    var scope: [String: AssemblyValue] = [:]
    for (parameter, operand) in zip(macro.parameters, operands) {
      guard let value = self.operand(operand, name, line) else { return }
      scope[parameter] = value
    }
    calls.append("\(name), called at \(line.location())")
    evaluator.scopes.append(scope)
    let outerLoop = loopDepth
    run(macro.body)
    loopDepth = outerLoop
    evaluator.scopes.removeLast()
    calls.removeLast()
    if calls.isEmpty { isRefused = false }
  }

  /// The value of a macro's operand, an expression in which names are words; variables stand in
  /// braces.
  private mutating func operand(_ text: String, _ name: String, _ line: SourceLine)
    -> AssemblyValue?
  {
    evaluator.wordFloor = evaluator.scopes.count
    defer { evaluator.wordFloor = nil }
    do {
      return try evaluator.evaluate(try ExpressionParser.parse(text))
    } catch {
      let advice = "Quote a text; put variables in braces."
      fault(
        error.isLimit ? .limit : .expression,
        "The operand `\(text)` of `\(name)` has no value: \(error.message) \(advice)", line)
      return nil
    }
  }
}

/// A line whose braces are gone, with the offset in the source of each of its bytes.
struct ExpandedLine {
  var bytes: [UInt8] = []
  var columns: [Int] = []

  func firstIndex(of byte: UInt8) -> Int? { bytes.firstIndex(of: byte) }

  /// Whether the line is a name, the parenthesis at a place, and a closing one at the end.
  func isCall(_ open: Int) -> Bool {
    guard bytes.last == UInt8(ascii: ")") else { return false }
    let name = bytes[..<open].reversed().drop(while: AssemblyText.isSpace)
    return !name.isEmpty && name.allSatisfy(AssemblyText.isNameByte)
  }
}
