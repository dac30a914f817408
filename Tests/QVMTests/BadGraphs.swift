// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import QVM

/// A graph with one defect, the code under which it is reported, and the node.
struct BadGraph: Sendable, CustomStringConvertible {
  var name: String
  var code: Problem.Code
  var node: String?
  var text: String
  var options = Verifier.Options()

  var description: String { name }

  /// A graph of nodes between an allocation of a, b, c and their freeing.
  init(
    _ name: String, _ code: Problem.Code, node: String? = "x", _ nodes: String,
    events: String = "\"m\"", channels: String = "", frees: Bool = true,
    options: Verifier.Options = Verifier.Options()
  ) {
    self.name = name
    self.code = code
    self.node = node
    self.options = options
    let rest = nodes.isEmpty ? "" : ",\n" + nodes
    let end = frees ? #","# + "\n" + #"{"id":"end","op":"FREE_LQ","vqs":["a","b","c"]}"# : ""
    text = """
      {"version":"0.1","caps":["CAP_ALLOC","CAP_TELEPORT","CAP_MAGIC","CAP_LINK"],
      "resources":{"vqs":["a","b","c"],"chs":[\(channels)],"events":[\(events)]},
      "program":{"nodes":[
      {"id":"begin","op":"ALLOC_LQ","vqs":["a","b","c"]},
      {"id":"ok","op":"MEASURE_Z","vqs":["a"],"produces":["m"]}\(rest)\(end)]}}
      """
  }

  /// A whole text.
  init(whole name: String, _ code: Problem.Code, node: String? = nil, _ text: String) {
    self.name = name
    self.code = code
    self.node = node
    self.text = text
  }

  static let all: [BadGraph] = [
    text, structure, names, nodes, life, channels, events, order, modes,
  ].flatMap(\.self)

