// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// A way to decode while the experiment runs: rounds of detection events go in, final corrections come out.
public protocol StreamingDecoder: Sendable {
  /// Prepares the decoder for a model.
  ///
  /// - Throws: `DecodingError` if the model is outside what the decoder can decode.
  func compile(_ model: LayeredModel) throws(DecodingError) -> any CompiledStream
}

/// A streaming decoder prepared for one model.
public protocol CompiledStream: Sendable {
  /// The number of rounds of the stream.
  var roundCount: Int { get }
  /// Makes the working memory for one stream.
  func makeEngine() -> any StreamingEngine
}

/// The working memory of one stream; its size does not depend on the number of rounds.
public protocol StreamingEngine: AnyObject {
  /// The number of rounds that have been taken.
  var roundsTaken: Int { get }
  /// The number of rounds, from the first, whose corrections are final.
  var roundsCommitted: Int { get }
  /// The observables 0 to 63 that the corrections so far flip.
  var observables: UInt64 { get }
  /// What the last call of `take` committed.
  var corrections: [StreamCorrection] { get }

  /// Takes the next round, and commits what it makes certain.
  ///
  /// When the last round has been taken, all of them are committed.
  ///
  /// - Parameter defects: The slots of the detectors that fired, ascending, without repetition.
  /// - Throws: `DecodingError` with code `.unexplainable`, after which only `restart` helps, or `.shape` if
  ///   the stream has no further round or the round no such slot.
  func take(_ defects: Span<UInt32>) throws(DecodingError)

  /// Does beforehand what would else be done when it is first needed, so that no round takes longer for it.
  func prepare()

  /// Prepares for another stream of the same model.
  func restart()
}

/// A chain of errors that is final: it cancels the defects at its ends.
public struct StreamCorrection: BitwiseCopyable, Sendable, Hashable {
  /// One end: round · stride + slot.
  public var first: Int
  /// The other end; −1 for the boundary.
  public var second: Int
  /// The observables 0 to 63 that it flips.
  public var observables: UInt64
}
