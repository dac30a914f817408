// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Foundation
import Testing
import _TestSupport

@Suite("Gate table and reference")
struct GateReferenceTests {
  @Test(
    "every example is a valid circuit that uses its gate", .tags(.exact), arguments: Gate.allCases)
  func examples(gate: Gate) throws {
    let text = GateReference.example(for: gate)
    let circuit = try Circuit(parsing: text)
    var isUsed = false
    circuit.forEachInstruction { isUsed = isUsed || $0.gate == gate }
    #expect(isUsed)
    #expect(circuit.description == text)
  }

  @Test("names are found in any case, and only once", .tags(.exact))
  func names() {
    var seen: Set<String> = []
    for gate in Gate.allCases {
      for name in [gate.definition.name] + gate.definition.aliases {
        #expect(seen.insert(name).inserted, "\(name)")
        #expect(Gate(name: name.lowercased()) == gate)
      }
    }
    #expect(Gate(name: "NOPE") == nil)
  }

  @Test("every summary is one sentence", .tags(.exact), arguments: Gate.allCases)
  func summaries(gate: Gate) {
    let summary = gate.definition.summary
    #expect(summary.hasSuffix("."))
    #expect(summary.count <= 110, "\(summary)")
    #expect(!summary.dropLast().contains(". "))
  }

  @Test("the reference has every gate in one family", .tags(.exact))
  func families() {
    #expect(
      GateReference.families.flatMap(\.gates).map(\.rawValue).sorted()
        == Gate.allCases.map(\.rawValue))
    let reference = GateReference.markdown()
    for gate in Gate.allCases { #expect(reference.contains("\n### \(gate.definition.name)\n")) }
  }

  /// `QUANTACORE_WRITE_DOCS=1 swift test --filter GateReferenceTests` writes the file anew.
  @Test("Documentation/Gates.md is fresh", .tags(.exact))
  func freshness() throws {
    let file = Peer.packageRoot.appending(path: "Documentation/Gates.md")
    if ProcessInfo.processInfo.environment["QUANTACORE_WRITE_DOCS"] != nil {
      try Data(GateReference.markdown().utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == GateReference.markdown())
  }

  @Test("help on a gate shows names, targets and images", .tags(.exact))
  func help() {
    #expect(
      GateReference.help(for: .cx) == """
        CX: Flips the second qubit if the first is 1, or if a past measurement or sweep bit is.

        Also called: CNOT, ZCX
        Arguments: none
        Targets: pairs of qubits; the first may be `rec[-k]` or `sweep[k]`
        Turns: XI → XX, ZI → ZI, IX → IX, IZ → ZZ

        Example:
            M 3
            CX 0 1 rec[-1] 2 sweep[0] 4
        """)
  }
}
