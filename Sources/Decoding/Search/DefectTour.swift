// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// A tour of the defects of a shot that goes to the nearest one next, so that a search ends each cluster of defects
/// before it begins another.
///
/// Partial solutions that differ in how they explain a finished cluster leave the same residual syndrome and merge;
/// clusters taken up side by side would multiply them instead.
struct DefectTour: ~Copyable {
  private let model: SearchModel
  private var order = GrowableBuffer<UInt32>()
  private var isDefect: PackedBuffer<Bool>
  /// For each detector, its distance in errors from the defects visited, in the last tour that saw it.
  private var distance: PackedBuffer<UInt16>
  private var seen: PackedBuffer<UInt32>
  private var epoch: UInt32 = 0
  /// Detectors by distance from the defects visited.
  private var rings: [[UInt32]] = []

  init(_ model: SearchModel) {
    self.model = model
    isDefect = PackedBuffer(repeating: false, count: model.detectorCount)
    distance = PackedBuffer(repeating: 0, count: model.detectorCount)
    seen = PackedBuffer(repeating: 0, count: model.detectorCount)
  }

  /// The number of defects.
  var count: Int { order.count }
  /// The defects in the order of the tour.
  subscript(index: Int) -> UInt32 { order[index] }

  /// Plans a tour that starts from the defect of least rank.
  mutating func plan(_ defects: Span<UInt32>, _ ranks: Span<UInt32>) {
    order.truncate(to: 0)
    epoch &+= 1
    for index in defects.indices { isDefect[Int(defects[index])] = true }
    var left = defects.count
    while left > 0 {
      // The first defect, or one in a part of the model that the others do not reach.
      var start = none
      var rank = UInt32.max
      for index in defects.indices where isDefect[Int(defects[index])] {
        if ranks[Int(defects[index])] < rank {
          rank = ranks[Int(defects[index])]
          start = defects[index]
        }
      }
      visit(start)
      left &-= 1
      var ring = 0
      while ring < rings.count && left > 0 {
        guard let here = rings[ring].popLast() else {
          ring &+= 1
          continue
        }
        guard Int(distance[Int(here)]) == ring else { continue }
        if isDefect[Int(here)] {
          visit(here)
          left &-= 1
          ring = 0
          continue
        }
        spread(from: here, ring + 1)
      }
      for ring in rings.indices { rings[ring].removeAll(keepingCapacity: true) }
    }
  }

  private mutating func visit(_ defect: UInt32) {
    order.append(defect)
    isDefect[Int(defect)] = false
    seen[Int(defect)] = epoch
    distance[Int(defect)] = 0
    spread(from: defect, 1)
  }

  private mutating func spread(from detector: UInt32, _ ring: Int) {
    while rings.count <= ring { rings.append([]) }
    for place in model.neighbourStarts[Int(detector)]..<model.neighbourStarts[Int(detector) &+ 1] {
      let near = model.neighbours[Int(place)]
      if seen[Int(near)] == epoch && Int(distance[Int(near)]) <= ring { continue }
      seen[Int(near)] = epoch
      distance[Int(near)] = UInt16(truncatingIfNeeded: ring)
      rings[ring].append(near)
    }
  }
}
