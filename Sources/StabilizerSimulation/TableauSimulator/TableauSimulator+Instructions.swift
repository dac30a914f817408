// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import ComputePrimitives
public import PauliAlgebra

extension TableauSimulator {
  /// Runs one instruction.
  ///
  /// - Precondition: the instruction is valid, and its qubits fit the register.
  public mutating func run(_ instruction: Circuit.Instruction) {
    let definition = instruction.gate.definition
    if definition.action != nil {
      runUnitary(instruction, definition)
    } else if definition.traits.contains(.channel) {
      runChannel(instruction)
    } else {
      runCollapse(instruction)
    }
  }

  private mutating func runUnitary(
    _ instruction: Circuit.Instruction, _ definition: GateDefinition
  ) {
    let targets = instruction.targets
    if definition.targets == .qubits {
      for target in targets { state.apply(instruction.gate, to: target.index) }
      return
    }
    var index = 0
    while index + 1 < targets.count {
      let (first, second) = (targets[index], targets[index + 1])
      index += 2
      if !first.isClassical, !second.isClassical {
        state.apply(instruction.gate, to: first.index, second.index)
      } else if let feedback = Feedback(instruction.gate, first, second) {
        if value(of: feedback.control) { state.apply(feedback.pauli, to: feedback.qubit) }
      }
    }
  }

  /// The value of a past measurement or a sweep bit.
  func value(of target: Target) -> Bool {
    if target.kind == .record { return record.last(target.index) }
    return target.index < sweepBits.count && sweepBits[target.index]
  }

  private mutating func runCollapse(_ instruction: Circuit.Instruction) {
    let flip = instruction.arguments.first ?? 0
    switch instruction.gate {
    case .m, .mx, .my, .mr, .mrx, .mry, .r, .rx, .ry:
      runQubits(instruction, flip: flip)
    case .mxx, .myy, .mzz:
      let pauli = instruction.gate == .mxx ? Pauli.x : instruction.gate == .myy ? .y : .z
      var index = 0
      while index + 1 < instruction.targets.count {
        let (first, second) = (instruction.targets[index], instruction.targets[index + 1])
        measureNoisily(
          [(first.index, pauli), (second.index, pauli)],
          isNegative: first.isInverted != second.isInverted, flip: flip)
        index += 2
      }
    case .mpp:
      for product in instruction.products {
        measureNoisily(product.factors, isNegative: product.isNegative, flip: flip)
      }
    case .spp, .sppDag:
      for product in instruction.products {
        state.rotate(
          about: product.factors, isNegative: product.isNegative,
          isInverse: instruction.gate == .sppDag)
      }
    case .mpad:
      for target in instruction.targets {
        record.append((target.index & 1 == 1) != chance(flip))
      }
    default: break
    }
  }

  private mutating func runQubits(_ instruction: Circuit.Instruction, flip: Double) {
    let traits = instruction.gate.definition.traits
    let pauli: Pauli =
      switch instruction.gate {
      case .mx, .mrx, .rx: .x
      case .my, .mry, .ry: .y
      default: .z
      }
    for target in instruction.targets {
      let result = measure([(target.index, pauli)], isNegative: false)
      if traits.contains(.measures) {
        record.append((result != target.isInverted) != chance(flip))
      }
      if traits.contains(.resets), result {
        // Any Pauli that anticommutes with the measured one turns −1 into +1.
        state.apply(pauli == .z ? Pauli.x : Pauli.z, to: target.index)
      }
    }
  }

  private mutating func measureNoisily(
    _ factors: [(qubit: Int, pauli: Pauli)], isNegative: Bool, flip: Double
  ) {
    let result = measure(factors, isNegative: isNegative)
    record.append(result != chance(flip))
  }

  /// Measures a Hermitian product and leaves the record alone.
  mutating func measure(_ factors: [(qubit: Int, pauli: Pauli)], isNegative: Bool) -> Bool {
    let preimage = state.preimage(of: factors, phase: isNegative ? 2 : 0)
    guard let pivot = preimage.firstX else { return preimage.phase == 2 }
    let outcome = outcomes == .fair && (stream.next() & 1) == 1
    state.collapse(preimage, pivot: pivot, outcome: outcome)
    return outcome
  }

  /// Measures a Hermitian operator, adding the result to the record; true is the eigenvalue −1.
  ///
  /// - Precondition: the operator is Hermitian and has the register's size.
  public mutating func measure(_ operand: PauliString) -> Bool {
    precondition(
      operand.isHermitian && operand.qubitCount == qubitCount,
      "A measurement needs a Hermitian operator over the whole register.")
    let factors = (0..<qubitCount).compactMap { qubit in
      operand[qubit] == .i ? nil : (qubit: qubit, pauli: operand[qubit])
    }
    let result = measure(factors, isNegative: operand.isNegative)
    record.append(result)
    return result
  }

  /// Whether an event of the given probability happens.
  mutating func chance(_ probability: Double) -> Bool {
    !isNoiseless && probability > 0 && stream.nextUnit() < probability
  }
}

/// A Pauli applied to a qubit where a classical bit is 1.
struct Feedback {
  let control: Target
  let pauli: Pauli
  let qubit: Int

  /// Reads a controlled gate with one classical side; nil when both sides are classical.
  init?(_ gate: Gate, _ first: Target, _ second: Target) {
    guard first.isClassical != second.isClassical else { return nil }
    control = first.isClassical ? first : second
    qubit = first.isClassical ? second.index : first.index
    switch gate {
    case .cx, .xcz: pauli = .x
    case .cy, .ycz: pauli = .y
    default: pauli = .z
    }
  }
}

extension Circuit.Instruction {
  /// The products of Paulis that the targets spell, multiplied out.
  var products: [PauliProduct] {
    var result: [PauliProduct] = []
    var start = 0
    for index in targets.indices {
      let isEnd =
        index + 1 == targets.count
        || !(targets[index].isCombiner || targets[index + 1].isCombiner)
      guard isEnd else { continue }
      result.append(PauliProduct(targets[start...index]))
      start = index + 1
    }
    return result
  }
}
