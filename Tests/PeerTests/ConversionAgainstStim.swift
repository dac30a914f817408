// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Foundation
import PauliAlgebra
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("References, states and conversion against stim", .tags(.peer), .needsPeers)
struct ConversionAgainstStim {
  private func random(_ range: Range<UInt64>, isNoisy: Bool) throws -> [Circuit] {
    try range.map { seed in
      var options = RandomCircuit.Options()
      options.isNoisy = isNoisy
      options.instructions = 60
      options.qubits = 6
      return try RandomCircuit.make(seed: seed, options: options)
    }
  }

  private func ask<Answer: Decodable>(
    _ script: String, _ question: some Encodable, as type: Answer.Type
  ) throws -> Answer {
    let output = try Peer.python(script, input: JSONEncoder().encode(question))
    #expect(output.status == 0, "\(output.err)")
    return try JSONDecoder().decode(type, from: output.out)
  }

  @Test("Unitary circuits prepare the same canonical stabilizers")
  func canonicalStabilizers() throws {
    var stream = RandomStream(seed: 12)
    let unitaries = Gate.allCases.filter { $0.definition.action != nil }
    let circuits = (0..<30).map { _ in
      var circuit = Circuit()
      for _ in 0..<80 {
        let gate = unitaries[Int(stream.next() % UInt64(unitaries.count))]
        let first = Int(stream.next() % 7)
        let second = (first + 1 + Int(stream.next() % 6)) % 7
        circuit.append(
          gate, qubits: gate.definition.action?.qubitCount == 1 ? [first] : [first, second])
      }
      circuit.append(.i, qubits: Array(0..<7))
      return circuit
    }
    let theirs = try ask(
      """
      import stim, sys, json
      def run(t):
          s = stim.TableauSimulator(); s.do(stim.Circuit(t)); return [str(p) for p in s.canonical_stabilizers()]
      print(json.dumps([run(t) for t in json.load(sys.stdin)]))
      """, circuits.map(\.description), as: [[String]].self)
    for (circuit, expected) in zip(circuits, theirs) {
      var simulator = TableauSimulator(qubitCount: 7)
      simulator.run(circuit)
      #expect(simulator.canonicalStabilizers.map(\.description) == expected)
    }
  }

  @Test("Reference samples satisfy the parities of stim's")
  func referenceSamples() throws {
    let circuits = try random(100..<140, isNoisy: true)
    let theirs = try ask(
      """
      import stim, sys, json
      print(json.dumps([stim.Circuit(t).reference_sample().astype(int).tolist() for t in json.load(sys.stdin)]))
      """, circuits.map(\.description), as: [[Int]].self)
    for (circuit, expected) in zip(circuits, theirs) {
      let ours = try circuit.referenceSample()
      #expect(ours.count == expected.count)
      for parity in try RandomCircuit.deterministicParities(of: circuit) {
        let first = parity.filter { ours[$0] }.count & 1
        let second = parity.map { expected[$0] }.reduce(0, +) & 1
        #expect(first == second)
      }
    }
  }

  /// Random records, with random sweep bits, of one circuit, and stim's detection events for them.
  private struct Question: Encodable {
    var circuit: String
    var records: [[Bool]]
    var sweeps: [[Bool]]
    var options: [Bool]
  }

  @Test(
    "Records become the same detection events",
    arguments: [[false, false], [true, false], [false, true]])
  func conversion(options: [Bool]) throws {
    var stream = RandomStream(seed: 77)
    let shots = 20
    let circuits = try random(200..<230, isNoisy: true)
    let questions = circuits.map { circuit in
      Question(
        circuit: circuit.description,
        records: (0..<shots).map { _ in
          (0..<circuit.measurementCount).map { _ in stream.next() & 1 == 1 }
        },
        sweeps: (0..<shots).map { _ in
          (0..<circuit.sweepBitCount).map { _ in stream.next() & 1 == 1 }
        }, options: options)
    }
    let theirs = try ask(
      """
      import stim, sys, json, numpy as np
      out = []
      for q in json.load(sys.stdin):
          c = stim.Circuit(q['circuit'])
          try:
              if q['options'][1]: c = c.with_inlined_feedback()
          except ValueError:
              out.append([]); continue
          f = c.compile_m2d_converter(skip_reference_sample=q['options'][0])
          m = np.array(q['records'], dtype=np.bool_).reshape(len(q['records']), c.num_measurements)
          s = np.array(q['sweeps'], dtype=np.bool_).reshape(len(q['records']), c.num_sweep_bits)
          out.append(f.convert(measurements=m, sweep_bits=s, append_observables=True).astype(int).tolist())
      print(json.dumps(out))
      """, questions, as: [[[Int]]].self)
    // Stim inlines only some of the feedback gates; it must have done so for some circuits.
    #expect(theirs.count { !$0.isEmpty } >= 5)
    for (index, circuit) in circuits.enumerated() where !theirs[index].isEmpty {
      var settings = DetectionConverter.Options()
      settings.skipsReference = options[0]
      settings.ranWithoutFeedback = options[1]
      var converter = try DetectionConverter(circuit, options: settings)
      let batch = converter.convert(
        matrix(questions[index].records, width: converter.measurementCount),
        sweepBits: matrix(questions[index].sweeps, width: converter.sweepBitCount), shots: shots)
      let rows = batch.shotRows(appendingObservables: true)
      let ours = (0..<shots).map { shot in
        (0..<rows.columnCount).map { rows[shot, $0] ? 1 : 0 }
      }
      #expect(ours == theirs[index], "circuit \(index)\n\(circuit)")
    }
  }

  private func matrix(_ bits: [[Bool]], width: Int) -> BitMatrix {
    var result = BitMatrix(rowCount: bits.count, columnCount: width)
    for (row, values) in bits.enumerated() {
      for (column, value) in values.enumerated() { result[row, column] = value }
    }
    return result
  }
}
