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
    #expect((counts.shots, counts.x, counts.y, counts.z) == (2000, 5, 7, 10))
    #expect(counts.failures == 22)
  }

  // Qubits that always fail together tell no more than one: the share's variance is that of the shots, p(1 − p)/n.
  @Test("Qubits of a shot that fail together tell no more than one", .tags(.exact))
  func togetherness() {
    var row = TaskStatisticsFixture.row
    row.shots = 10_000
    row.customCounts = ["obs_mistake_mask=_E_E": 400]
    let variance = PauliCounts(row, qubits: 2).covariance[0][0]
    #expect(abs(variance / (0.04 * 0.96 / 10_000) - 1) < 0.01)
  }

  // Shares of the two patches after X with p, Y with q and Z with r on each in the first half, to first order.
  @Test("A CX takes half of a memory's errors to the other patch", .tags(.exact))
  func propagation() {
    let around = PauliEigenvalues(shares: [4e-6, 8e-6, 12e-6]).aroundControlledX.shares
    for (share, expected) in zip(around, [4e-6 + 3e-6, 8e-6, 12e-6 + 5e-6]) {
      #expect(abs(share / expected - 1) < 1e-4, "\(around)")
    }
  }
}
