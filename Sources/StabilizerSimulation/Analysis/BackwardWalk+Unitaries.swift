// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra

/// For each unitary gate, which of (X₀, Z₀, X₁, Z₁) make up the image of each generator.
struct UnitaryMasks {
  /// The images of one gate, bit i of a mask standing for generator i.
  struct Action {
    var isPair: Bool
    var images: [4 of UInt8]
  }

  private let actions: [Action?]

  init() {
    actions = Gate.allCases.map { gate in
      guard let action = gate.definition.action else { return nil }
      var images: [4 of UInt8] = .init(repeating: 0)
      for (index, image) in action.images.enumerated() {
        images[index] = image.first.rawValue | image.second.rawValue << 2
      }
      return Action(isPair: action.qubitCount == 2, images: images)
    }
  }

  subscript(gate: Gate) -> Action? { actions[Int(gate.rawValue)] }
}

extension BackwardWalk where Sink: ~Copyable {
  mutating func undoSingles(
    _ instruction: Circuit.Instruction, _ action: UnitaryMasks.Action,
    _ state: inout SensitivityState
  ) {
    for target in instruction.targets {
      // A one-qubit Clifford permutes the cosets, so order within the instruction does not matter
      // unless a qubit repeats, and then every occurrence acts alike.
      let x = state.flips[2 * target.index]
      let z = state.flips[2 * target.index + 1]
      state.flips[2 * target.index] = product(action.images[0], x, z)
      state.flips[2 * target.index + 1] = product(action.images[1], x, z)
    }
  }

  @inline(__always)
  private mutating func product(_ mask: UInt8, _ x: SymptomID, _ z: SymptomID) -> SymptomID {
    switch mask {
    case 1: x
    case 2: z
    default: store.xor(x, z)
    }
  }

  mutating func undoPairs(
    _ instruction: Circuit.Instruction, _ action: UnitaryMasks.Action,
    _ state: inout SensitivityState
  ) throws(CircuitError) {
    let targets = instruction.targets
    var index = targets.count & ~1
    while index > 0 {
      index -= 2
      let first = targets[index]
      let second = targets[index + 1]
      if first.isQubit && second.isQubit {
        undo(action, first.index, second.index, &state)
      } else {
        try undoFeedback(instruction.gate, first, second, &state)
      }
    }
  }

  @inline(__always)
  private mutating func undo(
    _ action: UnitaryMasks.Action, _ first: Int, _ second: Int, _ state: inout SensitivityState
  ) {
    let old: [4 of SymptomID] = [
      state.flips[2 * first], state.flips[2 * first + 1],
      state.flips[2 * second], state.flips[2 * second + 1],
    ]
    state.flips[2 * first] = product(action.images[0], old)
    state.flips[2 * first + 1] = product(action.images[1], old)
    state.flips[2 * second] = product(action.images[2], old)
    state.flips[2 * second + 1] = product(action.images[3], old)
  }

  @inline(__always)
  private mutating func product(_ mask: UInt8, _ old: [4 of SymptomID]) -> SymptomID {
    var rest = mask
    var result: SymptomID = 0
    while rest != 0 {
      result = store.xor(result, old[rest.trailingZeroBitCount])
      rest &= rest &- 1
    }
    return result
  }

  /// A Pauli controlled by a classical bit: flipping the bit is like that Pauli error.
  private mutating func undoFeedback(
    _ gate: Gate, _ first: Target, _ second: Target, _ state: inout SensitivityState
  ) throws(CircuitError) {
    let bit = first.isClassical ? first : second
    let qubit = first.isClassical ? second : first
    guard bit.kind == .record, qubit.isQubit else { return }
    let pauli: Pauli =
      switch gate {
      case .cx, .xcz: .x
      case .cy, .ycz: .y
      default: .z
      }
    let symptom = state.symptom(of: pauli, on: qubit.index, &store)
    try checkLookback(bit, state)
    state.addToRecord(lookback: bit.index, symptom, &store)
  }

  func checkLookback(
    _ target: Target, _ state: borrowing SensitivityState
  ) throws(CircuitError) {
    guard UInt64(target.index) <= state.measurementCount, target.index > 0 else {
      throw CircuitError(
        .reference,
        "rec[-\(target.index)] refers to before the first measurement\(place.description).")
    }
  }
}
