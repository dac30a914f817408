// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import ComputePrimitives

extension SideInformation {
  /// Analyzes a circuit whose noise partly comes with side information.
  ///
  /// - Parameters:
  ///   - circuit: The circuit.
  ///   - kinds: The side information that is used; noise that brings any other kind counts as plain noise.
  ///   - options: How the decoder's model is made; blocks are always unrolled.
  /// - Throws: `CircuitError` as `Circuit.detectorErrorModel` does, and with code `.analysis` for a reading on
  ///   a channel that cannot have one.
  /// - Complexity: O(operations executed · size of symptoms).
  public init(
    of circuit: Circuit, _ kinds: SideInformationKinds = .all, options: AnalysisOptions
  ) throws(CircuitError) {
    var options = options
    options.foldLoops = false
    try circuit.checkUnrolling()
    guard circuit.detectorCount < UInt64(SymptomWord.firstDetector) else {
      throw CircuitError(
        .limit, "A circuit with 2^31 detectors or more cannot be decoded with side information.")
    }
    let background = try circuit.withoutSideInformation(kinds, keepsNoise: false)
    var plain = try circuit.withoutSideInformation(kinds, keepsNoise: true)
      .detectorErrorModel(options)
    // A walk of its own, which knows each cause; the model knows how mechanisms decompose. Heralded
    // channels have disjoint cases, but these it does not multiply out.
    options.approximateDisjointErrors = 1
    var walk = BackwardWalk(sink: SideInformationSink(kinds), options: options)
    let offset = Int64(circuit.detectorCount) - Int64(SymptomWord.firstDetector)
    var state = SensitivityState(
      qubitCount: circuit.qubitCount, measurementCount: circuit.measurementCount,
      detectorOffset: offset)
    try walk.undo(circuit, &state)
    try walk.finish(&state)
    var reader = SymptomReader(offset: offset)
    var table = MechanismNumbers(&plain)
    for (symptom, probability) in walk.sink.background.sorted(by: { $0.key < $1.key }) {
      let number = table.number(of: reader.symptom(symptom, walk.store))
      table.probabilities[Int(number)] = probability
    }
    var heralds: [Herald] = []
    for site in walk.sink.heralds.reversed() {
      heralds.append(Herald(site, &reader, walk.store, &table))
    }
    var readings: [Reading] = []
    for site in walk.sink.readings.reversed() {
      let symptom = reader.symptom(site.symptom, walk.store)
      readings.append(
        Reading(
          tag: site.tag, probability: site.probability, mechanism: table.number(of: symptom),
          symptom: symptom))
    }
    table.write(to: &plain)
    self.init(
      model: plain, probabilities: table.probabilities, background: background,
      heralds: heralds, readings: readings)
  }
}

extension SideInformation.Herald {
  fileprivate init(
    _ site: SideInformationSink.HeraldSite, _ reader: inout SymptomReader,
    _ store: borrowing SymptomStore, _ table: inout MechanismNumbers
  ) {
    measurement = site.measurement
    let noise = HeraldedNoise(site.instruction)
    probability = noise.probability
    shares = noise.shares
    generators = site.generators.map { id in reader.symptom(id, store) }
    flips = reader.symptom(site.flips, store)
    // Cases may look alike; each mechanism occurs once.
    var priors: [SideInformation.Prior] = []
    for (generators, share) in noise.errors where site.cases[generators] != 0 {
      let number = table.number(of: reader.symptom(site.cases[generators], store))
      if let place = priors.firstIndex(where: { $0.mechanism == number }) {
        let old = priors[place].probability
        priors[place] = .init(
          mechanism: number, probability: old * (1 - share) + share * (1 - old))
      } else {
        priors.append(.init(mechanism: number, probability: share))
      }
    }
    self.priors = priors
  }
}

/// Reads the symptoms of a walk, each once.
private struct SymptomReader {
  let offset: Int64
  private var known: [SymptomID: Symptom] = [:]

  init(offset: Int64) {
    self.offset = offset
  }

  mutating func symptom(_ id: SymptomID, _ store: borrowing SymptomStore) -> Symptom {
    if let symptom = known[id] { return symptom }
    var detectors: [UInt32] = []
    var observables: [UInt32] = []
    for index in store.range(id) {
      let word = store.table.elements[index]
      if SymptomWord.isDetector(word) {
        detectors.append(UInt32(Int64(word) + offset))
      } else {
        observables.append(word & ~SymptomWord.observableBit)
      }
    }
    let symptom = Symptom(detectors: detectors, observables: observables)
    known[id] = symptom
    return symptom
  }
}

/// The numbers of mechanisms by what they flip, each symptom being one mechanism.
private struct MechanismNumbers {
  var probabilities: [Double] = []
  private var targets: [[DetectorErrorModel.Target]] = []
  private var numbers: [Symptom: UInt32] = [:]

  /// Takes the errors out of a model without blocks; of those that flip the same, the first says how.
  init(_ model: inout DetectorErrorModel) {
    var rest: [DetectorErrorModel.Instruction] = []
    for instruction in model.instructions {
      guard case .error(_, let targets, _) = instruction else {
        rest.append(instruction)
        continue
      }
      var detectors: [UInt32] = []
      var observables: [UInt32] = []
      for target in targets {
        switch target {
        case .detector(let number): detectors.append(UInt32(number))
        case .observable(let number): observables.append(UInt32(number))
        case .separator: break
        }
      }
      add(Symptom(detectors: detectors, observables: observables), targets)
    }
    model.instructions = rest
  }

  private mutating func add(_ symptom: Symptom, _ targets: [DetectorErrorModel.Target]) {
    guard numbers[symptom] == nil, !symptom.isEmpty else { return }
    numbers[symptom] = UInt32(self.targets.count)
    self.targets.append(targets)
    probabilities.append(0)
  }

  /// The number of a mechanism, which is added, whole, if it is new.
  mutating func number(of symptom: Symptom) -> UInt32 {
    if let number = numbers[symptom] { return number }
    add(
      symptom,
      symptom.detectors.map { .detector(UInt64($0)) }
        + symptom.observables.map { .observable(UInt64($0)) })
    return UInt32(targets.count - 1)
  }

  /// Puts the errors before what is left of the model.
  func write(to model: inout DetectorErrorModel) {
    let errors = targets.indices.map { index in
      DetectorErrorModel.Instruction.error(
        probability: probabilities[index], targets: targets[index])
    }
    model.instructions = errors + model.instructions
  }
}
