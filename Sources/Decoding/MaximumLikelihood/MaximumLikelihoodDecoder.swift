// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import ComputePrimitives

/// Exact maximum likelihood: for every syndrome, the likeliest flips of the observables, by enumeration.
///
/// Adds up the probabilities of all errors that give a syndrome and flip the same observables, and chooses the
/// largest sum; no decoder fails less often. Works for models whose independent detectors and observables are
/// 24 at most together, with or without decomposition. A tie goes to the fewest high observables.
///
/// - Complexity: compiling takes O(n · 2ᵇ) time and 2ᵇ doubles for n distinct errors and b bits.
public struct MaximumLikelihoodDecoder: Decoder {
  /// The most bits, detectors of independent syndromes and observables together, that are enumerated.
  public static let largestBitCount = 24

  /// Makes the decoder.
  public init() {}

  /// Enumerates the syndromes of a model.
  ///
  /// - Returns: The table of predictions.
  /// - Throws: `DecodingError` with code `.tooLarge` or `.badProbability`.
  public func compile(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> any CompiledDecoder {
    try CompiledMaximumLikelihood(model)
  }
}

/// The likeliest observable flips for each syndrome, shared by workers.
public final class CompiledMaximumLikelihood: CompiledDecoder {
  /// The number of detectors of the model.
  public let detectorCount: Int
  /// The number of observables of the model.
  public let observableCount: Int

  let space: SyndromeSpace
  /// The prediction for each syndrome, as a mask of observables; `impossible` where no error gives it.
  let predictions: [UInt32]

  static let impossible = UInt32.max

  init(_ model: DetectorErrorModel) throws(DecodingError) {
    let mechanisms = try decodableMechanisms(of: model)
    detectorCount = Int(model.detectorCount)
    observableCount = model.observableCount
    let space = SyndromeSpace(mechanisms.map(\.symptom.detectors))
    self.space = space
    let bits = space.rank + observableCount
    guard bits <= MaximumLikelihoodDecoder.largestBitCount else {
      throw DecodingError(
        .tooLarge,
        "The model has \(space.rank) independent detectors and \(observableCount) observables; "
          + "maximum likelihood by enumeration takes at most "
          + "\(MaximumLikelihoodDecoder.largestBitCount) together. Use matching instead.")
    }
    var merged: [Int: Double] = [:]
    for mechanism in mechanisms {
      let symptom = mechanism.symptom
      var state = space.index(of: symptom.detectors)
      for observable in symptom.observables { state ^= 1 << (space.rank + Int(observable)) }
      let p = merged[state] ?? 0
      merged[state] = p * (1 - mechanism.probability) + mechanism.probability * (1 - p)
    }
    let distribution = distribution(of: merged, bits: bits)
    let syndromes = 1 << space.rank
    predictions = (0..<syndromes).map { syndrome in
      var best = CompiledMaximumLikelihood.impossible
      var highest = 0.0
      for mask in 0..<(1 << model.observableCount) {
        let probability = distribution[mask << space.rank | syndrome]
        if probability > highest {
          highest = probability
          best = UInt32(mask)
        }
      }
      return best
    }
  }

  /// Makes the working memory for one worker.
  public func makeEngine() -> any DecodingEngine { MaximumLikelihoodEngine(self) }
}

/// The probability of each state, a state being the exclusive or of the errors that happen.
///
/// Each error spreads the weight of a state over the state and its image, in order of the states so that
/// sums, and thus ties, do not depend on the hashing of the dictionary.
private func distribution(of errors: [Int: Double], bits: Int) -> [Double] {
  var weights = [Double](repeating: 0, count: 1 << bits)
  weights[0] = 1
  for (state, p) in errors.sorted(by: { $0.key < $1.key }) where state != 0 && p > 0 {
    for index in weights.indices where index < index ^ state {
      let here = weights[index]
      let there = weights[index ^ state]
      weights[index] = (1 - p) * here + p * there
      weights[index ^ state] = (1 - p) * there + p * here
    }
  }
  return weights
}

/// The working memory of `MaximumLikelihoodDecoder` for one worker: none beyond the table.
final class MaximumLikelihoodEngine: DecodingEngine {
  private let compiled: CompiledMaximumLikelihood

  init(_ compiled: CompiledMaximumLikelihood) {
    self.compiled = compiled
  }

  func decode(_ batch: SyndromeBatch, into predictions: inout BitMatrix) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: compiled.detectorCount,
      observables: compiled.observableCount)
    for shot in 0..<batch.shotCount {
      let defects = batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]]
      let index = compiled.space.indexIfPossible(of: defects)
      let mask = index.map { compiled.predictions[$0] } ?? CompiledMaximumLikelihood.impossible
      guard mask != CompiledMaximumLikelihood.impossible else {
        throw DecodingError(
          .unexplainable,
          "no set of the model's errors makes just these detectors fire.", shot: shot)
      }
      if predictions.wordsPerRow > 0 { predictions.words[shot] = UInt64(mask) }
    }
  }
}
