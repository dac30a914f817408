// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Decodes single windows and sorts out what is final.
///
/// Detectors are sites: round · stride + slot, counted from the beginning of the stream.
struct WindowSolver: ~Copyable {
  private let compiled: CompiledWindows
  /// The working memory of each kind of window.
  private let solvers: [any ChainSolver]
  private var chains: [Chain] = []
  private var steps: [Chain] = []
  private var local: [UInt32] = []

  /// The corrections of the last windows.
  var corrections: [StreamCorrection] = []
  /// The observables that all corrections flip.
  var observables: UInt64 = 0
  /// The sites at which the chains of the last window were cut, each as often as it was.
  var cuts: [Int] = []

  init(_ compiled: CompiledWindows) {
    self.compiled = compiled
    solvers = compiled.kinds.map { $0.makeChainSolver() }
    corrections.reserveCapacity(1024)
    cuts.reserveCapacity(256)
  }

  /// Prepares for every kind of window.
  func prepare() {
    for solver in solvers { solver.prepare() }
  }

  /// Decodes a window.
  ///
  /// - Parameters:
  ///   - index: The number of the window.
  ///   - defects: The sites within its rounds that fired, ascending.
  /// - Throws: `DecodingError` with code `.unexplainable`.
  mutating func decode(_ index: Int, _ defects: [Int]) throws(DecodingError) {
    let window = compiled.plan[index]
    let origin = window.rounds.lowerBound * compiled.stride
    cuts.removeAll(keepingCapacity: true)
    if defects.isEmpty { return }
    local.removeAll(keepingCapacity: true)
    for place in defects.indices {
      local.append(UInt32(truncatingIfNeeded: defects[place] &- origin))
    }
    let solver = solvers[compiled.kind(ofWindow: index)]
    let numbers = local
    guard solver.solve(numbers.span, into: &chains) else {
      throw DecodingError(
        .unexplainable,
        "No errors explain the detection events of rounds \(window.rounds.lowerBound) to "
          + "\(window.rounds.upperBound - 1): an odd number of detectors fired in a part of the model "
          + "that no error joins to the boundary, or a detector fired that no error flips.")
    }
    let stride = compiled.stride
    let first = UInt32((window.commits.lowerBound - window.rounds.lowerBound) * stride)
    let end = UInt32((window.commits.upperBound - window.rounds.lowerBound) * stride)
    for place in chains.indices {
      let chain = chains[place]
      let startsInside = chain.from >= first && chain.from < end
      let endsInside = chain.to >= first && chain.to < end
      let isWhole = chain.to == none ? chain.observables & openTimeMask == 0 : endsInside
      if startsInside && isWhole {
        commit(chain.from, chain.to, chain.observables, origin)
      } else if startsInside {
        commit(chain, upTo: first..<end, solver, origin)
      } else if endsInside {
        commit(chain.reversed, upTo: first..<end, solver, origin)
      }
    }
  }

  /// Commits a chain up to the first detector outside of the range.
  private mutating func commit(
    _ chain: Chain, upTo range: Range<UInt32>, _ solver: any ChainSolver, _ origin: Int
  ) {
    solver.steps(of: chain, into: &steps)
    var mask: UInt64 = 0
    for place in steps.indices {
      let step = steps[place]
      mask ^= step.observables
      if range.contains(step.to) { continue }
      if step.to != none { cuts.append(Int(step.to) &+ origin) }
      commit(chain.from, step.to, mask, origin)
      return
    }
    // The path that was found ends inside, at the same cost as the chain.
    commit(chain.from, chain.to, mask, origin)
  }

  private mutating func commit(_ from: UInt32, _ to: UInt32, _ mask: UInt64, _ origin: Int) {
    corrections.append(
      StreamCorrection(
        first: Int(from) &+ origin, second: to == none ? -1 : Int(to) &+ origin,
        observables: mask & ~openTimeMask))
    observables ^= mask & ~openTimeMask
  }
}

extension Array<Int> {
  /// Adds a site to an ascending list, or removes it if it is there.
  mutating func toggle(_ site: Int) {
    var place = count
    while place > 0, self[place - 1] > site { place -= 1 }
    if place > 0, self[place - 1] == site { remove(at: place - 1) } else { insert(site, at: place) }
  }
}

/// Checks a round against what a stream still takes.
///
/// - Throws: `DecodingError` with code `.shape`.
func checkRound(
  _ defects: Span<UInt32>, stride: Int, taken: Int, of roundCount: Int
) throws(DecodingError) {
  guard taken < roundCount else {
    throw DecodingError(.shape, "The stream has only \(roundCount) rounds.")
  }
  for index in defects.indices {
    guard defects[index] < stride, index == 0 || defects[index - 1] < defects[index] else {
      throw DecodingError(
        .shape,
        "Round \(taken) has slot \(defects[index]); slots are below \(stride), ascending and not "
          + "repeated.")
    }
  }
}