  static let text: [BadGraph] = [
    BadGraph(whole: "no JSON", .syntax, "{\"version\": }"),
    BadGraph(whole: "nothing", .syntax, ""),
    BadGraph(whole: "text after the end", .syntax, "{\"program\":{\"nodes\":[]}} {}"),
    BadGraph(whole: "duplicate key", .syntax, #"{"version":"0.1","version":"0.1"}"#),
    BadGraph(whole: "big integer", .syntax, #"{"version":99999999999999999999}"#),
    BadGraph(
      whole: "deep nesting", .limit,
      "{\"metadata\":\(String(repeating: "[", count: 80))\(String(repeating: "]", count: 80))}"),
    BadGraph(whole: "not an object", .structure, "[1, 2]"),
    BadGraph(whole: "no nodes", .structure, #"{"version":"0.1","program":{}}"#),
    BadGraph(whole: "nodes not a list", .structure, #"{"version":"0.1","program":{"nodes":{}}}"#),
    BadGraph(whole: "wrong version", .version, #"{"version":"0.2","program":{"nodes":[]}}"#),
    BadGraph(whole: "version a number", .version, #"{"version":0.1,"program":{"nodes":[]}}"#),
    BadGraph(
      whole: "caps not a list", .structure,
      #"{"version":"0.1","caps":"CAP_ALLOC","program":{"nodes":[]}}"#),
    BadGraph(
      whole: "metadata not an object", .structure,
      #"{"version":"0.1","metadata":[],"program":{"nodes":[]}}"#),
    BadGraph(
      whole: "resources not an object", .structure,
      #"{"version":"0.1","resources":[],"program":{"nodes":[]}}"#),
  ]

  static let structure: [BadGraph] = [
    BadGraph("node not an object", .structure, node: nil, "7"),
    BadGraph("node without id", .structure, node: nil, #"{"op":"APPLY_H","vqs":["a"]}"#),
    BadGraph("node without op", .structure, #"{"id":"x","vqs":["a"]}"#),
    BadGraph("op not a text", .structure, #"{"id":"x","op":1,"vqs":["a"]}"#),
    BadGraph("vqs not a list", .structure, #"{"id":"x","op":"APPLY_H","vqs":"a"}"#),
    BadGraph("vqs of numbers", .structure, #"{"id":"x","op":"APPLY_H","vqs":[0]}"#),
    BadGraph("args not an object", .structure, #"{"id":"x","op":"APPLY_H","vqs":["a"],"args":1}"#),
    BadGraph(
      "guard not an object", .condition, #"{"id":"x","op":"APPLY_H","vqs":["a"],"guard":"m==1"}"#),
    BadGraph(
      "guard without event", .condition,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"guard":{"equals":1}}"#),
    BadGraph(
      "guard of an unknown type", .condition,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"guard":{"type":"xor","conditions":[]}}"#),
    BadGraph(
      "guard with a misspelt member", .condition,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"guard":{"event":"m","equal":1}}"#),
    BadGraph(
      "guard of a comparison and conditions", .condition,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"guard":{"event":"m","conditions":[]}}"#),
    BadGraph(
      "guard of no conditions", .condition,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"guard":{"type":"and","conditions":[]}}"#),
    BadGraph(
      "guard with two values", .condition,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"guard":{"event":"m","equals":1,"value":0}}"#),
    BadGraph(
      "guard value out of range", .condition,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"guard":{"event":"m","equals":4}}"#),
  ]

  static let names: [BadGraph] = [
    BadGraph("bad node id", .identifier, node: "1x", #"{"id":"1x","op":"APPLY_H","vqs":["a"]}"#),
    BadGraph(
      "duplicate id", .duplicateNode, node: "ok", #"{"id":"ok","op":"APPLY_H","vqs":["b"]}"#),
    BadGraph(
      "duplicate event", .duplicateDeclaration, node: nil, "", events: "\"m\",\"m\""),
    BadGraph("bad event name", .identifier, node: nil, "", events: "\"m\",\"m-1\""),
    BadGraph(
      "undeclared event", .undeclared,
      #"{"id":"x","op":"MEASURE_Z","vqs":["a"],"produces":["other"]}"#),
    BadGraph(
      "undeclared channel", .undeclared,
      #"{"id":"x","op":"OPEN_CHAN","vqs":["a","b"],"chs":["k"]},"#
        + #"{"id":"y","op":"CLOSE_CHAN","chs":["k"]}"#
    ),
    BadGraph(
      "unknown opcode", .unknownOpcode, #"{"id":"x","op":"APPLY_NONSENSE","vqs":["a"]}"#),
    BadGraph("misspelt opcode", .unknownOpcode, #"{"id":"x","op":"MEASUR_Z","vqs":["a"]}"#),
    BadGraph(
      "unknown capability", .unknownCapability,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"caps":["CAP_FLY"]}"#),
  ]

  static let nodes: [BadGraph] = [
    BadGraph("too few qubits", .arity, #"{"id":"x","op":"APPLY_CNOT","vqs":["a"]}"#),
    BadGraph("too many qubits", .arity, #"{"id":"x","op":"APPLY_H","vqs":["a","b"]}"#),
    BadGraph("no qubits", .arity, #"{"id":"x","op":"RESET"}"#),
    BadGraph(
      "too many outputs", .arity,
      #"{"id":"x","op":"MEASURE_X","vqs":["a"],"produces":["n","k"]}"#, events: #""m","n","k""#),
    BadGraph(
      "inputs of a gate", .arity, #"{"id":"x","op":"APPLY_H","vqs":["a"],"inputs":["m"]}"#),
    BadGraph("fence on a qubit", .arity, #"{"id":"x","op":"FENCE_EPOCH","vqs":["a"]}"#),
    BadGraph("one qubit twice", .repeated, #"{"id":"x","op":"APPLY_CZ","vqs":["a","a"]}"#),
    BadGraph(
      "no angle", .argumentMissing, #"{"id":"x","op":"APPLY_RX","vqs":["a"]}"#),
    BadGraph(
      "open parameter", .argumentType,
      #"{"id":"x","op":"APPLY_RX","vqs":["a"],"args":{"theta":"{theta1}"}}"#),
    BadGraph(
      "angle no angle", .argumentType,
      #"{"id":"x","op":"APPLY_RX","vqs":["a"],"args":{"theta":"left"}}"#),
    BadGraph(
      "angle a list", .argumentType,
      #"{"id":"x","op":"APPLY_RX","vqs":["a"],"args":{"theta":[1]}}"#),
    BadGraph(
      "priority a text", .argumentType,
      #"{"id":"x","op":"SET_POLICY","args":{"priority":"high"}}"#),
    BadGraph(
      "priority below 0", .argumentRange, #"{"id":"x","op":"SET_POLICY","args":{"priority":-1}}"#),
    BadGraph(
      "unknown mask", .argumentRange,
      #"{"id":"x","op":"COND_PAULI","vqs":["b"],"inputs":["m"],"args":{"mask":"W"}}"#),
    BadGraph(
      "one argument twice", .mismatch,
      #"{"id":"x","op":"COND_PAULI","vqs":["b"],"inputs":["m"],"args":{"mask":"X","pauli":"Z"}}"#),
  ]

  static let life: [BadGraph] = [
    BadGraph(
      whole: "bad profile", .profile, node: "x",
      #"{"version":"0.1","caps":["CAP_ALLOC"],"resources":{"vqs":["a"]},"program":{"nodes":["#
        + #"{"id":"x","op":"ALLOC_LQ","vqs":["a"],"args":{"profile":"logical:code(d=)"}}]}}"#),
    BadGraph(
      whole: "never allocated", .notAllocated, node: "x",
      #"{"version":"0.1","resources":{"vqs":["a"]},"program":{"nodes":["#
        + #"{"id":"x","op":"APPLY_H","vqs":["a"]}]}}"#),
    BadGraph("allocated twice", .allocatedTwice, #"{"id":"x","op":"ALLOC_LQ","vqs":["a"]}"#),
    BadGraph(
      "guarded allocation", .condition, node: "x",
      #"{"id":"x","op":"ALLOC_LQ","vqs":["d"],"guard":{"event":"m","equals":1}}"#, vqs: "d"),
    BadGraph(
      "use after free", .useAfterFree,
      #"{"id":"f","op":"FREE_LQ","vqs":["a","b","c"]},{"id":"x","op":"APPLY_H","vqs":["a"]}"#,
      frees: false),
    BadGraph(
      "freed twice", .freedTwice,
      #"{"id":"f","op":"FREE_LQ","vqs":["a","b","c"]},{"id":"x","op":"FREE_LQ","vqs":["b"]}"#,
      frees: false),
    BadGraph(
      "used before allocation, strictly", .useBeforeAllocation,
      #"{"id":"x","op":"APPLY_H","vqs":["d"]},{"id":"y","op":"ALLOC_LQ","vqs":["d"]},"#
        + #"{"id":"z","op":"FREE_LQ","vqs":["d"]}"#, vqs: "d",
      options: Verifier.Options(isStrict: true)),
    BadGraph(
      "two tenants", .firewall,
      #"{"id":"y","op":"ALLOC_LQ","vqs":["d"],"args":{"tenant_id":"other"}},"#
        + #"{"id":"x","op":"APPLY_CNOT","vqs":["a","d"]}"#, vqs: "d"),
    BadGraph(
      "two tenants and a channel that is none", .firewall,
      #"{"id":"y","op":"ALLOC_LQ","vqs":["d"],"args":{"tenant_id":"other"}},"#
        + #"{"id":"x","op":"APPLY_CNOT","vqs":["a","d"],"args":{"channel":"nosuch"}}"#, vqs: "d"),
  ]

  static let channels: [BadGraph] = [
    BadGraph(
      "channel never opened", .channelNotOpen, #"{"id":"x","op":"CLOSE_CHAN","chs":["k"]}"#,
      channels: "\"k\""),
    BadGraph(
      "channel closed before it is open", .channelNotOpen, node: "x",
      #"{"id":"x","op":"USE_CHAN","chs":["k"],"vqs":["c"]}"#, channels: "\"k\""),
    BadGraph(
      "channel opened twice", .channelOpenedTwice,
      #"{"id":"o","op":"OPEN_CHAN","vqs":["a","b"],"chs":["k"]},"#
        + #"{"id":"x","op":"OPEN_CHAN","vqs":["b","c"],"chs":["k"]},"#
        + #"{"id":"z","op":"CLOSE_CHAN","chs":["k"]}"#, channels: "\"k\""),
    BadGraph(
      "channel used after closing", .channelClosed,
      #"{"id":"o","op":"OPEN_CHAN","vqs":["a","b"],"chs":["k"]},"#
        + #"{"id":"z","op":"CLOSE_CHAN","chs":["k"]},"#
        + #"{"id":"x","op":"USE_CHAN","vqs":["c"],"chs":["k"]}"#, channels: "\"k\""),
    BadGraph(
      "pair used twice", .channelUsedUp,
      #"{"id":"o","op":"OPEN_CHAN","vqs":["a","b"],"chs":["k"]},"#
        + #"{"id":"y","op":"USE_CHAN","vqs":["c"],"chs":["k"]},"#
        + #"{"id":"x","op":"USE_CHAN","vqs":["c"],"chs":["k"]},"#
        + #"{"id":"z","op":"CLOSE_CHAN","chs":["k"]}"#, channels: "\"k\""),
    BadGraph(
      "end of two channels", .channelEndTaken,
      #"{"id":"o","op":"OPEN_CHAN","vqs":["a","b"],"chs":["k"]},"#
        + #"{"id":"x","op":"OPEN_CHAN","vqs":["a","c"],"chs":["l"]},"#
        + #"{"id":"z","op":"CLOSE_CHAN","chs":["k","l"]}"#, channels: "\"k\",\"l\""),
    BadGraph(
      "guarded opening of a channel", .condition,
      #"{"id":"x","op":"OPEN_CHAN","vqs":["a","b"],"chs":["k"],"guard":{"event":"m","equals":1}},"#
        + #"{"id":"z","op":"CLOSE_CHAN","chs":["k"]}"#, channels: "\"k\""),
    BadGraph(
      "channel moves its own end", .repeated,
      #"{"id":"o","op":"OPEN_CHAN","vqs":["a","b"],"chs":["k"]},"#
        + #"{"id":"x","op":"USE_CHAN","vqs":["b"],"chs":["k"]},"#
        + #"{"id":"z","op":"CLOSE_CHAN","chs":["k"]}"#, channels: "\"k\""),
    BadGraph(
      "channel without name", .arity, #"{"id":"x","op":"OPEN_CHAN","vqs":["a","b"]}"#),
    BadGraph(
      "fidelity above 1", .argumentRange,
      #"{"id":"x","op":"OPEN_CHAN","vqs":["a","b"],"chs":["k"],"args":{"fidelity":1.5}},"#
        + #"{"id":"z","op":"CLOSE_CHAN","chs":["k"]}"#, channels: "\"k\""),
    BadGraph(
      "channel left open, strictly", .channelNeverClosed,
      #"{"id":"x","op":"OPEN_CHAN","vqs":["a","b"],"chs":["k"]}"#, channels: "\"k\"",
      options: Verifier.Options(isStrict: true)),
  ]

  static let events: [BadGraph] = [
    BadGraph(
      "event never produced", .eventNotProduced,
      #"{"id":"x","op":"COND_PAULI","vqs":["b"],"inputs":["n"]}"#, events: #""m","n""#),
    BadGraph(
      "guard on an event never produced", .eventNotProduced,
      #"{"id":"x","op":"APPLY_X","vqs":["b"],"guard":{"event":"n","equals":1}}"#,
      events: #""m","n""#),
    BadGraph(
      "a bit compared with 2", .condition,
      #"{"id":"x","op":"APPLY_X","vqs":["b"],"guard":{"event":"m","equals":2}}"#),
    BadGraph(
      "parity of a Bell index", .mismatch,
      #"{"id":"y","op":"MEASURE_BELL","vqs":["a","b"],"produces":["n"]},"#
        + #"{"id":"x","op":"COND_PAULI","vqs":["c"],"inputs":["n"]}"#, events: #""m","n""#),
    BadGraph(
      "bit and index", .mismatch,
      #"{"id":"x","op":"MEASURE_BELL","vqs":["b","c"],"produces":["m"]}"#),
    BadGraph(
      "event overwritten, strictly", .eventOverwritten,
      #"{"id":"x","op":"MEASURE_Z","vqs":["b"],"produces":["m"]}"#,
      options: Verifier.Options(isStrict: true)),
  ]

  static let order: [BadGraph] = [
    BadGraph(
      "an event waits for itself", .cycle, node: nil,
      #"{"id":"x","op":"MEASURE_Z","vqs":["b"],"produces":["n"],"guard":{"event":"n","equals":1}}"#,
      events: #""m","n""#),
    BadGraph(
      "two events wait for each other", .cycle, node: nil,
      #"{"id":"x","op":"MEASURE_Z","vqs":["b"],"produces":["n"],"guard":{"event":"k","equals":1}},"#
        + #"{"id":"y","op":"MEASURE_Z","vqs":["c"],"produces":["k"],"#
        + #""guard":{"event":"n","equals":1}}"#, events: #""m","n","k""#),
    BadGraph(
      "a fence between reader and producer", .cycle, node: nil,
      #"{"id":"x","op":"APPLY_X","vqs":["b"],"guard":{"event":"n","equals":1}},"#
        + #"{"id":"f","op":"FENCE_EPOCH"},"#
        + #"{"id":"y","op":"MEASURE_Z","vqs":["c"],"produces":["n"]}"#, events: #""m","n""#),
    BadGraph(
      "a qubit between reader and producer", .cycle, node: nil,
      #"{"id":"x","op":"APPLY_X","vqs":["b"],"guard":{"event":"n","equals":1}},"#
        + #"{"id":"y","op":"MEASURE_Z","vqs":["b"],"produces":["n"]}"#, events: #""m","n""#),
    BadGraph(
      whole: "edge to nowhere", .edge,
      #"{"version":"0.1","program":{"nodes":[{"id":"f","op":"FENCE_EPOCH"}],"#
        + #""edges":[{"from":"f","to":"g"}]}}"#),
    BadGraph(
      whole: "edges in a circle", .cycle,
      #"{"version":"0.1","program":{"nodes":[{"id":"f","op":"FENCE_EPOCH"},"#
        + #"{"id":"g","op":"FENCE_EPOCH"}],"#
        + #""edges":[{"from":"f","to":"g"},{"from":"g","to":"f"}]}}"#),
  ]

  static let modes: [BadGraph] = [
    BadGraph(
      "use after measuring, linearly", .linearity, #"{"id":"x","op":"APPLY_H","vqs":["a"]}"#,
      frees: false, options: Verifier.Options(isLinear: true)),
    BadGraph(
      "free after measuring, linearly", .linearity, #"{"id":"x","op":"FREE_LQ","vqs":["a"]}"#,
      frees: false, options: Verifier.Options(isLinear: true)),
    BadGraph(
      "measure after reset, linearly", .linearity,
      #"{"id":"r","op":"RESET","vqs":["b"]},{"id":"x","op":"MEASURE_Z","vqs":["b"]}"#,
      frees: false, options: Verifier.Options(isLinear: true)),
    BadGraph(
      "leak, linearly and strictly", .leak, node: "begin", "", frees: false,
      options: Verifier.Options(isLinear: true, isStrict: true)),
    BadGraph(
      "capability not granted", .capability, #"{"id":"x","op":"INJECT_T_STATE","vqs":["b"]}"#,
      options: Verifier.Options(granted: Capabilities([.allocate]))),
    BadGraph(
      "implicit capability not granted", .capability, node: "ok", "",
      options: Verifier.Options(
        granted: Capabilities([.allocate, .compute, .reset]), checksImplicitCapabilities: true)),
    BadGraph(
      "unknown argument, strictly", .argumentUnknown,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"args":{"angle":1}}"#,
      options: Verifier.Options(isStrict: true)),
    BadGraph(
      "misspelt member of a node, strictly", .memberUnknown,
      #"{"id":"x","op":"APPLY_H","vqs":["a"],"gaurd":{"event":"m","equals":1}}"#,
      options: Verifier.Options(isStrict: true)),
    BadGraph(
      "declared and unused, strictly", .unused, node: nil, "", events: #""m","n""#,
      options: Verifier.Options(isStrict: true)),
  ]
}

extension BadGraph {
  /// The same with another declared qubit.
  init(
    _ name: String, _ code: Problem.Code, node: String? = "x", _ nodes: String, vqs: String,
    options: Verifier.Options = Verifier.Options()
  ) {
    self.init(name, code, node: node, nodes, options: options)
    text = text.replacingOccurrences(
      of: "\"vqs\":[\"a\",\"b\",\"c\"],\"chs\"",
      with: "\"vqs\":[\"a\",\"b\",\"c\",\"\(vqs)\"],\"chs\"")
  }
}
