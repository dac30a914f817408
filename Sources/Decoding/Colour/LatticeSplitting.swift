// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// How the parts of a model's errors become edges of the two lattices of one colour.
///
/// In the restricted lattice, a part that flips more than two detectors of the other colours is split into edges that
/// other parts make. In the lifted lattice a part flips its detectors of the colour and its edges of the
/// restricted one; if these are more than two it is split again. Of the ways to split, that with the fewest pieces is
/// taken, and among those the likeliest. A part that is split in no such way is taken for two others that together flip
/// what it does, or for edges that others make and one that none does. A model with a part for which there is nothing of
/// all this is refused.
struct LatticeSplitting {
  /// Detectors, or pieces of the restricted lattice behind all detectors.
  typealias Ends = [UInt32]

  private let model: ColourModel
  private let isOwn: [Bool]
  /// The edges of the restricted lattice with how likely they are, by their detectors.
  private var edges = PieceTable()
  /// The edges of the lifted lattice.
  private var lifts = PieceTable()
  /// For each part, its edges of the restricted lattice.
  private var restricted: [[Int]]
  /// For each part, its edges of the lifted lattice.
  private var lifted: [[Int]]
  /// Further edges of the lifted lattice: other ways to split a part in the restricted one.
  private var others: [(lift: Int, part: Int)] = []

  /// The most detectors of a part that are still split.
  private static let widest = 10

  init(_ model: ColourModel, _ isOwn: [Bool]) throws(DecodingError) {
    self.model = model
    self.isOwn = isOwn
    restricted = [[Int]](repeating: [], count: model.parts.count)
    lifted = restricted
    var chances = [Double](repeating: 0, count: model.parts.count)
    for error in model.errors {
      for part in error.parts { chances[part] += error.probability }
    }
    for (part, symptom) in model.parts.enumerated() {
      let far = symptom.detectors.filter { !isOwn[Int($0)] }
      if far.count == 1 || far.count == 2 { restricted[part] = [edges.add(far, [], chances[part])] }
    }
    var split: [(part: Int, ways: [[Int]])] = []
    for part in model.parts.indices {
      let far = model.parts[part].detectors.filter { !isOwn[Int($0)] }
      split.append((part, far.count <= 2 ? [restricted[part]] : ways(far)))
    }
    try lift(split, chances)
  }

  /// The ways to split what a part flips in the restricted lattice; none if it flips too much there.
  private mutating func ways(_ far: Ends) -> [[Int]] {
    guard far.count <= Self.widest else { return [] }
    let found = edges.covers(of: far)
    if !found.isEmpty { return found }
    guard let (cover, remnant) = edges.coverWithRemnant(of: far) else { return [] }
    return [cover + [edges.add(remnant, [], 0)]]
  }

  private func ends(_ part: Int, _ way: [Int]) -> Ends {
    model.parts[part].detectors.filter { isOwn[Int($0)] }
      + way.map { UInt32(model.detectorCount + $0) }.sorted()
  }

  /// Makes the edges of the lifted lattice: first those of parts that are one edge, then those that others fall into.
  private mutating func lift(
    _ split: [(part: Int, ways: [[Int]])], _ chances: [Double]
  ) throws(DecodingError) {
    var late: [(part: Int, ways: [[Int]])] = []
    for (part, ways) in split {
      let observables = model.parts[part].observables
      guard ways.count == 1, ways[0].count <= 1 else {
        late.append((part, ways))
        continue
      }
      let ends = ends(part, ways[0])
      guard ends.count <= 2 else {
        late.append((part, ways))
        continue
      }
      lifted[part] = [lifts.add(ends, observables, chances[part])]
    }
    var last: [(part: Int, ways: [[Int]])] = []
    var pending: [(part: Int, ways: [[Int]])] = []
    for (part, ways) in late {
      let observables = model.parts[part].observables
      var found: [(way: [Int], lift: Int)] = []
      for way in ways {
        let ends = ends(part, way)
        guard ends.count <= 2 else { continue }
        if let known = lifts.place(of: ends), lifts.observables[known] != observables { continue }
        found.append((way, lifts.add(ends, observables, chances[part])))
      }
      guard let best = found.first else {
        last.append((part, ways))
        continue
      }
      restricted[part] = best.way
      lifted[part] = [best.lift]
      others += found.dropFirst().map { ($0.lift, part) }
    }
    for (part, ways) in last where !liftInPieces(part, ways) { pending.append((part, ways)) }
    let pairing = PartPairing(model)
    for (part, ways) in pending {
      if liftAsPair(part, pairing) || liftWithRemnant(part, ways) { continue }
      throw ColourModel.unsuitable(model.parts[part])
    }
  }

