// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// The working memory of a stream whose even windows depend on nothing but their own rounds.
///
/// Each even window is decoded when its rounds are there, and each odd one when its two neighbours are done.
final class ParallelWindowEngine: StreamingEngine {
  private let compiled: CompiledWindows
  private var solver: WindowSolver
  /// The sites that fired in rounds that some window still looks at, ascending.
  private var sites: [Int] = []
  /// The sites that chains of even windows left in the stretches between them, ascending.
  private var left: [Int] = []
  private var selected: [Int] = []
  /// The number of the next even window.
  private var window = 0
  private(set) var roundsTaken = 0
  private(set) var roundsCommitted = 0

  var observables: UInt64 { solver.observables }
  var corrections: [StreamCorrection] { solver.corrections }

  init(_ compiled: CompiledWindows) {
    self.compiled = compiled
    solver = WindowSolver(compiled)
    sites.reserveCapacity(1024)
    left.reserveCapacity(256)
    selected.reserveCapacity(1024)
  }

  func take(_ defects: Span<UInt32>) throws(DecodingError) {
    try checkRound(
      defects, stride: compiled.stride, taken: roundsTaken, of: compiled.roundCount)
    let base = roundsTaken * compiled.stride
    for index in defects.indices { sites.append(base &+ Int(defects[index])) }
    roundsTaken += 1
    solver.corrections.removeAll(keepingCapacity: true)
    let plan = compiled.plan
    // At the end of the stream several windows can become complete at once.
    while window < plan.count, roundsTaken == plan[window].rounds.upperBound {
      try decode(window, toggling: false)
      for place in solver.cuts.indices { left.toggle(solver.cuts[place]) }
      if window > 0 { try decode(window - 1, toggling: true) }
      roundsCommitted = plan[window].commits.upperBound
      window += 2
      drop()
    }
    if roundsTaken == plan.roundCount, window == plan.count, plan.count % 2 == 0, plan.count > 0 {
      try decode(plan.count - 1, toggling: true)
      roundsCommitted = plan.roundCount
    }
  }

  /// Decodes a window of the sites in its rounds, with what its neighbours left there if asked for.
  private func decode(_ index: Int, toggling: Bool) throws(DecodingError) {
    let rounds = compiled.plan[index].rounds
    let range = rounds.lowerBound * compiled.stride..<rounds.upperBound * compiled.stride
    selected.removeAll(keepingCapacity: true)
    for place in sites.indices where range.contains(sites[place]) {
      selected.append(sites[place])
    }
    if toggling {
      for place in left.indices where range.contains(left[place]) { selected.toggle(left[place]) }
    }
    try solver.decode(index, selected)
  }

  /// Forgets the sites that no later window looks at.
  private func drop() {
    let kept =
      max(
        0,
        min(
          roundsCommitted,
          (window * compiled.plan.settings.commit)
            - compiled.plan.settings.buffer)) * compiled.stride
    let committed = roundsCommitted * compiled.stride
    var count = 0
    while count < sites.count, sites[count] < kept { count += 1 }
    sites.removeFirst(count)
    count = 0
    while count < left.count, left[count] < committed { count += 1 }
    left.removeFirst(count)
  }

  func prepare() { solver.prepare() }

  func restart() {
    sites.removeAll(keepingCapacity: true)
    left.removeAll(keepingCapacity: true)
    solver.observables = 0
    solver.corrections.removeAll(keepingCapacity: true)
    window = 0
    roundsTaken = 0
    roundsCommitted = 0
  }
}
