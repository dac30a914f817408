// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import StrictJSON

extension Program {
  /// The program as QVM JSON 0.1, with every resource declared.
  public var json: JSON {
    var object = JSON.Object()
    object["version"] = .string(Program.formatVersion)
    if let summary { object["description"] = .string(summary) }
    object["program"] = ["nodes": .array(nodes.map(json(of:)))]
    object["resources"] = [
      "vqs": .array(qubits.names.map(JSON.string)), "chs": .array(channels.names.map(JSON.string)),
      "events": .array(events.names.map(JSON.string)),
    ]
    object["caps"] = .array(capabilities.names.map(JSON.string))
    if let metadata { object["metadata"] = .object(metadata) }
    return .object(object)
  }

  /// A node as QVM JSON, without the parts that are empty.
  public func json(of node: Node) -> JSON {
    var object = JSON.Object()
    object["id"] = .string(node.id)
    object["op"] = .string(node.opcode.name)
    if !node.arguments.isEmpty {
      var arguments = JSON.Object()
      for argument in node.arguments { arguments[argument.name] = argument.value.json }
      object["args"] = .object(arguments)
    }
    func list(_ key: String, _ indices: [Int], _ names: NameTable) {
      if !indices.isEmpty { object[key] = .array(indices.map { .string(names[$0]) }) }
    }
    list("vqs", node.qubits, qubits)
    list("chs", node.channels, channels)
    list("inputs", node.inputs, events)
    list("produces", node.outputs, events)
    if let condition = node.condition { object["guard"] = json(of: condition) }
    if !node.capabilities.isEmpty {
      object["caps"] = .array(node.capabilities.names.map(JSON.string))
    }
    if let metadata = node.metadata { object["metadata"] = .object(metadata) }
    return .object(object)
  }

  private func json(of condition: Guard, isNested: Bool = false) -> JSON {
    switch condition {
    case .equals(let event, let value):
      let event = JSON.string(events[event])
      return isNested
        ? ["type": "eq", "event": event, "value": .integer(Int64(value))]
        : ["event": event, "equals": .integer(Int64(value))]
    case .all(let parts):
      return [
        "type": "and", "conditions": .array(parts.map { json(of: $0, isNested: true) }),
      ]
    case .any(let parts):
      return [
        "type": "or", "conditions": .array(parts.map { json(of: $0, isNested: true) }),
      ]
    }
  }

  /// The program as a text of QVM JSON 0.1, one node a line.
  public func text() -> String {
    guard case .object(let object) = json else { return "" }
    var lines: [String] = []
    for member in object.members {
      if member.key == "program" {
        let rows = nodes.map { "    " + json(of: $0).text() }
        let list = rows.isEmpty ? "" : "\n" + rows.joined(separator: ",\n") + "\n  "
        lines.append("  \"program\": {\"nodes\": [\(list)]}")
      } else {
        lines.append("  \(JSON.string(member.key)): \(member.value)")
      }
    }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }
}

extension Argument.Value {
  /// The value in QVM JSON; an angle is a number of radians.
  public var json: JSON {
    switch self {
    case .integer(let value): .integer(Int64(value))
    case .number(let value): .number(value)
    case .text(let value): .string(value)
    case .angle(let angle): .number(angle.radians)
    case .json(let value): value
    }
  }
}
