// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A model whose detectors have three colours, with errors as sets of parts that flip one kind of checks each.
struct ColourModel {
  /// An error: the parts that it is made of, one for each kind of checks that it flips.
  struct Whole {
    var parts: [Int]
    /// In 0...½.
    var probability: Double
  }

  /// What the parts flip, each once.
  private(set) var parts: [Symptom] = []
  private(set) var errors: [Whole] = []
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
    if let named = Colouring.named(model.detectorCoordinates(), detectorCount: detectorCount) {
      colours = named.map { $0 % 3 }
      splitByBasis(whole, named.map { $0 / 3 })
    } else {
      let colouring = Colouring(whole.map(\.symptom), detectorCount: detectorCount)
      colours = try colouring.colours()
      try splitByRegion(whole, colouring)
    }
  }

  /// Splits errors into what they flip in either basis, as far as that agrees with what other errors flip.
  private mutating func splitByBasis(
    _ whole: [(symptom: Symptom, weight: Double)], _ bases: [UInt8]
  ) {
    func sides(_ symptom: Symptom) -> [[UInt32]] {
      [UInt8(0), 1].map { basis in symptom.detectors.filter { bases[Int($0)] == basis } }
    }
    var table = PartTable()
    for (symptom, _) in whole where sides(symptom).contains(where: \.isEmpty) {
      _ = table.place(of: symptom)
    }
    for (symptom, weight) in whole {
      let known = sides(symptom).compactMap { table.known($0) }
      let halves: [Symptom] =
        switch known.count {
        case 1: [known[0], symptom ^ known[0]].filter { !$0.isEmpty }
        case 2 where known[0] ^ known[1] == symptom: known
        default: [symptom]
        }
      errors.append(
        Whole(
          parts: halves.map { table.place(of: $0) }, probability: 1 / (1 + exp(weight))))
    }
    parts = table.parts
  }

  /// Splits errors into what they flip in either region, where that is no step of the lattice.
  private mutating func splitByRegion(
    _ whole: [(symptom: Symptom, weight: Double)], _ colouring: Colouring
  ) throws(DecodingError) {
    var table = PartTable()
    for (symptom, _) in whole where isStep(symptom) { _ = table.place(of: symptom) }
    for (symptom, weight) in whole {
      let probability = 1 / (1 + exp(weight))
      if isStep(symptom) {
        errors.append(Whole(parts: [table.place(of: symptom)], probability: probability))
        continue
      }
      var rest = symptom
      var places: [Int] = []
      for region in colouring.parts(symptom.detectors) {
        guard let part = table.known(region) else { throw Self.unsuitable(symptom) }
        rest = rest ^ part
        places.append(table.place(of: part))
      }
      guard places.count > 1, rest.isEmpty else { throw Self.unsuitable(symptom) }
      errors.append(Whole(parts: places, probability: probability))
    }
    parts = table.parts
  }

  /// Whether an error is one step: at most one detector of each colour, or two of one.
  private func isStep(_ symptom: Symptom) -> Bool {
    let seen = symptom.detectors.map { colours[Int($0)] }
    return Set(seen).count == seen.count || seen.count == 2
  }

  static func unsuitable(_ symptom: Symptom) -> DecodingError {
    DecodingError(
      .unsuitable,
      "The error that flips detectors \(symptom.detectors.map(String.init).joined(separator: ", ")) "
        + "is no step of a colour code, nor made of such steps. Detectors of circuits should name "
        + "their colours in a fourth coordinate, 0 to 5. The decoder 'search' takes any model.")
  }
}

/// Parts of errors by the detectors that they flip.
private struct PartTable {
  private(set) var parts: [Symptom] = []
  private var places: [[UInt32]: Int] = [:]

  /// The part that flips just these detectors.
  func known(_ detectors: [UInt32]) -> Symptom? { places[detectors].map { parts[$0] } }

  /// Where a part is, after it was added if need be; of parts with the same detectors the first is kept.
  mutating func place(of part: Symptom) -> Int {
    if let place = places[part.detectors] { return place }
    places[part.detectors] = parts.count
    parts.append(part)
    return parts.count - 1
  }
}
