// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import QVM
import StrictJSON
import Testing
import _TestSupport

let bellText = """
  {"version": "0.1", "caps": ["CAP_ALLOC"],
   "resources": {"vqs": ["a", "b"], "chs": [], "events": ["m", "n"]},
   "program": {"nodes": [
     {"id": "alloc", "op": "ALLOC_LQ", "args": {"n": 2, "profile": "logical:surface_code(d=7)"},
      "vqs": ["a", "b"]},
     {"id": "h", "op": "APPLY_H", "vqs": ["a"]},
     {"id": "cx", "op": "APPLY_CNOT", "vqs": ["a", "b"]},
     {"id": "ma", "op": "MEASURE_Z", "vqs": ["a"], "produces": ["m"]},
     {"id": "mb", "op": "MEASURE_Z", "vqs": ["b"], "produces": ["n"]},
     {"id": "fix", "op": "APPLY_X", "vqs": ["b"], "guard": {"event": "m", "equals": 1}}]}}
  """

@Suite(.tags(.exact))
struct ReadingTests {
  @Test func readsQVM() throws {
    let program = try Program(parsing: bellText)
    #expect(program.qubits.names == ["a", "b"])
    #expect(program.events.names == ["m", "n"])
    #expect(program.nodes.map(\.opcode) == [.allocate, .h, .cnot, .measureZ, .measureZ, .x])
    #expect(program.nodes[0].text("profile") == "logical:surface_code(d=7)")
    #expect(program.nodes[5].condition == .equals(event: 0, value: 1))
    #expect(program.nodes[1].location == ProgramLocation(line: 6, column: 4))
    #expect(program.capabilities == Capabilities([.allocate]))
    #expect(try ExecutionOrder(program).isTextOrder)
  }

  @Test func writesWhatItReads() throws {
    let program = try Program(parsing: bellText)
    #expect(try Program(parsing: program.text()) == program)
    #expect(try Program(parsing: program.json.text()) == program)
  }
}

/// The two other graph dialects, and what a lenient reading of QVM JSON takes.
@Suite(.tags(.exact))
struct DialectTests {
  @Test func linkedGraphs() throws {
    let reading = Reading(
      parsing: Array(
        """
        {"nodes": [
          {"id": "m", "op": "MEASURE_Z", "qubits": ["q1"], "outputs": ["r"], "deps": ["cx"]},
          {"id": "h", "op": "H", "qubits": ["q0"], "outputs": ["q0"]},
          {"id": "rx", "op": "RX", "qubits": ["q0"], "params": {"theta": 0.5}, "profile": "x"},
          {"id": "s", "op": "S_DAG", "qubits": ["q0"]},
          {"id": "cx", "op": "CNOT", "qubits": ["q0", "q1"], "deps": ["s"]}],
         "edges": [{"from": "h", "to": "rx"}]}
        """.utf8))
    #expect(reading.dialect == .linked)
    #expect(reading.problems.isEmpty, "\(reading.problems)")
    let program = reading.program
    #expect(program.nodes.map(\.opcode) == [.allocate, .h, .rx, .sDag, .cnot, .measureZ])
    #expect(program.qubits.names == ["q0", "q1"])
    #expect(program.nodes[2].angle == Angle(radians: 0.5))
    #expect(Verifier().verify(reading).isValid)
    #expect(try Program(parsing: program.text()) == program)
  }

  @Test func flatGraphs() throws {
    let reading = Reading(
      parsing: Array(
        """
        {"name": "bell", "metadata": {"source": "qir"}, "nodes": [
          {"node_id": "n0", "op": "ALLOC_LQ", "qubits": ["a", "b"],
           "params": {"profile": "logical:surface_code(d=9)"}},
          {"node_id": "n1", "op": "H", "qubits": ["a"]},
          {"node_id": "n2", "op": "RZ", "qubits": ["a"], "params": {"angle": 0.25}},
          {"node_id": "n3", "op": "CNOT", "qubits": ["a", "b"], "params": {"teleported": true}},
          {"node_id": "n4", "op": "MEASURE", "qubits": ["a"],
           "params": {"result": "r0", "basis": "X"}},
          {"node_id": "n5", "op": "MEASURE_Z", "qubits": ["b"], "params": {"result": "r1"}}]}
        """.utf8))
    #expect(reading.dialect == .flat)
    #expect(reading.problems.isEmpty, "\(reading.problems)")
    let program = reading.program
    #expect(program.summary == "bell")
    #expect(program.nodes.map(\.opcode) == [.allocate, .h, .rz, .cnot, .measureX, .measureZ])
    #expect(program.events.names == ["r0", "r1"])
    #expect(program.nodes[2].angle == Angle(radians: 0.25))
    #expect(Verifier().verify(reading).isValid)
  }

  @Test func keysMayStandInAnyOrder() throws {
    let program = try Program(
      parsing: """
        {"program": {"nodes": [
          {"guard": {"type": "or", "conditions": [{"type": "eq", "event": "m", "value": 1},
            {"event": "n"}]}, "vqs": ["b"], "op": "COND_PAULI", "id": "c", "args": {"pauli": "Z"}},
          {"produces": ["m"], "vqs": ["a"], "op": "MEASURE_Z", "id": "m", "extra": [1]},
          {"op": "MEASURE_ANGLE", "id": "n", "vqs": ["a"], "produces": ["n"],
           "args": {"theta": "pi/2"}, "metadata": {"x": 1}},
          {"id": "a", "op": "ALLOC_LQ", "vqs": ["a", "b"]}]},
         "resources": {"events": ["n", "m"], "vqs": ["b", "a"]}, "version": "0.1"}
        """)
    #expect(program.qubits.names == ["b", "a"])
    #expect(program.events.names == ["m", "n"])
    #expect(
      program.nodes[0].condition
        == .any([.equals(event: 0, value: 1), .equals(event: 1, value: 0)]))
    #expect(program.nodes[0].text("mask") == "Z")
    #expect(program.nodes[2].angle?.quarterTurns == 1)
    #expect(program.nodes[2].metadata?["x"] == 1)
    #expect(try ExecutionOrder(program).nodes == [3, 1, 2, 0])
  }

  @Test func aSingleConditionIsItself() throws {
    let text = bellText.replacingOccurrences(
      of: "{\"event\": \"m\", \"equals\": 1}",
      with: "{\"type\": \"or\", \"conditions\": [{\"event\": \"m\", \"equals\": 1}]}")
    let program = try Program(parsing: text)
    #expect(program.nodes[5].condition == .equals(event: 0, value: 1))
    #expect(try Assembler().assemble(program.assembly()) == program)
  }

  @Test func limits() {
    let long = Array(bellText.utf8)
    let reading = Reading(parsing: long, limits: JSON.Limits(byteCount: 100))
    #expect(reading.problems.map(\.code) == [.limit])
  }
}
