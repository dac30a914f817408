// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// One flag of a command: its name, what value it takes, and what it does.
///
/// A row of a command's table; parsing, help and the printed reference all come from it.
public struct Flag: Sendable {
  /// What follows the name of a flag.
  public indirect enum Kind: Sendable, Hashable {
    /// Nothing: the flag is on when it is there.
    case toggle
    /// Any text.
    case text
    /// The path of a file; `-` stands for standard input or output.
    case path
    /// The path of a folder that exists.
    case folder
    /// A name and its value, as in `n=5`.
    case assignment
    /// A whole number within bounds; `1e6` is one.
    case integer(ClosedRange<Int>)
    /// A finite number within bounds.
    case number(ClosedRange<Double>)
    /// One of some words.
    case choice([String])
    /// Values of another kind, with commas between them.
    case list(Kind)
    /// Values of another kind as words of their own, up to the next flag, in one place or more.
    ///
    /// Folders and assignments end at the first word that is none, so that a command's file may follow.
    case several(Kind)
    /// A value of another kind, or `implied` when the flag stands alone.
    case optional(Kind, implied: String)
  }

  /// The name without the leading hyphens, words joined by hyphens.
  public let name: String
  /// What follows the name.
  public let kind: Kind
  /// The name of the value in help, in capitals; the kind's own if empty.
  public let valueName: String
  /// What the flag does: a sentence, perhaps two.
  public let summary: String
  /// The value when the flag is absent, written as on the command line; `nil` if there is none.
  public let defaultText: String?
  /// Whether the command cannot run without the flag.
  public let isRequired: Bool

  /// Describes a flag.
  ///
  /// - Precondition: the name has no underscores or leading hyphens.
  public init(
    _ name: String, _ kind: Kind, _ summary: String, valueName: String = "",
    default defaultText: String? = nil, isRequired: Bool = false
  ) {
    precondition(
      !name.hasPrefix("-") && !name.contains("_"), "Flag names are written like `out-format`.")
    self.name = name
    self.kind = kind
    self.summary = summary
    self.valueName = valueName
    self.defaultText = defaultText
    self.isRequired = isRequired
  }
}

extension Flag {
  /// `--seed`: makes chance repeatable.
  public static let seed = Flag(
    "seed", .integer(0...Int.max),
    "Makes the result repeatable: the same seed gives the same bits for any number of threads.")

  /// `--threads`: how many threads work.
  public static let threads = Flag(
    "threads", .integer(1...1024), "How many threads work. The result does not depend on it.",
    default: "1")

  /// `--json`: prints results for programs.
  public static let json = Flag("json", .toggle, "Prints the result as JSON.")

  /// `--progress`: says how far the work is, also where no terminal is watching.
  public static let progress = Flag(
    "progress", .toggle, "Prints progress on standard error even when it is not a terminal.")
}
