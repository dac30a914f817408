// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Keeps apart, on a backward walk, the errors that tell about themselves and those that do not.
struct SideInformationSink: NoiseSink, ~Copyable {
  /// A herald with the symptoms of its errors.
  struct HeraldSite {
    var instruction: Circuit.Instruction
    var measurement: UInt64?
    /// The symptoms of Z and X of the first qubit, then of the second.
    var generators: [SymptomID]
    /// The symptom of each case, a product of generators.
    var cases: [SymptomID]
    var flips: SymptomID
  }

  /// A flip with an analog value.
  struct ReadingSite {
    var tag: String
    var probability: Double
    var symptom: SymptomID
  }

  private let kinds: SideInformationKinds
  /// The probability of each symptom by errors that bring no side information.
  private(set) var background: [SymptomID: Double] = [:]
  /// The heralds, last first.
  private(set) var heralds: [HeraldSite] = []
  /// The readings, last first.
  private(set) var readings: [ReadingSite] = []
  private var instruction = Circuit.Instruction(.tick, [])
  private var kind: SideInformationKinds = []

  init(_ kinds: SideInformationKinds) {
    self.kinds = kinds
  }

  mutating func enter(_ instruction: Circuit.Instruction, _ place: CircuitPlace) {
    self.instruction = instruction
    kind = instruction.sideInformationKinds.intersection(kinds)
  }

  mutating func add(
    _ symptom: SymptomID, probability: Double, at site: NoiseSite, _ store: inout SymptomStore
  ) {
    guard symptom != 0, probability > 0 else { return }
    if kind == .readings {
      readings.append(
        ReadingSite(tag: instruction.tag, probability: probability, symptom: symptom))
    } else {
      addToBackground(symptom, probability)
    }
  }

  private mutating func addToBackground(_ symptom: SymptomID, _ probability: Double) {
    let old = background[symptom, default: 0]
    background[symptom] = old * (1 - probability) + probability * (1 - old)
  }

  mutating func add(
    _ generators: ChannelGenerators, probabilities: [16 of Double], at site: NoiseSite,
    _ store: inout SymptomStore
  ) {
    if kind == .heralds {
      addHerald(generators, site, &store)
      return
    }
    var cases: [(symptom: SymptomID, probability: Double)] = []
    for index in 1..<(1 << generators.count) where probabilities[index] > 0 {
      var symptom: SymptomID = 0
      for bit in 0..<generators.count where index >> bit & 1 != 0 {
        symptom = store.xor(symptom, generators.symptoms[bit])
      }
      guard symptom != 0 else { continue }
      // Disjoint cases that look alike are one case.
      if generators.isDisjoint, let place = cases.firstIndex(where: { $0.symptom == symptom }) {
        cases[place].probability += probabilities[index]
      } else {
        cases.append((symptom, probabilities[index]))
      }
    }
    for entry in cases { addToBackground(entry.symptom, entry.probability) }
  }

  private mutating func addHerald(
    _ generators: ChannelGenerators, _ site: NoiseSite, _ store: inout SymptomStore
  ) {
    let isRecorded = site.measurement != .max
    let count = isRecorded ? 2 : generators.count
    var cases: [SymptomID] = [0]
    for index in 1..<(1 << count) {
      let lowest = index.trailingZeroBitCount
      cases.append(store.xor(cases[index & (index - 1)], generators.symptoms[lowest]))
    }
    heralds.append(
      HeraldSite(
        instruction: instruction, measurement: isRecorded ? site.measurement : nil,
        generators: (0..<count).map { generators.symptoms[$0] }, cases: cases,
        flips: isRecorded ? generators.symptoms[2] : 0))
  }

  mutating func annotate(_ annotation: ReversedAnnotation) {}

  mutating func openBlock(detectorOffset: Int64, _ store: inout SymptomStore) {}

  mutating func closeBlock(
    count: UInt64, detectorCount: UInt64, tag: String, detectorOffset: Int64,
    _ store: inout SymptomStore
  ) {}
}
