// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// A rule that turns a noiseless circuit into a noisy one.
///
/// Two tags in the noiseless circuit direct it. `I_ERROR[round] q…` marks where the noise of one
/// round falls on the data qubits `q…`; the line itself is removed. An instruction tagged
/// `[noiseless]` is copied as it is, and its qubits do not idle in that layer.
public struct NoiseModel: Sendable, Hashable {
  /// How much of the circuit a model regards as faulty.
  public enum Level: String, Sendable, CaseIterable {
    /// Data qubits once; the checks are measured perfectly.
    case codeCapacity = "code-capacity"
    /// Data qubits once a round, and the results of the checks.
    case phenomenological
    /// Every operation.
    case circuit
    /// Every operation, pairs of qubits being measured by one native operation.
    case pairMeasurement = "pair-measurement"
  }

  /// A channel on every qubit of a list.
  public struct Channel: Sendable, Hashable {
    /// The one-qubit noise gate.
    public var gate: Gate
    /// Its arguments.
    public var arguments: [Double]
    /// Its tag, which says what side information it brings, if any.
    public var tag: String

    /// Makes a channel.
    public init(_ gate: Gate, _ arguments: Double..., tag: String = "") {
      self.gate = gate
      self.arguments = arguments
      self.tag = tag
    }

    /// The loss of a qubit, of which a herald tells: it is then fully mixed.
    ///
    /// Mixing fully is depolarizing with probability ¾.
    public static func erasure(_ probability: Double) -> Channel {
      Channel(.depolarize1, 0.75 * probability, tag: NoiseModel.heraldTag)
    }
  }

  /// The strength of each kind of fault; zero leaves it out.
  public struct Rates: Sendable, Hashable {
    /// What replaces each `I_ERROR[round]`.
    public var round: [Channel]
    /// DEPOLARIZE1 after each one-qubit unitary.
    public var oneQubit: Double
    /// DEPOLARIZE2 after each two-qubit unitary.
    public var twoQubit: Double
    /// After each reset, the flip that undoes it.
    public var resetFlip: Double
    /// The wrong report of a measurement.
    public var measurementFlip: Double
    /// Whether the report is wrong because the qubit flips just before, as in `stim gen`, instead
    /// of by the argument of the measurement.
    public var flipsBeforeMeasurement: Bool
    /// After each measurement without reset: DEPOLARIZE2 on a pair, DEPOLARIZE1 on other qubits.
    public var measurementDepolarization: Double
    /// With this probability, a measured product of one or two qubits suffers one of all Paulis on them with any
    /// report, none among them, in place of `measurementFlip` and `measurementDepolarization`.
    public var productMixing = 0.0
    /// DEPOLARIZE1 on each qubit that is not touched between two TICKs.
    public var idle: Double
    /// DEPOLARIZE1, besides `idle`, on each qubit that is neither measured nor reset between two
    /// TICKs while another is.
    public var collapseIdle: Double
    /// Channels besides, for each kind of operation.
    public var faults: Faults

    /// Makes strengths; those not given are zero.
    public init(
      round: [Channel] = [], oneQubit: Double = 0, twoQubit: Double = 0, resetFlip: Double = 0,
      measurementFlip: Double = 0, flipsBeforeMeasurement: Bool = false,
      measurementDepolarization: Double = 0, idle: Double = 0, collapseIdle: Double = 0,
      faults: Faults = Faults()
    ) {
      self.round = round
      self.oneQubit = oneQubit
      self.twoQubit = twoQubit
      self.resetFlip = resetFlip
      self.measurementFlip = measurementFlip
      self.flipsBeforeMeasurement = flipsBeforeMeasurement
      self.measurementDepolarization = measurementDepolarization
      self.idle = idle
      self.collapseIdle = collapseIdle
      self.faults = faults
    }
  }

  /// The tag of depolarizing noise of which a herald tells.
  public static let heraldTag = NoiseRewriter.heraldTag

  /// The name with its parameters, as `init(named:p:)` reads it.
  public let name: String
  /// The strength p that the rates follow from; of joined models, that of the first.
  public let probability: Double
  /// How much of the circuit is faulty; of joined models, the most that any regards so.
  public let level: Level
  /// What each of the models that are joined puts around operations, in order; one for a model by itself.
  public let parts: [Part]

  /// The strengths of the faults; of joined models, those of the first.
  public var rates: Rates { parts[0].rates }
  /// What becomes of the results of heralded channels; of joined models, of those of the first.
  public var heralds: Heralds { parts[0].heralds }

  /// Makes a model from strengths of one's own.
  ///
  /// - Precondition: every strength is a probability that its channel accepts.
  public init(
    name: String, probability: Double, level: Level, rates: Rates, heralds: Heralds = .information
  ) {
    self.name = name
    self.probability = probability
    self.level = level
    parts = [Part(rates: rates, heralds: heralds)]
  }

  init(name: String, probability: Double, level: Level, parts: [Part]) {
    precondition(!parts.isEmpty, "A model puts something around operations.")
    self.name = name
    self.probability = probability
    self.level = level
    self.parts = parts
  }

  /// The noisy form of a noiseless circuit.
  ///
  /// Annotations, feedback and sweep-controlled gates get no noise. Blocks stay blocks: at most the
  /// first pass through a block is written out, when the layer open before the block differs from
  /// the one open at the end of its body. A layer reaches from TICK to TICK; the layer after the
  /// last TICK has no idle noise, since nothing can depend on it. Where a channel heralds, its results are
  /// put into the record, and whatever looks back into the record looks past them.
  ///
  /// - Parameters:
  ///   - circuit: The circuit.
  ///   - keepingNoise: Whether the circuit may have noise, which stays and which this is added to: the channels
  ///     where they are, the wrong reports of a measurement as independent ones.
  /// - Returns: The noisy circuit.
  /// - Throws: `NoiseError` if the circuit has noise that is not to be kept, if the model has noise per round and the
  ///   circuit has no `I_ERROR[round]`, or if the model mixes pairs and a larger product is measured.
  /// - Complexity: O(size of the text + layers · qubits).
  public func applied(
    to circuit: Circuit, keepingNoise: Bool = false
  ) throws(NoiseError) -> Circuit {
    var rewriter = NoiseRewriter(parts, circuit, keepsNoise: keepingNoise)
    let result = try rewriter.rewrite(circuit)
    guard parts.allSatisfy(\.rates.round.isEmpty) || rewriter.hasRounds else {
      throw NoiseError(
        .noRounds,
        "\(name) puts noise between rounds, but no I_ERROR[round] line says where they begin. "
          + "Take a circuit made from --code to which no model was applied (join several by a plus), or add "
          + "such a line with the data qubits to each round."
      )
    }
    return result
  }
}
