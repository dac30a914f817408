// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A Clifford operation on a register, told by what it makes of the generators X_q and Z_q.
///
/// The tableau of U holds U X_q U† and U Z_q U† for every qubit (Aaronson and Gottesman, Improved
/// simulation of stabilizer circuits, 2004). A global phase of U is not represented.
public struct CliffordTableau: Sendable, Hashable {
  /// The images of the X generators.
  public private(set) var xImages: [PauliString]
  /// The images of the Z generators.
  public private(set) var zImages: [PauliString]

  /// The number of qubits.
  public var qubitCount: Int { xImages.count }

  /// Makes the identity.
  public init(qubitCount: Int) {
    let identity = PauliString(qubitCount: qubitCount)
    xImages = [PauliString](repeating: identity, count: qubitCount)
    zImages = xImages
    for qubit in 0..<qubitCount {
      xImages[qubit][qubit] = .x
      zImages[qubit][qubit] = .z
    }
  }

  /// Makes the operation with the given images.
  ///
  /// - Precondition: as many X as Z images, each on as many qubits; `isConsistent` must hold.
  public init(xImages: [PauliString], zImages: [PauliString]) {
    precondition(
      xImages.count == zImages.count
        && (xImages + zImages).allSatisfy { $0.qubitCount == xImages.count },
      "A tableau needs an X and a Z image for every qubit, each over all qubits.")
    self.xImages = xImages
    self.zImages = zImages
    precondition(isConsistent, "The images of a Clifford operation keep all commutation relations.")
  }

  /// Whether the images are Hermitian and keep the commutation relations of the generators.
  public var isConsistent: Bool {
    guard (xImages + zImages).allSatisfy(\.isHermitian) else { return false }
    for first in 0..<qubitCount {
      for second in 0..<qubitCount {
        if first < second {
          guard xImages[first].commutes(with: xImages[second]),
            zImages[first].commutes(with: zImages[second])
          else { return false }
        }
        guard xImages[first].commutes(with: zImages[second]) == (first != second) else {
          return false
        }
      }
    }
    return true
  }

  /// The image U P U† of an operator.
  ///
  /// - Precondition: the qubit counts agree.
  /// - Complexity: O(weight · qubitCount / 64).
  public func image(of operand: PauliString) -> PauliString {
    precondition(operand.qubitCount == qubitCount, "The operator and the tableau differ in size.")
    var result = PauliString(qubitCount: qubitCount)
    var exponent = operand.phase
    for qubit in 0..<qubitCount {
      let pauli = operand[qubit]
      if pauli == .y { exponent += 1 }
      if pauli.hasX { result *= xImages[qubit] }
      if pauli.hasZ { result *= zImages[qubit] }
      exponent &= 3
    }
    result.phase = (result.phase + exponent) & 3
    return result
  }

  /// The operation followed by another one: the tableau of `next` · U.
  ///
  /// - Precondition: the qubit counts agree.
  public func then(_ next: CliffordTableau) -> CliffordTableau {
    var result = self
    for qubit in 0..<qubitCount {
      result.xImages[qubit] = next.image(of: xImages[qubit])
      result.zImages[qubit] = next.image(of: zImages[qubit])
    }
    return result
  }

  /// Follows the operation with a smaller one on chosen qubits.
  ///
  /// - Parameters:
  ///   - gate: The operation to append.
  ///   - qubits: Where each qubit of `gate` lies; all different.
  /// - Precondition: as many qubits as the gate has, different and in range.
  /// - Complexity: O(qubitCount) for a gate of fixed size.
  public mutating func append(_ gate: CliffordTableau, at qubits: [Int]) {
    precondition(
      gate.qubitCount == qubits.count && Set(qubits).count == qubits.count,
      "A gate needs as many different qubits as it acts on.")
    for row in 0..<qubitCount {
      xImages[row].conjugate(by: gate, at: qubits)
      zImages[row].conjugate(by: gate, at: qubits)
    }
  }

  /// The operation that undoes this one.
  ///
  /// The symplectic part is inverted by transposing its blocks; the signs follow by applying U again.
  ///
  /// - Complexity: O(qubitCount³ / 64).
  public var inverse: CliffordTableau {
    var result = CliffordTableau(qubitCount: qubitCount)
    for row in 0..<qubitCount {
      var inverseX = PauliString(qubitCount: qubitCount)
      var inverseZ = PauliString(qubitCount: qubitCount)
      for column in 0..<qubitCount {
        inverseX[column] = Pauli(
          x: zImages[column][row].hasZ, z: xImages[column][row].hasZ)
        inverseZ[column] = Pauli(
          x: zImages[column][row].hasX, z: xImages[column][row].hasX)
      }
      // U sends the unsigned candidate to ± the generator, so that sign is the candidate's own.
      inverseX.phase = image(of: inverseX).phase
      inverseZ.phase = image(of: inverseZ).phase
      result.xImages[row] = inverseX
      result.zImages[row] = inverseZ
    }
    return result
  }

  /// The generators of the state U|0…0⟩, in canonical form.
  public var canonicalStabilizers: [PauliString] {
    PauliString.canonicalGenerators(of: zImages)
  }
}

extension PauliString {
  /// Replaces the operator by its image under an operation on chosen qubits.
  ///
  /// - Precondition: `qubits` are different, in range, and as many as the gate acts on.
  public mutating func conjugate(by gate: CliffordTableau, at qubits: [Int]) {
    var local = PauliString(qubitCount: qubits.count)
    for (index, qubit) in qubits.enumerated() { local[index] = self[qubit] }
    if local.isIdentity { return }
    local = gate.image(of: local)
    for (index, qubit) in qubits.enumerated() { self[qubit] = local[index] }
    phase = (phase + local.phase) & 3
  }
}
