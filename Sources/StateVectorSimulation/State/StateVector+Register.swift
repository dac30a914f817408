// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// Registers that grow, shrink and join.
extension StateVector {
  /// Adds qubits in |0⟩ above the highest.
  ///
  /// - Throws: `StateVectorError` with code `.memory` if the larger register does not fit.
  /// - Complexity: A pass; while it lasts, a quarter more memory than the larger register.
  public mutating func appendQubits(_ count: Int = 1) throws(StateVectorError) {
    precondition(count >= 0, "A register grows by zero qubits or more.")
    try Self.requireMemory(qubitCount: qubitCount + count)
    let size = 1 << (qubitCount + count)
    var plane = PackedBuffer<Scalar>(repeating: 0, count: size)
    plane.copy(from: real)
    real = plane
    plane = PackedBuffer<Scalar>(repeating: 0, count: size)
    plane.copy(from: imaginary)
    imaginary = plane
    positions.append(contentsOf: qubitCount..<qubitCount + count)
    qubitCount += count
  }

  /// Takes a qubit out of the register; the numbers of the qubits above it fall by one.
  ///
  /// - Parameter qubit: A qubit that is not entangled with the others.
  /// - Returns: The state that it was in, as the amplitudes of |0⟩ and |1⟩, with the phase that makes
  ///   the larger one real and positive.
  /// - Throws: `StateVectorError` with code `.entangled`, and changes nothing, if it is entangled: if its
  ///   purity tr ρ² falls short of 1 by more than rounding (10⁻¹⁰, or 10⁻⁴ in single precision).
  @discardableResult
  public mutating func removeQubit(_ qubit: Int) throws(StateVectorError) -> [Complex] {
    requireQubits([qubit])
    let density = reducedDensity(of: qubit)
    let (zero, one) = (density.zero, density.one)
    let purity = zero * zero + one * one + 2 * density.coherence.squaredMagnitude
    guard purity > 1 - (Scalar.self == Float.self ? 1e-4 : 1e-10) else {
      throw StateVectorError(
        .entangled,
        "Qubit \(qubit) is entangled with the others (purity \(purity)): measure or reset it "
          + "before it leaves.")
    }
    // With the larger amplitude real, the other follows from ρ₀₁ = a₀ a₁*.
    let larger = max(zero, one).squareRoot()
    let state =
      zero >= one
      ? [Complex(larger), (1 / larger) * density.coherence.conjugate]
      : [(1 / larger) * density.coherence, Complex(larger)]
    // What is left of the others is where this qubit has the larger amplitude.
    let position = positions[qubit]
    let kept = zero >= one ? 0 : 1
    let scale = Scalar(1 / larger)
    var rest = StateVector(zeros: qubitCount - 1, workers: workers)
    let low = (1 << position) - 1
    for place in 0..<1 << (qubitCount - 1) {
      let source = (place & ~low) << 1 | kept << position | place & low
      rest.real[place] = real[source] * scale
      rest.imaginary[place] = imaginary[source] * scale
    }
    rest.positions = positions.filter { $0 != position }.map { $0 > position ? $0 - 1 : $0 }
    // `filter` drops the entry of the qubit itself, so the order of the others is theirs.
    self = rest
    return state
  }

  /// The reduced density matrix of a qubit: its diagonal, and ρ₀₁ = ⟨0|ρ|1⟩.
  public borrowing func reducedDensity(
    of qubit: Int
  ) -> (zero: Double, one: Double, coherence: Complex) {
    requireQubits([qubit])
    let position = positions[qubit]
    let size = 1 << (qubitCount - 1)
    let low = (1 << position) - 1
    let bits = min(Self.simpleBlockBits, qubitCount - 1)
    let workers = workers
    let parts = unsafe real.withSharedElements { real in
      unsafe imaginary.withSharedElements { imaginary in
        parallelResults(count: size >> bits, workers: workers) { block in
          var (zero, one, coherence) = (0.0, 0.0, Complex.zero)
          for pair in block << bits..<(block + 1) << bits {
            let place = (pair & ~low) << 1 | pair & low
            let other = place | 1 << position
            let a = unsafe Complex(Double(real.base[place]), Double(imaginary.base[place]))
            let b = unsafe Complex(Double(real.base[other]), Double(imaginary.base[other]))
            zero += a.squaredMagnitude
            one += b.squaredMagnitude
            coherence += a * b.conjugate
          }
          return [zero, one, coherence.real, coherence.imaginary]
        }
      }
    }
    let sums = (0..<4).map { column in sum(parts.map { $0[column] }) }
    let norm = sums[0] + sums[1]
    return (
      sums[0] / norm, sums[1] / norm, (1 / norm) * Complex(sums[2], sums[3])
    )
  }

  /// The state of two registers together: the qubits of `other` come after those of this one.
  ///
  /// - Throws: `StateVectorError` with code `.memory` if the joint register does not fit.
  public borrowing func joined(
    with other: borrowing StateVector
  ) throws(StateVectorError) -> StateVector {
    try Self.requireMemory(qubitCount: qubitCount + other.qubitCount)
    var joint = StateVector(zeros: qubitCount + other.qubitCount, workers: workers)
    let size = 1 << qubitCount
    for high in 0..<1 << other.qubitCount {
      let a = other.real[high]
      let b = other.imaginary[high]
      guard a != 0 || b != 0 else { continue }
      for low in 0..<size {
        let (x, y) = (real[low], imaginary[low])
        joint.real[high << qubitCount | low] = a * x - b * y
        joint.imaginary[high << qubitCount | low] = a * y + b * x
      }
    }
    joint.positions = positions + other.positions.map { $0 + qubitCount }
    return joint
  }

  /// The inner product ⟨this|other⟩.
  ///
  /// - Precondition: The registers have the same number of qubits.
  public borrowing func innerProduct(with other: borrowing StateVector) -> Complex {
    precondition(
      other.qubitCount == qubitCount, "An inner product needs registers of the same size.")
    var total = Complex.zero
    var partial = Complex.zero
    // In the order of this one's places; the other may hold its qubits elsewhere.
    let sameOrder = positions == other.positions
    for place in 0..<1 << qubitCount {
      let there = sameOrder ? place : other.place(of: Int(basisIndex(at: place)))
      let a = Complex(Double(real[place]), Double(imaginary[place]))
      let b = Complex(Double(other.real[there]), Double(other.imaginary[there]))
      partial += a.conjugate * b
      if place & 1023 == 1023 {
        total += partial
        partial = .zero
      }
    }
    return total + partial
  }

  /// The fidelity |⟨this|other⟩|².
  ///
  /// - Precondition: The registers have the same number of qubits.
  public borrowing func fidelity(with other: borrowing StateVector) -> Double {
    innerProduct(with: other).squaredMagnitude
  }
}
