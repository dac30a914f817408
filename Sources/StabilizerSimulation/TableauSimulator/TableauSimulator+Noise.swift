// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra

/// The Paulis of two-qubit channels in their order of arguments: IX, IY, IZ, XI, …, ZZ.
let pauliOrder: [Pauli] = [.i, .x, .y, .z]

extension TableauSimulator {
  mutating func runChannel(_ instruction: Circuit.Instruction) {
    let arguments = instruction.arguments
    let targets = instruction.targets
    switch instruction.gate {
    case .xError: runFlips(instruction, .x)
    case .yError: runFlips(instruction, .y)
    case .zError: runFlips(instruction, .z)
    case .depolarize1:
      let share = arguments[0] / 3
      for target in targets { applyChannel1([share, share, share], to: target.index) }
    case .pauliChannel1:
      for target in targets { applyChannel1(arguments, to: target.index) }
    case .depolarize2:
      applyChannel2([Double](repeating: arguments[0] / 15, count: 15), to: targets)
    case .pauliChannel2: applyChannel2(arguments, to: targets)
    case .correlatedError, .elseCorrelatedError:
      if instruction.gate == .correlatedError { chainHasFired = false }
      let fires = chance(arguments[0]) && !chainHasFired
      if fires {
        chainHasFired = true
        for target in targets { state.apply(target.pauli, to: target.index) }
      }
    case .heraldedErase:
      let share = arguments[0] / 4
      for target in targets { applyHeralded([share, share, share, share], to: target.index) }
    case .heraldedPauliChannel1:
      for target in targets { applyHeralded(arguments, to: target.index) }
    default: break
    }
  }

  private mutating func runFlips(_ instruction: Circuit.Instruction, _ pauli: Pauli) {
    for target in instruction.targets where chance(instruction.arguments[0]) {
      state.apply(pauli, to: target.index)
    }
  }

  /// Picks one of disjoint events, or none.
  private mutating func pick(_ probabilities: [Double]) -> Int? {
    if isNoiseless { return nil }
    var rest = stream.nextUnit()
    for (index, probability) in probabilities.enumerated() {
      if rest < probability { return index }
      rest -= probability
    }
    return nil
  }

  private mutating func applyChannel1(_ probabilities: [Double], to qubit: Int) {
    if let event = pick(probabilities) { state.apply(pauliOrder[event + 1], to: qubit) }
  }

  private mutating func applyChannel2(_ probabilities: [Double], to targets: [Target]) {
    var index = 0
    while index + 1 < targets.count {
      if let event = pick(probabilities) {
        state.apply(pauliOrder[(event + 1) >> 2], to: targets[index].index)
        state.apply(pauliOrder[(event + 1) & 3], to: targets[index + 1].index)
      }
      index += 2
    }
  }

  private mutating func applyHeralded(_ probabilities: [Double], to qubit: Int) {
    let event = pick(probabilities)
    if let event { state.apply(pauliOrder[event], to: qubit) }
    record.append(event != nil)
  }
}
