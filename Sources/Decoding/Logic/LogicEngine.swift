// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What the logic made of one shot.
public struct LogicAnswer: Sendable, Hashable {
  /// The observables that flipped, as a mask.
  public let observables: UInt64
  /// The clocks it took.
  public let cycles: LogicCycles
}

/// A decoder in logic at work; the arrays are the registers of its elements and links.
///
/// Only elements that a cluster has reached are visited, since the others do nothing; all that happens in one clock
/// is computed from the registers before it.
public final class LogicEngine {
  private let decoder: LogicDecoder
  private let graph: UnionFindGraph

  // The elements' registers.
  private var cluster: [UInt32]
  private var parent: [UInt32]
  private var parentLink: [UInt32]
  private var isDefect: [Bool]
  private var isOdd: [Bool]
  /// The parity of the defects in the element's subtree.
  private var parity: [Bool]
  /// The link to the boundary that is grown; `none` if there is none.
  private var exitLink: [UInt32]
  /// The least element in the subtree with a grown link to the boundary.
  private var exit: [UInt32]
  // The links' registers.
  private var growth: [UInt8]

  // Bookkeeping of the simulation, not of the logic.
  private var depth: [Int32]
  private var isReached: [Bool]
  private var reached: [UInt32] = []
  private var grownLinks: [UInt32] = []
  private var updates: [(element: UInt32, cluster: UInt32, parent: UInt32, link: UInt32)] = []
  private var byDepth: [UInt32] = []

  init(_ decoder: LogicDecoder) {
    self.decoder = decoder
    graph = decoder.graph
    let count = graph.detectorCount
    cluster = Array(0..<UInt32(count))
    parent = [UInt32](repeating: none, count: count)
    parentLink = parent
    isDefect = [Bool](repeating: false, count: count)
    isOdd = isDefect
    parity = isDefect
    isReached = isDefect
    exitLink = parent
    exit = parent
    depth = [Int32](repeating: 0, count: count)
    growth = decoder.openLinks.map { $0 ? 2 : 0 }
  }

  /// Decodes one shot, clock by clock.
  ///
  /// - Parameter defects: The detectors that fired, without repetition.
  /// - Returns: The answer and its clocks.
  /// - Throws: `DecodingError` with code `.unexplainable`, or `.shape` if there is no such detector.
  public func decode(_ defects: some Sequence<UInt32>) throws(DecodingError) -> LogicAnswer {
    defer { reset() }
    var cycles = LogicCycles()
    cycles.load = 1
    for defect in defects {
      guard Int(defect) < graph.detectorCount else {
        throw DecodingError(
          .shape, "Detector \(defect) fired; the model has \(graph.detectorCount) detectors.")
      }
      isDefect[Int(defect)].toggle()
      isOdd[Int(defect)] = true
      reach(defect)
    }
    merge(&cycles)
    addParities(&cycles)
    let checking = decoder.architecture.depth(over: graph.detectorCount)
    while true {
      cycles.check += checking
      guard reached.contains(where: { isOdd[Int($0)] }) else { break }
      guard grow(&cycles) else {
        throw DecodingError(
          .unexplainable,
          "no errors explain the detection events: a cluster of odd parity has nowhere to grow.")
      }
      merge(&cycles)
      addParities(&cycles)
    }
    let observables = peel(&cycles)
    return LogicAnswer(observables: observables, cycles: cycles)
  }

  /// Takes an element into the simulation, and with it what links of no length join to it.
  private func reach(_ element: UInt32) {
    guard !isReached[Int(element)] else { return }
    isReached[Int(element)] = true
    reached.append(element)
    for place in graph.starts[Int(element)]..<graph.starts[Int(element) + 1] {
      let link = graph.growthEdges[Int(place)]
      if growth[Int(link.edge)] == 2 { join(element, link) }
    }
  }

  /// Acts on a link that is fully grown, seen from one of its ends.
  private func join(_ element: UInt32, _ link: GrowthEdge) {
    if Int(link.node) == graph.detectorCount {
      if exitLink[Int(element)] == none { exitLink[Int(element)] = link.edge }
    } else {
      reach(link.node)
    }
  }

  /// Lets every element of an odd cluster grow its links by half: one clock.
  ///
  /// - Returns: Whether anything grew.
  private func grow(_ cycles: inout LogicCycles) -> Bool {
    cycles.grow += 1
    var hasGrown = false
    // Elements that are reached now grow from the next time on.
    for index in reached.indices {
      let element = reached[index]
      guard isOdd[Int(element)] else { continue }
      for place in graph.starts[Int(element)]..<graph.starts[Int(element) + 1] {
        let link = graph.growthEdges[Int(place)]
        guard link.length < UnionFindGraph.absent, growth[Int(link.edge)] < 2 else { continue }
        if growth[Int(link.edge)] == 0 { grownLinks.append(link.edge) }
        growth[Int(link.edge)] += 1
        hasGrown = true
      }
    }
    for index in reached.indices {
      let element = reached[index]
      for place in graph.starts[Int(element)]..<graph.starts[Int(element) + 1] {
        let link = graph.growthEdges[Int(place)]
        if growth[Int(link.edge)] == 2 { join(element, link) }
      }
    }
    return hasGrown
  }

