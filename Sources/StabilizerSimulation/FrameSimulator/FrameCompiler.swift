// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// −1 / ln(1 − p) for a probability above 0; zero for p = 1, where every gap is zero.
func gapScaleOf(_ probability: Double) -> Double {
  probability >= 1 ? 0 : -1 / log1p(-probability)
}

/// Turns instructions into the steps of a `FrameProgram`.
struct FrameCompiler {
  typealias Kind = FrameProgram.Kind
  typealias Step = FrameProgram.Step

  var steps: [Step] = []
  var operands: [UInt32] = []
  var rates: [FrameProgram.Rate] = []
  var widestMeasurement = 1
  private var lastLoopEnd = 0
  private var rateIndices: [FrameProgram.Rate: Int32] = [:]

  mutating func compile(_ circuit: Circuit) {
    for operation in circuit.operations {
      switch operation {
      case .instruction(let instruction): compile(instruction)
      case .block(let block):
        let index = steps.count
        steps.append(Step(kind: .loop, count: block.count))
        compile(block.body)
        if steps.count == index + 1 {
          // Nothing in the block touches a frame, however often it runs.
          steps.removeLast()
        } else {
          steps[index].parameter = Int32(steps.count)
        }
        lastLoopEnd = steps.count
      }
    }
  }

  private mutating func compile(_ instruction: Circuit.Instruction) {
    let definition = instruction.gate.definition
    if definition.traits.contains(.measures) {
      widestMeasurement = max(widestMeasurement, instruction.measurementCount)
    }
    if let action = GateAction.all[Int(instruction.gate.rawValue)] {
      if action.qubitCount == 1 {
        compileOneQubit(instruction, action)
      } else {
        compileTwoQubit(instruction, action)
      }
    } else if definition.traits.contains(.channel) {
      compileChannel(instruction)
    } else {
      compileOther(instruction)
    }
  }

  // MARK: Parts

  /// Adds a step over new operands, or extends the last step where it is of the same kind.
  mutating func emit(
    _ kind: Kind, _ new: some Sequence<UInt32>, parameter: Int32 = 0, rate: Int32 = -1
  ) {
    let start = Int32(operands.count)
    operands.append(contentsOf: new)
    let end = Int32(operands.count)
    guard end > start else { return }
    if let last = steps.last, last.kind == kind, last.parameter == parameter, last.rate == rate,
      last.end == start, mayExtend(kind)
    {
      steps[steps.count - 1].end = end
    } else {
      steps.append(Step(kind: kind, start: start, end: end, parameter: parameter, rate: rate))
    }
  }

  /// Whether a step may join the one before it: only detectors gain, each being an instruction of its own.
  ///
  /// The first step after a loop may not, for it would become part of the loop.
  private func mayExtend(_ kind: Kind) -> Bool {
    kind == .detectors && steps.count > lastLoopEnd
  }

  mutating func rateIndex(_ probability: Double, shares: [Double] = []) -> Int32 {
    let rate = FrameProgram.Rate(probability: probability, shares: shares)
    if let index = rateIndices[rate] { return index }
    let index = Int32(rates.count)
    rates.append(rate)
    rateIndices[rate] = index
    return index
  }

  // MARK: Unitaries

  private mutating func compileOneQubit(_ instruction: Circuit.Instruction, _ action: GateAction) {
    // Bits of the matrix: x ← x, x ← z at 0 and 1; z ← x, z ← z at 4 and 5.
    let kind: Kind
    switch action.matrix {
    case 0b0010_0001: return
    case 0b0001_0010: kind = .swapXZ
    case 0b0011_0001: kind = .xIntoZ
    case 0b0010_0011: kind = .zIntoX
    case 0b0001_0011: kind = .cycleXYZ
    default: kind = .cycleZYX
    }
    emit(kind, instruction.targets.map { UInt32($0.index) })
  }

  private mutating func compileTwoQubit(_ instruction: Circuit.Instruction, _ action: GateAction) {
    let kind: Kind
    switch instruction.gate {
    case .ii: return
    case .cx, .xcz: kind = .controlledX
    case .cz: kind = .controlledZ
    case .swap: kind = .swap
    default: kind = .twoQubit
    }
    let parameter = kind == .twoQubit ? Int32(action.matrix) : 0
    let targets = instruction.targets
    var pairs: [UInt32] = []
    var index = 0
    while index + 1 < targets.count {
      let (first, second) = (targets[index], targets[index + 1])
      index += 2
      if !first.isClassical, !second.isClassical {
        // XCZ is CX with its targets exchanged.
        let isReversed = instruction.gate == .xcz
        pairs.append(UInt32(isReversed ? second.index : first.index))
        pairs.append(UInt32(isReversed ? first.index : second.index))
        continue
      }
      emit(kind, pairs, parameter: parameter)
      pairs = []
      guard let feedback = Feedback(instruction.gate, first, second) else { continue }
      emit(
        feedback.control.kind == .record ? .recordFeedback : .sweepFeedback,
        [UInt32(feedback.qubit), UInt32(feedback.control.index)],
        parameter: Int32(feedback.pauli.rawValue))
    }
    emit(kind, pairs, parameter: parameter)
  }

