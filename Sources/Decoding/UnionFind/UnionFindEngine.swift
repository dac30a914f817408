// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// The working memory of `UnionFindDecoder` and of `PeelingDecoder` for one worker.
public final class UnionFindEngine: WeighingEngine, ReweightingEngine, ExplainingEngine {
  let compiled: CompiledUnionFind
  private var core: UnionFindCore
  /// Made when a batch first brings priors.
  private var reweighting: UnionFindReweighting?
  private var defects: [UInt32] = []
  private let constantMask: UInt64

  init(_ compiled: CompiledUnionFind) {
    self.compiled = compiled
    core = UnionFindCore(compiled.growthGraph, smallestFirst: compiled.smallestFirst)
    constantMask = UnionFindGraph.mask(compiled.graph.flippedObservables)
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try decode(batch, into: &predictions) { _ in }
  }

  /// Predicts which observables flipped, and weighs each correction, which need not be the lightest.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double]
  ) throws(DecodingError) {
    weights.removeAll(keepingCapacity: true)
    try decode(batch, into: &predictions) { weights.append($0) }
  }

  private func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, _ weigh: (Double) -> Void
  ) throws(DecodingError) {
    let graph = compiled.graph
    try checkShapes(
      batch, predictions, detectors: graph.detectorCount, observables: graph.observableCount)
    let isPlain = graph.flippedDetectors.isEmpty
    let words = predictions.wordsPerRow
    for shot in 0..<batch.shotCount {
      let range = batch.offsets[shot]..<batch.offsets[shot + 1]
      let isSolved: Bool
      if isPlain {
        isSolved = core.solve(batch.defects.span.extracting(range))
      } else {
        writeSymmetricDifference(
          batch.defects.span.extracting(range), graph.flippedDetectors, into: &defects)
        isSolved = core.solve(defects.span)
      }
      guard isSolved else {
        core.reset()
        throw unexplainable(shot: shot)
      }
      var weight = graph.constantWeight
      if words <= 1 {
        var mask = constantMask
        core.peel { _, correction in
          mask ^= correction.observables
          weight += correction.weight
        }
        if words == 1 { predictions.words[shot] = mask }
      } else {
        for word in 0..<words { predictions.words[shot * words + word] = 0 }
        for observable in graph.flippedObservables { predictions.flip(shot, Int(observable)) }
        core.peel { edge, correction in
          weight += correction.weight
          for observable in graph.edges[Int(edge)].observables {
            predictions.flip(shot, Int(observable))
          }
        }
      }
      core.reset()
      weigh(weight)
    }
  }

  /// Predicts which observables flipped, with probabilities that hold for one shot alone.
  ///
  /// An error of p = ½ is an erasure, which clusters take in at no cost; other probabilities become lengths of edges.
  public func decode(
    _ batch: SyndromeBatch, priors: ShotPriors, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: compiled.detectorCount,
      observables: compiled.observableCount)
    try checkShapes(priors, batch)
    let reweighting = try existingReweighting()
    for shot in 0..<batch.shotCount {
      let isSolved = try reweighting.decode(
        batch, priors, shot: shot, flipped: constantMask, into: &predictions)
      if !isSolved { throw unexplainable(shot: shot) }
    }
  }

  private func existingReweighting() throws(DecodingError) -> UnionFindReweighting {
    if let reweighting { return reweighting }
    let made = try UnionFindReweighting(compiled)
    reweighting = made
    return made
  }

  /// Finds the errors of one shot.
  ///
  /// - Parameter defects: The detectors that fired, ascending, without repetition.
  /// - Returns: The errors of the correction and its weight; no pairs.
  /// - Throws: `DecodingError` with code `.unexplainable` or `.shape`.
  public func explain(_ defects: [UInt32]) throws(DecodingError) -> Explanation {
    let graph = compiled.graph
    if let last = defects.last, Int(last) >= graph.detectorCount {
      throw DecodingError(
        .shape, "Detector \(last) fired, but the model has \(graph.detectorCount) detectors.")
    }
    writeSymmetricDifference(
      defects.span, graph.flippedDetectors, into: &self.defects)
    let isSolved = core.solve(self.defects.span)
    var explanation = Explanation(weight: graph.constantWeight)
    var flips = Set(graph.flippedObservables)
    if isSolved {
      core.peel { index, _ in
        let edge = graph.edges[Int(index)]
        explanation.weight += edge.weight
        flips.formSymmetricDifference(edge.observables)
        explanation.errors.append(
          Symptom(
            detectors: edge.second == none ? [edge.first] : [edge.first, edge.second],
            observables: edge.observables))
      }
    }
    core.reset()
    guard isSolved else { throw unexplainable(shot: nil) }
    explanation.observables = flips.sorted()
    return explanation
  }

  private func unexplainable(shot: Int?) -> DecodingError {
    if compiled.growthGraph.rule == .erasedOnly {
      return DecodingError(
        .unexplainable,
        "erased errors alone do not explain the detection events: peeling takes only those whose "
          + "probability is ½. Use union-find or matching where other errors happen as well.",
        shot: shot)
    }
    return DecodingError(
      .unexplainable,
      "no errors explain the detection events: an odd number of detectors fired in a part of the "
        + "model that no error joins to the boundary, or a detector fired that no error flips.",
      shot: shot)
  }
}

/// Writes the elements of exactly one of two ascending lists, ascending.
func writeSymmetricDifference(
  _ first: Span<UInt32>, _ second: [UInt32], into result: inout [UInt32]
) {
  result.removeAll(keepingCapacity: true)
  var place = 0
  for index in first.indices {
    while place < second.count, second[place] < first[index] {
      result.append(second[place])
      place += 1
    }
    if place < second.count, second[place] == first[index] {
      place += 1
    } else {
      result.append(first[index])
    }
  }
  while place < second.count {
    result.append(second[place])
    place += 1
  }
}
