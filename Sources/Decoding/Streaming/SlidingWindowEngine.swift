// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// The working memory of a stream that is decoded in windows one after the other.
final class SlidingWindowEngine: StreamingEngine {
  private let compiled: CompiledWindows
  private var solver: WindowSolver
  /// The sites that fired and are not yet committed, ascending.
  private var sites: [Int] = []
  private var window = 0
  private(set) var roundsTaken = 0
  private(set) var roundsCommitted = 0

  var observables: UInt64 { solver.observables }
  var corrections: [StreamCorrection] { solver.corrections }

  init(_ compiled: CompiledWindows) {
    self.compiled = compiled
    solver = WindowSolver(compiled)
    sites.reserveCapacity(1024)
  }

  func take(_ defects: Span<UInt32>) throws(DecodingError) {
    try checkRound(
      defects, stride: compiled.stride, taken: roundsTaken, of: compiled.roundCount)
    let base = roundsTaken * compiled.stride
    for index in defects.indices { sites.append(base &+ Int(defects[index])) }
    roundsTaken += 1
    solver.corrections.removeAll(keepingCapacity: true)
    let plan = compiled.plan
    guard roundsTaken == plan[window].rounds.upperBound else { return }
    try solver.decode(window, sites)
    roundsCommitted = plan[window].commits.upperBound
    let end = roundsCommitted * compiled.stride
    var count = 0
    while count < sites.count, sites[count] < end { count += 1 }
    sites.removeFirst(count)
    for place in solver.cuts.indices { sites.toggle(solver.cuts[place]) }
    window += 1
  }

  func prepare() { solver.prepare() }

  func restart() {
    sites.removeAll(keepingCapacity: true)
    solver.observables = 0
    solver.corrections.removeAll(keepingCapacity: true)
    window = 0
    roundsTaken = 0
    roundsCommitted = 0
  }
}
