// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import StrictJSON

/// What verification found.
public struct Verdict: Sendable {
  /// The program, as far as it could be read.
  public let program: Program
  /// The order in which its nodes act; nil if nodes wait for each other.
  public let order: ExecutionOrder?
  /// What is wrong, errors and warnings, in the order of the text.
  public let problems: [Problem]
  /// The number of errors, beyond those listed too.
  public let errorCount: Int
  /// The number of warnings, beyond those listed too.
  public let warningCount: Int
  /// The number of nodes of the text.
  public let nodeCount: Int
  /// What was asked for.
  public let options: Verifier.Options

  /// Whether there is no error.
  public var isValid: Bool { errorCount == 0 }

  /// The program, ready to run.
  ///
  /// - Returns: The program with its order.
  /// - Throws: `QVMError`: the first error.
  public func verified() throws(QVMError) -> VerifiedProgram {
    if let problem = problems.first(where: { $0.severity == .error }) { throw QVMError(problem) }
    guard let order else { throw QVMError(.cycle, "Nodes wait for each other.") }
    return VerifiedProgram(program: program, order: order)
  }

  /// The verdict for programs: the members of the prototype's verdict, and a code, a place and a
  /// hint for each problem.
  public var json: JSON {
    let errors = problems.filter { $0.severity == .error }
    let warnings = problems.filter { $0.severity == .warning }
    var metadata: JSON = [
      "node_count": .integer(Int64(nodeCount)),
      "qubit_count": .integer(Int64(program.qubits.count)),
      "channel_count": .integer(Int64(program.channels.count)),
      "event_count": .integer(Int64(program.events.count)),
      "strict_mode": .bool(options.isStrict), "linear_mode": .bool(options.isLinear),
      "clifford": .bool(program.isClifford), "verified": .bool(isValid),
    ]
    if case .object(var object) = metadata, let tenant = options.tenant {
      object["tenant_id"] = .string(tenant)
      metadata = .object(object)
    }
    return [
      "is_valid": .bool(isValid), "error_count": .integer(Int64(errorCount)),
      "warning_count": .integer(Int64(warningCount)), "errors": .array(errors.map(\.json)),
      "warnings": .array(warnings.map(\.json)), "metadata": metadata,
    ]
  }
}

/// A program that passed verification, and the order in which its nodes act.
public struct VerifiedProgram: Sendable {
  /// The program.
  public let program: Program
  /// The order of its nodes.
  public let order: ExecutionOrder

  init(program: Program, order: ExecutionOrder) {
    self.program = program
    self.order = order
  }

  /// Verifies a program.
  ///
  /// - Throws: `QVMError`: the first error.
  public init(
    _ program: Program, options: Verifier.Options = Verifier.Options()
  ) throws(QVMError) {
    self = try Verifier(options).verify(program).verified()
  }
}

extension Problem {
  /// The problem for programs.
  public var json: JSON {
    var details = JSON.Object()
    details["code"] = .string(code.rawValue)
    if let node { details["node"] = .string(node) }
    if let location {
      if !location.file.isEmpty { details["file"] = .string(location.file) }
      details["line"] = .integer(Int64(location.line))
      details["column"] = .integer(Int64(location.column))
    }
    if !hint.isEmpty { details["hint"] = .string(hint) }
    return [
      "type": .string(code.family.rawValue), "message": .string(message),
      "details": .object(details),
    ]
  }
}

extension Problem.Code {
  /// The prototype's sorts of problems.
  public enum Family: String, Sendable {
    /// A qubit has not one owner at a time.
    case linearity = "linearity_violation"
    /// A capability is missing.
    case capability = "capability_missing"
    /// A gate crosses tenants.
    case firewall = "firewall_violation"
    /// A resource is not given back.
    case leak = "resource_leak"
    /// A part is of the wrong type, number or range.
    case type = "type_error"
    /// Anything else.
    case graph = "invalid_graph"
  }

  /// The sort that the prototype's verdict would name.
  public var family: Family {
    switch self {
    case .notAllocated, .allocatedTwice, .useBeforeAllocation, .useAfterFree, .freedTwice,
      .linearity, .repeated:
      .linearity
    case .capability, .unknownCapability: .capability
    case .firewall: .firewall
    case .neverFreed, .leak, .channelNeverClosed: .leak
    case .arity, .argumentMissing, .argumentType, .argumentRange, .argumentUnknown, .profile,
      .mismatch, .condition, .expression:
      .type
    case .syntax, .limit, .structure, .memberUnknown, .version, .identifier, .include,
      .duplicateNode,
      .duplicateDeclaration, .undeclared, .unused, .unknownOpcode, .channelNotOpen,
      .channelOpenedTwice, .channelClosed, .channelUsedUp, .channelEndTaken, .eventNotProduced,
      .eventOverwritten, .cycle, .edge,
      .reordered:
      .graph
    }
  }
}
