// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Foundation
import PauliAlgebra
import Testing
import _TestSupport

/// Stim's own facts about its gates, compared with every row of the gate table.
@Suite("Gate table against Stim", .tags(.peer), .needsPeers)
struct GateTablePeerTests {
  /// One gate a line: name, aliases, argument counts, traits, images; fields split by tabs.
  static let script = """
    import stim
    for name, g in stim.gate_data().items():
        if name == "REPEAT": continue
        images = ""
        if g.is_unitary and not name.startswith("SPP"):
            t = g.tableau
            out = [t.x_output(0), t.z_output(0)]
            if len(t) == 2: out += [t.x_output(1), t.z_output(1)]
            images = " ".join(str(p).replace("_", "I") for p in out)
        r = g.num_parens_arguments_range
        print(name, ",".join(sorted(set(g.aliases) - {name})), r.start, r.stop - 1,
              *[int(b) for b in (g.is_unitary, g.is_two_qubit_gate, g.produces_measurements,
                g.is_reset, g.is_noisy_gate, g.takes_pauli_targets,
                g.takes_measurement_record_targets)],
              images, sep="\\t")
    """

  @Test("every row agrees")
  func rows() throws {
    let output = try Peer.python(Self.script)
    #expect(output.status == 0, "\(output.err)")
    var seen: Set<Gate> = []
    for line in output.text.split(separator: "\n") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let gate = try #require(Gate(name: fields[0]), "\(fields[0])")
      seen.insert(gate)
      let definition = gate.definition
      #expect(definition.name == fields[0])
      #expect(definition.aliases.sorted().joined(separator: ",") == fields[1], "\(line)")
      #expect(argumentRange(definition) == "\(fields[2])...\(fields[3])", "\(line)")
      let traits = definition.traits
      #expect(traits.contains(.unitary) == (fields[4] == "1"), "\(line)")
      #expect(isPaired(definition) == (fields[5] == "1"), "\(line)")
      #expect(traits.contains(.measures) == (fields[6] == "1"), "\(line)")
      #expect(traits.contains(.resets) == (fields[7] == "1"), "\(line)")
      // Stim does not call the padding noisy although it takes a flip probability.
      #expect(traits.contains(.noisy) == (fields[8] == "1") || gate == .mpad, "\(line)")
      #expect(takesRecords(definition) == (fields[10] == "1"), "\(line)")
      #expect(imagesText(definition) == fields[11], "\(line)")
    }
    let missing = Set(Gate.allCases).subtracting(seen).map(\.definition.name).sorted()
    #expect(missing == [])
  }

  private func argumentRange(_ definition: GateDefinition) -> String {
    switch definition.arguments {
    case .none: "0...0"
    case .probability, .index: "1...1"
    case .optionalProbability: "0...1"
    case .disjointProbabilities(let count): "\(count)...\(count)"
    case .anyDisjointProbabilities, .coordinates: "0...255"
    }
  }

  private func isPaired(_ definition: GateDefinition) -> Bool {
    if case .pairs = definition.targets { true } else { false }
  }

  private func takesRecords(_ definition: GateDefinition) -> Bool {
    switch definition.targets {
    case .pairs(let classical): !classical.isEmpty
    case .records, .recordsAndPaulis: true
    default: false
    }
  }

  private func imagesText(_ definition: GateDefinition) -> String {
    guard let action = definition.action else { return "" }
    return action.images.map { image in
      let second = action.qubitCount == 2 ? String(image.second.letter) : ""
      return (image.isNegative ? "-" : "+") + String(image.first.letter) + second
    }.joined(separator: " ")
  }
}
