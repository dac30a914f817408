// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// The errors of a model as a hypergraph on its detectors, ready for a search over sets of errors.
///
/// An error of probability p costs ln((1 − p)/p) nats, so that the likeliest set of errors is the cheapest; costs are
/// whole multiples of `1 / scale` nats. Decompositions are ignored: an error counts as a whole.
/// - p = 0 makes no error; p > ½ makes one of probability 1 − p, with its flips built into every syndrome
///   beforehand; p = 1 makes the flips alone.
/// - Errors that flip the same detectors and observables merge into one that says whether an odd number of
///   them happened. Of errors with the same detectors and different observables the cheapest is kept.
/// - An error that flips no detector cannot be seen; its likelier outcome is assumed.
final class SearchModel: Sendable {
  let detectorCount: Int
  let observableCount: Int
  /// What each error flips.
  let symptoms: [Symptom]
  /// The cost of each error.
  let costs: [Int32]
  /// The observables 0 to 63 that each error flips.
  let masks: [UInt64]
  /// A random key for each error: the exclusive or of those of its detectors.
  let keys: [UInt64]
  let detectorKeys: [UInt64]
  /// The errors by their keys, in a table of which at least half is empty (`none`).
  private let places: [UInt32]
  /// The detectors of an error: `detectors[starts[error]..<starts[error + 1]]`.
  let starts: [UInt32]
  let detectors: [UInt32]
  /// The errors at each detector, by ascending cost: `stars[starStarts[d]..<starStarts[d + 1]]` has for each
  /// the error, its cost, the number of its other detectors, and these.
  let starStarts: [UInt32]
  let stars: [UInt32]
  /// The detectors that share an error with a detector, itself included.
  let neighbourStarts: [UInt32]
  let neighbours: [UInt32]
  let flippedDetectors: [UInt32]
  let flippedObservables: [UInt32]
  /// Σ ln((1 − p)/p) ≤ 0 over the errors with ½ < p < 1.
  let constantWeight: Double
  /// Units of cost to a nat.
  let scale: Double

  init(_ model: DetectorErrorModel) throws(DecodingError) {
    let merged = MergedErrors(try decodableMechanisms(of: model), keepsImpossible: false)
    let errors = merged.cheapestOfEachSyndrome()
    detectorCount = Int(model.detectorCount)
    observableCount = model.observableCount
    flippedDetectors = merged.flippedDetectors.sorted()
    flippedObservables = merged.flippedObservables.sorted()
    constantWeight = merged.constantWeight
    let symptoms = errors.map(\.symptom)
    self.symptoms = symptoms
    let heaviest = errors.reduce(1) { max($0, $1.weight) }
    let scale = min(65536, Double(1 << 29) / heaviest)
    self.scale = scale
    costs = errors.map { Int32(($0.weight * scale).rounded()) }
    masks = symptoms.map { $0.observables.reduce(0) { $1 < 64 ? $0 | 1 << UInt64($1) : $0 } }
    var mixer = SplitMix64(state: 0x5EA2_C4ED)
    let detectorKeys = (0..<detectorCount).map { _ in mixer.next() }
    self.detectorKeys = detectorKeys
    keys = symptoms.map { $0.detectors.reduce(0) { $0 ^ detectorKeys[Int($1)] } }
    places = Self.table(of: keys)
    starts = symptoms.reduce(into: [0]) { $0.append($0[$0.count - 1] + UInt32($1.detectors.count)) }
    detectors = symptoms.flatMap(\.detectors)
    var lists = [[UInt32]](repeating: [], count: detectorCount)
    let costs = self.costs
    for index in symptoms.indices.sorted(by: { (costs[$0], $0) < (costs[$1], $1) }) {
      for detector in symptoms[index].detectors { lists[Int(detector)].append(UInt32(index)) }
    }
    let starLists = lists.enumerated().map { detector, list in
      list.flatMap { error in
        let others = symptoms[Int(error)].detectors.filter { $0 != UInt32(detector) }
        return [error, UInt32(costs[Int(error)]), UInt32(others.count)] + others
      }
    }
    starStarts = starLists.reduce(into: [0]) { $0.append($0[$0.count - 1] + UInt32($1.count)) }
    stars = starLists.flatMap { $0 }
    let near = lists.enumerated().map { detector, list in
      Set(list.flatMap { symptoms[Int($0)].detectors } + [UInt32(detector)]).sorted()
    }
    neighbourStarts = near.reduce(into: [0]) { $0.append($0[$0.count - 1] + UInt32($1.count)) }
    neighbours = near.flatMap { $0 }
  }

  private static func table(of keys: [UInt64]) -> [UInt32] {
    var size = 16
    while size < 2 * keys.count { size *= 2 }
    var places = [UInt32](repeating: none, count: size)
    for (error, key) in keys.enumerated() {
      var place = Int(truncatingIfNeeded: key) & (size - 1)
      while places[place] != none { place = (place + 1) & (size - 1) }
      places[place] = UInt32(error)
    }
    return places
  }

  /// The error that flips the detectors with a key; nil if there is none.
  func error(withKey key: UInt64) -> UInt32? {
    var place = Int(truncatingIfNeeded: key) & (places.count - 1)
    while places[place] != none {
      if keys[Int(places[place])] == key { return places[place] }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// The observables 0 to 63 that a set of errors flips.
  func mask(of errors: [UInt32]) -> UInt64 { errors.reduce(0) { $0 ^ masks[Int($1)] } }

  /// What a set of errors costs.
  func cost(of errors: [UInt32]) -> Int64 { errors.reduce(0) { $0 + Int64(costs[Int($1)]) } }

  /// Puts one error in the place of two that do the same and cost more, as long as there are such two.
  ///
  /// O(n³) at the most, and O(n²) as a rule.
  func joiningPairs(_ errors: [UInt32]) -> [UInt32] {
    var joined = errors
    var first = 0
    while first < joined.count {
      let one = Int(joined[first])
      let partner = joined.indices.dropFirst(first + 1).first { place in
        replacement(one, Int(joined[place])) != nil
      }
      guard let partner, let error = replacement(one, Int(joined[partner])) else {
        first += 1
        continue
      }
      joined.remove(at: partner)
      joined.remove(at: first)
      // An error that occurs twice does nothing.
      if let twin = joined.firstIndex(of: error) {
        joined.remove(at: twin)
      } else {
        joined.append(error)
      }
      first = 0
    }
    return joined
  }

  /// The error that does what two do for less; nil if there is none.
  private func replacement(_ first: Int, _ second: Int) -> UInt32? {
    guard let error = error(withKey: keys[first] ^ keys[second]),
      masks[Int(error)] == masks[first] ^ masks[second],
      Int64(costs[Int(error)]) < Int64(costs[first]) + Int64(costs[second])
    else { return nil }
    return error
  }

  /// A number of units as nats.
  func nats(_ units: Int64) -> Double { Double(units) / scale }
}
