// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Improves a set of errors piece by piece.
///
/// A piece is a few errors of the set that lie near one another. A search for cheaper errors with the same syndrome
/// and the same observables replaces it, starting from the cost of the piece as the one to beat, so that it is short.
/// Pieces overlap; once none of them can be improved the set is done. Only what would change more errors at
/// once than a piece has is beyond it, as is the way to other observables: for these it needs other sets to
/// start from.
struct SolutionRefiner: ~Copyable {
  private let model: SearchModel
  private let ranks: [UInt32]
  /// The errors of the set.
  private(set) var errors: [UInt32] = []
  private(set) var cost: Int64 = 0
  /// For each detector, the last entry of its list of errors of the set.
  private var heads: PackedBuffer<UInt32>
  /// The entries of these lists: a place in `errors`, and the entry before.
  private var entries: [(place: UInt32, next: UInt32)] = []
  private var seen: PackedBuffer<UInt32>
  private var epoch: UInt32 = 0
  private var ring: [UInt32] = []
  /// Places in `errors` of the piece at hand, and whether each place is.
  private var piece: [UInt32] = []
  private var isInPiece: [Bool] = []
  private var isDefect: PackedBuffer<Bool>
  private var defects: [UInt32] = []
  /// The pieces that were searched in vain.
  private var tried = ReachedTable()

  init(_ model: SearchModel) {
    self.model = model
    ranks = (0..<UInt32(model.detectorCount)).map { $0 }
    heads = PackedBuffer(repeating: none, count: model.detectorCount)
    seen = PackedBuffer(repeating: 0, count: model.detectorCount)
    isDefect = PackedBuffer(repeating: false, count: model.detectorCount)
  }

  /// Takes a set of errors and improves it.
  mutating func refine(
    _ start: [UInt32], with core: inout SearchCore, size: Int, limits: SearchLimits
  ) {
    errors.removeAll(keepingCapacity: true)
    errors += start
    tried.removeAll()
    settle()
    list()
    var place = 0
    var vain = 0
    while vain < errors.count {
      if place >= errors.count { place = 0 }
      gather(from: place, size)
      if improve(with: &core, limits) {
        vain = 0
        unlist()
        list()
      } else {
        vain += 1
        place += 1
      }
    }
    unlist()
  }

  /// Takes out errors that occur twice, and adds up the cost.
  private mutating func settle() {
    errors.sort()
    var kept = 0
    var place = 0
    while place < errors.count {
      if place + 1 < errors.count, errors[place] == errors[place + 1] {
        place += 2
        continue
      }
      errors[kept] = errors[place]
      kept += 1
      place += 1
    }
    errors.removeLast(errors.count - kept)
    cost = errors.reduce(0) { $0 + Int64(model.costs[Int($1)]) }
  }

  private mutating func list() {
    isInPiece = [Bool](repeating: false, count: errors.count)
    for (place, error) in errors.enumerated() {
      for index in model.starts[Int(error)]..<model.starts[Int(error) + 1] {
        let detector = Int(model.detectors[Int(index)])
        entries.append((UInt32(place), heads[detector]))
        heads[detector] = UInt32(entries.count - 1)
      }
    }
  }

  private mutating func unlist() {
    // The set may have changed; the entries tell no detector, so all lists are emptied by those of the old set.
    for detector in 0..<model.detectorCount { heads[detector] = none }
    entries.removeAll(keepingCapacity: true)
  }

  /// Gathers the errors of the set nearest to one of them.
  private mutating func gather(from place: Int, _ size: Int) {
    piece.removeAll(keepingCapacity: true)
    ring.removeAll(keepingCapacity: true)
    epoch &+= 1
    take(UInt32(place))
    var next = 0
    while next < ring.count {
      let detector = Int(ring[next])
      next += 1
      var entry = heads[detector]
      while entry != none {
        let (place, before) = entries[Int(entry)]
        if !isInPiece[Int(place)] {
          if piece.count == size { break }
          take(place)
        }
        entry = before
      }
      if piece.count == size { break }
      for index in model.neighbourStarts[detector]..<model.neighbourStarts[detector + 1] {
        visit(model.neighbours[Int(index)])
      }
    }
    for place in piece { isInPiece[Int(place)] = false }
  }

  private mutating func take(_ place: UInt32) {
    isInPiece[Int(place)] = true
    piece.append(place)
    let error = Int(errors[Int(place)])
    for index in model.starts[error]..<model.starts[error + 1] {
      visit(model.detectors[Int(index)])
    }
  }

  private mutating func visit(_ detector: UInt32) {
    if seen[Int(detector)] == epoch { return }
    seen[Int(detector)] = epoch
    ring.append(detector)
  }

  /// Searches for cheaper errors in place of the piece.
  ///
  /// - Returns: Whether there were some.
  private mutating func improve(with core: inout SearchCore, _ limits: SearchLimits) -> Bool {
    var key: UInt64 = 0
    var mask: UInt64 = 0
    var old: Int64 = 0
    defects.removeAll(keepingCapacity: true)
    ring.removeAll(keepingCapacity: true)
    for place in piece {
      let error = errors[Int(place)]
      key ^= (UInt64(error) &+ 1) &* 0x9E37_79B9_7F4A_7C15
      mask ^= model.masks[Int(error)]
      old += Int64(model.costs[Int(error)])
      for index in model.starts[Int(error)]..<model.starts[Int(error) + 1] {
        let detector = model.detectors[Int(index)]
        isDefect[Int(detector)].toggle()
        ring.append(detector)
      }
    }
    for detector in ring where isDefect[Int(detector)] {
      isDefect[Int(detector)] = false
      defects.append(detector)
    }
    guard tried.insert(key ^ key &>> 29, cost: 0) else { return false }
    core.reset()
    core.best = old
    core.coset = mask
    _ = core.search(defects.span, ranks: ranks.span, limits: limits)
    core.coset = nil
    guard core.best < old else { return false }
    for place in piece { errors[Int(place)] = none }
    errors.removeAll { $0 == none }
    for index in 0..<core.solution.count { errors.append(core.solution[index]) }
    settle()
    return true
  }
}
