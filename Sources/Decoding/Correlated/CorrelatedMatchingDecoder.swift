// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// Matching that takes account of errors that flip several edges at once: exact matching, then further passes.
///
/// The first pass is plain matching. Each further pass gives every edge its probability given which other edges the
/// pass before flipped, and matches exactly with these weights. What the edges of one pass make likely excludes
/// one another, so a pass may explain one error by two: every pass's edges are therefore weighed
/// as a whole, by the ways to split them into errors, and the likeliest are the answer. Two passes without the
/// comparison are the method of Fowler, Optimal complexity correction of correlated errors in the surface
/// code (2013).
public struct CorrelatedMatchingDecoder: Decoder {
  /// The most passes after the first; they end early when one repeats the pass before.
  public var passes: Int

  /// Makes the decoder.
  public init(passes: Int = 3) {
    self.passes = passes
  }

  /// What users can set.
  static let settings = [
    DecoderSetting(
      "passes", .integer(1...100), standard: "3", "the most passes after the one of plain matching")
  ]

  init(_ settings: DecoderSettings) {
    passes = settings.integer("passes")
  }

  /// Builds the matching graph of a model and gathers its correlations.
  ///
  /// - Throws: `DecodingError` with code `.notGraphlike` if a component of an error flips more than two detectors,
  ///   `.badProbability` or `.tooLarge`.
  /// - Complexity: O(n) for n errors.
  public func compile(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> any CompiledDecoder {
    try compileCorrelatedMatching(model)
  }

  /// Builds the matching graph of a model and gathers its correlations; as `compile`, with the type known.
  public func compileCorrelatedMatching(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> CompiledCorrelatedMatching {
    let graph = try MatchingGraph(model)
    return CompiledCorrelatedMatching(
      graph: graph, correlations: try Correlations(model, graph), passes: passes)
  }
}

/// The matching graph of a model with the correlations of its edges, shared by workers.
public struct CompiledCorrelatedMatching: CompiledDecoder {
  let graph: MatchingGraph
  let correlations: Correlations
  let passes: Int

  /// The number of detectors of the model.
  public var detectorCount: Int { graph.detectorCount }
  /// The number of observables of the model.
  public var observableCount: Int { graph.observableCount }

  /// Makes the working memory for one worker.
  public func makeEngine() -> any DecodingEngine { makeCorrelatedMatchingEngine() }

  /// Makes the working memory for one worker, with the type known.
  public func makeCorrelatedMatchingEngine() -> CorrelatedMatchingEngine {
    CorrelatedMatchingEngine(self)
  }
}
