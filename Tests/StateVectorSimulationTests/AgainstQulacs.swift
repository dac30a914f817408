// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Foundation
import StateVectorSimulation
import Testing
import _TestSupport

@Suite("State vectors beside qulacs", .needsPeers, .tags(.peer))
struct AgainstQulacs {
  /// A gate in words that the peer's own gates are made of.
  private struct Line: Encodable {
    var name: String
    var angles: [Double] = []
    var qubits: [Int]
    var numbers: [[Double]] = []
  }

  private struct Program: Encodable {
    var qubits: Int
    var lines: [Line]
  }

  /// qulacs turns by +θ where RX, RY and RZ turn by −θ.
  private static let script = """
    import json, sys
    import numpy as np, qulacs
    from qulacs import gate
    answers = []
    def make(name, angles, q, numbers):
        simple = {"x": gate.X, "y": gate.Y, "z": gate.Z, "h": gate.H, "s": gate.S, "sdg": gate.Sdag,
                  "t": gate.T, "tdg": gate.Tdag, "sx": gate.sqrtX, "cx": gate.CNOT, "cz": gate.CZ,
                  "swap": gate.SWAP, "toffoli": gate.TOFFOLI}
        if name in simple:
            return simple[name](*q)
        if name in ("rx", "ry", "rz"):
            return {"rx": gate.RX, "ry": gate.RY, "rz": gate.RZ}[name](q[0], -angles[0])
        if name == "u":
            return gate.U3(q[0], *angles)
        if name == "p":
            return gate.U1(q[0], angles[0])
        if name == "cp":
            made = gate.to_matrix_gate(gate.U1(q[0], angles[0]))
            made.add_control_qubit(q[1], 1)
            return made
        if name == "rzz":
            return gate.PauliRotation(q, [3, 3], -angles[0])
        values = np.array([complex(*pair) for pair in numbers])
        if name == "diagonal":
            return gate.DiagonalMatrix(q, values)
        side = int(round(len(values) ** 0.5))
        targets = q[:side.bit_length() - 1]
        made = gate.DenseMatrix(targets, values.reshape(side, side))
        for control in q[len(targets):]:
            made.add_control_qubit(control, 1)
        return made
    for program in json.load(sys.stdin):
        state = qulacs.QuantumState(program["qubits"])
        for line in program["lines"]:
            make(line["name"], line["angles"], line["qubits"], line["numbers"]).update_quantum_state(state)
        vector = state.get_vector()
        answers.append([vector.real.tolist(), vector.imag.tolist()])
    json.dump(answers, sys.stdout)
    """

  private static func numbers(_ values: [Complex]) -> [[Double]] {
    values.map { [$0.real, $0.imaginary] }
  }

  /// One gate of each kind in turn, on random qubits.
  private static func row(
    _ kind: Int, _ q: [Int], _ random: inout RandomGates
  ) -> (VectorGate, Line) {
    let a = random.angle()
    let line = { (name: String, count: Int) in
      Line(name: name, qubits: Array(q.prefix(count)))
    }
    let turn = { (name: String, count: Int) in
      Line(name: name, angles: [a], qubits: Array(q.prefix(count)))
    }
    switch kind {
    case 0: return (.x(q[0]), line("x", 1))
    case 1: return (.y(q[0]), line("y", 1))
    case 2: return (.z(q[0]), line("z", 1))
    case 3: return (.h(q[0]), line("h", 1))
    case 4: return (.s(q[0]), line("s", 1))
    case 5: return (.sAdjoint(q[0]), line("sdg", 1))
    case 6: return (.t(q[0]), line("t", 1))
    case 7: return (.tAdjoint(q[0]), line("tdg", 1))
    case 8: return (.squareRootX(q[0]), line("sx", 1))
    case 9: return (.rx(a, q[0]), turn("rx", 1))
    case 10: return (.ry(a, q[0]), turn("ry", 1))
    case 11: return (.rz(a, q[0]), turn("rz", 1))
    case 12: return (.phase(a, q[0]), turn("p", 1))
    case 13:
      let (b, c) = (random.angle(), random.angle())
      return (.u(a, b, c, q[0]), Line(name: "u", angles: [a, b, c], qubits: [q[0]]))
    case 14: return (.cx(q[0], q[1]), line("cx", 2))
    case 15: return (.cz(q[0], q[1]), line("cz", 2))
    case 16: return (.controlledPhase(a, q[0], q[1]), turn("cp", 2))
    case 17: return (.swap(q[0], q[1]), line("swap", 2))
    case 18: return (.rzz(a, q[0], q[1]), turn("rzz", 2))
    case 19: return (.toffoli(q[0], q[1], q[2]), line("toffoli", 3))
    case 20:
      let phases = random.phases(3)
      return (
        VectorGate(.diagonal(phases), targets: q),
        Line(name: "diagonal", qubits: q, numbers: numbers(phases))
      )
    default:
      let targets = kind - 20
      let matrix = random.unitary(targets)
      return (
        VectorGate(
          .matrix(matrix), targets: Array(q.prefix(targets)), controls: Array(q[targets...])),
        Line(name: "matrix", qubits: q, numbers: numbers(matrix))
      )
    }
  }

  @Test(
    "Fifty random programs over every gate: amplitudes agree to 1e-10, single precision to 1e-5")
  func programs() throws {
    var programs: [Program] = []
    var sequences: [GateSequence] = []
    for seed in 0..<50 {
      var random = RandomGates(seed: UInt64(900 + seed))
      let register = 3 + seed % 9
      var program = Program(qubits: register, lines: [])
      var gates = GateSequence()
      for place in 0..<48 {
        let (gate, line) = Self.row(
          (place + Int(random.stream.nextUnit() * 24)) % 24, random.qubits(3, of: register), &random
        )
        gates.append(gate)
        program.lines.append(line)
      }
      programs.append(program)
      sequences.append(gates)
    }
    let output = try Peer.python(Self.script, input: try JSONEncoder().encode(programs))
    #expect(output.status == 0, "\(output.err)")
    let answers = try JSONDecoder().decode([[[Double]]].self, from: output.out)
    #expect(answers.count == programs.count)
    for (index, answer) in answers.enumerated() {
      let register = programs[index].qubits
      var state = try StateVector<Double>(qubitCount: register)
      state.apply(sequences[index])
      var single = try StateVector<Float>(qubitCount: register)
      single.apply(sequences[index])
      var worst = (double: 0.0, single: 0.0)
      for place in 0..<1 << register {
        let peer = Complex(answer[0][place], answer[1][place])
        worst.double = max(worst.double, (state[place] - peer).magnitude)
        worst.single = max(worst.single, (single[place] - peer).magnitude)
      }
      #expect(worst.double < 1e-10, "program \(index) on \(register) qubits: \(worst.double)")
      #expect(worst.single < 1e-5, "program \(index) on \(register) qubits: \(worst.single)")
    }
  }
}
