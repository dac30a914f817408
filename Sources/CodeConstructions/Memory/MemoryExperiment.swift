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

  /// With which gates ancillas collect their checks.
  public enum Gates: String, Sendable, CaseIterable {
    /// Controlled Paulis, preparation and measurement in the basis that each ancilla needs.
    case cx
    /// CZ alone between qubits, one-qubit Clifford gates, preparation and measurement of Z: the gates of
    /// superconducting processors, for which SI1000 states its rates (arXiv:2108.10457, table 2).
    case cz
  }

  /// How often the checks are measured after data noise.
  public var rounds: UInt64
  /// What is followed.
  public var basis: Basis
  /// How checks are measured.
  public var level: Level
  /// With which gates, at the level of circuits.
  public var gates: Gates

  /// The largest number of rounds.
  public static let largestRounds: UInt64 = 1_000_000_000_000

  /// Describes an experiment.
  public init(rounds: UInt64, basis: Basis, level: Level, gates: Gates = .cx) {
    self.rounds = rounds
    self.basis = basis
    self.level = level
    self.gates = gates
  }
}
