// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import StrictJSON

/// A text read as a program: all of it that could be read, and what is wrong with the rest.
public struct Reading: Sendable {
  /// The nodes that could be read.
  public internal(set) var program: Program
  /// What is wrong with the text; more may be wrong with the program.
  public internal(set) var problems: [Problem]
  /// The language that the text is in.
  public internal(set) var dialect: Dialect
  /// Things that nodes name which could not be read: nothing is known of their life.
  var doubtful = Doubtful()
  /// How many nodes the text has.
  var nodeCount = 0

  /// The languages of graphs.
  public enum Dialect: String, Sendable, CaseIterable {
    /// QVM JSON 0.1.
    case qvm
    /// Nodes with `op`, `qubits`, `outputs`, `deps` and edges between them.
    case linked
    /// Nodes with `node_id`, `op`, `qubits` and `params`.
    case flat
  }

  /// The indices of things that unreadable nodes name.
  struct Doubtful: Sendable {
    var qubits: Set<Int> = []
    var channels: Set<Int> = []
    var events: Set<Int> = []
  }

  /// The largest text and the deepest nesting that is read: 1 GiB, 64 levels.
  public static let limits = JSON.Limits(byteCount: 1 << 30, depth: 64)

  /// Reads QVM JSON, or one of the two other graph dialects, which it turns into the same.
  ///
  /// A fault of the JSON itself ends the reading and is the only problem.
  ///
  /// - Complexity: O(bytes).
  public init(parsing bytes: [UInt8], limits: JSON.Limits = Reading.limits) {
    do {
      var reader = try ProgramReader(bytes, limits: limits)
      try reader.read()
      self = reader.finished()
    } catch {
      let code: Problem.Code = error.code == .limit ? .limit : .syntax
      let location = ProgramLocation(line: error.line, column: error.column)
      self.init(
        program: Program(), problems: [Problem(code, error.message, at: location)], dialect: .qvm)
    }
  }

  init(program: Program, problems: [Problem], dialect: Dialect) {
    self.program = program
    self.problems = problems
    self.dialect = dialect
    nodeCount = program.nodes.count
  }
}

extension Program {
  /// Reads QVM JSON, or one of the two other graph dialects.
  ///
  /// Warnings do not count; `Reading` has them, and every error.
  ///
  /// - Throws: `QVMError`: the first error of the text.
  /// - Complexity: O(bytes).
  public init(
    parsing bytes: [UInt8], limits: JSON.Limits = Reading.limits
  ) throws(QVMError) {
    let reading = Reading(parsing: bytes, limits: limits)
    if let problem = reading.problems.first(where: { $0.severity == .error }) {
      throw QVMError(problem)
    }
    self = reading.program
  }

  /// Reads QVM JSON, or one of the two other graph dialects.
  ///
  /// - Throws: `QVMError`: the first error of the text.
  public init(parsing text: String) throws(QVMError) {
    try self.init(parsing: Array(text.utf8))
  }
}

extension QVMError {
  /// The problem as an error.
  public init(_ problem: Problem) {
    let subject = problem.node.map { "\($0): " } ?? ""
    let advice = problem.hint.isEmpty ? "" : " " + problem.hint
    self.init(problem.code, subject + problem.message + advice, at: problem.location)
  }
}
