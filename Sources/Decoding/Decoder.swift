// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// A way to decode: compiled once for a detector error model, then run over batches of syndromes.
public protocol Decoder: Sendable {
  /// The name by which users choose the decoder, in lower case.
  var name: String { get }

  /// What the decoder does, as a phrase for lists and help.
  var summary: String { get }

  /// Prepares the decoder for a model.
  ///
  /// - Returns: A compiled decoder for one worker; call `makeEngine` on it for more.
  /// - Throws: `DecodingError` if the model is outside what the decoder can decode.
  func compile(_ model: DetectorErrorModel) throws(DecodingError) -> any CompiledDecoder
}

/// A decoder prepared for one model.
///
/// Shared by workers, each of which makes an engine of its own.
public protocol CompiledDecoder: Sendable {
  /// The number of detectors of the model.
  var detectorCount: Int { get }
  /// The number of observables of the model.
  var observableCount: Int { get }

  /// Makes the working memory for one worker.
  func makeEngine() -> any DecodingEngine
}

/// The working memory of one worker: decodes shot after shot and allocates nothing once warm.
public protocol DecodingEngine: AnyObject {
  /// Predicts which observables flipped, shot by shot.
  ///
  /// - Parameters:
  ///   - batch: The detection events.
  ///   - predictions: Receives the predicted flips, one row a shot, shape (shots × observables).
  /// - Throws: `DecodingError` with code `.unexplainable` when no set of errors explains a shot.
  /// - Precondition: the shapes agree with the model and with each other.
  func decode(_ batch: SyndromeBatch, into predictions: inout BitMatrix) throws(DecodingError)
}

/// An engine that also says how likely its solutions are.
public protocol WeighingEngine: DecodingEngine {
  /// Predicts which observables flipped, and weighs each solution.
  ///
  /// - Parameters:
  ///   - batch: The detection events.
  ///   - predictions: Receives the predicted flips, one row a shot, shape (shots × observables).
  ///   - weights: Receives, in place of what it held, −ln of each solution's probability relative to that of
  ///     no error at all, in nats.
  /// - Throws: `DecodingError` with code `.unexplainable` when no set of errors explains a shot.
  /// - Precondition: the shapes agree with the model and with each other.
  func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double]
  ) throws(DecodingError)
}

/// An engine that can tell which errors it holds to have happened.
public protocol ExplainingEngine: DecodingEngine {
  /// Finds the errors of one shot.
  ///
  /// - Parameter defects: The detectors that fired, ascending, without repetition.
  /// - Returns: The errors and what follows from them.
  /// - Throws: `DecodingError` with code `.unexplainable` when no set of errors explains them.
  func explain(_ defects: [UInt32]) throws(DecodingError) -> Explanation
}

/// What an engine holds to have happened in a shot.
public struct Explanation: Sendable {
  /// The errors, beyond those that are likelier to happen than not.
  public var errors: [Symptom] = []
  /// The defects that were matched, each pair once; nil stands for the boundary.
  ///
  /// Empty for engines that do not match.
  public var pairs: [(first: UInt32, second: UInt32?)] = []
  /// The observables that flipped, ascending.
  public var observables: [UInt32] = []
  /// −ln of the probability of these errors relative to that of no error at all, in nats.
  public var weight: Double

  /// Makes an explanation.
  public init(weight: Double) {
    self.weight = weight
  }
}
