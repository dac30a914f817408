// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension Circuit {
  /// The circuit with its heralded noise and readings taken out, or turned into noise without side information.
  ///
  /// Heralds stay in the record, as results that are always 0.
  ///
  /// - Parameters:
  ///   - kinds: What is rewritten.
  ///   - keepsNoise: Whether the noise stays, by independent errors that strike unannounced.
  /// - Returns: The circuit, with the same qubits, measurements, detectors and observables.
  /// - Throws: `CircuitError` with code `.analysis` for a tag on a channel that cannot have it.
  func withoutSideInformation(
    _ kinds: SideInformationKinds, keepsNoise: Bool
  ) throws(CircuitError) -> Circuit {
    var result = Circuit()
    for operation in operations {
      switch operation {
      case .block(let block):
        var copy = block
        copy.body = try block.body.withoutSideInformation(kinds, keepsNoise: keepsNoise)
        // A block may not be empty.
        if !copy.body.operations.isEmpty { result.operations.append(.block(copy)) }
      case .instruction(let instruction):
        if instruction.sideInformationKinds.isDisjoint(with: kinds) {
          result.operations.append(operation)
        } else if instruction.sideInformationKinds == .heralds {
          try instruction.appendHeraldless(to: &result, keepsNoise: keepsNoise)
        } else {
          try instruction.appendReadless(to: &result, keepsNoise: keepsNoise)
        }
      }
    }
    return result
  }
}

/// What heralded noise does where it strikes.
struct HeraldedNoise {
  /// The probability that it strikes.
  var probability: Double
  /// The cumulative shares of its cases; bit 0 of a case is Z and bit 1 X of the first qubit, and so on.
  var shares: [Double]
  /// The independent errors that it amounts to where it strikes: each a case and its probability.
  var errors: [(generators: Int, probability: Double)]

  init(_ instruction: Circuit.Instruction) {
    let arguments = instruction.arguments
    switch instruction.gate {
    case .heraldedPauliChannel1: self.init(outcomes: arguments)
    case .depolarize1: self.init(mixing: 1, probability: 4 * arguments[0] / 3)
    case .depolarize2: self.init(mixing: 2, probability: 16 * arguments[0] / 15)
    default: self.init(mixing: 1, probability: arguments[0])
    }
  }

  /// Noise that mixes qubits fully: X and Z of each have even odds.
  private init(mixing qubits: Int, probability: Double) {
    self.probability = min(1, probability)
    let cases = 1 << (2 * qubits)
    shares = (1...cases).map { Double($0) / Double(cases) }
    errors = (0..<2 * qubits).map { (1 << $0, 0.5) }
  }

  /// Noise that is I, X, Y or Z with given probabilities.
  private init(outcomes: [Double]) {
    let total = outcomes.reduce(0, +)
    probability = min(1, total)
    guard total > 0 else {
      (shares, errors) = ([1, 1, 1, 1], [])
      return
    }
    let (i, x, y, z) = (
      outcomes[0] / total, outcomes[1] / total, outcomes[2] / total, outcomes[3] / total
    )
    shares = [i, i + z, i + z + x, 1]
    if let solution = PauliChannelSolution(x: x, y: y, z: z) {
      errors = [(1, solution.z), (2, solution.x), (3, solution.y)]
    } else {
      // No independent errors make it: those of the right odds for X flips and for Z flips.
      errors = [(1, z + y), (2, x + y)]
    }
    errors = errors.map { ($0.generators, min(1, max(0, $0.probability))) }
      .filter { $0.probability > 0 }
  }
}

extension Circuit.Instruction {
  fileprivate func appendHeraldless(
    to circuit: inout Circuit, keepsNoise: Bool
  ) throws(CircuitError) {
    switch gate {
    case .heraldedErase, .heraldedPauliChannel1:
      if keepsNoise {
        let noise = HeraldedNoise(self)
        let gates = [Gate.zError, .xError, .yError]
        for (generators, share) in noise.errors where share * noise.probability > 0 {
          circuit.append(
            gates[generators - 1], targets, arguments: [share * noise.probability], tag: tag)
        }
      }
      circuit.append(.mpad, [Target](repeating: .qubit(0), count: targets.count))
    case .depolarize1, .depolarize2:
      if keepsNoise { circuit.append(gate, targets, arguments: arguments) }
    default:
      throw CircuitError(
        .analysis,
        "\(gate.definition.name)[\(tag)]: of the channels without a herald of their own, only DEPOLARIZE1 and "
          + "DEPOLARIZE2 can be heralded by the tag.")
    }
  }

  fileprivate func appendReadless(
    to circuit: inout Circuit, keepsNoise: Bool
  ) throws(CircuitError) {
    let traits = gate.definition.traits
    let isFlip = [.xError, .yError, .zError].contains(gate)
    guard isFlip || traits.contains(.measures) && arguments.count == 1 else {
      throw CircuitError(
        .analysis,
        "\(gate.definition.name)[\(tag)]: only X_ERROR, Y_ERROR, Z_ERROR and noisy measurements can bring "
          + "readings.")
    }
    if isFlip, !keepsNoise { return }
    var copy = self
    copy.tag = ""
    if !keepsNoise { copy.arguments = [] }
    circuit.operations.append(.instruction(copy))
  }
}
