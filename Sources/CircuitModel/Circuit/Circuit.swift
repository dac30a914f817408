// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A quantum circuit: instructions in order, with nested repetition that is never unrolled to be
/// counted.
public struct Circuit: Sendable, Hashable {
  /// The operations, in order.
  public var operations: [Operation]

  /// Makes a circuit of the given operations.
  public init(_ operations: [Operation] = []) {
    self.operations = operations
  }

  /// One line of a circuit.
  public enum Operation: Sendable, Hashable {
    /// A gate, a noise channel or an annotation.
    case instruction(Instruction)
    /// A block that runs several times.
    case block(RepeatBlock)
  }

  /// A gate, a noise channel or an annotation, with its arguments and targets.
  public struct Instruction: Sendable, Hashable {
    /// The gate.
    public var gate: Gate
    /// The text between square brackets after the name; empty if there is none.
    public var tag: String
    /// The numbers in parentheses.
    public var arguments: [Double]
    /// What the gate acts on, group by group.
    public var targets: [Target]

    /// Makes an instruction.
    ///
    /// The fields are not checked; see `validate()`.
    public init(
      _ gate: Gate, _ targets: [Target] = [], arguments: [Double] = [], tag: String = ""
    ) {
      self.gate = gate
      self.tag = tag
      self.arguments = arguments
      self.targets = targets
    }
  }

  /// A block of operations that runs `count` times.
  public struct RepeatBlock: Sendable, Hashable {
    /// How many times the body runs, at least 1.
    public var count: UInt64
    /// The text between square brackets after REPEAT; empty if there is none.
    public var tag: String
    /// What is repeated.
    public var body: Circuit

    /// Makes a block.
    public init(count: UInt64, body: Circuit, tag: String = "") {
      self.count = count
      self.tag = tag
      self.body = body
    }
  }

  /// Appends an instruction.
  public mutating func append(
    _ gate: Gate, _ targets: [Target] = [], arguments: [Double] = [], tag: String = ""
  ) {
    operations.append(
      .instruction(Instruction(gate, targets, arguments: arguments, tag: tag)))
  }

  /// Appends an instruction on plain qubits.
  public mutating func append(_ gate: Gate, qubits: [Int], arguments: [Double] = []) {
    append(gate, qubits.map { .qubit($0) }, arguments: arguments)
  }

  /// Appends a repeated block; nothing when `count` is zero, the bare body when it is one.
  public mutating func append(repeating body: Circuit, count: UInt64) {
    switch count {
    case 0: break
    case 1: operations += body.operations
    default: operations.append(.block(RepeatBlock(count: count, body: body)))
    }
  }

  /// The operations of one circuit after those of another.
  public static func + (first: Circuit, second: Circuit) -> Circuit {
    Circuit(first.operations + second.operations)
  }
}
