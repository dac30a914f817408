// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Says whether a program may run, and everything that is wrong with it if not.
///
/// The rules are in `Documentation/QVM.md`. The same program gives the same verdict, problems in
/// the order of the text.
public struct Verifier: Sendable {
  /// What to check besides what every program must keep.
  public struct Options: Sendable, Hashable {
    /// Whether measuring, resetting and freeing use a qubit up, as the prototype's verifier has it.
    public var isLinear = false
    /// Whether warnings are errors, except that leftovers may be freed implicitly.
    public var isStrict = false
    /// What the session may do; nil to compare with what the program itself claims.
    public var granted: Capabilities?
    /// Whether gates, measurements and resets need `CAP_COMPUTE`, `CAP_MEASURE`, `CAP_RESET`.
    public var checksImplicitCapabilities = false
    /// The owner of qubits that name none.
    public var tenant: String?
    /// How many problems are listed; all are counted.
    public var problemLimit = 1000

    /// Makes options.
    public init(
      isLinear: Bool = false, isStrict: Bool = false, granted: Capabilities? = nil,
      checksImplicitCapabilities: Bool = false, tenant: String? = nil, problemLimit: Int = 1000
    ) {
      self.isLinear = isLinear
      self.isStrict = isStrict
      self.granted = granted
      self.checksImplicitCapabilities = checksImplicitCapabilities
      self.tenant = tenant
      self.problemLimit = problemLimit
    }
  }

  /// What is checked.
  public let options: Options

  /// Makes a verifier.
  public init(_ options: Options = Options()) { self.options = options }

  /// Verifies a program.
  ///
  /// - Precondition: Every index of a node is in the program's tables.
  /// - Complexity: O(nodes + uses), if the text is in order.
  public func verify(_ program: Program) -> Verdict {
    verify(Reading(program: program, problems: [], dialect: .qvm))
  }

  /// Verifies what was read of a text, whose problems count too.
  ///
  /// What was `found` besides counts as well, such as a profile that the machine at hand does not have.
  public func verify(_ reading: Reading, found: [Problem] = []) -> Verdict {
    var report = Report(options: options)
    for problem in reading.problems + found { report.add(problem) }
    let program = reading.program
    if !program.nodes.isEmpty || reading.problems.isEmpty {
      var nodes = NodeCheck(program: program, options: options)
      nodes.check(&report)
      var life = LifeCheck(program: program, options: options, doubtful: reading.doubtful)
      life.check(&report)
      var events = EventCheck(program: program, doubtful: reading.doubtful)
      events.check(&report)
    }
    let order = checkOrder(program, &report)
    return Verdict(
      program: program, order: order, problems: report.sorted(),
      errorCount: report.errorCount, warningCount: report.warningCount,
      nodeCount: reading.nodeCount, options: options)
  }

  private func checkOrder(_ program: Program, _ report: inout Report) -> ExecutionOrder? {
    do {
      let order = try ExecutionOrder(program)
      if !order.isTextOrder, let moved = order.nodes.indices.first(where: { order.nodes[$0] > $0 })
      {
        let node = program.nodes[moved]
        report.warn(
          .reordered,
          "It stands before a node that must act first: "
            + "`\(program.nodes[order.nodes[moved]].id)`.",
          hint: "Move it behind; it is run there.", node)
      }
      return order
    } catch {
      report.add(
        Problem(
          error.code, error.message, hint: "Break the cycle, or move a fence.",
          at: error.location))
      return nil
    }
  }
}

/// The problems found so far.
struct Report {
  let options: Verifier.Options
  private(set) var problems: [Problem] = []
  private(set) var errorCount = 0
  private(set) var warningCount = 0

  /// Warnings that stay warnings.
  private static let lenient: Set<Problem.Code> = [.neverFreed, .reordered]

  init(options: Verifier.Options) { self.options = options }

  mutating func add(_ problem: Problem) {
    var problem = problem
    if options.isStrict, problem.severity == .warning, !Report.lenient.contains(problem.code) {
      problem.severity = .error
    }
    if problem.severity == .error { errorCount += 1 } else { warningCount += 1 }
    if problems.count < options.problemLimit { problems.append(problem) }
  }

  mutating func error(
    _ code: Problem.Code, _ message: String, hint: String = "", _ node: Node?
  ) {
    add(Problem(code, message, hint: hint, node: node?.id, at: node?.location))
  }

  mutating func warn(
    _ code: Problem.Code, _ message: String, hint: String = "", _ node: Node?
  ) {
    add(
      Problem(
        code, message, hint: hint, node: node?.id, at: node?.location, severity: .warning))
  }

  /// The problems by place; those without one come last.
  func sorted() -> [Problem] {
    problems.enumerated().sorted { first, second in
      let places = [first.element.location, second.element.location].map { place in
        place.map { ($0.line, $0.column) } ?? (.max, .max)
      }
      return places[0] == places[1] ? first.offset < second.offset : places[0] < places[1]
    }.map(\.element)
  }
}

extension Sequence<String> {
  /// The first names, in backticks, and how many more there are.
  var listed: String {
    let names = Array(self)
    let shown = names.prefix(6).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
  }
}
