// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What one decoder made of the shots of a comparison.
public struct DecoderTrial: Sendable {
  /// The decoder's specification, or the peer's name with its settings.
  public let decoder: String
  /// Whether a peer decoded rather than we.
  public let isPeer: Bool
  /// The shots whose observables were mistaken.
  public let mistakes: BinomialEstimate
  /// The shots in which a limit ended the decoder; nil where it does not say.
  public let doubtful: Int?
  /// The processor time that decoding took, in seconds.
  public let seconds: Double
  /// The processor time that preparing the decoder took, in seconds.
  public let preparation: Double

  /// The processor time of a shot, in seconds.
  public var secondsPerShot: Double {
    mistakes.shots == 0 ? 0 : seconds / Double(mistakes.shots)
  }

  /// The upper end of the 95 % interval of the logical error rate: what few shots cannot make small.
  public var rateBound: Double { mistakes.clopperPearsonInterval().high }

  /// Whether the trial is at least as fast as another with a bound at least as low, and better in one of the two.
  public func dominates(_ other: DecoderTrial) -> Bool {
    let (bound, otherBound) = (rateBound, other.rateBound)
    return secondsPerShot <= other.secondsPerShot && bound <= otherBound
      && (secondsPerShot < other.secondsPerShot || bound < otherBound)
  }
}

/// A decoder of a comparison, and its trial or why there is none.
public struct DecoderOutcome: Sendable {
  /// The decoder's specification, or the peer's name.
  public let decoder: String
  /// The trial, or the reason why the decoder does not take the model.
  public let result: Result<DecoderTrial, SamplingError>

  /// The trial, if there is one.
  public var trial: DecoderTrial? { try? result.get() }
}

extension [DecoderTrial] {
  /// The trials that no other dominates, the fastest first: the Pareto front of speed and accuracy.
  public var front: [DecoderTrial] {
    filter { trial in !contains { $0.dominates(trial) } }
      .sorted { $0.secondsPerShot < $1.secondsPerShot }
  }
}
