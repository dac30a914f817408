// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import QVMExecution
import StrictJSON

/// A program written as short lines: `id OP vq,vq name=value -> event ? event==1`, ids made up.
///
/// `in:a,b` reads events, `ch:c` names channels. A number is a number, anything else a text.
func program(_ text: String) throws -> Program {
  var nodes: [JSON] = []
  var names: [String: [String]] = [:]
  for line in text.split(whereSeparator: { $0 == "\n" || $0 == ";" }) {
    var node = JSON.Object()
    node["id"] = .string("n\(nodes.count)")
    var arguments = JSON.Object()
    var words = line.split(separator: " ").map(String.init)
    guard !words.isEmpty else { continue }
    node["op"] = .string(words.removeFirst())
    var place = "vqs"
    for word in words {
      if word == "->" {
        place = "produces"
      } else if word == "?" {
        place = "guard"
      } else if place == "guard" {
        let sides = word.split(separator: "=").map(String.init)
        node["guard"] = ["event": .string(sides[0]), "equals": .integer(Int64(sides[1]) ?? -1)]
      } else if word.hasPrefix("in:") || word.hasPrefix("ch:") {
        let channelsOrEvents = word.dropFirst(3).split(separator: ",").map {
          JSON.string(String($0))
        }
        node[word.hasPrefix("in:") ? "inputs" : "chs"] = .array(channelsOrEvents)
      } else if let equals = word.firstIndex(of: "=") {
        let value = String(word[word.index(after: equals)...])
        let number = Double(value).map(JSON.number)
        let truth: JSON? = value == "true" ? .bool(true) : nil
        arguments[String(word[..<equals])] = number ?? truth ?? .string(value)
      } else {
        node[place] = .array(word.split(separator: ",").map { .string(String($0)) })
      }
    }
    if arguments.count > 0 { node["args"] = .object(arguments) }
    for (key, list) in [("vqs", "vqs"), ("chs", "chs"), ("produces", "events")] {
      for name in node[key]?.arrayValue?.compactMap(\.stringValue) ?? []
      where !names[list, default: []].contains(name) { names[list, default: []].append(name) }
    }
    nodes.append(.object(node))
  }
  let resources = names.mapValues { JSON.array($0.map(JSON.string)) }
  let graph: JSON = [
    "version": "0.1", "program": ["nodes": .array(nodes)],
    "resources": .object(JSON.Object(uniqueKeysWithValues: resources.map { ($0.key, $0.value) })),
  ]
  return try Program(parsing: graph.text())
}

/// Runs a program and gives how often each outcome came.
func counts(
  _ text: String, shots: Int = 64, seed: UInt64 = 7, threads: Int = 1,
  noise: LogicalNoise = .none
) throws -> [String: Int] {
  let plan = try ExecutionPlan(program(text), noise: noise)
  var job = Job(plan, options: RunOptions(shots: shots, seed: seed, threads: threads))
  try job.run()
  return Dictionary(uniqueKeysWithValues: job.result.counts.map { ($0.outcome, $0.shots) })
}

/// The exact distribution of a program.
func distribution(
  _ text: String, branchLimit: Int = 1 << 16, noise: LogicalNoise = .none
) throws -> [String: Double] {
  let plan = try ExecutionPlan(program(text), noise: noise)
  let exact = try ExactDistribution(plan, options: RunOptions(branchLimit: branchLimit))
  return Dictionary(
    uniqueKeysWithValues: exact.probabilities(of: plan).map { ($0.outcome, $0.probability) })
}

/// Whether two distributions agree to a tolerance; absent outcomes have probability 0.
func agree(
  _ first: [String: Double], _ second: [String: Double], tolerance: Double = 1e-12
) -> Bool {
  Set(first.keys).union(second.keys).allSatisfy {
    abs(first[$0, default: 0] - second[$0, default: 0]) <= tolerance
  }
}
