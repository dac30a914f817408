// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// What one round of a code takes, counted from its circuit.
public struct CodeResources: Sendable, Hashable {
  /// How often a gate is used in a round.
  public struct GateCount: Sendable, Hashable {
    /// The name of the gate.
    public let name: String
    /// How often.
    public let count: Int
  }

  /// The number of data qubits.
  public let dataQubits: Int
  /// The number of ancillas, one for each operator that a round measures.
  public let ancillaQubits: Int
  /// The gates of a round, measurements and resets among them, in the order of the gate table.
  public let gates: [GateCount]
  /// The number of two-qubit gates of a round.
  public let twoQubitGates: Int
  /// The number of layers of a round: times at which something happens.
  public let depth: Int

  /// The number of physical qubits.
  public var totalQubits: Int { dataQubits + ancillaQubits }

  /// Counts what one round takes.
  ///
  /// - Parameters:
  ///   - dataQubits: The number of data qubits.
  ///   - ancillaQubits: The number of ancillas.
  ///   - round: The round; at its end, and nowhere else, a layer may be shared with the next round.
  ///   - sharedLayers: The number of layers that are counted by the next round.
  init(dataQubits: Int, ancillaQubits: Int, round: Circuit, sharedLayers: Int = 0) {
    var counts: [Gate: Int] = [:]
    var twoQubitGates = 0
    var depth = 0
    var isBusy = false
    round.forEachInstruction { instruction in
      let traits = instruction.gate.definition.traits
      if instruction.gate == .tick {
        depth += isBusy ? 1 : 0
        isBusy = false
      } else if traits.isDisjoint(with: [.annotation, .channel]) {
        counts[instruction.gate, default: 0] += instruction.groupCount
        if case .pairs = instruction.gate.definition.targets {
          twoQubitGates += instruction.groupCount
        }
        isBusy = true
      }
    }
    self.dataQubits = dataQubits
    self.ancillaQubits = ancillaQubits
    gates = counts.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      GateCount(name: $0.key.definition.name, count: $0.value)
    }
    self.twoQubitGates = twoQubitGates
    self.depth = depth + (isBusy ? 1 : 0) - sharedLayers
  }
}

extension StabilizerCode {
  /// What one round takes.
  public var resources: CodeResources {
    CodeResources(
      dataQubits: qubitCount, ancillaQubits: checks.count, round: extractionRound,
      sharedLayers: schedule.isStaggered ? 1 : 0)
  }
}
