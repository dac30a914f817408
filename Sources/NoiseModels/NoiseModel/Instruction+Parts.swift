// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension Circuit.Instruction {
  /// What the gate acts on one at a time: single qubits, pairs or products (without combiners).
  var groups: [[Target]] {
    var groups: [[Target]] = []
    forEachGroup { group in groups.append(group.filter { !$0.isCombiner }) }
    return groups
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
