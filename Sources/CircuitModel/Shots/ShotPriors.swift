// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What shots bring beside their detection events: probabilities of errors that hold for one shot alone.
///
/// A heralded erasure gives the mechanisms of the lost qubit probability ½; an analog reading gives them
/// the probability that follows from it. Mechanisms that a shot does not name keep the model's probability.
/// Those of shot `s` are at `offsets[s]..<offsets[s + 1]` of the other two lists.
public struct ShotPriors: Sendable, Hashable {
  /// Where the entries of each shot begin, with one more for the end: shots + 1 entries.
  public var offsets: [Int]
  /// Mechanisms, counted as `DetectorErrorModel.forEachMechanism` visits them; none twice in a shot.
  public var mechanisms: [UInt32]
  /// Their probabilities in that shot, 0...1.
  public var probabilities: [Double]

  /// The number of shots.
  public var shotCount: Int { offsets.count - 1 }

  /// Makes priors of no shots, to which `append` adds.
  public init() {
    offsets = [0]
    mechanisms = []
    probabilities = []
  }

  /// Adds a shot.
  ///
  /// - Parameter entries: The mechanisms whose probability differs in this shot, and that probability.
  public mutating func append(_ entries: [(mechanism: UInt32, probability: Double)]) {
    for entry in entries {
      mechanisms.append(entry.mechanism)
      probabilities.append(entry.probability)
    }
    offsets.append(mechanisms.count)
  }
}
