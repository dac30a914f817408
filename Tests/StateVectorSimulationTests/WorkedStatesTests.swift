// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Testing
import _TestSupport

@testable import StateVectorSimulation

@Suite("State vectors: worked values", .tags(.exact))
struct WorkedStatesTests {
  @Test("A Bell pair")
  func bell() throws {
    var state = try StateVector<Double>(qubitCount: 2)
    state.apply([.h(0), .cx(0, 1)])
    #expect(abs(state[0].real - 0.5.squareRoot()) < 1e-15)
    #expect(abs(state[3].real - 0.5.squareRoot()) < 1e-15)
    #expect(state.probabilities(of: [0, 1]).map { ($0 * 4).rounded() } == [2, 0, 0, 2])
    #expect(abs(state.probabilityOfOne(1) - 0.5) < 1e-15)
  }

  /// What each preparation leaves with certainty in each basis.
  @Test("Certain measurements")
  func certain() throws {
    let cases: [(GateSequence, MeasurementBasis, Bool)] = [
      ([.rx(.pi, 0)], .z, true), ([.h(0)], .x, false), ([.x(0), .h(0)], .x, true),
      ([.h(0), .s(0)], .y, false), ([.h(0), .sAdjoint(0)], .y, true),
      ([.ry(0.7, 0)], .angle(0.7), false), ([.x(0), .ry(0.7, 0)], .angle(0.7), true),
      (GateSequence([.h(0)] + (0..<8).map { _ in .t(0) } + [.h(0)]), .z, false),
    ]
    for (gates, basis, wanted) in cases {
      for uniform in [0, 0.5, 0.999_999_999] {
        var state = try StateVector<Double>(qubitCount: 1)
        state.apply(gates)
        let before = try state.copy()
        #expect(state.measure(0, in: basis, uniform: uniform) == wanted)
        #expect(state.fidelity(with: before) > 1 - 1e-14)
      }
    }
  }

  @Test("A measured qubit stays as it was found, and takes its partner along")
  func collapse() throws {
    for basis in [MeasurementBasis.z, .x, .y, .angle(1.1)] {
      for uniform in [0.1, 0.9] {
        var state = try StateVector<Double>.random(5, seed: 8)
        let first = state.measure(2, in: basis, uniform: uniform)
        #expect(abs(state.squaredNorm - 1) < 1e-14)
        for again in [0.0, 0.5, 0.999] {
          #expect(state.measure(2, in: basis, uniform: again) == first)
        }
      }
    }
    var pair = try StateVector<Double>(qubitCount: 2)
    pair.apply([.h(0), .cx(0, 1)])
    let outcome = pair.measure(0, uniform: 0.2)
    #expect(outcome && pair.measure(1, uniform: 0.9))
    pair.reset(0, uniform: 0.5)
    #expect(pair[2].magnitude > 1 - 1e-15)
  }

  @Test("Projection returns the probability, and refuses the impossible")
  func projection() throws {
    var state = try StateVector<Double>(qubitCount: 1)
    state.apply(.ry(2 * 0.6, 0))
    let one = (1 - 1.2.cosine) / 2
    #expect(abs(state.project(0, onto: true) - one) < 1e-15)
    #expect(state.project(0, onto: false) == 0)
    #expect(abs(state[1].magnitude - 1) < 1e-15)
  }

  @Test("Registers grow, shrink and join", arguments: [2, 7, 9])
  func register(qubits: Int) throws {
    var state = try StateVector<Double>.random(qubits, seed: 4)
    let before = try state.copy()
    // An exchange moves positions, not amplitudes: growth must respect it.
    state.apply([.swap(0, qubits - 1)])
    try state.appendQubits(2)
    #expect(state.qubitCount == qubits + 2)
    state.apply([.swap(0, qubits - 1), .ry(0.9, qubits), .x(qubits + 1)])
    let left = try state.removeQubit(qubits)
    #expect((left[0] - Complex(0.45.cosine)).magnitude < 1e-12)
    #expect((left[1] - Complex(0.45.sine)).magnitude < 1e-12)
    let top = try state.removeQubit(qubits)
    #expect(top[0].magnitude < 1e-12 && top[1] == .one)
    #expect(state.fidelity(with: before) > 1 - 1e-12)

    let other = try StateVector<Double>.random(3, seed: 5)
    var joint = try before.copy()
    try joint.join(other)
    for index in 0..<1 << (qubits + 3) {
      let wanted = before[index & (1 << qubits - 1)] * other[index >> qubits]
      #expect((joint[index] - wanted).magnitude < 1e-14)
    }
  }