  // MARK: Collapses and results

  private mutating func compileOther(_ instruction: Circuit.Instruction) {
    let qubits = instruction.targets.map { UInt32($0.index) }
    switch instruction.gate {
    case .m: emit(.measureZ, qubits)
    case .mx: emit(.measureX, qubits)
    case .my: emit(.measureY, qubits)
    case .mr: emit(.measureResetZ, qubits)
    case .mrx: emit(.measureResetX, qubits)
    case .mry: emit(.measureResetY, qubits)
    case .r: emit(.resetZ, qubits)
    case .rx: emit(.resetX, qubits)
    case .ry: emit(.resetY, qubits)
    case .mxx: emit(.measureProducts, pairProducts(qubits, .x))
    case .myy: emit(.measureProducts, pairProducts(qubits, .y))
    case .mzz: emit(.measureProducts, pairProducts(qubits, .z))
    case .mpp: emit(.measureProducts, encode(instruction.products))
    case .spp, .sppDag: emit(.rotateProducts, encode(instruction.products))
    case .mpad: emit(.pad, qubits)
    case .detector:
      emit(.detectors, [UInt32(qubits.count)] + qubits)
    case .observableInclude:
      let observable = Int32(instruction.arguments[0])
      emit(
        .observable, instruction.targets.filter { $0.kind == .record }.map { UInt32($0.index) },
        parameter: observable)
      emit(
        .observablePaulis,
        instruction.targets.filter { $0.kind == .pauli }.map { encode($0.index, $0.pauli) },
        parameter: observable)
    default: return
    }
    if instruction.gate.definition.traits.contains(.measures),
      let probability = instruction.arguments.first, probability > 0
    {
      let rate = rateIndex(probability)
      steps.append(
        Step(kind: .flipRecords, parameter: Int32(instruction.measurementCount), rate: rate))
    }
  }

  private func encode(_ qubit: Int, _ pauli: Pauli) -> UInt32 {
    UInt32(qubit) << 2 | UInt32(pauli.rawValue)
  }

  private func encode(_ products: [PauliProduct]) -> [UInt32] {
    products.flatMap { product in
      [UInt32(product.factors.count)] + product.factors.map { encode($0.qubit, $0.pauli) }
    }
  }

  private func pairProducts(_ qubits: [UInt32], _ pauli: Pauli) -> [UInt32] {
    stride(from: 0, to: qubits.count - 1, by: 2).flatMap {
      [2, encode(Int(qubits[$0]), pauli), encode(Int(qubits[$0 + 1]), pauli)]
    }
  }

  // MARK: Noise

  private mutating func compileChannel(_ instruction: Circuit.Instruction) {
    let arguments = instruction.arguments
    let qubits = instruction.targets.map { UInt32($0.index) }
    switch instruction.gate {
    case .xError: emitFlips(.x, arguments[0], qubits)
    case .yError: emitFlips(.y, arguments[0], qubits)
    case .zError: emitFlips(.z, arguments[0], qubits)
    case .depolarize1: emitChannel(.depolarize1, arguments[0], [], qubits)
    case .depolarize2: emitChannel(.depolarize2, arguments[0], [], qubits)
    case .pauliChannel1: emitChannel(.channel1, nil, arguments, qubits)
    case .pauliChannel2: emitChannel(.channel2, nil, arguments, qubits)
    case .heraldedErase:
      emitHeralded([Double](repeating: arguments[0] / 4, count: 4), qubits)
    case .heraldedPauliChannel1: emitHeralded(arguments, qubits)
    case .correlatedError, .elseCorrelatedError:
      let rate = rateIndex(arguments[0])
      let kind = instruction.gate == .correlatedError ? Kind.correlated : .elseCorrelated
      let start = Int32(operands.count)
      operands += instruction.targets.map { encode($0.index, $0.pauli) }
      steps.append(Step(kind: kind, start: start, end: Int32(operands.count), rate: rate))
    default: break
    }
  }

  private mutating func emitFlips(_ pauli: Pauli, _ probability: Double, _ qubits: [UInt32]) {
    guard probability > 0 else { return }
    emit(
      probability > FrameProgram.densityLimit ? .flipDense : .flip, qubits,
      parameter: Int32(pauli.rawValue), rate: rateIndex(probability))
  }

  /// Adds a channel given by one probability, or by those of its outcomes.
  private mutating func emitChannel(
    _ kind: Kind, _ probability: Double?, _ outcomes: [Double], _ qubits: [UInt32]
  ) {
    let total = probability ?? min(1, outcomes.reduce(0, +))
    guard total > 0 else { return }
    emit(kind, qubits, rate: rateIndex(total, shares: cumulative(outcomes)))
  }

  private mutating func emitHeralded(_ outcomes: [Double], _ qubits: [UInt32]) {
    let total = min(1, outcomes.reduce(0, +))
    emit(
      .heralded, qubits, rate: total > 0 ? rateIndex(total, shares: cumulative(outcomes)) : -1)
  }

  private func cumulative(_ outcomes: [Double]) -> [Double] {
    let total = outcomes.reduce(0, +)
    var sum = 0.0
    return outcomes.map { outcome in
      sum += outcome
      return sum / total
    }
  }
}
