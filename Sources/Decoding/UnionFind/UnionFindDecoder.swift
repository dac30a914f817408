// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
internal import Synchronization

/// Union-find decoding: clusters grow around the defects until each can be corrected, then are peeled.
///
/// Less accurate than matching and simpler: its time grows almost linearly with the number of defects. It takes
/// any model that matching takes, and erasures as edges of weight 0. Source: Delfosse and Nickerson (2017); with
/// edges in proportion to their weights, Huang, Newman and Brown, Fault-tolerant weighted union-find decoding on
/// the toric code (2020).
public struct UnionFindDecoder: Decoder {
  /// How long an edge is for growing clusters.
  public enum Growth: String, Sendable, CaseIterable {
    /// As long as its error is unlikely: in proportion to ln((1 − p)/p).
    case weighted
    /// As long as any other, but for errors of p = ½, which have no length.
    case unweighted
  }

  /// Which clusters grow.
  public enum Order: String, Sendable, CaseIterable {
    /// All that must, at the same speed.
    case together
    /// The one with the shortest frontier, by half an edge, then the next.
    case smallest
  }

  /// How long edges are.
  public var growth: Growth
  /// Which clusters grow.
  public var order: Order

  /// Makes the decoder.
  public init(growth: Growth = .weighted, order: Order = .together) {
    self.growth = growth
    self.order = order
  }

  /// What users can set.
  static let settings = [
    DecoderSetting(
      "growth", .choice(Growth.allCases.map(\.rawValue)), standard: Growth.weighted.rawValue,
      "edges as long as their errors are unlikely, or all alike"),
    DecoderSetting(
      "order", .choice(Order.allCases.map(\.rawValue)), standard: Order.together.rawValue,
      "all clusters grow together, or always the one with the shortest frontier"),
  ]

  init(_ settings: DecoderSettings) {
    growth = settings.choice("growth") == Growth.weighted.rawValue ? .weighted : .unweighted
    order = settings.choice("order") == Order.together.rawValue ? .together : .smallest
  }

  /// Builds the matching graph of a model.
  ///
  /// - Throws: `DecodingError` with code `.notGraphlike` if a component of an error flips more than two detectors,
  ///   `.badProbability` or `.tooLarge`.
  /// - Complexity: O(n) for n errors.
  public func compile(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> any CompiledDecoder {
    try compileUnionFind(model)
  }

  /// Builds the matching graph of a model; as `compile`, with the type known.
  public func compileUnionFind(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> CompiledUnionFind {
    try CompiledUnionFind(
      model, growth == .weighted ? .weighted : .unweighted, smallestFirst: order == .smallest)
  }
}

/// The peeling decoder: exact for erasures alone.
///
/// It holds that only erased errors happened, those of p = ½ in the model or in the priors of the shot, and finds a
/// set of them in linear time. A defect that they cannot explain throws `.unexplainable`. Source: Delfosse and
/// Zémor, Linear-time maximum likelihood decoding of surface codes over the quantum erasure channel (2017).
public struct PeelingDecoder: Decoder {
  /// Makes the decoder.
  public init() {}

  /// Builds the matching graph of a model.
  ///
  /// - Throws: `DecodingError` with code `.notGraphlike` if a component of an error flips more than two detectors,
  ///   `.badProbability` or `.tooLarge`.
  /// - Complexity: O(n) for n errors.
  public func compile(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> any CompiledDecoder {
    try CompiledUnionFind(model, .erasedOnly, smallestFirst: false)
  }
}

/// The graph of a model for growing clusters, shared by workers.
public struct CompiledUnionFind: CompiledDecoder {
  let graph: MatchingGraph
  let growthGraph: UnionFindGraph
  let smallestFirst: Bool
  private let priors: PriorsOnDemand

  init(
    _ model: DetectorErrorModel, _ rule: GrowthRule, smallestFirst: Bool
  ) throws(DecodingError) {
    graph = try MatchingGraph(model)
    growthGraph = UnionFindGraph(graph.edges, detectorCount: graph.detectorCount, rule: rule)
    priors = PriorsOnDemand(model, graph)
    self.smallestFirst = smallestFirst
  }

  /// The number of detectors of the model.
  public var detectorCount: Int { graph.detectorCount }
  /// The number of observables of the model.
  public var observableCount: Int { graph.observableCount }

  /// Makes the working memory for one worker.
  public func makeEngine() -> any DecodingEngine { makeUnionFindEngine() }

  /// Makes the working memory for one worker, with the type known.
  public func makeUnionFindEngine() -> UnionFindEngine { UnionFindEngine(self) }

  /// Which errors stand behind the edges, made for the first engine that decodes with priors.
  func edgePriors() throws(DecodingError) -> EdgePriors { try priors.value() }
}

/// The errors behind the edges of a graph, gathered when they are first asked for.
final class PriorsOnDemand: Sendable {
  private let model: DetectorErrorModel
  private let graph: MatchingGraph
  private let gathered = Mutex<EdgePriors?>(nil)

  init(_ model: DetectorErrorModel, _ graph: MatchingGraph) {
    self.model = model
    self.graph = graph
  }

  /// - Throws: `DecodingError` as `MatchingGraph` does.
  func value() throws(DecodingError) -> EdgePriors {
    try gathered.withLock { known throws(DecodingError) in
      if let known { return known }
      let priors = try EdgePriors(model, graph)
      known = priors
      return priors
    }
  }
}
