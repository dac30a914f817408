// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// Registers that grow, shrink and join.
extension StateVector {
  /// Adds qubits in |0⟩ above the highest.
  ///
  /// - Throws: `StateVectorError` with code `.memory` if the larger register does not fit.
  /// - Complexity: A pass over the new amplitudes; no more memory than the larger register.
  public mutating func appendQubits(_ count: Int = 1) throws(StateVectorError) {
    precondition(count >= 0, "A register grows by zero qubits or more.")
    try Self.requireMemory(qubitCount: qubitCount + count)
    let size = 1 << (qubitCount + count)
    real.grow(to: size, repeating: 0)
    imaginary.grow(to: size, repeating: 0)
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
    keepHalf(of: qubit, where: zero < one, scale: 1 / larger)
    return state
  }

  /// Projects a qubit onto an outcome and takes it out, in place; the numbers of the qubits above it fall by one.
  ///
  /// - Precondition: The outcome is possible.
  /// - Complexity: A pass over half of the amplitudes and one over the others; no memory.
  public mutating func removeQubit(_ qubit: Int, projectedOnto outcome: Bool) {
    keepHalf(of: qubit, where: outcome, scale: scale(of: qubit, outcome))
  }

  /// What `removeQubit(_:projectedOnto:)` leaves, as a state of its own.
  ///
  /// - Precondition: The outcome is possible.
  /// - Throws: `StateVectorError` with code `.memory` if the machine does not have the memory.
  /// - Complexity: As in place, and half of the memory of the state.
  public borrowing func removing(
    _ qubit: Int, projectedOnto outcome: Bool
  ) throws(StateVectorError) -> StateVector {
    let scale = scale(of: qubit, outcome)
    try Self.requireMemory(qubitCount: qubitCount)
    let position = Int32(positions[qubit])
    var rest = StateVector(zeros: qubitCount - 1, workers: workers)
    let kernel = unsafe Scalar.kernels.extract
    unsafe withElements { real, imaginary in
      unsafe rest.forEachBlock { toReal, toImaginary, start, count in
        unsafe kernel(
          toReal, toImaginary, real.base, imaginary.base, UInt64(start), UInt64(count),
          position, outcome ? 1 : 0, scale)
      }
    }
    rest.positions = positions(without: qubit)
    return rest
  }

  private borrowing func scale(of qubit: Int, _ outcome: Bool) -> Double {
    requireQubits([qubit])
    let bit = 1 << positions[qubit]
    let weight = weight(mask: bit, values: outcome ? bit : 0)
    precondition(weight > 0, "The outcome must be possible.")
    return 1 / weight.squareRoot()
  }

  private borrowing func positions(without qubit: Int) -> [Int] {
    let position = positions[qubit]
    return positions.filter { $0 != position }.map { $0 > position ? $0 - 1 : $0 }
  }

  /// Keeps the amplitudes in which a qubit has a value, and takes it out.
  private mutating func keepHalf(of qubit: Int, where outcome: Bool, scale: Double) {
    let size = 1 << (qubitCount - 1)
    let position = Int32(positions[qubit])
    let kernel = unsafe Scalar.kernels.extract
    unsafe withPlanes { real, imaginary in
      unsafe kernel(
        real, imaginary, UnsafePointer(real), UnsafePointer(imaginary), 0, UInt64(size), position,
        outcome ? 1 : 0, scale)
    }
    positions = positions(without: qubit)
    qubitCount -= 1
    real.shrink(to: size)
    imaginary.shrink(to: size)
  }

  /// The reduced density matrix of a qubit: its diagonal, and ρ₀₁ = ⟨0|ρ|1⟩.
  public borrowing func reducedDensity(
    of qubit: Int
  ) -> (zero: Double, one: Double, coherence: Complex) {
    requireQubits([qubit])
    let position = Int32(positions[qubit])
    let size = 1 << (qubitCount - 1)
    let bits = min(Self.simpleBlockBits, qubitCount - 1)
    let workers = workers
    let kernel = unsafe Scalar.kernels.density
    let parts = unsafe real.withSharedElements { real in
      unsafe imaginary.withSharedElements { imaginary in
        parallelResults(count: size >> bits, workers: workers) { block in
          var sums = [0.0, 0, 0, 0]
          unsafe kernel(
            real.base, imaginary.base, UInt64(block << bits), UInt64(1 << bits), position, &sums)
          return sums
        }
      }
    }
    let sums = (0..<4).map { column in sum(parts.map { $0[column] }) }
    let norm = sums[0] + sums[1]
    return (
      sums[0] / norm, sums[1] / norm, (1 / norm) * Complex(sums[2], sums[3])
    )
  }

  /// Takes in another register, whose qubits come after those of this one.
  ///
  /// - Throws: `StateVectorError` with code `.memory`, and changes nothing, if the joint register does not fit.
  /// - Complexity: A pass over the joint register; no more memory than that and the other one.
  public mutating func join(_ other: borrowing StateVector) throws(StateVectorError) {
    let added = other.qubitCount
    let size = 1 << qubitCount
    try appendQubits(added)
    let kernel = unsafe Scalar.kernels.scaled
    unsafe withPlanes { real, imaginary in
      // The first block is the factor of all others, so it comes last.
      for high in (0..<1 << added).reversed() {
        let (a, b) = (Double(other.real[high]), Double(other.imaginary[high]))
        if high > 0, a == 0, b == 0 { continue }
        unsafe kernel(
          real, imaginary, UnsafePointer(real), UnsafePointer(imaginary),
          UInt64(high * size), UInt64(size), a, b)
      }
    }
    let own = positions.count - added
    positions = positions.prefix(own) + other.positions.map { $0 + own }
  }
}

extension StateVector {
  /// Lends the planes to a kernel that reads.
  borrowing func withElements<Result>(
    _ body: (SharedElements<Scalar>, SharedElements<Scalar>) -> Result
  ) -> Result {
    unsafe real.withSharedElements { real in
      unsafe imaginary.withSharedElements { imaginary in
        unsafe body(real, imaginary)
      }
    }
  }
}
