// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension StateVector {
  /// Applies gates, in order.
  ///
  /// - Precondition: The qubits of the gates belong to the register.
  /// - Complexity: One pass over the amplitudes or less for a gate.
  public mutating func apply(_ sequence: GateSequence) {
    precondition(sequence.qubitCount <= qubitCount, "A gate acts beyond the register.")
    applyOneByOne(sequence)
  }

  /// Applies one gate.
  ///
  /// - Precondition: The qubits of the gate belong to the register.
  public mutating func apply(_ gate: VectorGate) {
    apply(GateSequence([gate]))
  }

  /// Applies gates one after the other, each in a pass of its own: the reference for plans.
  mutating func applyOneByOne(_ sequence: GateSequence) {
    for gate in sequence.gates { applyPlainly(gate) }
  }

  private mutating func applyPlainly(_ gate: VectorGate) {
    let controls = gate.controls.reduce(0) { $0 | 1 << UInt64(positions[$1]) } as UInt64
    let targets = gate.targets.map { Int32(positions[$0]) }
    let bits = Int32(qubitCount)
    let kernels = Scalar.kernels
    switch gate.action {
    case .exchange where gate.controls.isEmpty:
      positions.swapAt(gate.targets[0], gate.targets[1])
    case .exchange:
      let swap: [Complex] = [
        .one, .zero, .zero, .zero, .zero, .zero, .one, .zero,
        .zero, .one, .zero, .zero, .zero, .zero, .zero, .one,
      ]
      applyPlainly(VectorGate(.matrix(swap), targets: gate.targets, controls: gate.controls))
    case .matrix(let entries):
      let numbers = entries.flatMap { [$0.real, $0.imaginary] }
      unsafe withPlanes { real, imaginary in
        unsafe kernels.applyMatrix(
          real, imaginary, bits, targets, Int32(targets.count), controls, numbers)
      }
    case .diagonal(let factors):
      let numbers = factors.flatMap { [$0.real, $0.imaginary] }
      unsafe withPlanes { real, imaginary in
        unsafe kernels.applyDiagonal(
          real, imaginary, bits, targets, Int32(targets.count), controls, numbers)
      }
    }
  }

  /// Lends the planes to a kernel.
  mutating func withPlanes(
    _ body: (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
  ) {
    unsafe real.withSharedMemory { real in
      unsafe imaginary.withSharedMemory { imaginary in
        unsafe body(real.base, imaginary.base)
      }
    }
  }
}
