// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Why statistics cannot be plotted or reported, and what to do about it.
public struct ReportingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and how to mend it.
  public var description: String

  /// An error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