  /// Spreads the least number in each cluster, one link a clock, until nothing changes.
  private func merge(_ cycles: inout LogicCycles) {
    while true {
      cycles.merge += 1
      updates.removeAll(keepingCapacity: true)
      for element in reached {
        var least = cluster[Int(element)]
        var (origin, edge) = (none, none)
        for place in graph.starts[Int(element)]..<graph.starts[Int(element) + 1] {
          let link = graph.growthEdges[Int(place)]
          guard growth[Int(link.edge)] == 2, Int(link.node) < graph.detectorCount else { continue }
          if cluster[Int(link.node)] < least {
            least = cluster[Int(link.node)]
            (origin, edge) = (link.node, link.edge)
          }
        }
        if origin != none { updates.append((element, least, origin, edge)) }
      }
      if updates.isEmpty { return }
      for update in updates {
        cluster[Int(update.element)] = update.cluster
        parent[Int(update.element)] = update.parent
        parentLink[Int(update.element)] = update.link
      }
    }
  }

  /// Adds up parities and exits towards the roots and tells the elements: twice the depth of the deepest tree.
  private func addParities(_ cycles: inout LogicCycles) {
    orderByDepth()
    for element in reached {
      parity[Int(element)] = isDefect[Int(element)]
      exit[Int(element)] = exitLink[Int(element)] == none ? none : element
    }
    for element in byDepth.reversed() where parent[Int(element)] != none {
      let above = Int(parent[Int(element)])
      if parity[Int(element)] { parity[above].toggle() }
      exit[above] = min(exit[above], exit[Int(element)])
    }
    for element in byDepth {
      let above = parent[Int(element)]
      isOdd[Int(element)] =
        above == none
        ? parity[Int(element)] && exit[Int(element)] == none : isOdd[Int(above)]
    }
    cycles.parity += 2 * deepest + 1
  }

  /// The depth of the deepest tree.
  private var deepest: Int { byDepth.last.map { Int(depth[Int($0)]) } ?? 0 }

  /// Lists the elements from the roots downwards.
  private func orderByDepth() {
    for element in reached { depth[Int(element)] = -1 }
    for element in reached {
      // Up to the first element whose depth is known, and down again.
      var steps: Int32 = 0
      var place = element
      while depth[Int(place)] < 0, parent[Int(place)] != none {
        place = parent[Int(place)]
        steps += 1
      }
      var value = max(0, depth[Int(place)]) + steps
      place = element
      while depth[Int(place)] < 0 {
        depth[Int(place)] = value
        value -= 1
        if parent[Int(place)] == none { break }
        place = parent[Int(place)]
      }
    }
    byDepth.removeAll(keepingCapacity: true)
    byDepth += reached
    byDepth.sort { depth[Int($0)] < depth[Int($1)] }
  }

  /// Turns the trees into corrections: a link is in it if an odd number of defects lies below.
  private func peel(_ cycles: inout LogicCycles) -> UInt64 {
    var observables: UInt64 = 0
    var isShared = false
    for element in byDepth where parent[Int(element)] == none && parity[Int(element)] {
      // One defect leaves by the boundary, at the exit that the root knows of.
      isShared = true
      var place = exit[Int(element)]
      observables ^= graph.corrections[Int(exitLink[Int(place)])].observables
      while place != none {
        parity[Int(place)].toggle()
        place = parent[Int(place)]
      }
    }
    for element in byDepth where parent[Int(element)] != none && parity[Int(element)] {
      observables ^= graph.corrections[Int(parentLink[Int(element)])].observables
    }
    // The way to the exit is told down the tree and added up again.
    cycles.peel += 1 + (isShared ? 2 * deepest : 0)
    cycles.combine += decoder.architecture.depth(over: graph.corrections.count)
    return observables
  }

  private func reset() {
    for element in reached {
      let index = Int(element)
      cluster[index] = element
      parent[index] = none
      parentLink[index] = none
      exitLink[index] = none
      (isDefect[index], isOdd[index], isReached[index]) = (false, false, false)
    }
    for link in grownLinks { growth[Int(link)] = 0 }
    reached.removeAll(keepingCapacity: true)
    grownLinks.removeAll(keepingCapacity: true)
    byDepth.removeAll(keepingCapacity: true)
  }
}
