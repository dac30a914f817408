// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra

/// Walks a circuit from its end to its start, knowing at each point what every error would flip.
///
/// The rule for each operation is the Heisenberg picture of errors: an error before a unitary equals its
/// image after it; an error before a measurement flips the result if it anticommutes with what is
/// measured; an error before a reset is forgotten. A measurement or reset of P randomizes everything that
/// P flips, so that set must be empty, or else it is a gauge freedom (see `resolveGauge`).
struct BackwardWalk<Sink: NoiseSink & ~Copyable>: ~Copyable {
  var store = SymptomStore()
  var sink: Sink
  let options: AnalysisOptions
  /// The gate table's conjugations in the form that the walk needs, four masks a gate.
  let unitaries = UnitaryMasks()
  /// Where the walk is.
  var place = CircuitPlace()
  /// The completed iterations of the innermost block.
  var iteration: UInt64 = 0
  /// The operations undone so far: a block whose state never returns could take years.
  var stepCount = 0
  /// The chain of correlated errors met so far: last link first.
  var chain: [Circuit.Instruction] = []

  init(sink: consuming Sink, options: AnalysisOptions) {
    self.sink = sink
    self.options = options
  }

  /// Undoes a circuit, last operation first.
  mutating func undo(
    _ circuit: Circuit, _ state: inout SensitivityState
  ) throws(CircuitError) {
    let level = place.frames.count
    place.frames.append(CircuitPlace.Frame(index: 0, iteration: iteration))
    stepCount += circuit.operations.count
    // Unrolled circuits were counted before; a loop that settles does so within few iterations.
    guard stepCount < (options.foldLoops ? 1 << 25 : 1 << 28) else {
      throw CircuitError(
        .limit,
        "The analysis gave up after \(stepCount) operations\(place.description): loops did not "
          + "settle into a period. Lower the repeat counts.")
    }
    var index = circuit.operations.count
    while index > 0 {
      index -= 1
      place.frames[level].index = index
      guard !store.table.isFull else {
        throw CircuitError(
          .limit,
          "The errors of the circuit flip too many detectors each to be kept in memory"
            + "\(place.description).")
      }
      switch circuit.operations[index] {
      case .instruction(let instruction):
        if !chain.isEmpty { try checkChainGoesOn(with: instruction.gate) }
        try undo(instruction, &state)
      case .block(let block):
        try checkChainGoesOn(with: .tick)
        try undoBlock(block, &state)
      }
    }
    try checkChainGoesOn(with: .tick)
    place.frames.removeLast()
  }

  /// Undoes one operation that is not a block.
  mutating func undo(
    _ instruction: Circuit.Instruction, _ state: inout SensitivityState
  ) throws(CircuitError) {
    let gate = instruction.gate
    switch gate {
    case .i, .ii, .x, .y, .z, .qubitCoords, .iError, .iiError: break
    case .tick: place.tickCount &-= 1
    case .detector, .observableInclude, .shiftCoords, .mpad:
      try undoAnnotation(instruction, &state)
    case .m, .mx, .my, .mr, .mrx, .mry, .r, .rx, .ry:
      try undoCollapse(instruction, &state)
    case .mxx, .myy, .mzz:
      try undoPairMeasurement(instruction, &state)
    case .mpp, .spp, .sppDag:
      try undoProducts(instruction, &state)
    case .xError, .yError, .zError, .depolarize1, .depolarize2, .pauliChannel1, .pauliChannel2,
      .correlatedError, .elseCorrelatedError, .heraldedErase, .heraldedPauliChannel1:
      try undoNoise(instruction, &state)
    default:
      if let action = unitaries[gate] {
        if action.isPair {
          try undoPairs(instruction, action, &state)
        } else {
          undoSingles(instruction, action, &state)
        }
      }
    }
  }

  /// Ends the walk: at its start every qubit is in |0⟩, a reset in the Z basis.
  mutating func finish(_ state: inout SensitivityState) throws(CircuitError) {
    place.frames = []
    // What is found here belongs to no instruction, and so bears no tag.
    sink.enter(Circuit.Instruction(.r, []), place)
    for qubit in 0..<(state.flips.count / 2) where state.flips[2 * qubit + 1] != 0 {
      try resolveGauge(
        state.flips[2 * qubit + 1], &state,
        context: { "the preparation of qubit \(qubit) in |0⟩ at the start" })
    }
    guard !store.table.isFull else {
      throw CircuitError(
        .limit, "The errors of the circuit flip too many detectors each to be kept in memory.")
    }
  }

  /// Deals with detectors that a random outcome would flip.
  ///
  /// Without gauge detectors this is an error. With them, the set flips with probability ½, and one of its
  /// detectors is then redundant: adding the set wherever that one occurs removes it from the walk.
  mutating func resolveGauge(
    _ symptom: SymptomID, _ state: inout SensitivityState, context: () -> String
  ) throws(CircuitError) {
    guard symptom != 0 else { return }
    guard options.allowGaugeDetectors, !store.hasObservable(symptom) else {
      throw nonDeterministic(symptom, state, context: context())
    }
    if !state.isScout {
      sink.add(symptom, probability: 0.5, at: NoiseSite(firstTarget: 0, targetCount: 0), &store)
    }
    let last = store.table.elements[store.range(symptom).upperBound - 1]
    for index in 0..<state.flips.count where store.contains(last, in: state.flips[index]) {
      state.flips[index] = store.xor(state.flips[index], symptom)
    }
  }

  func nonDeterministic(
    _ symptom: SymptomID, _ state: borrowing SensitivityState, context: String
  ) -> CircuitError {
    var detectors: [Int64] = []
    var observables: [String] = []
    for index in store.range(symptom) {
      let word = store.table.elements[index]
      if SymptomWord.isDetector(word) {
        detectors.append(Int64(word) + state.detectorOffset)
      } else {
        observables.append("L\(word & ~SymptomWord.observableBit)")
      }
    }
    let kind = observables.isEmpty ? "detectors" : "observables"
    let names = (detectors.map { "D\($0)" } + observables).prefix(12).joined(separator: " ")
    let hint =
      observables.isEmpty
      ? " Mend the DETECTOR targets, or allow gauge detectors."
      : " Mend the OBSERVABLE_INCLUDE targets."
    return CircuitError(
      .analysis,
      "The circuit has non-deterministic \(kind): \(names) would be flipped at random by \(context)"
        + "\(place.description).\(hint)",
      detector: detectors.first.flatMap(UInt64.init(exactly:)))
  }
}

extension CircuitPlace: CustomStringConvertible {
  /// ` (instruction 3, in the REPEAT block that is instruction 2)`, counted from 1; empty at no place.
  var description: String {
    guard let last = frames.last else { return "" }
    var text = "instruction \(last.index + 1)"
    for frame in frames.dropLast().reversed() {
      text += " of the REPEAT block that is instruction \(frame.index + 1)"
    }
    return " (\(text))"
  }
}
