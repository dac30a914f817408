// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import QVM
import StrictJSON
import Testing
import _TestSupport

/// The published schema against the reader: what it accepts can be read, and it refuses what the
/// reader calls an error of the graph's form.
@Suite(.tags(.law))
struct SchemaTests {
  static let schema = JSONSchema(root: ProgramSchema.json)

  /// The graphs among the examples, and one with edges, a Bell index and nested guards.
  static let graphs: [JSON] = {
    let names = [
      "adaptive_syndrome", "channels", "error_correction", "magic_state", "reversible",
      "teleportation",
    ]
    var graphs = names.compactMap { name in
      let file = ExampleTests.folder.appending(path: name + ".qvm.json")
      return (try? Data(contentsOf: file)).flatMap { try? JSON(parsing: Array($0)) }
    }
    precondition(graphs.count == names.count, "Every example can be read.")
    graphs.append([
      "version": "0.1", "description": "all members", "caps": ["CAP_ALLOC", "CAP_LINK"],
      "metadata": ["any": 1],
      "resources": ["vqs": ["a", "b"], "chs": ["k"], "events": ["m", "n"]],
      "program": [
        "nodes": [
          ["id": "al", "op": "ALLOC_LQ", "vqs": ["a", "b"], "caps": ["CAP_ALLOC"]],
          ["id": "o", "op": "OPEN_CHAN", "vqs": ["a", "b"], "chs": ["k"]],
          ["id": "c", "op": "CLOSE_CHAN", "chs": ["k"], "metadata": ["any": 1]],
          ["id": "m", "op": "MEASURE_BELL", "vqs": ["a", "b"], "produces": ["m"]],
          ["id": "n", "op": "MEASURE_Z", "vqs": ["a"], "produces": ["n"]],
          [
            "id": "x", "op": "COND_PAULI", "vqs": ["a"], "inputs": ["n"], "args": ["mask": "Z"],
            "guard": [
              "type": "or",
              "conditions": [
                ["event": "m", "equals": 3],
                ["type": "and", "conditions": [["type": "simple", "event": "n", "value": 1]]],
              ],
            ],
          ],
          ["id": "f", "op": "FREE_LQ", "vqs": ["a", "b"]],
        ],
        "edges": [["from": "al", "to": "o"]],
      ],
    ])
    return graphs
  }()

  @Test func publishedSchemaIsThisOne() throws {
    let file = ExampleTests.folder.deletingLastPathComponent()
      .appending(path: "Documentation/qvm.schema.json")
    #expect(try JSON(parsing: Array(Data(contentsOf: file))) == ProgramSchema.json)
  }

  @Test(arguments: 0..<50) func acceptsWhatIsWritten(seed: Int) {
    let program = RoundTripTests.program(seed: UInt64(seed))
    #expect(Self.schema.accepts(program.json), "\(program.text())")
  }

