// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A place in the text of a program: line and column, both counted from 1, columns in bytes.
public struct ProgramLocation: Sendable, Hashable, CustomStringConvertible {
  /// The included file; empty for the text itself.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The byte within the line, from 1.
  public var column: Int

  /// Makes a location.
  public init(file: String = "", line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `line:column`, after `file:` for an included file.
  public var description: String {
    file.isEmpty ? "\(line):\(column)" : "\(file):\(line):\(column)"
  }
}
