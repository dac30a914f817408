// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What a memory experiment keeps and how much of the machine it spells out.
public struct MemoryExperiment: Sendable, Hashable {
  /// Which logical operators are followed.
  public enum Basis: String, Sendable, CaseIterable {
    /// The logical X operators: phase errors count.
    case x
    /// The logical Z operators: bit errors count.
    case z
    /// Both, so that any logical error counts.
    case both
  }

  /// How checks are measured; the raw values are those of the noise models' levels.
  public enum Level: String, Sendable, CaseIterable {
    /// Checks measured whole and perfectly.
    case codeCapacity = "code-capacity"
    /// Checks measured whole, between perfect measurements at the start and the end.
    case phenomenological
    /// Checks measured by ancillas and gates.
    case circuit
    /// Pairs of qubits measured by one native operation, without ancillas.
    case pairMeasurement = "pair-measurement"
  }

  /// How often the checks are measured after data noise.
  public var rounds: UInt64
  /// What is followed.
  public var basis: Basis
  /// How checks are measured.
  public var level: Level

  /// The largest number of rounds.
  public static let largestRounds: UInt64 = 1_000_000_000_000

  /// Describes an experiment.
  public init(rounds: UInt64, basis: Basis, level: Level) {
    self.rounds = rounds
    self.basis = basis
    self.level = level
  }
}
