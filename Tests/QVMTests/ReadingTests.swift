// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

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
    #expect(program.nodes[1].location == ProgramLocation(line: 6, column: 6))
    #expect(program.capabilities == Capabilities([.allocate]))
    #expect(try ExecutionOrder(program).isTextOrder)
  }

  @Test func writesWhatItReads() throws {
    let program = try Program(parsing: bellText)
    #expect(try Program(parsing: program.text()) == program)
    #expect(try Program(parsing: program.json.text()) == program)
  }
}
