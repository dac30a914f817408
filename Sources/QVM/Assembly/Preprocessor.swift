// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Runs the directives of a text: includes, parameters, loops, conditions and macros, in the order of
/// the text; what is left are statements.
struct Preprocessor {
  let assembler: Assembler
  var evaluator = Evaluator()
  private var macros: [String: Macro] = [:]
  private var expressions: [String: Expression] = [:]
  /// The statements so far.
  private(set) var listing = Listing()
  private(set) var problems: [Problem] = []
  private var reported: Set<Problem> = []
  /// The macros being expanded, innermost last, as text for messages.
  private var calls: [String] = []
  private var includeDepth = 0
  private var loopDepth = 0
  private var steps = 0
  private(set) var isStopped = false

  /// How deep macros may call macros, and files include files.
  private static let callLimit = 48
  private static let includeLimit = 16
  private static let problemLimit = 200

  init(_ assembler: Assembler) {
    self.assembler = assembler
    evaluator.scopes = [assembler.parameters]
  }

  mutating func run(_ bytes: [UInt8], file: String) {
    var parser = SourceParser(file: file)
    let items = parser.parse(bytes)
    for problem in parser.problems { add(problem) }
    // A macro may be called before the line that defines it.
    for case .macro(let macro) in items { define(macro) }
    run(items)
  }

  /// Notes the parameters that were given and that nothing read.
  mutating func finish() {
    for name in assembler.parameters.keys.sorted() where !evaluator.used.contains(name) {
      add(
        Problem(
          .unused, "The parameter `\(name)` is set and never read.",
          hint: "Correct its name, or leave it out.", severity: .warning))
    }
  }

  mutating func add(_ problem: Problem) {
    var problem = problem
    if let call = calls.last { problem.message += " (In \(call).)" }
    guard !isStopped, reported.insert(problem).inserted else { return }
    problems.append(problem)
    if problem.code == .limit || problems.count >= Preprocessor.problemLimit { isStopped = true }
  }

  private mutating func fault(
    _ code: Problem.Code, _ message: String, _ line: SourceLine, _ offset: Int = 0
  ) {
    add(Problem(code, message, at: line.location(offset)))
  }

  private mutating func fault(_ error: ExpressionError, _ line: SourceLine, _ offset: Int) {
    fault(error.isLimit ? .limit : .expression, error.message, line, offset + error.column)
  }

  private mutating func run(_ items: [SourceItem]) {
    for item in items {
      steps += 1
      if steps > assembler.limits.steps, !isStopped {
        add(
          Problem(
            .limit, "The text takes more than \(assembler.limits.steps) steps to expand.",
            at: listing.statements.last?.location))
      }
      if isStopped { return }
      switch item {
      case .line(let line): run(line)
      case .loop(let line, let body): runLoop(line, body)
      case .branches(let branches): runBranches(branches)
      case .macro(let macro): define(macro)
      }
    }
  }

  private mutating func define(_ macro: Macro) {
    if let other = macros[macro.name], other.line.location() != macro.line.location() {
      return fault(
        .syntax, "The macro `\(macro.name)` is defined already, at \(other.line.location()).",
        macro.line)
    }
    macros[macro.name] = macro
  }

  /// The value of an expression, or nil after noting why it has none.
  private mutating func value(
    of text: String, _ line: SourceLine, _ offset: Int
  ) -> AssemblyValue? {
    do {
      let expression: Expression
      if let known = expressions[text] {
        expression = known
      } else {
        expression = try ExpressionParser.parse(text)
        expressions[text] = expression
      }
      return try evaluator.evaluate(expression)
    } catch {
      fault(error, line, offset)
      return nil
    }
  }

