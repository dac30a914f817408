// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A verb of the program, or a group of verbs: data from which parsing, help and reference are made.
public struct Command: Sendable {
  /// The word that calls the command.
  public let name: String
  /// What the command does, in one sentence.
  public let summary: String
  /// More to know, as paragraphs of plain text.
  public let discussion: String
  /// The flags, in the order of the help.
  public let flags: [Flag]
  /// What may stand on the line besides flags; `nil` for nothing.
  public let positional: Positional?
  /// A command line that can be tried, without a prompt.
  public let example: String
  /// The verbs of a group.
  public let subcommands: [Command]
  /// The work; `nil` for a group.
  public let run: (@Sendable (Arguments) throws -> ExitCode)?

  /// Describes a verb.
  public init(
    _ name: String, _ summary: String, discussion: String = "", flags: [Flag] = [],
    positional: Positional? = nil, example: String,
    run: @escaping @Sendable (Arguments) throws -> ExitCode
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.flags = flags
    self.positional = positional
    self.example = example
    self.run = run
    subcommands = []
  }

  /// Describes a group of verbs.
  public init(
    group name: String, _ summary: String, discussion: String = "", example: String,
    subcommands: [Command]
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.example = example
    self.subcommands = subcommands
    flags = []
    positional = nil
    run = nil
  }

  /// What a command takes on the line besides flags.
  public struct Positional: Sendable {
    /// The name in help, in capitals.
    public let name: String
    /// What the words mean.
    public let summary: String
    /// How many may be given.
    public let count: ClosedRange<Int>

    /// Describes the words.
    public init(_ name: String, _ summary: String, count: ClosedRange<Int> = 1...1) {
      self.name = name
      self.summary = summary
      self.count = count
    }
  }
}

/// How a command ended.
public enum ExitCode: Int32, Sendable {
  /// It did what was asked; the answer is yes, if there is one.
  case success = 0
  /// It ran, and the answer is no.
  case negative = 1
  /// The command line or an input is not as it must be.
  case invalid = 2
}

/// Why a command cannot go on: one line for standard error, and the exit code.
public struct CommandFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line, without the program's name.
  public let message: String
  /// Whether the line starts with a file of the user, and so goes without the program's name.
  public let namesFile: Bool
  /// The exit code.
  public let exitCode: ExitCode

  /// A fault of the command line or of the world around it.
  public init(_ message: String, exitCode: ExitCode = .invalid) {
    self.message = message
    self.exitCode = exitCode
    namesFile = false
  }

  /// A fault within a file: `file:` and then `rest`, which is `line:column: message` or a message.
  public init(file: String, _ rest: String, exitCode: ExitCode = .invalid) {
    let needsSpace = !(rest.first?.isNumber ?? false)
    message = "\(file):\(needsSpace ? " " : "")\(rest)"
    self.exitCode = exitCode
    namesFile = true
  }

  /// The line.
  public var description: String { message }
}
