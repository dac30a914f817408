// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Why a text is no program, where, and what to do about it.
public struct QVMError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of fault.
  public var code: Problem.Code
  /// What is wrong and how to mend it, as one sentence or two.
  public var message: String
  /// Where in the text, if the fault has a place.
  public var location: ProgramLocation?

  /// Makes an error.
  public init(_ code: Problem.Code, _ message: String, at location: ProgramLocation? = nil) {
    self.code = code
    self.message = message
    self.location = location
  }

  /// `line:column: message`, or the message alone.
  public var description: String {
    if let location { "\(location): \(message)" } else { message }
  }
}
