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
    var colouring = Colouring(whole.map(\.symptom), detectorCount: detectorCount)
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
      // 1 − 2p multiplies when errors merge, and is tanh(w/2).
      if odds[symptom] == nil { order.append(symptom) }
      odds[symptom] = (odds[symptom] ?? 1) * tanh(weight / 2)
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
    errors = order.map { ($0, 2 * atanh(odds[$0] ?? 0)) }
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

/// Finds the colours of detectors, from their coordinates or from the errors.
struct Colouring {
  private let triples: [[UInt32]]
  private let pairs: [[UInt32]]
  /// For each detector, the part of the lattice that errors of three detectors join it to.
  private var regions: [UInt32]

  init(_ symptoms: [Symptom], detectorCount: Int) {
    triples = symptoms.map(\.detectors).filter { $0.count == 3 }
    pairs = symptoms.map(\.detectors).filter { $0.count == 2 }
    regions = (0..<UInt32(detectorCount)).map { $0 }
    for triple in triples {
      let root = region(triple[0])
      for detector in triple.dropFirst() { regions[Int(region(detector))] = root }
    }
    for detector in regions.indices { regions[detector] = region(UInt32(detector)) }
  }

  private func region(_ detector: UInt32) -> UInt32 {
    var root = detector
    while regions[Int(root)] != root { root = regions[Int(root)] }
    return root
  }

  /// The detectors of an error by the region of each, in order of the regions.
  func parts(_ detectors: [UInt32]) -> [[UInt32]] {
    Dictionary(grouping: detectors) { regions[Int($0)] }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The colour of each detector.
  ///
  /// A fourth coordinate of 0 to 5 names the colour, 0 to 2 in one basis and 3 to 5 in the other. Without it, an error
  /// of three detectors has all three colours, and one of two in different regions, as a wrong
  /// measurement makes, has one.
  mutating func colours(
    annotated coordinates: [UInt64: [Double]]
  ) throws(DecodingError) -> [UInt8] {
    let given = regions.indices.map { detector -> UInt8? in
      guard let at = coordinates[UInt64(detector)], at.count >= 4 else { return nil }
      return (0...5).contains(at[3]) && at[3] == at[3].rounded() ? UInt8(at[3]) % 3 : nil
    }
    if !given.isEmpty, given.allSatisfy({ $0 != nil }) { return given.map { $0 ?? 0 } }
    return try derived()
  }

  private func derived() throws(DecodingError) -> [UInt8] {
    var colours = [UInt8](repeating: 3, count: regions.count)
    var triplesAt = [[Int]](repeating: [], count: regions.count)
    for (index, triple) in triples.enumerated() {
      for detector in triple { triplesAt[Int(detector)].append(index) }
    }
    var likeAt = [[UInt32]](repeating: [], count: regions.count)
    for pair in pairs where regions[Int(pair[0])] != regions[Int(pair[1])] {
      likeAt[Int(pair[0])].append(pair[1])
      likeAt[Int(pair[1])].append(pair[0])
    }
    var queue: [UInt32] = []
    func paint(_ detector: UInt32, _ colour: UInt8) throws(DecodingError) {
      if colours[Int(detector)] == colour { return }
      guard colours[Int(detector)] == 3 else {
        throw DecodingError(
          .unsuitable,
          "The detectors cannot have three colours: detector \(detector) would need two of them.")
      }
      colours[Int(detector)] = colour
      queue.append(detector)
    }
    func spread() throws(DecodingError) {
      while let detector = queue.popLast() {
        for other in likeAt[Int(detector)] { try paint(other, colours[Int(detector)]) }
        for index in triplesAt[Int(detector)] {
          let triple = triples[index]
          let blank = triple.filter { colours[Int($0)] == 3 }
          let used = triple.map { colours[Int($0)] }.filter { $0 < 3 }
          guard Set(used).count == used.count else {
            throw DecodingError(
              .unsuitable,
              "The detectors cannot have three colours: an error flips detectors "
                + "\(triple.map(String.init).joined(separator: ", ")), two of them of one colour.")
          }
          if blank.count == 1 { try paint(blank[0], 3 - used[0] - used[1]) }
        }
      }
    }
    for triple in triples where triple.allSatisfy({ colours[Int($0)] == 3 }) {
      for (colour, detector) in triple.enumerated() { try paint(detector, UInt8(colour)) }
      try spread()
    }
    // Detectors apart from every triple: edges between them have ends of one colour or of two, which is free.
    for detector in colours.indices where colours[detector] == 3 {
      guard triples.isEmpty || !triplesAt[detector].isEmpty else {
        try paint(UInt32(detector), 0)
        try spread()
        continue
      }
      throw DecodingError(
        .unsuitable,
        triples.isEmpty
          ? "No error of the model flips three detectors, as errors of a colour code do."
          : "The colour of detector \(detector) does not follow from its neighbours'; name the "
            + "colours in a fourth coordinate of the detectors, 0 to 5.")
    }
    return colours
  }
}
