// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// Why samples cannot be collected, read or fitted, and what to do about it.
public struct SamplingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// A table of statistics is ill-formed.
    case table
    /// Two rows bear one strong id and yet describe different tasks.
    case conflict
    /// A file cannot be opened, locked or written.
    case file
    /// A task is not described as it must be.
    case task
    /// A task's circuit or decoder cannot be prepared or run.
    case collection
    /// A peer cannot be started, or fails.
    case peer
    /// The data do not determine what is to be fitted.
    case fit
  }

  /// The kind of fault.
  public var code: Code
  /// What is wrong and how to mend it.
  public var message: String
  /// The file that is at fault, if there is one.
  public var path: String?
  /// Where in the file.
  public var location: SourceLocation?
  /// What is wrong with the circuit, if that is at fault; who has its text can tell the place.
  public var cause: CircuitError?

  /// Makes an error.
  public init(
    _ code: Code, _ message: String, path: String? = nil, at location: SourceLocation? = nil
  ) {
    self.code = code
    self.message = message
    self.path = path
    self.location = location
  }

  /// `file:line:column: message`, as far as there are a file and a place.
  public var description: String {
    let place = [path, location?.description].compactMap(\.self).joined(separator: ":")
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
