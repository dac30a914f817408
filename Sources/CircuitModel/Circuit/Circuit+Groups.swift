// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Circuit.Instruction {
  /// Calls `body` with the targets that act together, group after group.
  ///
  /// A group is one qubit or bit, a pair, a product (with the combiners between its factors), or,
  /// for DETECTOR, OBSERVABLE_INCLUDE and the correlated errors, the whole list, even if it is
  /// empty.
  @inlinable
  public func forEachGroup(_ body: (ArraySlice<Target>) throws -> Void) rethrows {
    switch gate.targetRule {
    case .none: break
    case .qubits, .bits:
      for index in targets.indices { try body(targets[index..<index + 1]) }
    case .pairs:
      var index = 0
      while index + 1 < targets.count {
        try body(targets[index..<index + 2])
        index += 2
      }
    case .products:
      var start = 0
      while start < targets.count {
        var end = start + 1
        while end + 1 < targets.count, targets[end].isCombiner { end += 2 }
        try body(targets[start..<end])
        start = end
      }
    case .paulis, .records, .recordsAndPaulis: try body(targets[...])
    }
  }

  /// The number of groups that `forEachGroup` visits.
  public var groupCount: Int { Circuit.Instruction.groupCount(targets.span, gate.targetRule) }

  /// The number of results that one run of the instruction adds to the record.
  public var measurementCount: Int { gate.traits.contains(.measures) ? groupCount : 0 }

  @inline(__always)
  static func groupCount(_ targets: Span<Target>, _ rule: GateDefinition.TargetRule) -> Int {
    switch rule {
    case .none: return 0
    case .qubits, .bits: return targets.count
    case .pairs: return targets.count / 2
    case .products:
      var combiners = 0
      for index in targets.indices where targets[index].isCombiner { combiners += 1 }
      return targets.count - 2 * combiners
    case .paulis, .records, .recordsAndPaulis: return 1
    }
  }
}

extension Circuit {
  /// Whether nothing but empty blocks is in the circuit, so that running it does nothing.
  public var isInstructionFree: Bool {
    operations.allSatisfy { operation in
      switch operation {
      case .instruction: false
      case .block(let block): block.body.isInstructionFree
      }
    }
  }

  /// Calls `body` with every instruction in the order of execution, blocks unrolled.
  ///
  /// - Complexity: O(instructions executed), which repeat counts can make astronomic.
  @inlinable
  public func forEachInstruction(_ body: (Instruction) throws -> Void) rethrows {
    for operation in operations {
      switch operation {
      case .instruction(let instruction): try body(instruction)
      case .block(let block):
        var left = block.body.isInstructionFree ? 0 : block.count
        while left > 0 {
          try block.body.forEachInstruction(body)
          left &-= 1
        }
      }
    }
  }
}
