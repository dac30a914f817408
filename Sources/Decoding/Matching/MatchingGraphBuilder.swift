// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Collects the components of a model's errors into edges.
struct MatchingGraphBuilder {
  /// Errors that flip the same: an odd number of them happens with the probability.
  private struct Strand {
    var first: UInt32
    var second: UInt32
    /// The observables, by their place in `lists`.
    var list: UInt32
    var probability: Double
    /// The next strand that flips the same detectors.
    var next = none
  }

  let detectorCount: Int
  let observableCount: Int
  private var strands: [Strand] = []
  /// The first strand of each pair of ends, and these in order.
  private var places: [UInt64: UInt32] = [:]
  private var heads: [UInt32] = []
  private var lists: [[UInt32]] = [[]]
  private var listPlaces: [[UInt32]: UInt32] = [[]: 0]
  // What is read of the component at hand.
  private var detectors: [UInt32] = []
  private var observables: [UInt32] = []

  init(detectorCount: Int, observableCount: Int) {
    self.detectorCount = detectorCount
    self.observableCount = observableCount
  }

  init(_ model: DetectorErrorModel) throws(DecodingError) {
    try checkSize(of: model)
    self.init(
      detectorCount: Int(model.detectorCount), observableCount: model.observableCount)
    var builder = self
    builder.places.reserveCapacity(4 * builder.detectorCount)
    var index = 0
    try model.forEachError { (probability, targets, shift) throws(DecodingError) in
      try builder.add(index, probability, targets, shift)
      index += 1
    }
    self = builder
  }

  private mutating func add(
    _ index: Int, _ probability: Double, _ targets: [DetectorErrorModel.Target], _ shift: UInt64
  ) throws(DecodingError) {
    try checkProbability(probability, ofError: index)
    guard probability > 0 else { return }
    for target in targets {
      switch target {
      case .detector(let number):
        detectors.append(UInt32(truncatingIfNeeded: number &+ shift))
      case .observable(let number): observables.append(UInt32(truncatingIfNeeded: number))
      case .separator: try addComponent(index, probability)
      }
    }
    try addComponent(index, probability)
  }

  /// Adds the component that has been read.
  private mutating func addComponent(
    _ index: Int, _ probability: Double
  ) throws(DecodingError) {
    defer {
      detectors.removeAll(keepingCapacity: true)
      observables.removeAll(keepingCapacity: true)
    }
    let isSorted =
      observables.count < 2
      && (detectors.count < 2 || detectors.count == 2 && detectors[0] < detectors[1])
    if !isSorted {
      let symptom = Symptom(detectors: detectors, observables: observables)
      detectors = symptom.detectors
      observables = symptom.observables
    }
    guard detectors.count <= 2 else {
      throw DecodingError(
        .notGraphlike,
        "Error \(index) of the model has a component that flips \(detectors.count) "
          + "detectors, but matching needs at most 2. Make the model with --decompose-errors, "
          + "or use another decoder.")
    }
    if detectors.isEmpty && observables.isEmpty { return }
    add(detectors, observables, probability)
  }

  /// Adds an error that flips at most two detectors.
  mutating func add(_ detectors: [UInt32], _ observables: [UInt32], _ probability: Double) {
    let first = detectors.isEmpty ? none : detectors[0]
    let second = detectors.count == 2 ? detectors[1] : none
    let list = place(of: observables)
    let key = UInt64(first) << 32 | UInt64(second)
    let new = UInt32(truncatingIfNeeded: strands.count)
    if let head = places[key] {
      var strand = Int(head)
      while true {
        if strands[strand].list == list {
          let other = strands[strand].probability
          strands[strand].probability = probability * (1 - other) + other * (1 - probability)
          return
        }
        if strands[strand].next == none { break }
        strand = Int(strands[strand].next)
      }
      strands[strand].next = new
    } else {
      places[key] = new
      heads.append(new)
    }
    strands.append(
      Strand(first: first, second: second, list: list, probability: probability))
  }

  private mutating func place(of observables: [UInt32]) -> UInt32 {
    if observables.isEmpty { return 0 }
    if let place = listPlaces[observables] { return place }
    let place = UInt32(lists.count)
    listPlaces[observables] = place
    lists.append(observables)
    return place
  }

  /// The lightest edge between each pair of ends.
  func edges() -> [MatchingGraph.Edge] {
    var edges: [MatchingGraph.Edge] = []
    edges.reserveCapacity(heads.count)
    for head in heads where strands[Int(head)].first != none {
      var best: Int?
      var weight = Double.infinity
      var place = head
      while place != none {
        let strand = strands[Int(place)]
        let own = abs(log1p(-strand.probability) - log(strand.probability))
        if own < weight {
          weight = own
          best = Int(place)
        }
        place = strand.next
      }
      guard let best else { continue }
      edges.append(
        MatchingGraph.Edge(
          first: strands[best].first, second: strands[best].second, weight: weight,
          observables: lists[Int(strands[best].list)]))
    }
    return edges
  }

  /// The detectors that an odd number of the strands of p > ½ flip.
  var flippedDetectors: Set<UInt32> {
    var flipped: Set<UInt32> = []
    for strand in strands where strand.probability > 0.5 {
      if strand.first != none { flipped.formSymmetricDifference([strand.first]) }
      if strand.second != none { flipped.formSymmetricDifference([strand.second]) }
    }
    return flipped
  }

  /// The observables that an odd number of the strands of p > ½ flip.
  var flippedObservables: Set<UInt32> {
    var flipped: Set<UInt32> = []
    for strand in strands where strand.probability > 0.5 {
      flipped.formSymmetricDifference(lists[Int(strand.list)])
    }
    return flipped
  }

  /// The weight of the strands of p > ½ without those of p = 1, ≤ 0.
  var constantWeight: Double {
    strands.reduce(0) { sum, strand in
      let p = strand.probability
      return p > 0.5 && p < 1 ? sum + log1p(-p) - log(p) : sum
    }
  }
}
