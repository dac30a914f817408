// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra

extension BackwardWalk where Sink: ~Copyable {
  /// Measurements, resets, and both, of single qubits.
  mutating func undoCollapse(
    _ instruction: Circuit.Instruction, _ state: inout SensitivityState
  ) throws(CircuitError) {
    let gate = instruction.gate
    let (basis, measures, resets): (Pauli, Bool, Bool) =
      switch gate {
      case .m: (.z, true, false)
      case .mx: (.x, true, false)
      case .my: (.y, true, false)
      case .mr: (.z, true, true)
      case .mrx: (.x, true, true)
      case .mry: (.y, true, true)
      case .rx: (.x, false, true)
      case .ry: (.y, false, true)
      default: (.z, false, true)
      }
    let noise = instruction.arguments.first ?? 0
    if !state.isScout { sink.enter(instruction, place) }
    func context(_ qubit: Int) -> () -> String {
      { "\(gate.definition.name) on qubit \(qubit)" }
    }
    var index = instruction.targets.count
    while index > 0 {
      index -= 1
      let qubit = instruction.targets[index].index
      let gauge = state.symptom(of: basis, on: qubit, &store)
      if resets {
        if gauge != 0 { try resolveGauge(gauge, &state, context: context(qubit)) }
        state.flips[2 * qubit] = 0
        state.flips[2 * qubit + 1] = 0
      }
      guard measures else { continue }
      let flip = state.takeMeasurement()
      if noise > 0, !state.isScout {
        let site = NoiseSite(
          firstTarget: index, targetCount: 1, measurement: state.measurementCount)
        sink.add(flip, probability: noise, at: site, &store)
      }
      state.addToErrors(anticommutingWith: basis, on: qubit, flip, &store)
      // The flip itself may contain what the gauge eliminates.
      if !resets, gauge != 0 { try resolveGauge(gauge, &state, context: context(qubit)) }
    }
  }

  /// MXX, MYY and MZZ.
  mutating func undoPairMeasurement(
    _ instruction: Circuit.Instruction, _ state: inout SensitivityState
  ) throws(CircuitError) {
    let pauli: Pauli =
      switch instruction.gate {
      case .mxx: .x
      case .myy: .y
      default: .z
      }
    if !state.isScout { sink.enter(instruction, place) }
    var index = instruction.targets.count & ~1
    while index > 0 {
      index -= 2
      let factors = (index..<index + 2).map { Target.pauli(pauli, instruction.targets[$0].index) }
      try undoMeasurement(
        of: factors[...], instruction, site: NoiseSite(firstTarget: index, targetCount: 2), &state)
    }
  }

  /// MPP, SPP and SPP_DAG, product by product, last first.
  mutating func undoProducts(
    _ instruction: Circuit.Instruction, _ state: inout SensitivityState
  ) throws(CircuitError) {
    if !state.isScout { sink.enter(instruction, place) }
    let targets = instruction.targets
    var end = targets.count
    while end > 0 {
      var start = end - 1
      while start >= 2, targets[start - 1].isCombiner { start -= 2 }
      let factors = targets[start..<end].filter { !$0.isCombiner }
      if instruction.gate == .mpp {
        try undoMeasurement(
          of: factors[...], instruction,
          site: NoiseSite(firstTarget: start, targetCount: end - start), &state)
      } else {
        let symptom = product(factors[...], state)
        for factor in factors {
          state.addToErrors(anticommutingWith: factor.pauli, on: factor.index, symptom, &store)
        }
      }
      end = start
    }
  }

  /// The symptom of a product of Paulis as an error.
  mutating func product(
    _ factors: ArraySlice<Target>, _ state: borrowing SensitivityState
  ) -> SymptomID {
    var symptom: SymptomID = 0
    for factor in factors where factor.isQubit {
      symptom = store.xor(symptom, state.symptom(of: factor.pauli, on: factor.index, &store))
    }
    return symptom
  }

  private mutating func undoMeasurement(
    of factors: ArraySlice<Target>, _ instruction: Circuit.Instruction, site: NoiseSite,
    _ state: inout SensitivityState
  ) throws(CircuitError) {
    let gauge = product(factors, state)
    let flip = state.takeMeasurement()
    if let noise = instruction.arguments.first, noise > 0, !state.isScout {
      var site = site
      site.measurement = state.measurementCount
      sink.add(flip, probability: noise, at: site, &store)
    }
    for factor in factors {
      state.addToErrors(anticommutingWith: factor.pauli, on: factor.index, flip, &store)
    }
    if gauge != 0 {
      try resolveGauge(
        gauge, &state,
        context: {
          "\(instruction.gate.definition.name) of "
            + factors.map { "\($0.pauli.letter)\($0.index)" }.joined(separator: "*")
        })
    }
  }

  /// DETECTOR, OBSERVABLE_INCLUDE, SHIFT_COORDS and MPAD.
  mutating func undoAnnotation(
    _ instruction: Circuit.Instruction, _ state: inout SensitivityState
  ) throws(CircuitError) {
    switch instruction.gate {
    case .shiftCoords:
      if !state.isScout {
        sink.annotate(.shift(coordinates: instruction.arguments, tag: instruction.tag))
      }
    case .mpad:
      if !state.isScout { sink.enter(instruction, place) }
      for index in instruction.targets.indices.reversed() {
        let flip = state.takeMeasurement()
        if let noise = instruction.arguments.first, noise > 0, !state.isScout {
          let site = NoiseSite(
            firstTarget: index, targetCount: 1, measurement: state.measurementCount)
          sink.add(flip, probability: noise, at: site, &store)
        }
      }
    case .detector:
      guard state.nextDetector > 0 else {
        throw CircuitError(.limit, "The analysis meets more than 2^31 detectors; fold the loops.")
      }
      state.nextDetector -= 1
      try addToTargets(of: instruction, store.singleton(state.nextDetector), &state)
      if !state.isScout {
        sink.annotate(
          .detector(
            UInt64(Int64(state.nextDetector) + state.detectorOffset),
            coordinates: instruction.arguments, tag: instruction.tag))
      }
    default:
      let number = instruction.arguments.first ?? 0
      guard number >= 0, number < 0x7FFF_FFFF else {
        throw CircuitError(
          .limit, "An observable number must be below 2^31 - 1\(place.description).")
      }
      let word = SymptomWord.observableBit | UInt32(number)
      try addToTargets(of: instruction, store.singleton(word), &state)
      if !state.isScout { sink.annotate(.observable(UInt64(number), tag: instruction.tag)) }
    }
  }

  private mutating func addToTargets(
    of instruction: Circuit.Instruction, _ symptom: SymptomID, _ state: inout SensitivityState
  ) throws(CircuitError) {
    for target in instruction.targets {
      if target.kind == .record {
        try checkLookback(target, state)
        state.addToRecord(lookback: target.index, symptom, &store)
      } else if target.isQubit {
        state.addToErrors(anticommutingWith: target.pauli, on: target.index, symptom, &store)
      }
    }
  }
}
