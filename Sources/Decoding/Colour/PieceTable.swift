// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// Edges by their ends, one or two.
struct PieceTable {
  private(set) var ends: [[UInt32]] = []
  private(set) var observables: [[UInt32]] = []
  private var chances: [Double] = []
  private var places: [[UInt32]: Int] = [:]

  func place(of ends: [UInt32]) -> Int? { places[ends] }

  /// Adds to an edge, which is made if need be.
  mutating func add(_ ends: [UInt32], _ observables: [UInt32], _ chance: Double) -> Int {
    if let place = places[ends] {
      chances[place] += chance
      return place
    }
    places[ends] = self.ends.count
    self.ends.append(ends)
    self.observables.append(observables)
    chances.append(chance)
    return self.ends.count - 1
  }

  /// What some edges flip together.
  func flips(of pieces: [Int]) -> [UInt32] {
    Symptom(observables: pieces.flatMap { observables[$0] }).observables
  }

  /// The ways to make some ends up of edges, those with the fewest edges first, then the likeliest.
  func covers(of ends: [UInt32]) -> [[Int]] {
    var found: [[Int]] = []
    extend([], ends, &found)
    let keys = found.map { cover in (cover.count, -cover.reduce(1) { $0 * chances[$1] }) }
    return found.indices.sorted { keys[$0] < keys[$1] }.map { found[$0] }
  }

  private func extend(_ cover: [Int], _ rest: [UInt32], _ found: inout [[Int]]) {
    guard let first = rest.first else {
      found.append(cover)
      return
    }
    if let place = places[[first]] { extend(cover + [place], Array(rest.dropFirst()), &found) }
    for second in rest.indices.dropFirst() {
      guard let place = places[[first, rest[second]]] else { continue }
      var left = rest
      left.remove(at: second)
      left.removeFirst()
      extend(cover + [place], left, &found)
    }
  }

  /// A way to make all but one or two ends up of edges, and these.
  func coverWithRemnant(of ends: [UInt32]) -> (cover: [Int], remnant: [UInt32])? {
    for first in ends.indices {
      for second in ends.indices[first...] {
        let remnant = first == second ? [ends[first]] : [ends[first], ends[second]]
        guard places[remnant] == nil else { continue }
        if let cover = covers(of: ends.filter { !remnant.contains($0) }).first {
          return (cover, remnant)
        }
      }
    }
    return nil
  }
}

/// Which parts of errors flip together what another does.
struct PartPairing {
  private let parts: [Symptom]
  private var places: [[UInt32]: Int] = [:]
  private var partsAt: [[Int]]

  init(_ model: ColourModel) {
    parts = model.parts
    partsAt = [[Int]](repeating: [], count: model.detectorCount)
    for (place, part) in parts.enumerated() {
      places[part.detectors] = place
      for detector in part.detectors { partsAt[Int(detector)].append(place) }
    }
  }

  /// The pairs of parts that together flip just what a symptom says, one of them its first detector.
  func pairs(of symptom: Symptom) -> [(first: Int, second: Int)] {
    guard let detector = symptom.detectors.first else { return [] }
    return partsAt[Int(detector)].compactMap { first in
      let rest = symptom ^ parts[first]
      guard let second = places[rest.detectors], parts[second] == rest else { return nil }
      return (first, second)
    }
  }
}
