// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// Correlated matching for either value of a model's one observable, as a start for searches.
///
/// As for the complementary gap, a potential on the detectors moves all flips of the observable to errors at the
/// boundary, and a virtual detector takes the place of the side of the boundary that flips it. The same is done to
/// the components of errors, so that correlations are kept.
final class CosetMatching: Sendable {
  let matching: CompiledCorrelatedMatching
  /// The detector that stands for one side of the boundary.
  let virtual: UInt32
  let potentials: [Bool]
  /// The error of the search model that flips what an edge does.
  let errors: [UInt32]

  /// Splits the boundary of a model; nil if it has no such form.
  init?(_ model: DetectorErrorModel, _ search: SearchModel) {
    guard model.observableCount == 1, let mechanisms = try? decodableMechanisms(of: model),
      mechanisms.allSatisfy({ $0.probability <= 0.5 })
    else { return nil }
    let possible = mechanisms.filter { $0.probability > 0 }
    let components = possible.flatMap(\.components).filter { !$0.isEmpty }
    guard components.allSatisfy({ (1...2).contains($0.detectors.count) }) else { return nil }
    let potentials = ObservablePotentials.find(components, detectorCount: search.detectorCount)
    let virtual = UInt32(search.detectorCount)
    var split = DetectorErrorModel([.detector(UInt64(virtual))])
    for mechanism in possible {
      var targets: [DetectorErrorModel.Target] = []
      for component in mechanism.components where !component.isEmpty {
        var isOdd = !component.observables.isEmpty
        for detector in component.detectors where potentials[Int(detector)] { isOdd.toggle() }
        // Errors between detectors that form a loop which flips the observable.
        if isOdd && component.detectors.count == 2 { return nil }
        if !targets.isEmpty { targets.append(.separator) }
        targets += component.detectors.map { .detector(UInt64($0)) }
        if isOdd { targets.append(.detector(UInt64(virtual))) }
      }
      split.instructions.append(.error(probability: mechanism.probability, targets: targets))
    }
    guard let matching = try? CorrelatedMatchingDecoder().compileCorrelatedMatching(split),
      matching.graph.flippedDetectors.isEmpty
    else { return nil }
    var places: [Symptom: UInt32] = [:]
    for (index, symptom) in search.symptoms.enumerated() { places[symptom] = UInt32(index) }
    let symptoms = matching.graph.edges.map { edge in
      var isOdd = edge.second == virtual
      let detectors = [edge.first, edge.second].filter { $0 < virtual }
      for detector in detectors where potentials[Int(detector)] { isOdd.toggle() }
      return Symptom(detectors: detectors, observables: isOdd ? [0] : [])
    }
    errors = symptoms.map { places[$0] ?? none }
    self.matching = matching
    self.virtual = virtual
    self.potentials = potentials
  }
}

/// The working memory of `CosetMatching` for one worker.
final class CosetMatchingEngine {
  private let compiled: CosetMatching
  private var passes: CorrelatedPasses
  private var defects: [UInt32] = []
  /// The errors found, each once.
  private(set) var errors: [UInt32] = []

  init(_ compiled: CosetMatching) {
    self.compiled = compiled
    passes = CorrelatedPasses(compiled.matching)
  }

  /// Finds likely errors that give a syndrome and flip the observable or not; they are in `errors`.
  ///
  /// - Returns: Whether there are any that the search model knows.
  func solve(_ shot: Span<UInt32>, flips: Bool) -> Bool {
    defects.removeAll(keepingCapacity: true)
    var isOdd = flips
    for index in shot.indices {
      defects.append(shot[index])
      if compiled.potentials[Int(shot[index])] { isOdd.toggle() }
    }
    if isOdd { defects.append(compiled.virtual) }
    guard passes.solve(defects.span) else { return false }
    errors.removeAll(keepingCapacity: true)
    for place in 0..<passes.best.count {
      let error = compiled.errors[Int(passes.best[place])]
      if error == none { return false }
      errors.append(error)
    }
    return true
  }
}
