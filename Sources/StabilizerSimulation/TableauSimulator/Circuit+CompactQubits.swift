// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension Circuit {
  /// The largest register that is taken as it is numbered.
  private static let plainQubitCount = 1 << 12

  /// The same circuit with its qubits numbered without gaps, in their order.
  ///
  /// Simulators keep memory for every number below the largest, so one large number would cost as much as
  /// a large circuit. Circuits of up to 2¹² qubits, and those without gaps, stay as they are.
  ///
  /// - Complexity: O(size of the circuit as data + qubits).
  var withCompactQubits: Circuit {
    let count = qubitCount
    guard count > Circuit.plainQubitCount else { return self }
    var numbers = [Int32](repeating: 0, count: count)
    markQubits(&numbers)
    var used: Int32 = 0
    for qubit in numbers.indices where numbers[qubit] != 0 {
      numbers[qubit] = used
      used += 1
    }
    return used == count ? self : renumbered(numbers)
  }

  private func markQubits(_ numbers: inout [Int32]) {
    for operation in operations {
      switch operation {
      case .block(let block): block.body.markQubits(&numbers)
      case .instruction(let instruction) where instruction.gate.touchesQubits:
        for target in instruction.targets where target.isQubit { numbers[target.index] = 1 }
      case .instruction: break
      }
    }
  }

  private func renumbered(_ numbers: [Int32]) -> Circuit {
    var result: [Operation] = []
    result.reserveCapacity(operations.count)
    for operation in operations {
      switch operation {
      case .block(var block):
        block.body = block.body.renumbered(numbers)
        result.append(.block(block))
      case .instruction(var instruction):
        if instruction.gate == .qubitCoords { continue }
        if instruction.gate.touchesQubits {
          instruction.targets = instruction.targets.map { $0.renumbered(numbers) }
        }
        result.append(.instruction(instruction))
      }
    }
    return Circuit(result)
  }
}

extension Gate {
  /// Whether plain targets are qubits that the simulators must hold.
  fileprivate var touchesQubits: Bool { self != .mpad && self != .qubitCoords }
}

extension Target {
  fileprivate func renumbered(_ numbers: [Int32]) -> Target {
    switch kind {
    case .qubit: .qubit(Int(numbers[index]), inverted: isInverted)
    case .pauli: .pauli(pauli, Int(numbers[index]), inverted: isInverted)
    default: self
    }
  }
}
