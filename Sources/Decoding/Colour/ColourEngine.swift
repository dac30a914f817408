// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// The working memory of `ColourDecoder` for one worker.
public final class ColourEngine: WeighingEngine, ExplainingEngine {
  private let compiled: CompiledColour
  private let restricted: [MatchingEngine]
  private let lifted: [MatchingEngine]

  init(_ compiled: CompiledColour) {
    self.compiled = compiled
    restricted = compiled.lattices.map { $0.restricted.makeMatchingEngine() }
    lifted = compiled.lattices.map { $0.lifted.makeMatchingEngine() }
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    var weights: [Double] = []
    try decode(batch, into: &predictions, weights: &weights)
  }

  /// Predicts which observables flipped, and how much the lightest of the three solutions weighs.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double]
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: compiled.detectorCount,
      observables: compiled.observableCount)
    weights.removeAll(keepingCapacity: true)
    for shot in 0..<batch.shotCount {
      let best: Explanation
      do {
        best = try explain(Array(batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]]))
      } catch {
        throw DecodingError(error.code, error.message, shot: shot)
      }
      for word in 0..<predictions.wordsPerRow {
        predictions.words[shot * predictions.wordsPerRow + word] = 0
      }
      for observable in best.observables { predictions[shot, Int(observable)] = true }
      weights.append(best.weight)
    }
  }

  /// Finds the errors of one shot.
  ///
  /// - Parameter defects: The detectors that fired, ascending, without repetition.
  /// - Returns: The lightest of the solutions of the three colours.
  /// - Throws: `DecodingError` with code `.unexplainable` or `.shape`.
  public func explain(_ defects: [UInt32]) throws(DecodingError) -> Explanation {
    if let last = defects.last, Int(last) >= compiled.detectorCount {
      throw DecodingError(
        .shape, "Detector \(last) fired, but the model has \(compiled.detectorCount) detectors.")
    }
    let seen =
      compiled.flippedDetectors.isEmpty
      ? defects : Set(defects).symmetricDifference(compiled.flippedDetectors).sorted()
    var best: Explanation?
    var failure: DecodingError?
    for colour in compiled.lattices.indices {
      do {
        let solution = try solve(seen, colour)
        if solution.weight < best?.weight ?? .infinity { best = solution }
      } catch {
        failure = error
      }
    }
    guard var best else {
      throw failure ?? DecodingError(.unexplainable, "No errors explain the detectors that fired.")
    }
    best.weight += compiled.constantWeight
    if !compiled.flippedObservables.isEmpty {
      best.observables =
        Set(best.observables).symmetricDifference(compiled.flippedObservables).sorted()
    }
    return best
  }

  /// The solution that begins with the lattice of the two other colours.
  private func solve(_ defects: [UInt32], _ colour: Int) throws(DecodingError) -> Explanation {
    let lattice = compiled.lattices[colour]
    let first = try restricted[colour].explain(defects.filter { !lattice.isOwn[Int($0)] })
    var used: Set<UInt32> = []
    for edge in first.errors {
      guard let index = lattice.edges[edge.detectors] else { continue }
      used.formSymmetricDifference([UInt32(compiled.detectorCount) + index])
    }
    let raised = defects.filter { lattice.isOwn[Int($0)] } + used.sorted()
    let second = try lifted[colour].explain(raised)
    var result = Explanation(weight: second.weight)
    result.observables = second.observables
    result.errors = second.errors.compactMap { lattice.errors[$0] }
    return result
  }
}
