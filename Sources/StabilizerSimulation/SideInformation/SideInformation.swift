// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// What a shot may bring to the decoder besides its defects.
public struct SideInformationKinds: OptionSet, Sendable, Hashable {
  /// The bits of the kinds.
  public let rawValue: Int

  /// Makes a set of kinds.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// Heralds, which tell where noise has struck: the results of HERALDED_ERASE and HERALDED_PAULI_CHANNEL_1, and
  /// those of DEPOLARIZE1 and DEPOLARIZE2 with the tag `herald`, whose qubits are then fully mixed.
  public static let heralds = SideInformationKinds(rawValue: 1)
  /// Analog readings of flips that bear the tag `shift:…`, which tell how doubtful each one is.
  public static let readings = SideInformationKinds(rawValue: 2)
  /// Everything there is.
  public static let all: SideInformationKinds = [.heralds, .readings]
}

/// A circuit whose noise partly comes with side information, taken apart for sampling and decoding.
///
/// Noise that tells about itself is linear on top of the rest: a shot of the circuit is a shot of `background`,
/// plus what each herald and each flip of a reading adds. So shots are drawn as fast as the background's, and the
/// probabilities that hold in a shot follow from its heralds and readings alone.
public struct SideInformation: Sendable {
  /// A mechanism and its probability.
  public struct Prior: Sendable, Hashable {
    /// The mechanism, counted as `DetectorErrorModel.forEachMechanism` visits it.
    public let mechanism: UInt32
    /// The probability.
    public let probability: Double
  }

  /// A place where noise that heralds itself may strike.
  public struct Herald: Sendable, Hashable {
    /// The measurement that is 1 when the noise strikes; nil where the circuit's record does not hold it.
    public let measurement: UInt64?
    /// The probability that it strikes.
    public let probability: Double
    /// What the errors flip whose products are the cases of the noise: X after Z, qubit after qubit.
    public let generators: [Symptom]
    /// The cumulative shares of the cases, given that it strikes; the bits of a case choose its generators.
    public let shares: [Double]
    /// What the herald itself flips, when detectors, observables or feedback depend on it.
    public let flips: Symptom
    /// The independent errors that the noise amounts to, given that it strikes.
    public let priors: [Prior]
  }

  /// A place where a flip may happen of which an analog value tells how likely it is.
  public struct Reading: Sendable, Hashable {
    /// The tag of the channel, which says how values are distributed.
    public let tag: String
    /// The probability of the flip when the value is not known.
    public let probability: Double
    /// The mechanism that the flip is.
    public let mechanism: UInt32
    /// What it flips.
    public let symptom: Symptom
  }

  /// The decoder's model: of each mechanism, the probability by causes that bring no side information.
  ///
  /// Mechanisms that only heralds or readings can bring about have probability 0.
  public let model: DetectorErrorModel
  /// The probabilities of the model's mechanisms, in order.
  public let probabilities: [Double]
  /// The circuit without the noise that brings side information; the same detectors and measurements.
  public let background: Circuit
  /// The heralds, in the order of the circuit.
  public let heralds: [Herald]
  /// The readings, in the order of the circuit; those that can flip nothing left out.
  public let readings: [Reading]

  /// The tag that marks depolarizing noise as heralded.
  public static let heraldTag = "herald"

  /// The start of the tag that marks a flip with an analog value.
  public static let readingTag = "shift:"

  init(
    model: DetectorErrorModel, probabilities: [Double], background: Circuit, heralds: [Herald],
    readings: [Reading]
  ) {
    self.model = model
    self.probabilities = probabilities
    self.background = background
    self.heralds = heralds
    self.readings = readings
  }
}

extension Circuit {
  /// What side information shots of the circuit bring.
  public var sideInformationKinds: SideInformationKinds {
    var kinds: SideInformationKinds = []
    for operation in operations {
      switch operation {
      case .block(let block): kinds.formUnion(block.body.sideInformationKinds)
      case .instruction(let instruction): kinds.formUnion(instruction.sideInformationKinds)
      }
    }
    return kinds
  }
}

extension Circuit.Instruction {
  var sideInformationKinds: SideInformationKinds {
    if gate == .heraldedErase || gate == .heraldedPauliChannel1 { return .heralds }
    if tag == SideInformation.heraldTag, gate.definition.traits.contains(.channel) {
      return .heralds
    }
    return tag.hasPrefix(SideInformation.readingTag) ? .readings : []
  }
}
