// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// Programs written as short lines, and the QVM JSON that they mean.
///
/// A line is `OP vq,vq name=value in:event,event ch:channel -> event,event ? event==1`; ids are made up, and
/// names are declared where they are first used. A number is a number, `true` a truth value, anything else a text.
public enum ProgramLines {
  /// The QVM JSON of some lines, which newlines or semicolons separate.
  public static func json(_ text: String) -> String {
    var nodes: [String] = []
    var names: [String: [String]] = ["vqs": [], "chs": [], "events": []]
    for line in text.split(whereSeparator: { $0 == "\n" || $0 == ";" }) {
      var words = line.split(separator: " ").map(String.init)
      guard !words.isEmpty else { continue }
      var members = ["\"id\": \"n\(nodes.count)\"", "\"op\": \"\(words.removeFirst())\""]
      var arguments: [String] = []
      var place = "vqs"
      for word in words {
        if word == "->" {
          place = "produces"
        } else if word == "?" {
          place = "guard"
        } else if place == "guard" {
          let sides = word.split(separator: "=")
          members.append("\"guard\": {\"event\": \"\(sides[0])\", \"equals\": \(sides[1])}")
        } else if word.hasPrefix("in:") || word.hasPrefix("ch:") {
          let key = word.hasPrefix("in:") ? "inputs" : "chs"
          members.append("\"\(key)\": \(list(word.dropFirst(3), key, &names))")
        } else if let equals = word.firstIndex(of: "=") {
          let value = String(word[word.index(after: equals)...])
          let isPlain = Double(value) != nil || value == "true"
          arguments.append("\"\(word[..<equals])\": \(isPlain ? value : "\"\(value)\"")")
        } else {
          members.append("\"\(place)\": \(list(word[...], place, &names))")
        }
      }
      if !arguments.isEmpty { members.append("\"args\": {\(arguments.joined(separator: ", "))}") }
      nodes.append("{\(members.joined(separator: ", "))}")
    }
    let resources = ["vqs", "chs", "events"].map { "\"\($0)\": \(quoted(names[$0] ?? []))" }
    return "{\"version\": \"0.1\", \"program\": {\"nodes\": [\n"
      + nodes.joined(separator: ",\n") + "\n]},\n\"resources\": {"
      + resources.joined(separator: ", ") + "},\n"
      + "\"caps\": [\"CAP_ALLOC\", \"CAP_LINK\", \"CAP_MAGIC\", \"CAP_TELEPORT\"]}\n"
  }

  private static func list(
    _ word: Substring, _ key: String, _ names: inout [String: [String]]
  ) -> String {
    let items = word.split(separator: ",").map(String.init)
    let table = key == "produces" ? "events" : key
    for item in items where table != "inputs" && !names[table, default: []].contains(item) {
      names[table, default: []].append(item)
    }
    return quoted(items)
  }

  private static func quoted(_ items: [String]) -> String {
    "[" + items.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }
}

/// Random programs with everything: gates, resets, guards, corrections, channels, fences.
public enum RandomProgram {
  /// The lines of the program of a seed, for `ProgramLines`.
  public static func text(
    seed: UInt64, qubits: Int = 5, nodes: Int = 40, isClifford: Bool = false
  ) -> String {
    var stream = RandomStream(seed: seed, stream: 99)
    let names = (0..<qubits).map { "q\($0)" }
    var lines = ["ALLOC_LQ " + names.joined(separator: ",")]
    var events = 0
    func pick() -> String { names.randomElement(using: &stream) ?? names[0] }
    func pair() -> String {
      let two = names.shuffled(using: &stream).prefix(2)
      return two.joined(separator: ",")
    }
    let rotations = isClifford ? 0 : 3
    for _ in 0..<nodes {
      switch Int.random(in: 0..<(16 + rotations), using: &stream) {
      case 0...3:
        let gate = ["H", "S", "SDG", "X", "Y", "Z"].randomElement(using: &stream) ?? "H"
        lines.append("APPLY_\(gate) \(pick())")
      case 4...7:
        let gate = ["CNOT", "CZ", "SWAP"].randomElement(using: &stream) ?? "CZ"
        lines.append("APPLY_\(gate) \(pair())")
      case 8, 9:
        let basis = ["X", "Y", "Z"].randomElement(using: &stream) ?? "Z"
        lines.append("MEASURE_\(basis) \(pick()) -> e\(events)")
        events += 1
      case 10:
        lines.append("MEASURE_BELL \(pair()) -> e\(events),e\(events + 1)")
        events += 2
      case 11 where events > 0:
        let event = Int.random(in: 0..<events, using: &stream)
        lines.append("COND_PAULI \(pick()) in:e\(event) mask=Y")
      case 12 where events > 0:
        let event = Int.random(in: 0..<events, using: &stream)
        lines.append("APPLY_H \(pick()) ? e\(event)==1")
      case 13: lines.append("RESET \(pick())")
      case 14, 15: lines.append("FENCE_EPOCH")
      case 16: lines.append("APPLY_T \(pick())")
      case 17: lines.append("APPLY_RY \(pick()) theta=0.\(Int.random(in: 1...9, using: &stream))")
      default:
        let three = names.shuffled(using: &stream).prefix(3).joined(separator: ",")
        lines.append("APPLY_TOFFOLI \(three)")
      }
    }
    for (index, name) in names.enumerated() { lines.append("MEASURE_Z \(name) -> out\(index)") }
    return lines.joined(separator: "\n")
  }
}
