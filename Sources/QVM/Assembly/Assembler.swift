// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Turns QVM assembly into programs.
///
/// The language is in `Documentation/QVM.md`. Nothing is dropped: what cannot be read is an error
/// with its place.
public struct Assembler: Sendable {
  /// Variables that the text finds set.
  public var parameters: [String: AssemblyValue]
  /// Finds an included file by its name and the file that includes it, empty for the text itself;
  /// nil if there is none, and the library is searched.
  public var include: @Sendable (_ name: String, _ includer: String) -> Source?
  /// How far a text may expand.
  public var limits: Limits

  /// The text of an included file.
  public struct Source: Sendable {
    /// The name in messages, and the includer of what it includes.
    public var name: String
    /// The text.
    public var bytes: [UInt8]

    /// Makes a source.
    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// How far a text may expand.
  public struct Limits: Sendable, Hashable {
    /// The most nodes.
    public var statements: Int
    /// The most lines, blocks and turns of loops that may be run.
    public var steps: Int

    /// Makes limits; by default two million nodes and ten million steps.
    public init(statements: Int = 2_000_000, steps: Int = 10_000_000) {
      self.statements = statements
      self.steps = steps
    }
  }

  /// Makes an assembler.
  public init(
    parameters: [String: AssemblyValue] = [:], limits: Limits = Limits(),
    include: @escaping @Sendable (_ name: String, _ includer: String) -> Source? = { _, _ in nil }
  ) {
    self.parameters = parameters
    self.include = include
    self.limits = limits
  }

  /// Reads a text: the program, and everything that is wrong with the text.
  public func read(_ bytes: [UInt8]) -> Reading {
    var preprocessor = Preprocessor(self)
    preprocessor.run(bytes, file: "")
    if !preprocessor.isStopped { preprocessor.finish() }
    var linker = Linker(preprocessor.listing, problems: preprocessor.problems)
    linker.link()
    return linker.finished()
  }

  /// Reads a text of assembly or, if it begins as JSON does, of a graph.
  ///
  /// No line of assembly begins with a brace, a bracket or a quote; a text with such a beginning is meant as JSON.
  public func readAny(_ bytes: [UInt8]) -> Reading {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      let problem = Problem(
        .syntax, "The text begins with a byte order mark.", hint: "Save it without one.",
        at: ProgramLocation(line: 1, column: 1))
      return Reading(program: Program(), problems: [problem], dialect: .assembly)
    }
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let isGraph = first.map { Array("{[\"".utf8).contains($0) } ?? false
    return isGraph ? Reading(parsing: bytes) : read(bytes)
  }

  /// Assembles a text.
  ///
  /// - Returns: The program; `Verifier` tells whether it is valid.
  /// - Throws: `QVMError`: the first error.
  public func assemble(_ text: String) throws(QVMError) -> Program {
    let reading = read(Array(text.utf8))
    if let problem = reading.problems.first(where: { $0.severity == .error }) {
      throw QVMError(problem)
    }
    return reading.program
  }
}
