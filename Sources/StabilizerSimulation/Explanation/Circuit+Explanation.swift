// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

extension Circuit {
  /// Says which errors of the circuit's noise have which symptoms.
  ///
  /// - Parameters:
  ///   - filter: A model with the symptoms to explain; all that occur if nil.
  ///   - keepsOne: Whether only the simplest error of each symptom is given: the one with the fewest
  ///     Paulis, then the earliest, then on the lowest qubits.
  /// - Returns: The symptoms in order, each with its errors; those of the filter also where there are none.
  /// - Throws: `CircuitError` with code `.analysis` if an observable is random.
  /// - Complexity: O(errors executed) time and memory, blocks unrolled.
  public func explainedErrors(
    filter: DetectorErrorModel? = nil, keepsOne: Bool = false
  ) throws -> [ExplainedError] {
    try checkUnrolling()
    guard detectorCount < UInt64(SymptomWord.firstDetector) else {
      throw CircuitError(.limit, "A circuit with 2^31 detectors or more cannot be explained.")
    }
    let offset = UInt64(SymptomWord.firstDetector) - detectorCount
    var store = SymptomStore()
    var wanted: Set<SymptomID>?
    if let filter {
      var sets: Set<SymptomID> = []
      let count = detectorCount
      try filter.forEachMechanism { mechanism in
        guard mechanism.symptom.detectors.allSatisfy({ UInt64($0) < count }) else { return }
        sets.insert(
          store.insert(
            Symptom(
              detectors: mechanism.symptom.detectors.map { $0 + UInt32(offset) },
              observables: mechanism.symptom.observables)))
      }
      wanted = sets
    }
    let options = AnalysisOptions(allowGaugeDetectors: true, approximateDisjointErrors: 1)
    var walk = BackwardWalk(
      sink: ExplanationSink(self, filter: wanted, keepsOne: keepsOne), options: options)
    walk.store = store
    walk.place.tickCount = tickCount
    var state = SensitivityState(
      qubitCount: qubitCount, measurementCount: measurementCount,
      detectorOffset: -Int64(offset))
    try walk.undo(self, &state)
    try walk.finish(&state)
    var result: [ExplainedError] = []
    for symptom in wanted ?? Set(walk.sink.locations.keys) where symptom != 0 {
      let found = walk.store.symptom(symptom)
      result.append(
        ExplainedError(
          detectors: found.detectors.map { UInt64($0) - offset }, observables: found.observables,
          locations: (walk.sink.locations[symptom] ?? []).reversed()))
    }
    return result.sorted(by: ExplainedError.precedes)
  }
}