  /// Errors of form are errors of the schema too, and what it accepts has none in the reader; the
  /// rest is beyond what a schema can say.
  @Test(arguments: BadGraph.all) func refusesBadForm(graph: BadGraph) {
    guard let json = try? JSON(parsing: graph.text) else { return }
    let isAccepted = Self.schema.accepts(json)
    let ofForm: Set<Problem.Code> = [
      .structure, .version, .identifier, .unknownOpcode, .unknownCapability, .arity,
      .argumentMissing, .argumentRange, .duplicateDeclaration, .condition,
    ]
    let beyond = [
      "guard with two values", "a bit compared with 2", "guarded allocation",
      "guarded opening of a channel", "one argument twice",
    ]
    if beyond.contains(graph.name) { return }
    if ofForm.contains(graph.code) { #expect(!isAccepted) }
    if isAccepted {
      let problems = Reading(parsing: Array(graph.text.utf8)).problems
      let codes = Set(problems.filter { $0.severity == .error }.map(\.code))
      #expect(codes.isSubset(of: [.undeclared, .edge, .cycle]))
    }
  }

  /// Whatever member is misspelt, strict verification refuses the program; in a guard, where it would
  /// change when a node acts, the reader and the schema refuse it always.
  @Test(arguments: graphs) func noMemberIsMisspeltInSilence(graph: JSON) {
    #expect(Self.schema.accepts(graph))
    let strict = Verifier(.init(isStrict: true))
    let whole = strict.verify(Reading(parsing: Array(graph.text().utf8)))
    #expect(whole.isValid, "\(whole.problems)")
    // One for each kind of member is enough.
    var seen: Set<[String]> = []
    for (misspelt, path) in Self.misspellings(of: graph) where seen.insert(path).inserted {
      let reading = Reading(parsing: Array(misspelt.text().utf8))
      #expect(!strict.verify(reading).isValid, "\(path)")
      let isReadable = !reading.problems.contains { $0.severity == .error }
      if Self.schema.accepts(misspelt) {
        let codes = Set(reading.problems.filter { $0.severity == .error }.map(\.code))
        #expect(codes.isSubset(of: [.undeclared]), "\(path)")
      }
      if path.contains("guard"), path.last != "guard" {
        #expect(!isReadable && !Self.schema.accepts(misspelt), "\(path)")
        #expect(reading.problems.contains { $0.code == .condition }, "\(path)")
      }
    }
    #expect(seen.count > 12)
  }

  /// The value with one member renamed, for each member at any depth but those of metadata, and the
  /// names on the way to it.
  static func misspellings(of value: JSON) -> [(JSON, path: [String])] {
    var all: [(JSON, path: [String])] = []
    switch value {
    case .object(let object):
      for (index, member) in object.members.enumerated() where member.key != "metadata" {
        func with(_ key: String, _ value: JSON) -> JSON {
          var members = object.members.map { ($0.key, $0.value) }
          members[index] = (key, value)
          return .object(JSON.Object(uniqueKeysWithValues: members))
        }
        all.append((with(String(member.key.reversed()) + "x", member.value), [member.key]))
        for (inner, path) in misspellings(of: member.value) {
          all.append((with(member.key, inner), [member.key] + path))
        }
      }
    case .array(let list):
      for index in list.indices {
        for (inner, path) in misspellings(of: list[index]) {
          var changed = list
          changed[index] = inner
          all.append((.array(changed), path))
        }
      }
    default: break
    }
    return all
  }

  @Test func misspellingsAreNamed() throws {
    func problems(_ node: String) -> [Problem] {
      Reading(
        parsing: Array(
          """
          {"version":"0.1","resources":{"vqs":["a"],"events":["b"]},"program":{"nodes":[\(node)]}}
          """.utf8)
      ).problems
    }
    let member = try #require(
      problems(#"{"gaurd":{"event":"b"},"id":"x","op":"APPLY_X","vqs":["a"],"metadata":{"k":1}}"#)
        .first)
    #expect(member.code == .memberUnknown && member.severity == .warning && member.node == "x")
    #expect(member.hint == "Did you mean `guard`?")
    let input = problems(#"{"id":"x","op":"COND_PAULI","vqs":["a"],"input":["b"]}"#)
    #expect(input.map(\.hint) == ["Did you mean `inputs`?"])
    let condition = problems(
      #"{"id":"x","op":"APPLY_X","vqs":["a"],"guard":{"event":"b","equal":1}}"#)
    #expect(condition.map(\.code) == [.condition])
    #expect(
      condition.first?.message == "A guard has no member `equal`; did you mean `equals`?")
    // A profile beside the arguments is one in the other dialects only.
    #expect(
      problems(#"{"id":"x","op":"ALLOC_LQ","vqs":["a"],"profile":"surface:d=3"}"#).map(\.code)
        == [.memberUnknown])
    let schema = #"{"$schema":"qvm.schema.json","version":"0.1","program":{"nodes":[]}}"#
    #expect(Reading(parsing: Array(schema.utf8)).problems.isEmpty)
  }
}
