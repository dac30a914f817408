// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The orders in which searches take up detectors.
enum DetectorOrders {
  /// Makes some orders, each the rank of every detector.
  ///
  /// In turn: by distance, in errors, from a detector at the edge of the model; as numbered, which for a circuit is the
  /// order of time; the reverses of both; then by distance from detectors spread over the model.
  static func ranks(_ model: SearchModel, count: Int) -> [[UInt32]] {
    let n = model.detectorCount
    guard n > 0 else { return [[UInt32]](repeating: [], count: count) }
    // The last detector of a sweep from anywhere lies at an edge.
    let edge = sweep(model, from: 0)[n - 1]
    let ordered = (0..<UInt32(n)).map { $0 }
    return (0..<count).map { index in
      switch index {
      case 0: inverse(sweep(model, from: edge))
      case 1: ordered
      case 2: inverse(sweep(model, from: edge).reversed())
      case 3: ordered.reversed()
      default: inverse(sweep(model, from: UInt32(n * (index - 3) / (count - 3) % n)))
      }
    }
  }

  /// All detectors by distance from one; parts of the model that it does not reach follow in turn.
  private static func sweep(_ model: SearchModel, from first: UInt32) -> [UInt32] {
    var isSeen = [Bool](repeating: false, count: model.detectorCount)
    var order: [UInt32] = []
    order.reserveCapacity(model.detectorCount)
    var next = 0
    for start in [first] + (0..<UInt32(model.detectorCount)) where !isSeen[Int(start)] {
      isSeen[Int(start)] = true
      order.append(start)
      while next < order.count {
        let here = Int(order[next])
        next += 1
        for place in model.neighbourStarts[here]..<model.neighbourStarts[here + 1] {
          let near = model.neighbours[Int(place)]
          if isSeen[Int(near)] { continue }
          isSeen[Int(near)] = true
          order.append(near)
        }
      }
    }
    return order
  }

  private static func inverse(_ order: [UInt32]) -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: order.count)
    for (rank, detector) in order.enumerated() { ranks[Int(detector)] = UInt32(rank) }
    return ranks
  }
}
