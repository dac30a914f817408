// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// One thing that is wrong with a program: what, where, and what to do about it.
public struct Problem: Sendable, Hashable, CustomStringConvertible {
  /// How bad it is.
  public enum Severity: String, Sendable, CaseIterable {
    /// The program cannot run.
    case error
    /// It can; strict verification makes it an error.
    case warning
  }

  /// The kind.
  public var code: Code
  /// How bad it is.
  public var severity: Severity
  /// What is wrong, as one sentence.
  public var message: String
  /// What to do about it; empty if the message says it.
  public var hint: String
  /// The id of the node; nil if it is about the whole program.
  public var node: String?
  /// The place of the node in the text.
  public var location: ProgramLocation?

  /// Makes a problem.
  public init(
    _ code: Code, _ message: String, hint: String = "", node: String? = nil,
    at location: ProgramLocation? = nil, severity: Severity = .error
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.hint = hint
    self.node = node
    self.location = location
  }

  /// `line:column: error [code] node: message Hint`.
  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    let subject = node.map { "\($0): " } ?? ""
    let advice = hint.isEmpty ? "" : " \(hint)"
    return "\(place)\(severity.rawValue) [\(code.rawValue)] \(subject)\(message)\(advice)"
  }
}

extension Problem {
  /// The kinds of problems.
  public enum Code: String, Sendable, CaseIterable {
    // The text.
    /// The text is no JSON, or no assembly.
    case syntax
    /// The text is larger, deeper or longer than allowed.
    case limit
    /// A part of the graph is missing or of the wrong type.
    case structure
    /// The graph knows no such member.
    case memberUnknown = "member_unknown"
    /// The version is missing or is not one that can be read.
    case version
    /// A name is not made of letters, digits and `_`.
    case identifier
    /// An included file cannot be found or read.
    case include
    /// An expression of the assembly language has no value.
    case expression

    // Names.
    /// Two nodes have the same id.
    case duplicateNode = "duplicate_node"
    /// A resource is declared twice.
    case duplicateDeclaration = "duplicate_declaration"
    /// A qubit, channel or event is used and not declared.
    case undeclared
    /// A qubit, channel or event is declared and not used.
    case unused
    /// No operation bears the name.
    case unknownOpcode = "unknown_opcode"
    /// No capability bears the name.
    case unknownCapability = "unknown_capability"

    // One node.
    /// The number of qubits, channels, inputs or outputs is not what the operation takes.
    case arity
    /// A thing is named twice in one node.
    case repeated
    /// An argument that the operation needs is missing.
    case argumentMissing = "argument_missing"
    /// An argument is of the wrong type.
    case argumentType = "argument_type"
    /// An argument is out of range.
    case argumentRange = "argument_range"
    /// The operation knows no such argument.
    case argumentUnknown = "argument_unknown"
    /// A profile does not read as one.
    case profile
    /// Two parts of a node contradict each other.
    case mismatch
    /// A guard does not read as one, or compares with a value that the event never has.
    case condition = "guard"
    /// A capability is neither granted nor claimed.
    case capability = "capability_missing"

    // Owners.
    /// A qubit is used and never allocated.
    case notAllocated = "not_allocated"
    /// A qubit is allocated twice.
    case allocatedTwice = "allocated_twice"
    /// A qubit is used in the text before its allocation.
    case useBeforeAllocation = "use_before_allocation"
    /// A qubit is used after it was given back.
    case useAfterFree = "use_after_free"
    /// A qubit is given back twice.
    case freedTwice = "freed_twice"
    /// A qubit is never given back.
    case neverFreed = "never_freed"
    /// Under `linear`, a qubit is used after it was consumed.
    case linearity = "linearity_violation"
    /// Under `linear`, a qubit is never consumed.
    case leak = "resource_leak"
    /// A gate joins two tenants' qubits without a channel that permits it.
    case firewall = "firewall_violation"

    // Channels.
    /// A channel is used or closed and never opened.
    case channelNotOpen = "channel_not_open"
    /// A channel is opened twice.
    case channelOpenedTwice = "channel_opened_twice"
    /// A channel is used after it was closed.
    case channelClosed = "channel_closed"
    /// A channel's pair is used after it was used up.
    case channelUsedUp = "channel_used_up"
    /// A channel is opened on a qubit at the end of another one whose pair is not used up.
    case channelEndTaken = "channel_end_taken"
    /// A channel is never closed.
    case channelNeverClosed = "channel_never_closed"

    // Order.
    /// An event is read and never produced.
    case eventNotProduced = "event_not_produced"
    /// An event is produced by more than one node.
    case eventOverwritten = "event_overwritten"
    /// Nodes wait for each other.
    case cycle
    /// An edge of the graph names a node that does not exist.
    case edge
    /// The text lists a node before one that must act first.
    case reordered
  }
}
