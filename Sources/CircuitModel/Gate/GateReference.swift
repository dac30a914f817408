// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

/// The reference of the gates, written from the gate table.
public enum GateReference {
  /// The families in which the reference lists the gates.
  public static let families: [(title: String, gates: [Gate])] = {
    let titles: [(String, (GateDefinition) -> Bool)] = [
      ("Unitary gates on one qubit", { $0.action?.qubitCount == 1 }),
      ("Unitary gates on two qubits", { $0.action?.qubitCount == 2 }),
      ("Products of Paulis", { $0.targets == .products }),
      (
        "Measurements and resets",
        { definition in
          !definition.traits.isDisjoint(with: [.measures, .resets])
            && definition.traits.isDisjoint(with: [.channel, .annotation])
        }
      ),
      ("Noise", { $0.traits.contains(.channel) }),
      ("Annotations", { $0.traits.contains(.annotation) }),
    ]
    var left = Gate.allCases
    return titles.map { title, belongs in
      let family = left.filter { belongs($0.definition) }
      left.removeAll { family.contains($0) }
      return (title, family)
    }
  }()

  /// The help on one gate, as plain text.
  public static func help(for gate: Gate) -> String {
    let definition = gate.definition
    var lines = ["\(definition.name): \(definition.summary)", ""]
    for (title, text) in facts(definition) { lines.append("\(title): \(text)") }
    lines += ["", "Example:"] + example(for: gate).split(separator: "\n").map { "    \($0)" }
    return lines.joined(separator: "\n")
  }

  /// The reference of all gates, as Markdown.
  public static func markdown() -> String {
    var lines = [
      "# Gates", "",
      "The instructions of a circuit. This file is written from the gate table; do not edit it.",
      "",
      "Names may be written in lower case. A text in square brackets after a name is a tag and has",
      "no effect. `REPEAT n {`, some lines and `}` run the lines n times.",
    ]
    for family in families {
      lines += ["", "## \(family.title)"]
      for gate in family.gates {
        let definition = gate.definition
        lines += ["", "### \(definition.name)", "", definition.summary, ""]
        for (title, text) in facts(definition) { lines.append("- \(title): \(text)") }
        lines += ["", "```", example(for: gate), "```"]
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A short circuit that uses the gate and is valid on its own.
  public static func example(for gate: Gate) -> String {
    let definition = gate.definition
    var line = definition.name + exampleArguments(definition)
    var preparation = ""
    switch definition.targets {
    case .none: break
    case .qubits: line += definition.traits.contains(.invertible) ? " 0 !5" : " 0 5"
    case .pairs(let classical):
      line += " 0 1"
      if classical.contains(.first) {
        preparation = "M 3\n"
        line += " rec[-1] 2 sweep[0] 4"
      } else if classical.contains(.second) {
        preparation = "M 3\n"
        line += " 2 rec[-1] 4 sweep[0]"
      }
    case .products: line += " X0*Z1 !Y2*Y3"
    case .paulis: line += " X0 Z1"
    case .records:
      preparation = "M 3 4\n"
      line += " rec[-1] rec[-2]"
    case .recordsAndPaulis:
      preparation = "M 3\n"
      line += " rec[-1] X5"
    case .bits: line += " 0 1 1"
    }
    if gate == .elseCorrelatedError { preparation = "E(0.1) Z0 Z1\n" }
    return preparation + line
  }

  private static func exampleArguments(_ definition: GateDefinition) -> String {
    switch definition.arguments {
    case .none: ""
    case .probability, .optionalProbability: "(0.01)"
    case .disjointProbabilities(let count):
      "(\(repeatElement("0.01", count: count).joined(separator: ", ")))"
    case .anyDisjointProbabilities: "(0.01, 0.02)"
    case .coordinates: "(1, 2.5)"
    case .index: "(0)"
    }
  }

  // MARK: Facts

  private static func facts(_ definition: GateDefinition) -> [(title: String, text: String)] {
    var facts: [(title: String, text: String)] = []
    if !definition.aliases.isEmpty {
      facts.append(("Also called", definition.aliases.joined(separator: ", ")))
    }
    facts.append(("Arguments", argumentText(definition)))
    facts.append(("Targets", targetText(definition)))
    if definition.traits.contains(.measures) {
      facts.append(("Record", "one result for each \(groupText(definition.targets))"))
    }
    if let action = definition.action {
      let generators = action.qubitCount == 1 ? ["X", "Z"] : ["XI", "ZI", "IX", "IZ"]
      let images = zip(generators, action.images).map { generator, image in
        let second = action.qubitCount == 2 ? String(image.second.letter) : ""
        return "\(generator) → \(image.isNegative ? "−" : "")\(image.first.letter)\(second)"
      }
      facts.append(("Turns", images.joined(separator: ", ")))
    }
    return facts
  }

  private static func argumentText(_ definition: GateDefinition) -> String {
    switch definition.arguments {
    case .none: "none"
    case .probability:
      switch definition.gate {
      case .depolarize1: "a probability of at most 3/4"
      case .depolarize2: "a probability of at most 15/16"
      default: "a probability"
      }
    case .optionalProbability:
      "optionally the probability that a result is recorded wrongly"
    case .disjointProbabilities(let count):
      "\(count) probabilities of events that exclude each other, with a sum of at most 1"
    case .anyDisjointProbabilities: "any number of probabilities with a sum of at most 1"
    case .coordinates: "any number of coordinates"
    case .index: "the number of the observable"
    }
  }

  private static func targetText(_ definition: GateDefinition) -> String {
    let bang = definition.traits.contains(.invertible)
    switch definition.targets {
    case .none: return "none"
    case .qubits: return bang ? "qubits; `!` before one inverts its result" : "qubits"
    case .pairs(let classical):
      if classical.isEmpty {
        return bang ? "pairs of qubits; each `!` inverts the result" : "pairs of qubits"
      }
      let side = classical == .first ? "the first" : classical == .second ? "the second" : "either"
      return "pairs of qubits; \(side) may be `rec[-k]` or `sweep[k]`"
    case .products:
      return definition.traits.contains(.measures)
        ? "products like `X0*Z1`; each `!` inverts the result"
        : "products like `X0*Z1`; each `!` inverts the sense of the turn"
    case .paulis: return "Paulis like `X0 Z1`"
    case .records: return "past measurements like `rec[-1]`"
    case .recordsAndPaulis: return "past measurements like `rec[-1]` and Paulis like `X0`"
    case .bits: return "the bits 0 and 1"
    }
  }

  private static func groupText(_ targets: GateDefinition.TargetRule) -> String {
    switch targets {
    case .pairs: "pair"
    case .products: "product"
    case .bits: "bit"
    default: "qubit"
    }
  }
}