  private mutating func runLoop(_ line: SourceLine, _ body: [SourceItem]) {
    let text = line.text
    let words = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
    guard words.count == 4, words[2] == "in", NameTable.isName(String(words[1])) else {
      return fault(.syntax, "A loop begins with `.for NAME in FIRST..LAST` or `… in LIST`.", line)
    }
    let source = String(words[3])
    let offset = line.bytes.count - source.utf8.count
    guard let items = items(source, line, offset) else { return }
    let variable = String(words[1])
    let scope = evaluator.scopes.count - 1
    let outer = evaluator.scopes[scope][variable]
    loopDepth += 1
    for item in items where !isStopped {
      evaluator.scopes[scope][variable] = item
      run(body)
    }
    loopDepth -= 1
    evaluator.scopes[scope][variable] = outer
  }

  private mutating func items(
    _ source: String, _ line: SourceLine, _ offset: Int
  ) -> [AssemblyValue]? {
    let bytes = Array(source.utf8)
    if let dots = Preprocessor.split(bytes, at: "..").first, dots.upperBound < bytes.count {
      let first = String(decoding: bytes[dots], as: UTF8.self)
      let last = String(decoding: bytes[(dots.upperBound + 2)...], as: UTF8.self)
      guard let from = value(of: first, line, offset),
        let to = value(of: last, line, offset + dots.upperBound + 2)
      else { return nil }
      guard let from = from.wholeNumber, let to = to.wholeNumber else {
        fault(.expression, "The ends of a range must be whole numbers.", line, offset)
        return nil
      }
      if from > to { return [] }
      let (span, overflow) = to.subtractingReportingOverflow(from)
      guard !overflow, span < Evaluator.sizeLimit else {
        fault(.limit, "A loop has at most \(Evaluator.sizeLimit) turns.", line, offset)
        return nil
      }
      return (from...to).map { .integer($0) }
    }
    guard let value = value(of: source, line, offset) else { return nil }
    guard case .list(let items) = value else {
      fault(.expression, "A loop needs a range or a list, not \(value.kind).", line, offset)
      return nil
    }
    return items
  }

  private mutating func runBranches(_ branches: [(line: SourceLine, body: [SourceItem])]) {
    for (line, body) in branches {
      let text = line.text
      if text.hasPrefix(".else") {
        if text != ".else" { fault(.syntax, "Nothing may follow `.else`.", line) }
        return run(body)
      }
      let offset = text.hasPrefix(".elif") ? 5 : 3
      let condition = String(decoding: line.bytes[offset...], as: UTF8.self)
      guard let value = value(of: condition, line, offset) else { return }
      if value.isTrue { return run(body) }
    }
  }
}

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

  private mutating func run(_ line: SourceLine) {
    if line.bytes[0] == UInt8(ascii: ".") {
      let word = line.text.prefix { $0 != " " && $0 != "\t" }
      let offset = word.utf8.count
      switch word {
      case ".set", ".param": return assign(line, offset, isDefault: word == ".param")
      case ".include": return include(line, offset)
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

  private mutating func assign(_ line: SourceLine, _ offset: Int, isDefault: Bool) {
    let directive = isDefault ? ".param" : ".set"
    let equals = line.bytes.firstIndex(of: UInt8(ascii: "=")) ?? line.bytes.count
    let name = String(
      decoding: line.bytes[min(offset, equals)..<equals].filter { !AssemblyText.isSpace($0) },
      as: UTF8.self)
    guard NameTable.isName(name), equals < line.bytes.count || isDefault else {
      return fault(.syntax, "`\(directive)` is followed by NAME = EXPRESSION.", line)
    }
    if isDefault, evaluator.value(of: name) != nil { return }
    guard equals < line.bytes.count else {
      return fault(
        .expression, "The parameter `\(name)` has no value; give one with --set \(name)=VALUE.",
        line)
    }
    let text = String(decoding: line.bytes[(equals + 1)...], as: UTF8.self)
    guard let value = value(of: text, line, equals + 1) else { return }
    evaluator.scopes[evaluator.scopes.count - 1][name] = value
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
  }

  /// The value of a macro's operand, an expression in which names are words; variables stand in braces.
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