  @Test("An entangled qubit may not leave")
  func entangled() throws {
    var state = try StateVector<Double>(qubitCount: 3)
    state.apply([.h(0), .cx(0, 1)])
    do {
      try state.removeQubit(1)
      Issue.record("removed an entangled qubit")
    } catch {
      #expect(error.code == .entangled)
    }
    #expect(state.qubitCount == 3)
    try state.removeQubit(2)
    #expect(state.qubitCount == 2 && abs(state[3].real - 0.5.squareRoot()) < 1e-12)
  }

  @Test("A register that does not fit is refused")
  func memory() {
    do {
      _ = try StateVector<Double>(qubitCount: 50)
      Issue.record("made a state of 50 qubits")
    } catch {
      #expect(error.code == .memory && error.message.contains("50 qubits"))
    }
  }

  @Test("Bytes hold a state bit for bit, and altered ones are refused")
  func bytes() throws {
    var state = try StateVector<Double>.random(9, seed: 6)
    var random = RandomGates(seed: 6)
    state.apply(random.program(register: 9, count: 30))
    let bytes = state.bytes
    var twin = try StateVector<Double>(bytes: bytes)
    #expect(twin.bytes == bytes)
    let more = random.program(register: 9, count: 30)
    state.apply(more)
    twin.apply(more)
    #expect(state.bytes == twin.bytes)
    var altered = bytes
    altered[16] = altered[17]
    for bad in [[], Array(bytes.dropLast()), bytes + [0], altered, [1] + bytes.dropFirst()] {
      do {
        _ = try StateVector<Double>(bytes: bad)
        Issue.record("read bytes that are no state")
      } catch { #expect(error.code == .format) }
    }
    do {
      _ = try StateVector<Float>(bytes: bytes)
      Issue.record("read double precision as single")
    } catch { #expect(error.code == .format) }
  }
}

extension Double {
  fileprivate var cosine: Double { Complex(phase: self).real }
  fileprivate var sine: Double { Complex(phase: self).imaginary }
}

@Suite("State vectors: chance", .tags(.statistical))
struct StateChanceTests {
  /// Binomial counts within 5.2 standard deviations: false alarms below 1e-6 over all tests of the suite.
  @Test("Samples follow the probabilities, and measurements theirs")
  func samples() throws {
    let qubits = 4
    var state = try StateVector<Double>.random(qubits, seed: 11)
    state.apply([.swap(0, 3)])
    let probabilities = state.probabilities(of: Array(0..<qubits))
    let shots = 40_000
    var stream = RandomStream(seed: 3)
    let samples = state.sample(shots: shots, using: &stream)
    for (value, probability) in probabilities.enumerated() {
      let count = Double(samples.filter { $0 == UInt64(value) }.count)
      let deviation = (Double(shots) * probability * (1 - probability)).squareRoot()
      #expect(abs(count - Double(shots) * probability) <= 5.5 * deviation)
    }
    var ones = 0
    for _ in 0..<2000 {
      var copy = try state.copy()
      if copy.measure(1, in: .y, uniform: stream.nextUnit()) { ones += 1 }
    }
    var turned = try state.copy()
    turned.apply([.sAdjoint(1), .h(1)])
    let probability = turned.probabilityOfOne(1)
    let deviation = (2000 * probability * (1 - probability)).squareRoot()
    #expect(abs(Double(ones) - 2000 * probability) <= 5.5 * deviation)
  }

  @Test("Probabilities of some qubits are sums of those of all", .tags(.law))
  func marginals() throws {
    let state = try StateVector<Double>.random(7, seed: 13)
    let all = state.probabilities(of: Array(0..<7))
    let some = state.probabilities(of: [5, 2])
    var sums = [Double](repeating: 0, count: 4)
    for (value, probability) in all.enumerated() {
      sums[(value >> 5 & 1) | (value >> 2 & 1) << 1] += probability
    }
    for (a, b) in zip(some, sums) { #expect(abs(a - b) < 1e-14) }
    #expect(abs(state.probabilityOfOne(5) - (some[1] + some[3])) < 1e-14)
  }
}
