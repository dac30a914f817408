// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// A way to decode: compiled once for a detector error model, then run over batches of syndromes.
public protocol Decoder: Sendable {
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

/// An engine that takes new probabilities of errors with each shot, at no more than the cost of decoding.
public protocol ReweightingEngine: DecodingEngine {
  /// Predicts which observables flipped, with probabilities that hold for one shot alone.
  ///
  /// - Parameters:
  ///   - batch: The detection events.
  ///   - priors: For each shot, the mechanisms whose probability differs from the model's.
  ///   - predictions: Receives the predicted flips, one row a shot, shape (shots × observables).
  /// - Throws: `DecodingError` with code `.unexplainable` when no set of errors explains a shot, `.shape` when
  ///   priors do not fit the batch or the model, `.badProbability` for one outside 0...1.
  func decode(
    _ batch: SyndromeBatch, priors: ShotPriors, into predictions: inout BitMatrix
  ) throws(DecodingError)
}

/// An engine that tells how much likelier its answer is than the opposite one.
public protocol SoftDecodingEngine: DecodingEngine {
  /// Predicts which observables flipped, and how far the next best answer is.
  ///
  /// - Parameters:
  ///   - batch: The detection events.
  ///   - predictions: Receives the predicted flips, one row a shot, shape (shots × observables).
  ///   - gaps: Receives, in place of what it held, the complementary gap of each shot: the weight in nats of the
  ///     likeliest explanation with other observables less that of the likeliest of all, ≥ 0.
  /// - Throws: `DecodingError` with code `.unexplainable` when no set of errors explains a shot.
  func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, gaps: inout [Double]
  ) throws(DecodingError)
}

/// An engine that gives up within its limits, and says on which shots it did.
public protocol FlaggingEngine: DecodingEngine {
  /// Predicts which observables flipped, and flags the shots whose answer is a guess.
  ///
  /// - Parameters:
  ///   - batch: The detection events.
  ///   - predictions: Receives the predicted flips, one row a shot, shape (shots × observables).
  ///   - isDoubtful: Receives, in place of what it held, one entry a shot: whether a limit of the decoder ended
  ///     it before it had an answer of its usual quality.
  /// - Throws: `DecodingError` with code `.unexplainable` when no set of errors explains a shot.
  func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, isDoubtful: inout [Bool]
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
