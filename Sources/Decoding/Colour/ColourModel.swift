// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A model whose detectors have three colours, such that every error is a step of the colour code's lattice.
///
/// Each error, after those that flip both kinds of checks are split into parts, flips at most one detector of each
/// colour, or two of one colour as a wrong measurement does.
struct ColourModel {
  /// The errors and what each weighs, ln((1 − p)/p) ≥ 0.
  private(set) var errors: [(symptom: Symptom, weight: Double)] = []
  /// The colour of each detector: 0, 1, 2.
  let colours: [UInt8]
  let flippedDetectors: Set<UInt32>
  let flippedObservables: Set<UInt32>
  let constantWeight: Double
  let detectorCount: Int
  let observableCount: Int

  /// Finds the colours of a model and splits its errors.
  ///
  /// - Throws: `DecodingError` with code `.unsuitable` if the model is not that of a colour code, `.tooLarge` or
  ///   `.badProbability`.
  init(_ model: DetectorErrorModel) throws(DecodingError) {
    let merged = MergedErrors(try decodableMechanisms(of: model), keepsImpossible: false)
    let whole = merged.cheapestOfEachSyndrome()
    detectorCount = Int(model.detectorCount)
    observableCount = model.observableCount
    flippedDetectors = merged.flippedDetectors
    flippedObservables = merged.flippedObservables
    constantWeight = merged.constantWeight
    let colouring = Colouring(whole.map(\.symptom), detectorCount: detectorCount)
    colours = try colouring.colours(annotated: model.detectorCoordinates())
    try split(whole, colouring)
  }

  private mutating func split(
    _ whole: [(symptom: Symptom, weight: Double)], _ colouring: Colouring
  ) throws(DecodingError) {
    var known: [[UInt32]: [UInt32]] = [:]
    var odds: [Symptom: Double] = [:]
    var order: [Symptom] = []
    var compound: [(symptom: Symptom, weight: Double)] = []
    func add(_ symptom: Symptom, _ weight: Double) {
      // Either happens and not both; the odds of that, with weights w = −ln(odds), each at most 1.
      let own = exp(-weight)
      guard let other = odds[symptom] else {
        order.append(symptom)
        odds[symptom] = own
        return
      }
      odds[symptom] = (own + other) / (1 + own * other)
    }
    for error in whole {
      if isStep(error.symptom) {
        known[error.symptom.detectors] = error.symptom.observables
        add(error.symptom, error.weight)
      } else {
        compound.append(error)
      }
    }
    for error in compound {
      var rest = Set(error.symptom.observables)
      let parts = colouring.parts(error.symptom.detectors)
      for part in parts.dropLast() {
        guard let observables = known[part] else { throw Self.unsuitable(error.symptom) }
        rest.formSymmetricDifference(observables)
        add(Symptom(detectors: part, observables: observables), error.weight)
      }
      guard parts.count > 1, let last = parts.last, known[last] == rest.sorted() else {
        throw Self.unsuitable(error.symptom)
      }
      add(Symptom(detectors: last, observables: rest.sorted()), error.weight)
    }
    errors = order.map { ($0, -log(odds[$0] ?? 1)) }
  }

  /// Whether an error is one step: at most one detector of each colour, or two of one.
  private func isStep(_ symptom: Symptom) -> Bool {
    let seen = symptom.detectors.map { colours[Int($0)] }
    return Set(seen).count == seen.count || seen.count == 2
  }

  private static func unsuitable(_ symptom: Symptom) -> DecodingError {
    DecodingError(
      .unsuitable,
      "The error that flips detectors \(symptom.detectors.map(String.init).joined(separator: ", ")) "
        + "is no step of a colour code: it should flip one detector of each colour at most, two of "
        + "one colour, or be made of such errors. The decoder 'search' takes any model.")
  }
}
