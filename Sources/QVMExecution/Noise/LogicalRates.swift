// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// One probability with its interval and where it came from.
public struct MeasuredRate: Sendable, Hashable {
  /// How a probability was found.
  public enum Method: String, Sendable, CaseIterable {
    /// By plain sampling.
    case sampled
    /// By an estimate for rare events.
    case rareEvent = "rare-event"
    /// By a fit to other distances or rates.
    case fit
    /// Not by itself: the code has no such gate or readout of its own, and it is taken to cost what a cycle of
    /// idling does.
    case asIdling = "as-idling"
  }

  /// The estimate, in 0...1.
  public var value: Double
  /// The lower end of the 95 % interval.
  public var low: Double
  /// The upper end of the 95 % interval.
  public var high: Double
  /// How it was found.
  public var method: Method
  /// SHA-256 of the text of the circuit it was measured on, in hexadecimal; empty for a fit.
  public var circuitHash: String
  /// The decoder of the shots, with its settings; empty for a fit.
  public var decoder: String
  /// The shots taken.
  public var shots: Int
  /// The shots that failed.
  public var failures: Int
  /// The seed of the shots.
  public var seed: UInt64

  /// Makes a rate.
  public init(
    value: Double, low: Double, high: Double, method: Method, circuitHash: String = "",
    decoder: String = "", shots: Int = 0, failures: Int = 0, seed: UInt64 = 0
  ) {
    self.value = value
    self.low = low
    self.high = high
    self.method = method
    self.circuitHash = circuitHash
    self.decoder = decoder
    self.shots = shots
    self.failures = failures
    self.seed = seed
  }
}

/// The probabilities of a logical X, Y and Z; they exclude one another.
public struct PauliRates: Sendable, Hashable {
  /// The probability of a logical X.
  public var x: MeasuredRate
  /// The probability of a logical Y.
  public var y: MeasuredRate
  /// The probability of a logical Z.
  public var z: MeasuredRate

  /// Makes rates.
  public init(x: MeasuredRate, y: MeasuredRate, z: MeasuredRate) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The three with the names they have in JSON.
  var named: [(String, MeasuredRate)] { [("x", x), ("y", y), ("z", z)] }
}

/// The logical error rates of a profile, and what its qubits cost.
///
/// A cycle is `roundsPerCycle` rounds of syndrome extraction. A two-qubit gate puts an independent Pauli of
/// `twoQubitGate` on each of its qubits. The gates' rates include the first cycle that the gate takes; in each further
/// one its qubits suffer what `idle` says. Rates that no program has asked for yet may be missing.
public struct LogicalRates: Sendable, Hashable {
  /// What the rates belong to.
  public var profile: LogicalProfile
  /// SHA-256 of the circuit that the profile stood for when the rates were measured, in hexadecimal; empty if none
  /// was simulated, so that they hold whatever it stands for.
  public var circuitHash = ""
  /// The rounds of syndrome extraction in a cycle.
  public var roundsPerCycle: Int
  /// The physical qubits of a logical qubit.
  public var physicalQubits: Int
  /// The length of a cycle, in microseconds: the family's plan unless the table was given another, since the
  /// simulation that measures the rates has no clock.
  public var cycleTime: Double
  /// Logical Paulis for each cycle of idling.
  public var idle: PauliRates
  /// Logical Paulis after a one-qubit gate, if they have been measured.
  public var oneQubitGate: PauliRates?
  /// Logical Paulis after a two-qubit gate, on each qubit, if they have been measured.
  public var twoQubitGate: PauliRates?
  /// The probability that a measured bit is reported wrong, if it has been measured.
  public var measurement: MeasuredRate?

  /// Makes the rates of a profile.
  public init(
    profile: LogicalProfile, roundsPerCycle: Int, physicalQubits: Int, cycleTime: Double,
    idle: PauliRates, oneQubitGate: PauliRates?, twoQubitGate: PauliRates?,
    measurement: MeasuredRate?
  ) {
    self.profile = profile
    self.roundsPerCycle = roundsPerCycle
    self.physicalQubits = physicalQubits
    self.cycleTime = cycleTime
    self.idle = idle
    self.oneQubitGate = oneQubitGate
    self.twoQubitGate = twoQubitGate
    self.measurement = measurement
  }
}

extension LogicalRates {
  /// Kinds of rates, besides those of idling, which are always there.
  public struct Kinds: OptionSet, Sendable, Hashable {
    /// A bit for each kind.
    public let rawValue: Int

    /// Makes a set of kinds from its bits.
    public init(rawValue: Int) {
      self.rawValue = rawValue
    }

    /// Those of one-qubit gates.
    public static let oneQubitGate = Kinds(rawValue: 1)
    /// Those of two-qubit gates.
    public static let twoQubitGate = Kinds(rawValue: 2)
    /// That of measurement.
    public static let measurement = Kinds(rawValue: 4)
    /// All of them.
    public static let all: Kinds = [.oneQubitGate, .twoQubitGate, .measurement]

    /// The kinds with the names they have in files, in the order of files.
    static let named: [(String, Kinds)] = [
      ("one_qubit_gate", .oneQubitGate), ("two_qubit_gate", .twoQubitGate),
      ("measurement", .measurement),
    ]

    /// The names of the kinds in the set.
    var names: [String] { Kinds.named.filter { contains($0.1) }.map(\.0) }
  }

  /// The kinds that are there.
  public var kinds: Kinds {
    var kinds: Kinds = []
    if oneQubitGate != nil { kinds.insert(.oneQubitGate) }
    if twoQubitGate != nil { kinds.insert(.twoQubitGate) }
    if measurement != nil { kinds.insert(.measurement) }
    return kinds
  }
}

/// The rates of several profiles: what a cache file holds.
///
/// A profile may stand for several circuits, such as one with noise from a file that has changed since.
public struct LogicalRateTable: Sendable, Hashable {
  /// The rates, in the order in which they were added; each profile once for each circuit.
  public private(set) var rates: [LogicalRates] = []

  /// Makes a table without rates.
  public init() {}

  /// The rates of a profile; the first if it has been several circuits.
  public subscript(profile: LogicalProfile) -> LogicalRates? {
    rates.first { $0.profile == profile }
  }

  /// The rates of a profile that stands for a circuit now, those that hold for any circuit included.
  public subscript(profile: LogicalProfile, circuitHash hash: String) -> LogicalRates? {
    rates.first {
      $0.profile == profile && ($0.circuitHash == hash || $0.circuitHash.isEmpty)
    }
  }

  /// Adds rates, in place of those of the same profile and circuit.
  public mutating func insert(_ new: LogicalRates) {
    let index = rates.firstIndex {
      $0.profile == new.profile && $0.circuitHash == new.circuitHash
    }
    if let index {
      rates[index] = new
    } else {
      rates.append(new)
    }
  }
}
