// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// Which error flips which detectors, both ways.
struct SweepShape {
  /// What each error flips.
  let symptoms: [Symptom]
  /// The errors that flip each detector, ascending.
  let errors: [[Int]]

  init(_ symptoms: [Symptom], detectorCount: Int) {
    self.symptoms = symptoms
    var errors = [[Int]](repeating: [], count: detectorCount)
    for (error, symptom) in symptoms.enumerated() {
      for detector in symptom.detectors { errors[Int(detector)].append(error) }
    }
    self.errors = errors
  }
}

/// The order in which a sweep takes up the errors, and what it costs.
struct SweepOrder {
  /// The errors, in the order in which they are summed.
  private(set) var errors: [Int] = []
  /// The sum over errors of 2^(open detectors and observables).
  private(set) var cost = 0.0

  /// The most starts of greedy orders that are tried, fewer for models of many detectors.
  private static let startCount = 48

  /// The cheapest of many orders; nil if each opens more than `width` detectors and observables at once.
  ///
  /// Tried are sweeps along the axes of the detectors' coordinates and along the diagonals of each two of them, and
  /// orders that next close the detector that opens the fewest others, from several starts.
  static func narrowest(
    _ shape: SweepShape, _ coordinates: [UInt64: [Double]], width: Int
  ) -> SweepOrder? {
    let count = shape.errors.count
    let starts = min(count, startCount, 2 + 20_000 / max(1, count))
    var best: SweepOrder?
    func consider(_ order: SweepOrder?) {
      if let order, order.cost < best?.cost ?? .infinity { best = order }
    }
    for order in sweeps(coordinates, count: count) {
      consider(walk(shape, width: width, atMost: best?.cost ?? .infinity, order: order))
    }
    for place in 0..<max(1, starts) {
      let first = starts == 0 ? nil : place * count / starts
      consider(walk(shape, width: width, atMost: best?.cost ?? .infinity, from: first))
    }
    return best
  }

  /// Orders of the detectors by their coordinates; none unless all have as many.
  private static func sweeps(_ coordinates: [UInt64: [Double]], count: Int) -> [[Int]] {
    let axes = coordinates[0]?.count ?? 0
    guard coordinates.count == count, coordinates.values.allSatisfy({ $0.count == axes }) else {
      return []
    }
    var directions = (0..<axes).map { axis in (0..<axes).map { $0 == axis ? 1.0 : 0 } }
    for first in 0..<axes {
      for second in 0..<first {
        for sign in [1.0, -1] {
          directions.append((0..<axes).map { $0 == first ? 1 : $0 == second ? sign : 0 })
        }
      }
    }
    return directions.map { direction in
      let keys = (0..<count).map { detector in
        let place = coordinates[UInt64(detector)] ?? []
        return [zip(place, direction).reduce(0) { $0 + $1.0 * $1.1 }] + place
      }
      return (0..<count).sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    }
  }

  /// Takes the detectors up in the order given.
  private static func walk(
    _ shape: SweepShape, width: Int, atMost limit: Double, order: [Int]
  ) -> SweepOrder? {
    var walk = SweepWalk(shape, width: width, limit: limit)
    for detector in order where !walk.close(detector) { return nil }
    return walk.finish() ? SweepOrder(errors: walk.errors, cost: walk.cost) : nil
  }

  /// Takes up next the open detector that opens the fewest others; of equals, the one that was opened first.
  private static func walk(
    _ shape: SweepShape, width: Int, atMost limit: Double, from first: Int?
  ) -> SweepOrder? {
    var walk = SweepWalk(shape, width: width, limit: limit)
    if let first, !walk.close(first) { return nil }
    while let next = walk.next() {
      if !walk.close(next) { return nil }
    }
    return walk.finish() ? SweepOrder(errors: walk.errors, cost: walk.cost) : nil
  }
}

/// A sweep that is being planned.
struct SweepWalk {
  private let shape: SweepShape
  private let width: Int
  private let limit: Double
  private(set) var errors: [Int] = []
  private(set) var cost = 0.0
  private var isTaken: [Bool]
  private var isOpened: [Bool]
  /// For each error, its detectors that were never open.
  private var fresh: [Int]
  /// For each detector, its errors that are still to be taken.
  private var rest: [Int]
  /// The open detectors, in the order in which they were opened.
  private var open: [Int] = []
  private var seen: Set<UInt32> = []
  /// Errors all of whose detectors have been opened: they are taken at once, for they only help to close.
  private var ready: [Int] = []

  init(_ shape: SweepShape, width: Int, limit: Double) {
    self.shape = shape
    self.width = width
    self.limit = limit
    isTaken = [Bool](repeating: false, count: shape.symptoms.count)
    isOpened = [Bool](repeating: false, count: shape.errors.count)
    fresh = shape.symptoms.map(\.detectors.count)
    rest = shape.errors.map(\.count)
    errors.reserveCapacity(shape.symptoms.count)
  }

  /// Takes all errors of a detector, so that it is closed; false if that is too wide or too dear.
  mutating func close(_ detector: Int) -> Bool {
    while rest[detector] > 0 {
      var best: Int?
      for error in shape.errors[detector] where !isTaken[error] {
        if fresh[error] < best.map({ fresh[$0] }) ?? .max { best = error }
      }
      guard let best, take(best) else { return false }
      while let error = ready.popLast() {
        if !isTaken[error] && !take(error) { return false }
      }
    }
    return true
  }

  /// Takes the errors that no detector sees; whether the whole sweep is narrow and cheap enough.
  mutating func finish() -> Bool {
    guard rest.allSatisfy({ $0 == 0 }) else { return false }
    for error in shape.symptoms.indices where !isTaken[error] {
      guard take(error) else { return false }
    }
    return true
  }

  /// The detector to take up next, or nil if all are closed.
  func next() -> Int? {
    var best: Int?
    var fewest = Int.max
    for detector in open {
      var opens: Set<UInt32> = []
      for error in shape.errors[detector] where !isTaken[error] {
        for other in shape.symptoms[error].detectors where !isOpened[Int(other)] {
          opens.insert(other)
        }
      }
      if opens.count < fewest { (best, fewest) = (detector, opens.count) }
    }
    if best != nil { return best }
    return rest.indices.filter { rest[$0] > 0 }.min { rest[$0] < rest[$1] }
  }

  private mutating func take(_ error: Int) -> Bool {
    isTaken[error] = true
    errors.append(error)
    seen.formUnion(shape.symptoms[error].observables)
    for detector in shape.symptoms[error].detectors where !isOpened[Int(detector)] {
      isOpened[Int(detector)] = true
      open.append(Int(detector))
      for other in shape.errors[Int(detector)] {
        fresh[other] -= 1
        if fresh[other] == 0 && !isTaken[other] { ready.append(other) }
      }
    }
    let bits = open.count + seen.count
    guard bits <= width else { return false }
    cost += Double(1 << bits)
    for detector in shape.symptoms[error].detectors { rest[Int(detector)] -= 1 }
    open.removeAll { rest[$0] == 0 }
    return cost <= limit
  }
}
