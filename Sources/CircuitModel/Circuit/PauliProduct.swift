// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import PauliAlgebra

/// A product of Pauli targets multiplied out: at most one factor a qubit, and a sign.
public struct PauliProduct: Sendable, Hashable {
  /// The remaining factors, by ascending qubit, none of them the identity.
  public private(set) var factors: [(qubit: Int, pauli: Pauli)]
  /// The power of i in front, modulo 4; a `!` adds 2.
  public private(set) var phase: UInt8

  /// Whether the product is its own adjoint.
  public var isHermitian: Bool { phase & 1 == 0 }

  /// Whether the product carries a minus sign.
  ///
  /// Only meaningful for a Hermitian product.
  public var isNegative: Bool { phase & 2 != 0 }

  /// Multiplies the Pauli targets from left to right, passing over combiners.
  ///
  /// - Complexity: O(n log n).
  public init(_ targets: some Sequence<Target>) {
    var phase: UInt8 = 0
    var factors: [(order: Int, qubit: Int, pauli: Pauli)] = []
    for target in targets where target.kind == .pauli {
      if target.isInverted { phase &+= 2 }
      factors.append((factors.count, target.index, target.pauli))
    }
    // Factors on different qubits commute, so only the order within a qubit matters.
    factors.sort { ($0.qubit, $0.order) < ($1.qubit, $1.order) }
    self.factors = []
    for factor in factors {
      guard let last = self.factors.last, last.qubit == factor.qubit else {
        self.factors.append((factor.qubit, factor.pauli))
        continue
      }
      phase &+= PauliProduct.phase(of: last.pauli, factor.pauli)
      let product = last.pauli * factor.pauli
      self.factors.removeLast()
      self.factors.append((factor.qubit, product))
    }
    self.factors.removeAll { $0.pauli == .i }
    self.phase = phase & 3
  }

  /// The power of i in the product of two Paulis: XY = iZ, YX = −iZ and so on around.
  private static func phase(of left: Pauli, _ right: Pauli) -> UInt8 {
    switch (left, right) {
    case (.x, .y), (.y, .z), (.z, .x): 1
    case (.y, .x), (.z, .y), (.x, .z): 3
    default: 0
    }
  }

  /// Whether two products have the same factors and phase.
  public static func == (first: PauliProduct, second: PauliProduct) -> Bool {
    first.phase == second.phase
      && first.factors.elementsEqual(second.factors, by: ==)
  }

  /// Feeds factors and phase into a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(phase)
    for factor in factors {
      hasher.combine(factor.qubit)
      hasher.combine(factor.pauli)
    }
  }
}
