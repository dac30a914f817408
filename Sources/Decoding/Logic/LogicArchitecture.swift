// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How a union-find decoder is laid out in logic: a processing element for each detector, a link for each edge.
///
/// The layout follows the published decoders with an element for each vertex: Liyanage, Wu, Tagare and Zhong,
/// FPGA-based distributed union-find decoder for surface codes (2024). It is a model: clocks are counted, and
/// nothing is said of what a chip can route.
public struct LogicArchitecture: Sendable, Hashable {
  /// How many inputs each stage of the trees has that combine signals of all elements; a stage takes a clock.
  public var fanIn: Int

  /// Makes an architecture.
  ///
  /// - Precondition: `fanIn` is at least 2.
  public init(fanIn: Int = 4) {
    precondition(fanIn >= 2, "A stage that combines signals has two inputs or more.")
    self.fanIn = fanIn
  }

  /// The clocks that a tree over so many inputs takes.
  func depth(over count: Int) -> Int {
    var (stages, reach) = (0, 1)
    while reach < count {
      reach *= fanIn
      stages += 1
    }
    return max(1, stages)
  }
}

/// The clocks that one shot took, by stage.
public struct LogicCycles: Sendable, Hashable {
  /// Taking in the detection events of the last round.
  public var load = 0
  /// Asking all elements whether a cluster is still odd; they stand still meanwhile.
  public var check = 0
  /// Growing the frontiers of odd clusters by half an edge.
  public var grow = 0
  /// Spreading the least number of each cluster to its elements.
  public var merge = 0
  /// Adding up the parities of clusters, and telling their elements.
  public var parity = 0
  /// Turning clusters into corrections.
  public var peel = 0
  /// Combining the observables of all corrections; the elements stand still meanwhile.
  public var combine = 0

  /// All clocks from the last detection event to the answer.
  public var total: Int { load + check + grow + merge + parity + peel + combine }
  /// The clocks in which the elements wait for a signal that crosses the chip.
  public var stalls: Int { check + combine }
}

/// What a decoder in logic consists of.
public struct LogicResources: Sendable, Hashable {
  /// Processing elements: one for each detector.
  public let elements: Int
  /// Links between elements, and to the boundary.
  public let links: Int
  /// Registers in bits: per element the cluster's number, the nearest exit to the boundary, the direction of the parent
  /// and five flags, of which one buffers the next detection event; per link two bits of growth.
  public let memoryBits: Int
}
