// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension Circuit.Instruction {
  /// What the gate acts on one at a time: single qubits, pairs or products (without combiners).
  var groups: [[Target]] {
    switch gate.definition.targets {
    case .pairs:
      return stride(from: 0, to: targets.count - 1, by: 2).map { [targets[$0], targets[$0 + 1]] }
    case .products:
      var groups: [[Target]] = []
      var joins = false
      for target in targets {
        if target.isCombiner {
          joins = true
        } else {
          if joins, !groups.isEmpty {
            groups[groups.count - 1].append(target)
          } else {
            groups.append([target])
          }
          joins = false
        }
      }
      return groups
    default: return targets.map { [$0] }
    }
  }

  /// The instruction cut so that no part acts twice on a qubit: noise can follow each part as a whole.
  var partsWithoutOverlap: [Circuit.Instruction] {
    var seen: Set<Int> = []
    var parts: [Circuit.Instruction] = []
    var current: [Target] = []
    for group in groups {
      let qubits = group.filter(\.isQubit).map(\.index)
      if !seen.isDisjoint(with: qubits) {
        parts.append(Circuit.Instruction(gate, current, arguments: arguments, tag: tag))
        current = []
        seen = []
      }
      seen.formUnion(qubits)
      for (index, target) in group.enumerated() {
        if index > 0 && gate.definition.targets == .products { current.append(.combiner) }
        current.append(target)
      }
    }
    if !current.isEmpty || parts.isEmpty {
      parts.append(Circuit.Instruction(gate, current, arguments: arguments, tag: tag))
    }
    return parts
  }
}
