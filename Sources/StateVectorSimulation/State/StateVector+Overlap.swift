// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// How near two states are.
extension StateVector {
  /// The inner product ⟨this|other⟩.
  ///
  /// - Precondition: The registers have the same number of qubits.
  public borrowing func innerProduct(with other: borrowing StateVector) -> Complex {
    precondition(
      other.qubitCount == qubitCount, "An inner product needs registers of the same size.")
    guard positions == other.positions else { return innerProductAcrossOrders(other) }
    let kernel = unsafe Scalar.kernels.overlap
    let parts = unsafe other.withElements { otherReal, otherImaginary in
      unsafe mapBlocks { real, imaginary, start, count in
        var sums = [0.0, 0.0]
        unsafe kernel(
          real, imaginary, otherReal.base, otherImaginary.base, UInt64(start), UInt64(count), &sums)
        return sums
      }
    }
    return Complex(sum(parts.map { $0[0] }), sum(parts.map { $0[1] }))
  }

  /// In the order of this one's places; the other holds its qubits elsewhere.
  private borrowing func innerProductAcrossOrders(_ other: borrowing StateVector) -> Complex {
    var total = Complex.zero
    var partial = Complex.zero
    for place in 0..<1 << qubitCount {
      let there = other.place(of: Int(basisIndex(at: place)))
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

  /// The norm of what the other state has beside this one, ‖b − ⟨a|b⟩a‖: the sine of the angle between them.
  ///
  /// Unlike 1 less the fidelity, which is its square, it tells states apart that differ by no more than rounding.
  ///
  /// - Precondition: The registers have the same number of qubits.
  public borrowing func distance(from other: borrowing StateVector) -> Double {
    let overlap = innerProduct(with: other)
    guard positions == other.positions else {
      var total = 0.0
      for place in 0..<1 << qubitCount {
        let there = other.place(of: Int(basisIndex(at: place)))
        let a = Complex(Double(real[place]), Double(imaginary[place]))
        let b = Complex(Double(other.real[there]), Double(other.imaginary[there]))
        total += (b - overlap * a).squaredMagnitude
      }
      return total.squareRoot()
    }
    let kernel = unsafe Scalar.kernels.difference
    let parts = unsafe other.withElements { otherReal, otherImaginary in
      unsafe mapBlocks { real, imaginary, start, count in
        unsafe kernel(
          real, imaginary, otherReal.base, otherImaginary.base, UInt64(start), UInt64(count),
          overlap.real,
          overlap.imaginary)
      }
    }
    return sum(parts).squareRoot()
  }
}
