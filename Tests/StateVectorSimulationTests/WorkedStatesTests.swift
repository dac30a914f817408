// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import StateVectorSimulation
import Testing
import _TestSupport

@Suite("State vectors: worked values", .tags(.exact))
struct StateVectorTests {
  @Test("A Bell pair")
  func bell() throws {
    var state = try StateVector<Double>(qubitCount: 2)
    state.apply([.h(0), .cx(0, 1)])
    #expect(abs(state[0].real - 0.5.squareRoot()) < 1e-15)
    #expect(abs(state[3].real - 0.5.squareRoot()) < 1e-15)
    #expect(state.probabilities(of: [0, 1]).map { ($0 * 4).rounded() } == [2, 0, 0, 2])
  }
}
