// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A part of a model that is decoded by itself, after the part whose errors carry over to it.
///
/// A transversal gate makes errors of one patch show in another one too. Taken whole, such a model has errors that
/// no graph can hold; taken in stages, what the first patch explains is known before the second is decoded.
public struct DecodingStage: Sendable, Hashable {
  /// The detectors of the part, ascending.
  public var detectors: [UInt32]
  /// The observables that the part's errors flip, ascending.
  public var observables: [UInt32]
  /// The earlier stage whose errors carry over to this one, by its place in the list; nil if there is none.
  public var source: Int?

  /// Makes a stage.
  public init(detectors: [UInt32], observables: [UInt32], source: Int? = nil) {
    self.detectors = detectors
    self.observables = observables
    self.source = source
  }
}
