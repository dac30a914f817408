// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc
import QVMExecution
import Sampling
import Testing
import _TestSupport

@testable import Calibration

@Suite("From counts to rates")
struct DerivationTests {
  @Test("Eigenvalues and probabilities of a channel are each other's inverse", .tags(.law))
  func eigenvalues() {
    let shares = [0.01, 0.02, 0.03]
    let back = PauliEigenvalues(shares: shares).shares
    for (a, b) in zip(shares, back) { #expect(abs(a - b) < 1e-15) }
  }

  // Var(x − y) of a multinomial is (p + q − (p − q)²)/n; the counts enter with one more hit each.
  @Test("Deviations are those of the multinomial", .tags(.exact))
  func deviation() {
    let counts = PauliCounts(shots: 10_000, x: 400, y: 100, z: 0)
    let derived = derivedRates(from: [counts]) { [$0[0] - $0[1]] }[0]
    let (p, q) = (401.0 / 10_004, 101.0 / 10_004)
    #expect(abs(derived.value - 0.03) < 1e-12)
    let expected = ((p + q - (p - q) * (p - q)) / 10_000).squareRoot()
    #expect(abs(derived.deviation / expected - 1) < 1e-6)
  }

  @Test("Masks of mistaken observables become Paulis, qubit by qubit", .tags(.exact))
  func masks() {
    var row = TaskStatisticsFixture.row
    row.customCounts = [
      "obs_mistake_mask=E___": 3, "obs_mistake_mask=_E__": 5, "obs_mistake_mask=EEE_": 7,
      "detection_events": 100,
    ]
    let counts = PauliCounts(row, qubits: 2)
    #expect(counts == PauliCounts(shots: 2000, x: 5, y: 7, z: 10))
  }
}
