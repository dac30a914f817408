// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

/// Keeps the places of the errors that a backward walk meets, by symptom.
struct ExplanationSink: NoiseSink, ~Copyable {
  /// The places by symptom; those met first are last in the circuit.
  private(set) var locations: [SymptomID: [ErrorLocation]] = [:]
  private let circuit: Circuit
  /// The symptoms that are asked for; all if nil.
  private let filter: Set<SymptomID>?
  private let keepsOne: Bool
  private var instruction = Circuit.Instruction(.tick, [])
  private var place = CircuitPlace()

  init(_ circuit: Circuit, filter: Set<SymptomID>?, keepsOne: Bool) {
    self.circuit = circuit
    self.filter = filter
    self.keepsOne = keepsOne
  }

  mutating func enter(_ instruction: Circuit.Instruction, _ place: CircuitPlace) {
    self.instruction = instruction
    self.place = place
  }

  mutating func add(
    _ symptom: SymptomID, probability: Double, at site: NoiseSite, _ store: inout SymptomStore
  ) {
    guard probability > 0, isWanted(symptom), site.targetCount > 0 else { return }
    var location = location(of: site)
    if site.measurement != .max {
      location.flippedMeasurement = site.measurement
      location.measuredObservable = measuredObservable(location.instruction)
    } else {
      location.flippedProduct = location.instruction.targets.map { target in
        switch instruction.gate {
        case .xError: .pauli(.x, target.index)
        case .yError: .pauli(.y, target.index)
        case .zError: .pauli(.z, target.index)
        default: target
        }
      }
    }
    record(location, symptom)
  }

  mutating func add(
    _ generators: ChannelGenerators, probabilities: [16 of Double], at site: NoiseSite,
    _ store: inout SymptomStore
  ) {
    for index in 1..<(1 << generators.count) where probabilities[index] > 0 {
      var symptom: SymptomID = 0
      for bit in 0..<generators.count where index >> bit & 1 != 0 {
        symptom = store.xor(symptom, generators.symptoms[bit])
      }
      guard isWanted(symptom) else { continue }
      var location = location(of: site)
      var paulis: [2 of Pauli] = [.i, .i]
      for bit in 0..<generators.count where index >> bit & 1 != 0 {
        switch generators.kinds[bit] {
        case .x(let target): paulis[target] = Pauli(x: true, z: paulis[target].hasZ)
        case .z(let target): paulis[target] = Pauli(x: paulis[target].hasX, z: true)
        case .herald: location.flippedMeasurement = site.measurement
        }
      }
      for (target, qubit) in location.instruction.targets.enumerated() where paulis[target] != .i {
        location.flippedProduct.append(.pauli(paulis[target], qubit.index))
      }
      record(location, symptom)
    }
  }

  private func isWanted(_ symptom: SymptomID) -> Bool {
    symptom != 0 && filter?.contains(symptom) ?? true
  }

  private mutating func record(_ location: ErrorLocation, _ symptom: SymptomID) {
    guard keepsOne, let held = locations[symptom]?.first else {
      locations[symptom, default: []].append(location)
      return
    }
    if location.isSimpler(than: held) { locations[symptom] = [location] }
  }

  private func location(of site: NoiseSite) -> ErrorLocation {
    let range = site.firstTarget..<site.firstTarget + site.targetCount
    var part = instruction
    part.targets = Array(instruction.targets[range])
    var frames: [ErrorLocation.Frame] = []
    var operations = circuit.operations
    for (depth, frame) in place.frames.enumerated() {
      var found = ErrorLocation.Frame(index: frame.index, repeatCount: 0, completedIterations: 0)
      if case .block(let block) = operations[frame.index], depth + 1 < place.frames.count {
        found.repeatCount = block.count
        found.completedIterations = place.frames[depth + 1].iteration
        operations = block.body.operations
      }
      frames.append(found)
    }
    return ErrorLocation(
      tickCount: place.tickCount, frames: frames, instruction: part, targetRange: range)
  }

  private func measuredObservable(_ part: Circuit.Instruction) -> [Target] {
    let basis: Pauli
    switch part.gate {
    case .mpp: return part.targets.filter { !$0.isCombiner }
    case .mpad: return []
    case .mx, .mrx, .mxx: basis = .x
    case .my, .mry, .myy: basis = .y
    default: basis = .z
    }
    return part.targets.map { .pauli(basis, $0.index, inverted: $0.isInverted) }
  }

  mutating func annotate(_ annotation: ReversedAnnotation) {}

  mutating func openBlock(detectorOffset: Int64, _ store: inout SymptomStore) {}

  mutating func closeBlock(
    count: UInt64, detectorCount: UInt64, tag: String, detectorOffset: Int64,
    _ store: inout SymptomStore
  ) {}
}
