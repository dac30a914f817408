// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The order in which the nodes of a program act.
///
/// A stable topological order, ties by place in the text, under three kinds of constraints:
///
/// - an event is read, by inputs or a guard, after it is produced;
/// - the nodes on one qubit or channel act in the order of the text, except that the allocation or
///   opening comes first and the freeing or closing last;
/// - a fence comes after all that stands before it in the text, and before all after it.
///
/// An event with several producers is like a qubit: its producers and readers keep the order of the
/// text. A node on a channel's pair is one on the qubits at its ends. For a program whose text is
/// in order, this is the order of the text.
public struct ExecutionOrder: Sendable, Hashable {
  /// The indices of the nodes, first to act first.
  public let nodes: [Int]
  /// Whether it is the order of the text.
  public let isTextOrder: Bool
  /// Whether no event is overwritten besides: each node depends on those before it in the text alone, by the last use
  /// of what it names.
  let isPlain: Bool

  /// Finds the order.
  ///
  /// - Throws: `QVMError` with code `.cycle`, naming nodes that wait for each other.
  /// - Complexity: O(nodes · log nodes + uses); O(nodes + uses) if the text is in order.
  public init(_ program: Program) throws(QVMError) {
    if ExecutionOrder.isInOrder(program) {
      nodes = Array(program.nodes.indices)
      isTextOrder = true
      isPlain = true
      return
    }
    isPlain = false
    let graph = DependencyGraph(program)
    nodes = try graph.stableOrder(program)
    isTextOrder = nodes == Array(program.nodes.indices)
  }

  /// Whether no node must act before one that the text lists earlier.
  ///
  /// True only if so; may be false for a text in order that overwrites events.
  static func isInOrder(_ program: Program) -> Bool {
    var isProduced = [Bool](repeating: false, count: program.events.count)
    var isTouched = [Bool](repeating: false, count: program.qubits.count)
    var isFreed = isTouched
    var isUsed = [Bool](repeating: false, count: program.channels.count)
    var isClosed = isUsed
    // A span lends its elements; nodes have much to copy.
    let nodes = program.nodes.span
    for index in nodes.indices {
      for event in nodes[index].inputs where !isProduced[event] { return false }
      if let condition = nodes[index].condition {
        var readsMissing = false
        condition.forEachComparison { event, _ in
          if !isProduced[event] { readsMissing = true }
        }
        if readsMissing { return false }
      }
      for event in nodes[index].outputs {
        if isProduced[event] { return false }
        isProduced[event] = true
      }
      let opcode = nodes[index].opcode
      for qubit in nodes[index].qubits {
        if isFreed[qubit] || (opcode == .allocate && isTouched[qubit]) { return false }
        isTouched[qubit] = true
        if opcode == .free { isFreed[qubit] = true }
      }
      for channel in nodes[index].channels {
        if isClosed[channel] || (opcode == .openChannel && isUsed[channel]) { return false }
        // The ends of a channel are known only once it is open.
        if opcode == .useChannel && !isUsed[channel] { return false }
        isUsed[channel] = true
        if opcode == .closeChannel { isClosed[channel] = true }
      }
    }
    return true
  }
}
