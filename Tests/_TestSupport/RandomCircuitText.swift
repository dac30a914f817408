// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

/// Well-formed circuits over the whole language, for round trips and comparisons of text.
///
/// They respect the grammar and every rule of the gate table, but are not meant to be simulated.
public struct RandomCircuitText {
  private var stream: RandomStream
  private var measurements = 0
  private var lines: [String] = []

  /// Makes a generator; equal seeds give equal texts.
  public init(seed: UInt64) {
    stream = RandomStream(seed: seed)
  }

  /// Writes a circuit of some lines, nested blocks included.
  public mutating func next(lineCount: Int) -> String {
    measurements = 0
    lines = []
    appendLines(lineCount, depth: 0)
    return lines.joined(separator: pick(["\n", "\n", "\n\n", "  \n\t", " # note {}[]\n"])) + "\n"
  }

  private mutating func appendLines(_ count: Int, depth: Int) {
    for _ in 0..<count {
      if depth < 3, chance(12) {
        lines.append("\(pick(["REPEAT", "repeat"]))\(tag()) \(pick([1, 2, 3, 7])) {")
        appendLines(Int.random(in: 0...4, using: &stream), depth: depth + 1)
        lines.append("}")
      } else {
        appendInstruction(pick(Gate.allCases))
        // Merging is only tested if neighbours often agree.
        if chance(3), let last = lines.last, !last.hasPrefix("M"), !last.contains("HERALD") {
          lines.append(last)
        }
      }
    }
  }

  private mutating func appendInstruction(_ gate: Gate) {
    let definition = gate.definition
    let name = pick([definition.name] + definition.aliases)
    let text = (chance(4) ? name.lowercased() : name) + tag() + arguments(gate)
    let targets = targets(definition)
    lines.append(([text] + targets).joined(separator: pick([" ", " ", "  ", "\t"])))
    if definition.traits.contains(.measures),
      case .instruction(let instruction)? = (try? Circuit(parsing: lines[lines.count - 1]))?
        .operations.first
    {
      measurements += instruction.measurementCount
    }
  }

  private mutating func tag() -> String {
    chance(8) ? pick(["[a]", "[b c]", "[x\\Cy\\B\\n\\r#{]", "[é✓]", "[]"]) : ""
  }

  private mutating func arguments(_ gate: Gate) -> String {
    let probabilities = ["0", "0.5", "0.001", "1e-05", "0.062", "1E-3"]
    switch gate.argumentRule {
    case .none: return ""
    case .probability: return "(\(pick(probabilities)))"
    case .optionalProbability: return chance(2) ? "(\(pick(probabilities)))" : ""
    case .disjointProbabilities(let count): return list(["0", "0.01", "0.0625", "1e-06"], count)
    case .anyDisjointProbabilities:
      return chance(3) ? "" : list(["0.125", "0.01"], Int.random(in: 1...4, using: &stream))
    case .coordinates:
      let values = ["0", "-1.5", "2", "1e3", "0.25", "+7", "-0.0", "1e+20", "123456", "1e-05"]
      return chance(4) ? "" : list(values, Int.random(in: 1...4, using: &stream))
    case .index: return "(\(pick(["0", "1", "17"])))"
    }
  }

  private mutating func list(_ values: [String], _ count: Int) -> String {
    "(" + (0..<count).map { _ in pick(values) }.joined(separator: pick([",", ", ", " ,  "])) + ")"
  }

  private mutating func targets(_ definition: GateDefinition) -> [String] {
    let count = Int.random(in: 0...3, using: &stream)
    let inverts = definition.traits.contains(.invertible)
    switch definition.targets {
    case .none: return []
    case .qubits: return (0..<count).map { _ in bang(inverts) + qubit() }
    case .pairs(let classical):
      return (0..<count).flatMap { _ in
        let first = Int.random(in: 0...20, using: &stream)
        let pair = [
          classical.contains(.first) && chance(4) ? bit() : bang(inverts) + "\(first)",
          bang(inverts) + "\(first + 1)",
        ]
        return classical == .second && chance(4) ? [pair[1], bit()] : pair
      }
    case .products:
      return (0..<count).map { _ in
        // Ascending qubits: no qubit repeats, so that the product is Hermitian.
        let factors = (0..<Int.random(in: 1...4, using: &stream)).map { index in
          bang(inverts) + pick(["X", "Y", "Z", "x", "y", "z"]) + "\(index * 3)"
        }
        return factors.joined(separator: pick(["*", " * ", "* "]))
      }
    case .paulis: return (0..<count).map { _ in bang(inverts) + pick(["X", "y", "Z"]) + qubit() }
    case .records: return measurements == 0 ? [] : (0..<count).map { _ in record() }
    case .recordsAndPaulis:
      return (0..<count).map { _ in
        measurements > 0 && chance(2) ? record() : pick(["X", "Y", "Z"]) + qubit()
      }
    case .bits: return (0..<count).map { _ in pick(["0", "1"]) }
    }
  }

  private mutating func qubit() -> String { "\(pick([0, 1, 2, 5, 19, 300]))" }

  private mutating func record() -> String {
    "rec[-\(Int.random(in: 1...measurements, using: &stream))]"
  }

  private mutating func bit() -> String {
    measurements > 0 && chance(2) ? record() : "sweep[\(pick([0, 3, 40]))]"
  }

  private mutating func bang(_ isAllowed: Bool) -> String { isAllowed && chance(4) ? "!" : "" }

  private mutating func chance(_ oneIn: Int) -> Bool {
    Int.random(in: 0..<oneIn, using: &stream) == 0
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &stream)]
  }
}
