// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension NoiseModel {
  /// Channels for each kind of operation, in the order in which they are put into the circuit.
  ///
  /// A one-qubit channel acts on every qubit of the operation, a two-qubit channel on its pairs.
  public struct Faults: Sendable, Hashable {
    /// After each one-qubit unitary.
    public var oneQubit: [Channel]
    /// After each two-qubit unitary.
    public var twoQubit: [Channel]
    /// After each reset.
    public var reset: [Channel]
    /// Before each measurement.
    public var measurement: [Channel]
    /// On each qubit that is not touched between two TICKs.
    public var idle: [Channel]
    /// Phases that add up over successive TICKs without a touch, besides what `idle` has of each.
    public var memories: [PhaseMemory]

    /// Makes lists of channels; those not given are empty.
    public init(
      oneQubit: [Channel] = [], twoQubit: [Channel] = [], reset: [Channel] = [],
      measurement: [Channel] = [], idle: [Channel] = [], memories: [PhaseMemory] = []
    ) {
      self.oneQubit = oneQubit
      self.twoQubit = twoQubit
      self.reset = reset
      self.measurement = measurement
      self.idle = idle
      self.memories = memories
    }

    /// The channels of both, those of the other after one's own.
    public func followed(by other: Faults) -> Faults {
      Faults(
        oneQubit: oneQubit + other.oneQubit, twoQubit: twoQubit + other.twoQubit,
        reset: reset + other.reset, measurement: measurement + other.measurement,
        idle: idle + other.idle, memories: memories + other.memories)
    }

    /// Whether any channel puts results into the record.
    var isHeralded: Bool {
      [oneQubit, twoQubit, reset, measurement, idle].joined().contains {
        $0.gate.definition.traits.contains(.measures)
      }
    }
  }

  /// What becomes of the heralds of heralded channels.
  public enum Heralds: String, Sendable, CaseIterable {
    /// They travel beside the shot: HERALDED_ERASE(p) is DEPOLARIZE1(¾p) with the tag `herald`, whose events
    /// a sampler reports as side information. Nothing is added to the record.
    case information
    /// Each is in the record and a detector of its own, tagged `herald`, right after its channel.
    case detectors
    /// They are in the record, and in nothing else.
    case records
    /// Nobody sees them: HERALDED_ERASE(p) is DEPOLARIZE1(¾p).
    case withheld

    /// Whether heralds are measurement results.
    var areRecorded: Bool { self == .detectors || self == .records }
  }
}
