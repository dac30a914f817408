// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// A way to decode: compiled once for a detector error model, then run over batches of syndromes.
public protocol Decoder: Sendable {
  /// The name by which users choose the decoder, in lower case.
  var name: String { get }

  /// Prepares the decoder for a model.
  ///
  /// - Returns: A compiled decoder for one worker; call `makeEngine` on it for more.
  /// - Throws: `DecodingError` if the model is outside what the decoder can decode.
  func compile(_ model: DetectorErrorModel) throws(DecodingError) -> any CompiledDecoder
}

/// A decoder prepared for one model. Shared by workers, each of which makes an engine of its own.
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

/// Why a model or a syndrome cannot be decoded.
public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// A mechanism flips more than two detectors and suggests no decomposition into such that do not.
    case notGraphlike
    /// A probability has no meaning for the decoder.
    case badProbability
    /// No set of errors explains the detection events.
    case unexplainable
    /// The model is larger than the decoder accepts.
    case tooLarge
    /// The shape of the data does not fit the model.
    case shape
    /// No decoder bears the name.
    case unknownDecoder
  }

  /// The kind of fault.
  public var code: Code
  /// What is wrong and what to do.
  public var message: String

  /// Makes an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
