// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// Exact minimum-weight perfect matching: finds the likeliest set of errors, each of which flips one or two detectors.
///
/// What a probability of 0, ½ or above means, and how parallel errors merge, is said at `MatchingGraph`. Detectors
/// that no error reaches are accepted; a shot in which such a detector fires throws `.unexplainable`.
public struct MatchingDecoder: Decoder {
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
    try compileMatching(model)
  }

  /// Builds the matching graph of a model; as `compile`, with the type known.
  public func compileMatching(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> CompiledMatching {
    let graph = try MatchingGraph(model)
    return CompiledMatching(graph: graph, priors: PriorsOnDemand(model, graph))
  }
}

/// The matching graph of a model, shared by workers.
public struct CompiledMatching: CompiledDecoder {
  let graph: MatchingGraph
  /// Which errors stand behind the edges, for shots that bring probabilities of their own.
  let priors: PriorsOnDemand

  /// The number of detectors of the model.
  public var detectorCount: Int { graph.detectorCount }
  /// The number of observables of the model.
  public var observableCount: Int { graph.observableCount }
  /// The resolution of weights in nats: every edge is rounded to a multiple of it.
  public var weightStep: Double { 1 / graph.scale }

  /// Makes the working memory for one worker.
  public func makeEngine() -> any DecodingEngine { makeMatchingEngine() }

  /// Makes the working memory for one worker, with the type known.
  public func makeMatchingEngine() -> MatchingEngine { MatchingEngine(self) }
}
