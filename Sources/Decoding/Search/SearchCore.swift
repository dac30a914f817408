// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// The limits of a search.
struct SearchLimits: Sendable {
  /// How much more than one that has come further a partial solution may be bound to cost, in nats.
  var beam: Double
  /// The most sets of errors looked at in one search.
  var nodes: Int
  /// By what part of itself the bound on what remains is taken to fall short of the truth.
  var stretch: Double
}

/// A set of errors that a search has looked at.
struct SearchNode: BitwiseCopyable {
  /// The node with one error less.
  var parent: UInt32
  /// The error that it has more; `none` at the root.
  var error: UInt32
  /// Its cost.
  var cost: Int64
  /// The key of its residual syndrome.
  var key: UInt64
  /// Where the detectors of its residual syndrome are, and how many.
  var first: Int
  var count: Int
}

/// A detector of a residual syndrome with its share in the bound on the cost that remains.
struct Residual: BitwiseCopyable {
  var detector: UInt32
  var price: Int32
  /// The turn in which it is taken up.
  var turn: UInt32
}

/// A best-first search for the cheapest set of errors with a given syndrome.
///
/// A node is a set of errors; what counts of it is its cost g and its residual syndrome s, the detectors that
/// the set does not explain. Each set that explains the rest has an error that flips the first detector of s, so
/// only those errors lead on. The bound h on the remaining cost is a sum of prices, one for each detector of s,
/// such that no error costs less than the prices of what it clears: a solution of the dual of covering s by
/// errors. A node inherits the prices of its parent and raises those near the error that it adds, so g + h never
/// falls along a branch. Steps are taken by ascending g + h; a residual syndrome reached before at no greater
/// cost is dropped. Without limits and stretch the first complete set is
/// therefore the cheapest; a stretch of the bounds to what is likely makes the search go deeper first.
///
/// Detectors are taken up along a tour of the defects, and the detectors that an error adds in the turn of the one that
/// it clears. So every node can be compared with those that have come further on the tour: the beam drops it
/// if its bound exceeds one of theirs by some margin. A search over sets of errors with residual detectors
/// as its guide is the idea of Beni, Higgott and Shutty, arXiv:2503.10988 (2025); prices, tour and beam are ours.
struct SearchCore: ~Copyable {
  let model: SearchModel
  /// The cost of the best solution so far, `Int64.max` without any.
  var best = Int64.max
  /// The errors of the best solution.
  var solution = GrowableBuffer<UInt32>()
  /// The observables that solutions must flip; nil if any will do.
  var coset: UInt64?

  var queue = SearchQueue()
  var reached = ReachedTable()
  var nodes = GrowableBuffer<SearchNode>(minimumCapacity: 256)
  var residuals = GrowableBuffer<Residual>(minimumCapacity: 4096)
  /// For each detector, whether it is in the residual syndrome at hand.
  var isResidual: PackedBuffer<Bool>
  /// For each detector of the residual syndrome at hand, its share.
  var prices: PackedBuffer<Int32>
  /// For each detector, the last node that changed something near it.
  var touched: PackedBuffer<UInt32>
  var epoch: UInt32 = 0
  var width: Int64 = 1
  var stretch: Int64 = 0
  /// Prices to go back to.
  var saved = GrowableBuffer<(UInt32, Int32)>()
  /// The node with the fewest residual detectors, and among those the least bound.
  var tour: DefectTour
  /// For each turn, the least bound of the nodes that have come to a later one.
  var leastBounds = GrowableBuffer<Int64>()
  var margin = Int64(0)
  var closest = (count: Int.max, bound: Int64.max, node: none)

  init(_ model: SearchModel) {
    self.model = model
    tour = DefectTour(model)
    isResidual = PackedBuffer(repeating: false, count: model.detectorCount)
    prices = PackedBuffer(repeating: 0, count: model.detectorCount)
    touched = PackedBuffer(repeating: 0, count: model.detectorCount)
  }

  /// Forgets the solution of the last shot.
  mutating func reset() {
    best = .max
    solution.truncate(to: 0)
    closest = (.max, .max, none)
  }
}
