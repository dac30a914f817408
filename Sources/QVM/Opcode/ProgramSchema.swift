// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import StrictJSON

/// The JSON Schema (draft 2020-12) of QVM JSON 0.1, written from the opcode table.
///
/// A graph that the schema accepts can be read; whether it is valid is the verifier's to say. Members
/// that the schema does not name are refused in guards, and elsewhere ignored with a warning.
public enum ProgramSchema {
  /// The schema.
  public static var json: JSON {
    var operations: [JSON] = []
    for definition in OpcodeTable.all { operations.append(rule(definition)) }
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "QVM program",
      "description": "QVM JSON 0.1, as Documentation/QVM.md specifies it.",
      "type": "object", "required": ["version", "program"],
      "properties": [
        "version": ["const": .string(Program.formatVersion)],
        "description": ["type": "string"],
        "program": [
          "type": "object", "required": ["nodes"],
          "properties": [
            "nodes": ["type": "array", "items": ["$ref": "#/$defs/node"]],
            "edges": ["type": "array", "items": ["$ref": "#/$defs/edge"]],
          ],
        ],
        "resources": [
          "type": "object",
          "properties": [
            "vqs": ["$ref": "#/$defs/names"], "chs": ["$ref": "#/$defs/names"],
            "events": ["$ref": "#/$defs/names"],
          ],
        ],
        "caps": ["$ref": "#/$defs/capabilities"],
        "metadata": ["type": "object"],
      ],
      "$defs": definitions(operations),
    ]
  }

  private static func definitions(_ operations: [JSON]) -> JSON {
    let names = OpcodeTable.all.flatMap { [$0.name] + $0.aliases }
    return [
      "name": ["type": "string", "pattern": "^[a-zA-Z_][a-zA-Z0-9_]*$"],
      "names": [
        "type": "array", "items": ["$ref": "#/$defs/name"], "uniqueItems": true,
      ],
      "capabilities": [
        "type": "array", "uniqueItems": true,
        "items": ["enum": .array(Capabilities.all.names.map(JSON.string))],
      ],
      "edge": [
        "type": "object", "required": ["from", "to"],
        "properties": ["from": ["$ref": "#/$defs/name"], "to": ["$ref": "#/$defs/name"]],
      ],
      "angle": [
        "description": "Radians, or arithmetic with pi such as \"-3*pi/4\".",
        "type": ["number", "string"],
      ],
      "guard": guardRule,
      "node": [
        "type": "object", "required": ["id", "op"],
        "properties": [
          "id": ["$ref": "#/$defs/name"],
          "op": ["enum": .array(names.map(JSON.string))],
          "args": ["type": "object"],
          "vqs": ["$ref": "#/$defs/names"], "chs": ["$ref": "#/$defs/names"],
          "inputs": ["$ref": "#/$defs/names"], "produces": ["$ref": "#/$defs/names"],
          "caps": ["$ref": "#/$defs/capabilities"], "guard": ["$ref": "#/$defs/guard"],
          "metadata": ["type": "object"],
        ],
        "allOf": .array(operations),
      ],
    ]
  }

  private static var guardRule: JSON {
    let value: JSON = ["type": "integer", "minimum": 0, "maximum": 3]
    return [
      "oneOf": [
        [
          "type": "object", "required": ["event"],
          "properties": [
            "type": ["enum": ["eq", "simple"]], "event": ["$ref": "#/$defs/name"],
            "equals": value, "value": value,
          ],
          "additionalProperties": false,
        ],
        [
          "type": "object", "required": ["type", "conditions"],
          "properties": [
            "type": ["enum": ["and", "or"]],
            "conditions": [
              "type": "array", "minItems": 1, "items": ["$ref": "#/$defs/guard"],
            ],
          ],
          "additionalProperties": false,
        ],
      ]
    ]
  }

  /// What holds of a node with a given operation.
  private static func rule(_ definition: OpcodeDefinition) -> JSON {
    let names = ([definition.name] + definition.aliases).map(JSON.string)
    var properties = JSON.Object()
    var required: [JSON] = []
    for (key, arity) in [
      ("vqs", definition.qubits), ("chs", definition.channels), ("inputs", definition.inputs),
      ("produces", definition.outputs),
    ] {
      var limits = JSON.Object()
      if arity.least > 0 {
        limits["minItems"] = .integer(Int64(arity.least))
        required.append(.string(key))
      }
      if let most = arity.most { limits["maxItems"] = .integer(Int64(most)) }
      if limits.count > 0 { properties[key] = .object(limits) }
    }
    if !definition.arguments.isEmpty {
      var arguments = JSON.Object()
      var alternatives: [JSON] = []
      for rule in definition.arguments {
        for name in [rule.name] + rule.aliases { arguments[name] = type(rule) }
        if rule.isRequired {
          alternatives += ([rule.name] + rule.aliases).map { ["required": [.string($0)]] }
        }
      }
      var object: JSON.Object = JSON.Object()
      object["properties"] = .object(arguments)
      if !alternatives.isEmpty {
        object["oneOf"] = .array(alternatives)
        required.append("args")
      }
      properties["args"] = .object(object)
    }
    var then = JSON.Object()
    then["description"] = .string(definition.summary)
    then["properties"] = .object(properties)
    if !required.isEmpty { then["required"] = .array(required) }
    return [
      "if": ["properties": ["op": ["enum": .array(names)]], "required": ["op"]],
      "then": .object(then),
    ]
  }

  private static func type(_ rule: ArgumentRule) -> JSON {
    var object = JSON.Object()
    object["description"] = .string(rule.summary)
    switch rule.type {
    case .integer(let range):
      object["type"] = "integer"
      object["minimum"] = .integer(Int64(range.lowerBound))
      if range.upperBound < 1 << 50 { object["maximum"] = .integer(Int64(range.upperBound)) }
    case .number(let range):
      object["type"] = "number"
      object["minimum"] = .number(range.lowerBound)
      object["maximum"] = .number(range.upperBound)
    case .angle: object["$ref"] = "#/$defs/angle"
    case .text, .profile: object["type"] = "string"
    case .choice(let words): object["enum"] = .array(words.map(JSON.string))
    }
    return .object(object)
  }
}
