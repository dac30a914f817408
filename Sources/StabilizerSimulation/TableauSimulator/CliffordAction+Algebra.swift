// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import PauliAlgebra

extension CliffordAction {
  /// The action as a tableau on one or two qubits.
  public var tableau: CliffordTableau {
    let strings = images.map {
      PauliString(
        qubitCount == 1 ? [$0.first] : [$0.first, $0.second], isNegative: $0.isNegative)
    }
    let numbered = strings.enumerated()
    return CliffordTableau(
      xImages: numbered.filter { $0.offset & 1 == 0 }.map(\.element),
      zImages: numbered.filter { $0.offset & 1 == 1 }.map(\.element))
  }
}

/// What a gate does to Pauli operators, in the two forms that the simulators run.
struct GateAction: Sendable {
  /// The number of qubits: 1 or 2.
  let qubitCount: Int
  /// The images under U† · U of X₀, Z₀ (, X₁, Z₁): what a tableau of the inverse is multiplied by.
  let inverseImages: [PauliString]
  /// The symplectic matrix, signs dropped: bit (4 · output + input) of x₀, z₀, x₁, z₁.
  let matrix: UInt16

  /// The actions of all gates, by raw value; nil for gates that have none.
  static let all: [GateAction?] = Gate.allCases.map { gate in
    gate.definition.action.map(GateAction.init)
  }

  init(_ action: CliffordAction) {
    let tableau = action.tableau
    let inverse = tableau.inverse
    qubitCount = action.qubitCount
    inverseImages = (0..<qubitCount).flatMap { [inverse.xImages[$0], inverse.zImages[$0]] }
    var bits: UInt16 = 0
    for qubit in 0..<qubitCount {
      for (part, image) in [tableau.xImages[qubit], tableau.zImages[qubit]].enumerated() {
        let input = UInt16(2 * qubit + part)
        for other in 0..<qubitCount {
          let pauli = image[other]
          if pauli.hasX { bits |= 1 << UInt16(4 * (2 * UInt16(other)) + input) }
          if pauli.hasZ { bits |= 1 << UInt16(4 * (2 * UInt16(other) + 1) + input) }
        }
      }
    }
    matrix = bits
  }
}
