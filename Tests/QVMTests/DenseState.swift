// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import QVM

/// A complex number.
struct Complex: Equatable {
  var re: Double
  var im: Double

  static let zero = Complex(re: 0, im: 0)
  static let one = Complex(re: 1, im: 0)
  static let i = Complex(re: 0, im: 1)

  init(re: Double, im: Double = 0) {
    self.re = re
    self.im = im
  }

  /// e^{i·phase}.
  init(phase: Double) { self.init(re: cos(phase), im: sin(phase)) }

  var squared: Double { re * re + im * im }
  var conjugate: Complex { Complex(re: re, im: -im) }

  static func + (a: Complex, b: Complex) -> Complex { Complex(re: a.re + b.re, im: a.im + b.im) }
  static func - (a: Complex, b: Complex) -> Complex { Complex(re: a.re - b.re, im: a.im - b.im) }
  static func * (a: Complex, b: Complex) -> Complex {
    Complex(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
  }
  static func * (a: Double, b: Complex) -> Complex { Complex(re: a * b.re, im: a * b.im) }
}

/// The amplitudes of a few qubits; qubit k is bit k of the index.
struct DenseState {
  var amplitudes: [Complex]

  init(qubitCount: Int, basis: Int = 0) {
    amplitudes = Array(repeating: .zero, count: 1 << qubitCount)
    amplitudes[basis] = .one
  }

  /// Applies the gates of a program, in the order in which they act; other nodes are passed over.
  mutating func apply(_ program: Program) throws {
    for index in try ExecutionOrder(program).nodes { apply(program.nodes[index]) }
  }

  mutating func apply(_ node: Node) {
    let half = Complex(re: 0.5.squareRoot())
    let (zero, one, i) = (Complex.zero, Complex.one, Complex.i)
    let (minusOne, minusI) = (Complex(re: -1), Complex(re: 0, im: -1))
    let q = node.qubits
    let theta = (node.angle?.radians ?? 0) / 2
    let (c, s) = (Complex(re: cos(theta)), sin(theta))
    switch node.opcode {
    case .h: apply(q[0], [half, half, half, Complex(re: -half.re)])
    case .x: apply(q[0], [zero, one, one, zero])
    case .y: apply(q[0], [zero, minusI, i, zero])
    case .z: apply(q[0], [one, zero, zero, minusOne])
    case .s: apply(q[0], [one, zero, zero, i])
    case .sDag: apply(q[0], [one, zero, zero, minusI])
    case .t: apply(q[0], [one, zero, zero, Complex(phase: .pi / 4)])
    case .tDag: apply(q[0], [one, zero, zero, Complex(phase: -.pi / 4)])
    case .rx: apply(q[0], [c, -s * i, -s * i, c])
    case .ry: apply(q[0], [c, -s * one, s * one, c])
    case .rz: apply(q[0], [Complex(phase: -theta), zero, zero, Complex(phase: theta)])
    case .cnot, .teleportCNOT: flip(q[1], where: 1 << q[0])
    case .toffoli: flip(q[2], where: 1 << q[0] | 1 << q[1])
    case .cz:
      let mask = 1 << q[0] | 1 << q[1]
      for index in amplitudes.indices where index & mask == mask {
        amplitudes[index] = -1 * amplitudes[index]
      }
    case .swap:
      flip(q[1], where: 1 << q[0])
      flip(q[0], where: 1 << q[1])
      flip(q[1], where: 1 << q[0])
    default: break
    }
  }

  private mutating func apply(_ qubit: Int, _ matrix: [Complex]) {
    let bit = 1 << qubit
    for low in amplitudes.indices where low & bit == 0 {
      let (a, b) = (amplitudes[low], amplitudes[low | bit])
      amplitudes[low] = matrix[0] * a + matrix[1] * b
      amplitudes[low | bit] = matrix[2] * a + matrix[3] * b
    }
  }

  private mutating func flip(_ qubit: Int, where mask: Int) {
    let bit = 1 << qubit
    for low in amplitudes.indices where low & bit == 0 && low & mask == mask {
      amplitudes.swapAt(low, low | bit)
    }
  }

  /// |⟨other|self⟩|².
  func overlap(_ other: [Complex]) -> Double {
    var sum = Complex.zero
    for (a, b) in zip(amplitudes, other) { sum = sum + b.conjugate * a }
    return sum.squared
  }

  /// The basis state that it is, up to a phase; nil if it is none.
  var basisState: Int? {
    amplitudes.firstIndex { abs($0.squared - 1) < 1e-9 }
  }
}

/// The matrix of a program's gates, column by column, on its qubits in the order of its table.
func unitary(_ program: Program) throws -> [[Complex]] {
  try (0..<(1 << program.qubits.count)).map { basis in
    var state = DenseState(qubitCount: program.qubits.count, basis: basis)
    try state.apply(program)
    return state.amplitudes
  }
}

/// How far two matrices are apart, up to a common phase: 1 − |tr(A†B)| / dimension.
func distance(_ first: [[Complex]], _ second: [[Complex]]) -> Double {
  var trace = Complex.zero
  for (a, b) in zip(first, second) {
    for (x, y) in zip(a, b) { trace = trace + x.conjugate * y }
  }
  return 1 - trace.squared.squareRoot() / Double(first.count)
}
