// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Why a program cannot be run, or why a run cannot go on.
public struct ExecutionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// The program does not pass the verifier.
    case program
    /// A profile, a table of rates or another setting of the run is not as it must be.
    case configuration
    /// No rates are known for a profile that the program uses.
    case missingRates
    /// A state does not fit the memory.
    case memory
    /// A distribution has more outcomes or branches than allowed.
    case tooManyBranches
    /// A qubit is not in the state that an operation demands of it.
    case state
    /// A checkpoint is cut short, altered or of another program.
    case checkpoint
    /// A worker process did not do what it must.
    case worker
    /// Every attempt that the retry strategy allows has failed.
    case attemptsExhausted
    /// The run was asked to stop.
    case cancelled
    /// The system refused a file or a process.
    case system
  }

  /// The kind of fault.
  public var code: Code
  /// What is wrong and how to mend it.
  public var message: String
  /// The id of the node at fault, if there is one.
  public var node: String?

  /// Makes an error.
  public init(_ code: Code, _ message: String, node: String? = nil) {
    self.code = code
    self.message = message
    self.node = node
  }

  /// The message, after the node's id.
  public var description: String { node.map { "\($0): \(message)" } ?? message }

  /// Whether the input is at fault (true), or the run came to a bad end (false).
  public var isBadInput: Bool {
    switch code {
    case .program, .configuration, .missingRates, .checkpoint: true
    case .memory, .tooManyBranches, .state, .worker, .attemptsExhausted, .cancelled, .system: false
    }
  }
}