  /// Splits what a part flips in the lifted lattice into edges that others make; false if there is no way.
  private mutating func liftInPieces(_ part: Int, _ ways: [[Int]]) -> Bool {
    let observables = model.parts[part].observables
    var best: (way: [Int], cover: [Int])?
    for way in ways {
      let ends = ends(part, way)
      guard ends.count <= Self.widest,
        let cover = lifts.covers(of: ends).first(where: { lifts.flips(of: $0) == observables })
      else { continue }
      if cover.count < best?.cover.count ?? .max { best = (way, cover) }
    }
    guard let best else { return false }
    restricted[part] = best.way
    lifted[part] = best.cover
    return true
  }

  /// Takes a part for two others; false if there are none.
  private mutating func liftAsPair(_ part: Int, _ pairing: PartPairing) -> Bool {
    var best: (first: Int, second: Int, count: Int)?
    for (first, second) in pairing.pairs(of: model.parts[part])
    where !lifted[first].isEmpty && !lifted[second].isEmpty {
      let count = lifted[first].count + lifted[second].count
      if count < best?.count ?? .max { best = (first, second, count) }
    }
    guard let best else { return false }
    func sum(_ lists: [[Int]]) -> [Int] {
      Set(lists[best.first]).symmetricDifference(lists[best.second]).sorted()
    }
    restricted[part] = sum(restricted)
    lifted[part] = sum(lifted)
    return true
  }

  /// Splits what a part flips in the lifted lattice into edges that others make and one that none does; false if there
  /// is no way.
  private mutating func liftWithRemnant(_ part: Int, _ ways: [[Int]]) -> Bool {
    for way in ways {
      let ends = ends(part, way)
      guard ends.count <= Self.widest, let (cover, remnant) = lifts.coverWithRemnant(of: ends)
      else { continue }
      let rest = Symptom(
        observables: model.parts[part].observables + lifts.flips(of: cover)
      ).observables
      restricted[part] = way
      lifted[part] = cover + [lifts.add(remnant, rest, 0)]
      return true
    }
    return false
  }

  /// The model of the restricted lattice.
  func restrictedModel() -> DetectorErrorModel {
    var result = DetectorErrorModel([])
    if model.detectorCount > 0 {
      result.instructions.append(.detector(UInt64(model.detectorCount - 1)))
    }
    for error in model.errors {
      var targets: [DetectorErrorModel.Target] = []
      for edge in error.parts.flatMap({ restricted[$0] }) {
        if !targets.isEmpty { targets.append(.separator) }
        targets += edges.ends[edge].map { .detector(UInt64($0)) }
      }
      guard !targets.isEmpty else { continue }
      result.instructions.append(.error(probability: error.probability, targets: targets))
    }
    return result
  }

  /// The model of the lifted lattice, in which the edges of the graph of the restricted one are detectors.
  func liftedModel(_ graph: MatchingGraph) -> DetectorErrorModel {
    var numbers: [Ends: UInt64] = [:]
    for (index, edge) in graph.edges.enumerated() {
      numbers[[edge.first, edge.second].filter { $0 != none }] =
        UInt64(model.detectorCount + index)
    }
    let count = model.detectorCount + graph.edges.count
    var result = DetectorErrorModel([])
    if count > 0 { result.instructions.append(.detector(UInt64(count - 1))) }
    if model.observableCount > 0 {
      result.instructions.append(.logicalObservable(UInt64(model.observableCount - 1)))
    }
    // Nil if the lattice below lacks an edge: one of a way to split that no error takes.
    func targets(_ lift: Int) -> [DetectorErrorModel.Target]? {
      var targets: [DetectorErrorModel.Target] = []
      for end in lifts.ends[lift] {
        if Int(end) < model.detectorCount {
          targets.append(.detector(UInt64(end)))
        } else if let number = numbers[edges.ends[Int(end) - model.detectorCount]] {
          targets.append(.detector(number))
        } else {
          return nil
        }
      }
      return targets + lifts.observables[lift].map { .observable(UInt64($0)) }
    }
    var chances = [Double](repeating: 0, count: model.parts.count)
    for error in model.errors {
      var all: [DetectorErrorModel.Target] = []
      for part in error.parts {
        chances[part] =
          chances[part] * (1 - error.probability)
          + (1 - chances[part]) * error.probability
        for lift in lifted[part] {
          guard let targets = targets(lift) else {
            preconditionFailure("The edges of an error are in the lattice below.")
          }
          if !all.isEmpty { all.append(.separator) }
          all += targets
        }
      }
      result.instructions.append(.error(probability: error.probability, targets: all))
    }
    for (lift, part) in others {
      guard let targets = targets(lift) else { continue }
      result.instructions.append(.error(probability: chances[part], targets: targets))
    }
    return result
  }
}
