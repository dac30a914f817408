// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import StrictJSON

/// A QVM program: a graph of operations on named qubits, channels and events.
///
/// Names are indices into three tables, in the order in which the nodes first use them (qubits,
/// channels, inputs, guard, outputs of a node, node by node), then what is declared and never used.
/// A program need not be valid: `Verifier` tells.
public struct Program: Sendable, Hashable {
  /// The operations, in the order of the text; `ExecutionOrder` has the order in which they act.
  public var nodes: [Node]
  /// The names of the qubits.
  public var qubits: NameTable
  /// The names of the channels.
  public var channels: NameTable
  /// The names of the events.
  public var events: NameTable
  /// The capabilities that the program claims.
  public var capabilities: Capabilities
  /// What the program is, for people.
  public var summary: String?
  /// Remarks for people and tools.
  public var metadata: JSON.Object?

  /// The version of the format.
  public static let formatVersion = "0.1"

  /// Makes a program.
  public init(
    nodes: [Node] = [], qubits: NameTable = NameTable(), channels: NameTable = NameTable(),
    events: NameTable = NameTable(), capabilities: Capabilities = [], summary: String? = nil,
    metadata: JSON.Object? = nil
  ) {
    self.nodes = nodes
    self.qubits = qubits
    self.channels = channels
    self.events = events
    self.capabilities = capabilities
    self.summary = summary
    self.metadata = metadata
  }
}

extension Program {
  /// Whether every node maps Paulis to Paulis.
  ///
  /// - Complexity: O(nodes).
  public var isClifford: Bool { nodes.allSatisfy(\.isClifford) }

  /// The number of outcomes of each event: 2 for a bit, 4 for a Bell index.
  ///
  /// - Complexity: O(nodes).
  public func outcomeCounts() -> [Int] {
    var counts = [Int](repeating: 2, count: events.count)
    for node in nodes where node.opcode == .measureBell && node.outputs.count == 1 {
      counts[node.outputs[0]] = 4
    }
    return counts
  }
}
