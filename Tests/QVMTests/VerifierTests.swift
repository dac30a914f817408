// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import StrictJSON
import Testing
import _TestSupport

@Suite(.tags(.exact))
struct VerifierTests {
  @Test(arguments: BadGraph.all) func badGraph(graph: BadGraph) {
    let reading = Reading(parsing: Array(graph.text.utf8))
    let verdict = Verifier(graph.options).verify(reading)
    let errors = verdict.problems.filter { $0.severity == .error }
    #expect(!verdict.isValid)
    #expect(errors.map(\.code) == [graph.code], "\(errors)")
    #expect(errors.first?.node == graph.node)
    #expect(errors.allSatisfy { !$0.message.isEmpty })
    if graph.node != nil { #expect(errors.first?.location != nil) }
    #expect(verdict.errorCount == errors.count)
    #expect(throws: QVMError.self) { try verdict.verified() }
  }

  @Test func thereAreSixty() {
    #expect(BadGraph.all.count >= 60)
    #expect(Set(BadGraph.all.map(\.name)).count == BadGraph.all.count)
    let covered = Set(BadGraph.all.map(\.code))
    // Assembly has tests of its own; the rest are warnings whatever the mode.
    let others: Set<Problem.Code> = [.include, .expression, .neverFreed, .reordered]
    #expect(covered.union(others) == Set(Problem.Code.allCases))
  }

  @Test func goodGraphHasNoErrors() throws {
    let verdict = Verifier().verify(Reading(parsing: Array(bellText.utf8)))
    #expect(verdict.isValid)
    #expect(verdict.problems.map(\.code) == [.neverFreed])
    let verified = try verdict.verified()
    #expect(verified.order.nodes == Array(0..<6))
    #expect(Verifier(.init(isStrict: true)).verify(verified.program).isValid)
  }

  @Test func allProblemsAtOnce() {
    let text = """
      {"version":"0.1","caps":["CAP_ALLOC"],"resources":{"vqs":["a"],"events":[]},
       "program":{"nodes":[
        {"id":"n1","op":"ALLOC_LQ","vqs":["a"]},
        {"id":"n2","op":"APPLY_FOO","vqs":["a"]},
        {"id":"n3","op":"APPLY_RX","vqs":["a"]},
        {"id":"n3","op":"APPLY_H","vqs":["a","b"]}]}}
      """
    let verdict = Verifier().verify(Reading(parsing: Array(text.utf8)))
    let errors = verdict.problems.filter { $0.severity == .error }
    #expect(
      errors.map(\.code) == [
        .unknownOpcode, .argumentMissing, .undeclared, .duplicateNode, .arity, .notAllocated,
      ])
    #expect(errors.map { $0.location?.line } == [4, 5, 6, 6, 6, 6])
    #expect(errors[0].hint.contains("quanta help opcodes"))
  }

  @Test func verdictForPrograms() {
    let text =
      #"{"program":{"nodes":[{"id":"x","op":"APPLY_H","vqs":["a"]}]},"resources":{"vqs":["a"]}}"#
    let json = Verifier().verify(Reading(parsing: Array(text.utf8))).json
    #expect(json["is_valid"] == false)
    #expect(json["error_count"] == 1)
    #expect(json["warning_count"] == 1)
    #expect(json["errors"]?[0]?["type"] == "linearity_violation")
    #expect(json["errors"]?[0]?["details"]?["code"] == "not_allocated")
    #expect(json["errors"]?[0]?["details"]?["node"] == "x")
    #expect(json["errors"]?[0]?["details"]?["line"] == 1)
    #expect(json["warnings"]?[0]?["details"]?["code"] == "version")
    #expect(json["metadata"]?["node_count"] == 1)
    #expect(json["metadata"]?["verified"] == false)
  }

  @Test func linearModeFollowsThePrototype() throws {
    // Measured once and never again: valid; freed after: not.
    let good = try Assembler().assemble(
      """
      .caps CAP_ALLOC
      a: ALLOC_LQ -> q, r
      h: APPLY_H q
      m: MEASURE_Z q -> e
      f: FREE_LQ r
      """)
    let linear = Verifier(.init(isLinear: true, isStrict: true))
    #expect(linear.verify(good).isValid)
    // A measurement at an angle leaves the qubit in use.
    let angle = try Assembler().assemble(
      """
      .caps CAP_ALLOC
      a: ALLOC_LQ -> q
      m: MEASURE_ANGLE q, angle=0.5 -> e
      f: FREE_LQ q
      """)
    #expect(linear.verify(angle).isValid)
    let many = try Assembler().assemble(
      """
      .caps CAP_ALLOC
      a: ALLOC_LQ -> {[f"q{i}" for i in range(1001)]}
      f: FREE_LQ {[f"q{i}" for i in range(1001)]}
      """)
    #expect(linear.verify(many).problems.map(\.code) == [.limit])
    #expect(Verifier(.init(isStrict: true)).verify(many).isValid)
    let long = try Assembler().assemble(
      """
      .caps CAP_ALLOC
      a: ALLOC_LQ -> q
      .for i in 1..10000
      h: APPLY_H q
      .endfor
      f: FREE_LQ q
      """)
    #expect(linear.verify(long).problems.map(\.code) == [.limit])
  }

  /// The example of each operation in the reference assembles to that operation, well formed.
  @Test(arguments: Opcode.allCases) func exampleOfTheReference(opcode: Opcode) throws {
    let example = OpcodeReference.example(for: opcode)
    let program = try Assembler().assemble(
      "first: ALLOC_LQ -> q0, q1, q2\nread: MEASURE_Z q0 -> m0\n" + example)
    #expect(program.nodes.last?.opcode == opcode, "\(example)")
    let ill: Set<Problem.Code> = [
      .arity, .argumentMissing, .argumentType, .argumentRange, .argumentUnknown, .profile,
      .repeated,
    ]
    let problems = Verifier().verify(program).problems
    #expect(!problems.contains { ill.contains($0.code) }, "\(problems)")
    #expect(OpcodeReference.help(for: opcode).hasPrefix(opcode.name))
    #expect(Opcode(name: opcode.name.lowercased()) == opcode)
    for alias in opcode.definition.aliases { #expect(Opcode(name: alias) == opcode) }
  }

  @Test func manyProblemsAreCountedAndNotAllListed() throws {
    var program = Program(nodes: [])
    let qubit = program.qubits.insert("q")
    for index in 0..<5000 { program.nodes.append(Node(id: "n\(index)", .rx, qubits: [qubit])) }
    let verdict = Verifier(.init(problemLimit: 10)).verify(program)
    #expect(verdict.errorCount == 5001)
    #expect(verdict.problems.count == 10)
  }
}
