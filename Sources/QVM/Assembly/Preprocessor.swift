// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Runs the directives of a text: includes, parameters, loops, conditions and macros, in the order
/// of the text; what is left are statements.
struct Preprocessor {
  let assembler: Assembler
  var evaluator = Evaluator()
  var macros: [String: Macro] = [:]
  private var expressions: [String: Expression] = [:]
  /// The statements so far.
  var listing = Listing()
  private(set) var problems: [Problem] = []
  private var reported: Set<Problem> = []
  /// The macros being expanded, innermost last, as text for messages.
  var calls: [String] = []
  var includeDepth = 0
  var loopDepth = 0
  /// Whether `.error` refused what the outermost macro was called with: the rest of it is passed
  /// over.
  var isRefused = false
  private var steps = 0
  private(set) var isStopped = false

  /// How deep macros may call macros, and files include files.
  static let callLimit = 48
  static let includeLimit = 16
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

  /// The macros being expanded, innermost first; of very many the first few and the outermost.
  private var callChain: String {
    var chain = calls.reversed().prefix(4).joined(separator: ", in ")
    if calls.count > 4 { chain += ", … in \(calls[0])" }
    return chain
  }

  mutating func add(_ problem: Problem) {
    var problem = problem
    if !calls.isEmpty { problem.message += " (In \(callChain).)" }
    guard !isStopped, reported.insert(problem).inserted else { return }
    problems.append(problem)
    if problem.code == .limit || problems.count >= Preprocessor.problemLimit { isStopped = true }
  }

  mutating func fault(
    _ code: Problem.Code, _ message: String, _ line: SourceLine, _ offset: Int = 0
  ) {
    add(Problem(code, message, at: line.location(offset)))
  }

  mutating func fault(_ error: ExpressionError, _ line: SourceLine, _ offset: Int) {
    fault(error.isLimit ? .limit : .expression, error.message, line, offset + error.column)
  }

  mutating func run(_ items: [SourceItem]) {
    for item in items {
      countStep(at: listing.statements.last?.location)
      if isStopped || isRefused { return }
      switch item {
      case .line(let line): run(line)
      case .loop(let line, let body): runLoop(line, body)
      case .branches(let branches): runBranches(branches)
      case .macro(let macro): define(macro)
      }
    }
  }

  private mutating func countStep(at location: ProgramLocation?) {
    steps += 1
    guard steps > assembler.limits.steps, !isStopped else { return }
    add(
      Problem(
        .limit, "The text takes more than \(assembler.limits.steps) steps to expand.",
        at: location))
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
  mutating func value(
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
    for item in items where !isStopped && !isRefused {
      // A turn counts even where the body is empty.
      countStep(at: line.location())
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
