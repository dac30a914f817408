// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra
import Testing
import _TestSupport

@testable import StabilizerSimulation

@Suite("Tableau simulator")
struct TableauSimulatorTests {
  @Test(
    "Measuring the stabilizers of a Bell pair gives +1, and collapse is repeatable", .tags(.exact))
  func bellPair() throws {
    var simulator = TableauSimulator(qubitCount: 2, stream: RandomStream(seed: 4))
    simulator.run(try Circuit(parsing: "H 0\nCX 0 1"))
    #expect(simulator.canonicalStabilizers.map(\.description) == ["+XX", "+ZZ"])
    #expect(try simulator.expectation(of: #require(PauliString("-YY"))) == 1)
    #expect(try simulator.expectation(of: #require(PauliString("ZI"))) == 0)
    simulator.run(try Circuit(parsing: "M 0 1 !0"))
    #expect(simulator.record[0] == simulator.record[1])
    #expect(simulator.record[0] != simulator.record[2])
  }

  @Test("Open results are fair, and entangled ones agree", .tags(.statistical))
  func fairness() throws {
    let circuit = try Circuit(parsing: "RY 0\nMX 0\nH 1\nCX 1 2\nMZZ 1 2\nMXX 1 2\nM 1 2")
    var ones = [0, 0]
    let shots = 2000
    for shot in 0..<shots {
      var simulator = TableauSimulator(
        qubitCount: 3, stream: RandomStream(seed: 8, stream: UInt64(shot)))
      simulator.run(circuit)
      #expect(!simulator.record[1] && !simulator.record[2])
      #expect(simulator.record[3] == simulator.record[4])
      if simulator.record[0] { ones[0] += 1 }
      if simulator.record[3] { ones[1] += 1 }
    }
    // Six standard deviations of a fair coin: a false alarm below 1e-8.
    for count in ones { #expect(abs(Double(count) - 1000) < 6 * 500.0.squareRoot()) }
  }

  @Test("Deterministic parities hold in every fair shot and in the reference", .tags(.law))
  func parities() throws {
    for seed in UInt64(0)..<40 {
      var options = RandomCircuit.Options()
      options.isNoisy = false
      options.instructions = 60
      let circuit = try RandomCircuit.make(seed: seed, options: options)
      let parities = try RandomCircuit.deterministicParities(of: circuit)
      #expect(!parities.isEmpty)
      let reference = try circuit.referenceSample()
      let expected = parities.map { $0.filter { reference[$0] }.count & 1 }
      for shot in 0..<5 {
        var simulator = TableauSimulator(
          qubitCount: circuit.qubitCount, stream: RandomStream(seed: seed, stream: UInt64(shot)))
        simulator.run(circuit)
        #expect(parities.map { $0.filter { simulator.record[$0] }.count & 1 } == expected)
      }
      let sampler = try MeasurementSampler(circuit)
      sampler.sample(shots: 100, seed: seed) { rows in
        for shot in 0..<rows.rowCount {
          #expect(parities.map { $0.filter { rows[shot, $0] }.count & 1 } == expected)
        }
      }
    }
  }

  @Test("Products turn like their factors, and SPP_DAG undoes SPP", .tags(.law))
  func rotations() throws {
    for (product, gate) in [("Z0", "S 0"), ("!Z0", "S_DAG 0"), ("X0*X1", "SQRT_XX 0 1")] {
      var first = TableauSimulator(qubitCount: 3)
      var second = TableauSimulator(qubitCount: 3)
      let start = try Circuit(parsing: "H 0\nCX 0 1\nS 1\nH 2\nCY 2 1")
      first.run(start)
      second.run(start)
      first.run(try Circuit(parsing: "SPP " + product))
      second.run(try Circuit(parsing: gate))
      #expect(first.inverseTableau == second.inverseTableau)
      first.run(try Circuit(parsing: "SPP X0*Y1*!Z2\nSPP_DAG X0*Y1*!Z2"))
      #expect(first.inverseTableau == second.inverseTableau)
    }
  }

  @Test("A folded reference sample equals the unrolled one", .tags(.law))
  func folding() throws {
    let texts = [
      "H 0\nREPEAT 1000 {\nCX 0 1\nM 1\nCX rec[-1] 0\nH 0\n}\nM 0",
      "REPEAT 777 {\nX 0\nM 0 0\nREPEAT 5 {\nX 1\nM 1\nCX rec[-3] 2\n}\n}\nM 2\nM 0",
      "R 0 1 2 3\nREPEAT 333 {\nC_XYZ 0 1\nISWAP 1 2\nMR 3\nMPP X0*X1 Z2*Z3\nMX 2\n}\nM 0 1 2",
    ]
    for text in texts {
      let circuit = try Circuit(parsing: text)
      var simulator = TableauSimulator(qubitCount: circuit.qubitCount, outcomes: .zero)
      simulator.run(circuit)
      #expect(try circuit.referenceSample() == simulator.record)
    }
    let long = try Circuit(parsing: "X 0\nREPEAT 10000000 {\nM 0\nX 0\n}\nM 0")
    let record = try long.referenceSample()
    #expect(record.count == 10_000_001)
    #expect(record[9_999_998] && !record[9_999_999] && record[10_000_000])
  }

  @Test("Noise of certain outcome does what its Pauli does", .tags(.exact))
  func certainNoise() throws {
    let cases: [(String, String)] = [
      ("X_ERROR(1) 0\nM 0", "1"), ("Y_ERROR(1) 0\nM 0", "1"), ("Z_ERROR(1) 0\nM 0", "0"),
      ("RX 0\nZ_ERROR(1) 0\nMX 0", "1"), ("PAULI_CHANNEL_1(0,1,0) 0\nM 0", "1"),
      ("PAULI_CHANNEL_2(0,0,0,0,0,1,0,0,0,0,0,0,0,0,0) 0 1\nM 0 1", "11"),
      ("E(1) X0\nELSE_CORRELATED_ERROR(1) X1\nM 0 1", "10"),
      ("E(0) X0\nELSE_CORRELATED_ERROR(1) X1\nM 0 1", "01"),
      ("HERALDED_PAULI_CHANNEL_1(0,1,0,0) 0\nM 0", "11"),
      ("HERALDED_PAULI_CHANNEL_1(0,0,0,1) 0\nM 0", "10"), ("M(1) 0", "1"), ("MPAD(1) 0 1", "10"),
      ("MPP(1) !Z0\nMR(1) 0\nM 0", "010"), ("X 0\nMR 0\nCX rec[-1] 1\nM 0 1", "101"),
      ("MPP !Z0*Z0", "1"),
    ]
    for (text, results) in cases {
      let circuit = try Circuit(parsing: text)
      var simulator = TableauSimulator(qubitCount: circuit.qubitCount)
      simulator.run(circuit)
      let bits = (0..<simulator.record.count).map { simulator.record[$0] ? "1" : "0" }.joined()
      #expect(bits == results, "\(text)")
      let sampler = try MeasurementSampler(circuit)
      sampler.sample(shots: 70, seed: 1) { rows in
        for shot in 0..<rows.rowCount {
          let bits = (0..<rows.columnCount).map { rows[shot, $0] ? "1" : "0" }.joined()
          #expect(bits == results, "\(text)")
        }
      }
    }
  }
}
