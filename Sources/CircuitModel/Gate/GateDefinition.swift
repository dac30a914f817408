// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import PauliAlgebra

/// Everything the program knows about a gate: the one place where parsing, simulation, help and
/// documentation learn it.
public struct GateDefinition: Sendable {
  /// The gate.
  public let gate: Gate
  /// The name it is printed with.
  public let name: String
  /// Other names that mean the same.
  public let aliases: [String]
  /// What it does, in one sentence.
  public let summary: String
  /// What its targets are.
  public let targets: TargetRule
  /// What its arguments in parentheses are.
  public let arguments: ArgumentRule
  /// What it does.
  public let traits: Traits
  /// For a unitary of fixed size, what it does to the generators; nil otherwise.
  public let action: CliffordAction?

  /// The form of the targets.
  public enum TargetRule: Sendable, Hashable {
    /// No target at all.
    case none
    /// Plain qubits, each on its own.
    case qubits
    /// Pairs of plain, different qubits; `classical` says which side may be a record or sweep bit.
    case pairs(classical: ClassicalControl)
    /// Paulis joined by `*` into products, product after product.
    case products
    /// One list of Paulis without combiners.
    case paulis
    /// Past measurements.
    case records
    /// Past measurements and Paulis mixed.
    case recordsAndPaulis
    /// Literal bits 0 and 1.
    case bits
  }

  /// Which targets of a pair may be classical bits: the gate then acts as a Pauli under feedback.
  public struct ClassicalControl: OptionSet, Sendable, Hashable {
    /// The raw bits.
    public let rawValue: UInt8
    /// Makes a set.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The first target.
    public static let first = ClassicalControl(rawValue: 1)
    /// The second target.
    public static let second = ClassicalControl(rawValue: 2)
  }

  /// The form of the arguments in parentheses.
  public enum ArgumentRule: Sendable, Hashable {
    /// None.
    case none
    /// Exactly one probability.
    case probability
    /// At most one probability.
    case optionalProbability
    /// Exactly so many probabilities of disjoint events: their sum is at most 1.
    case disjointProbabilities(Int)
    /// Any number of probabilities of disjoint events.
    case anyDisjointProbabilities
    /// Any number of finite numbers.
    case coordinates
    /// One whole number of zero or more.
    case index
  }

  /// What a gate does, as a set.
  public struct Traits: OptionSet, Sendable, Hashable {
    /// The raw bits.
    public let rawValue: UInt16
    /// Makes a set.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// A unitary operation.
    public static let unitary = Traits(rawValue: 1)
    /// Adds results to the measurement record.
    public static let measures = Traits(rawValue: 2)
    /// Puts qubits into a known state.
    public static let resets = Traits(rawValue: 4)
    /// May add errors: a channel, or a measurement with a flip probability.
    public static let noisy = Traits(rawValue: 8)
    /// Leaves qubits alone: detectors, coordinates, ticks, padding.
    public static let annotation = Traits(rawValue: 16)
    /// A pure noise channel.
    public static let channel = Traits(rawValue: 32)
    /// Two neighbouring lines of it must not be merged into one.
    public static let neverFused = Traits(rawValue: 64)
    /// A `!` before a target is allowed.
    public static let invertible = Traits(rawValue: 128)
  }
}

/// How a Clifford gate of one or two qubits conjugates the generators X₀, Z₀ (, X₁, Z₁).
public struct CliffordAction: Sendable, Hashable {
  /// The image of one generator.
  public struct Image: Sendable, Hashable {
    /// Whether the image carries a minus sign.
    public var isNegative: Bool
    /// The factor on the first qubit.
    public var first: Pauli
    /// The factor on the second qubit; the identity for one-qubit gates.
    public var second: Pauli
  }

  /// The number of qubits: 1 or 2.
  public let qubitCount: Int
  /// The images of X₀, Z₀ and, for two qubits, X₁, Z₁.
  public let images: [Image]

  /// Reads images written like `+XX +ZI +IX +ZZ`.
  ///
  /// - Precondition: two images of one letter or four of two.
  init(_ text: String) {
    let letters: [Character: Pauli] = ["I": .i, "X": .x, "Y": .y, "Z": .z]
    images = text.split(separator: " ").map { word in
      let paulis = word.dropFirst().compactMap { letters[$0] }
      precondition(paulis.count + 1 == word.count, "A Clifford image is a sign and Pauli letters.")
      return Image(
        isNegative: word.first == "-", first: paulis[0], second: paulis.count > 1 ? paulis[1] : .i)
    }
    precondition(images.count == 2 || images.count == 4, "A Clifford action has 2 or 4 images.")
    qubitCount = images.count / 2
  }
}
