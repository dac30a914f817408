// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

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
    /// The model lacks a structure that the decoder is made for.
    case unsuitable
    /// No decoder bears the name.
    case unknownDecoder
    /// A decoder has no such setting, or the setting does not take the value.
    case badSetting
  }

  /// The kind of fault.
  public var code: Code
  /// What is wrong and what to do.
  public var message: String
  /// The shot of the batch that is at fault, if one is; the message does not repeat it.
  public var shot: Int?

  /// Makes an error.
  public init(_ code: Code, _ message: String, shot: Int? = nil) {
    self.code = code
    self.message = message
    self.shot = shot
  }

  /// The shot, if one is at fault, and the message.
  public var description: String { (shot.map { "shot \($0): " } ?? "") + message }
}

/// Checks that a batch and its predictions have the shapes of a model.
///
/// - Throws: `DecodingError` with code `.shape`.
func checkShapes(
  _ batch: SyndromeBatch, _ predictions: BitMatrix, detectors: Int, observables: Int
) throws(DecodingError) {
  guard batch.detectorCount == detectors else {
    throw DecodingError(
      .shape,
      "The shots have \(batch.detectorCount) detectors, but the model has \(detectors).")
  }
  guard predictions.rowCount == batch.shotCount, predictions.columnCount == observables else {
    throw DecodingError(
      .shape,
      "The predictions need \(batch.shotCount) rows of \(observables) observables, not "
        + "\(predictions.rowCount) of \(predictions.columnCount).")
  }
}
