// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM

/// What is counted while a program runs, summed over shots (or weighted by probability).
struct Tally: Sendable, Hashable {
  /// What one qubit has gone through.
  struct QubitCounts: Sendable, Hashable {
    /// The errors that happened, by Pauli: X, Y, Z.
    var paulis: SIMD4<Double> = .zero
    /// Bits that were reported wrong.
    var flips = 0.0
    /// The errors to be expected: from waiting, from gates, from readout.
    var expectedIdle = 0.0
    var expectedGate = 0.0
    var expectedReadout = 0.0
    /// Cycles from allocation to the end.
    var lifetime = 0.0
    /// Cycles of waiting, with noise.
    var idleCycles = 0.0
  }

  /// How often each node was executed.
  var nodeWeights: [Double]
  var qubits: [QubitCounts]
  /// Cycles in all, and the most that one shot took.
  var cycles = 0.0
  var mostCycles = 0
  var epochs = 0.0
  /// The most that was in use at a time.
  var peakLogicalQubits = 0
  var peakPhysicalQubits = 0
  /// The largest vector and the largest tableau, in qubits.
  var largestVector = 0
  var largestTableau = 0
  /// The errors of pairs of channels, which are not logical errors.
  var pairErrors = 0.0

  init(nodeCount: Int, qubitCount: Int) {
    nodeWeights = [Double](repeating: 0, count: nodeCount)
    qubits = [QubitCounts](repeating: QubitCounts(), count: qubitCount)
  }

  /// Counts nothing yet.
  init(_ plan: ExecutionPlan) {
    self.init(nodeCount: plan.program.nodes.count, qubitCount: plan.program.qubits.count)
  }

  /// Adds another tally of the same program.
  mutating func add(_ other: Tally) {
    for index in nodeWeights.indices { nodeWeights[index] += other.nodeWeights[index] }
    for index in qubits.indices { qubits[index].add(other.qubits[index]) }
    cycles += other.cycles
    mostCycles = max(mostCycles, other.mostCycles)
    epochs += other.epochs
    peakLogicalQubits = max(peakLogicalQubits, other.peakLogicalQubits)
    peakPhysicalQubits = max(peakPhysicalQubits, other.peakPhysicalQubits)
    largestVector = max(largestVector, other.largestVector)
    largestTableau = max(largestTableau, other.largestTableau)
    pairErrors += other.pairErrors
  }
}

extension Tally.QubitCounts {
  mutating func add(_ other: Self) {
    paulis += other.paulis
    flips += other.flips
    expectedIdle += other.expectedIdle
    expectedGate += other.expectedGate
    expectedReadout += other.expectedReadout
    lifetime += other.lifetime
    idleCycles += other.idleCycles
  }

  /// The numbers in a fixed order, for checkpoints.
  var numbers: [Double] {
    get {
      [
        paulis[0], paulis[1], paulis[2], flips, expectedIdle, expectedGate, expectedReadout,
        lifetime, idleCycles,
      ]
    }
    set {
      paulis = SIMD4(newValue[0], newValue[1], newValue[2], 0)
      flips = newValue[3]
      expectedIdle = newValue[4]
      expectedGate = newValue[5]
      expectedReadout = newValue[6]
      lifetime = newValue[7]
      idleCycles = newValue[8]
    }
  }
}
