// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// A chain of errors of a solution, known by its ends and its observables.
struct Chain: BitwiseCopyable, Sendable {
  var from: UInt32
  /// `none` for the boundary.
  var to: UInt32
  var observables: UInt64

  var reversed: Chain { Chain(from: to, to: from, observables: observables) }
}

/// What windows need of a decoder: solutions as chains, on memory that is used again.
protocol ChainSolver: AnyObject {
  /// Does beforehand what would else be done when it is first needed.
  func prepare()

  /// Finds chains that together cancel the defects, in place of what the list held; false if nothing does.
  func solve(_ defects: Span<UInt32>, into chains: inout [Chain]) -> Bool

  /// Finds the single errors of a chain of the last solution, in order from `chain.from`.
  func steps(of chain: Chain, into steps: inout [Chain])
}

/// A compiled decoder whose solutions are chains.
protocol ChainingDecoder: CompiledDecoder {
  func makeChainSolver() -> any ChainSolver
}

extension CompiledMatching: ChainingDecoder {
  func makeChainSolver() -> any ChainSolver { MatchingChains(graph) }
}

extension CompiledUnionFind: ChainingDecoder {
  func makeChainSolver() -> any ChainSolver { UnionFindChains(self) }
}

/// Exact matching: the chains are the matched pairs.
final class MatchingChains: ChainSolver {
  private let graph: MatchingGraph
  private let solver: MatchingSolver
  private var paths: PathFinder
  /// The paths that were asked for before: windows ask for the same ones over and over.
  private var known: [UInt64: Range<Int>] = [:]
  private var knownSteps = GrowableBuffer<Chain>()

  /// How many steps are kept before the memory starts anew.
  private static let largestMemory = 1 << 20

  init(_ graph: MatchingGraph) {
    self.graph = graph
    solver = MatchingSolver(graph, word: 0)
    paths = PathFinder(graph)
  }

  /// Lists the neighbours of every detector.
  func prepare() {
    for node in 0..<UInt32(graph.detectorCount) {
      let alone = [node]
      _ = solver.solve(alone.span)
      solver.reset()
    }
  }

  func solve(_ defects: Span<UInt32>, into chains: inout [Chain]) -> Bool {
    chains.removeAll(keepingCapacity: true)
    let isSolved = solver.solve(defects)
    if isSolved {
      solver.forEachLink {
        chains.append(Chain(from: $0.from, to: $0.to, observables: $0.observables))
      }
    }
    solver.reset()
    return isSolved
  }

  func steps(of chain: Chain, into steps: inout [Chain]) {
    steps.removeAll(keepingCapacity: true)
    let key = UInt64(chain.from) << 32 | UInt64(chain.to)
    if known[key] == nil { find(chain, key) }
    for place in known[key] ?? 0..<0 { steps.append(knownSteps[place]) }
  }

  private func find(_ chain: Chain, _ key: UInt64) {
    if knownSteps.count > MatchingChains.largestMemory {
      known.removeAll(keepingCapacity: true)
      knownSteps.truncate(to: 0)
    }
    let start = knownSteps.count
    var node = chain.from
    for index in paths.path(from: chain.from, to: chain.to).reversed() {
      let edge = graph.edges[Int(index)]
      let next = edge.first == node ? edge.second : edge.first
      let mask = edge.observables.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
      knownSteps.append(Chain(from: node, to: next, observables: mask))
      node = next
    }
    known[key] = start..<knownSteps.count
  }
}

/// Union-find: the chains are the single errors of the correction.
final class UnionFindChains: ChainSolver {
  private let compiled: CompiledUnionFind
  private var core: UnionFindCore

  init(_ compiled: CompiledUnionFind) {
    self.compiled = compiled
    core = UnionFindCore(compiled.growthGraph, smallestFirst: compiled.smallestFirst)
  }

  func prepare() {}

  func solve(_ defects: Span<UInt32>, into chains: inout [Chain]) -> Bool {
    chains.removeAll(keepingCapacity: true)
    let isSolved = core.solve(defects)
    if isSolved {
      core.peel { index, correction in
        let edge = compiled.graph.edges[Int(index)]
        chains.append(
          Chain(from: edge.first, to: edge.second, observables: correction.observables))
      }
    }
    core.reset()
    return isSolved
  }

  func steps(of chain: Chain, into steps: inout [Chain]) {
    steps.removeAll(keepingCapacity: true)
    steps.append(chain)
  }
}
