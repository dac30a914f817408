// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON
import Testing

/// A JSON Schema (draft 2020-12), as far as the schema of programs uses the language; any other
/// keyword is an issue of the test.
struct JSONSchema {
  let root: JSON

  /// Whether a value keeps the schema.
  func accepts(_ value: JSON) -> Bool { keeps(value, root) }

  private func keeps(_ value: JSON, _ schema: JSON) -> Bool {
    guard let rules = schema.objectValue else { return schema != false }
    return rules.members.allSatisfy { rule in
      switch rule.key {
      case "$schema", "$defs", "title", "description", "then": return true
      case "$ref":
        let name = (rule.value.stringValue ?? "").dropFirst("#/$defs/".count)
        return keeps(value, root["$defs"]?[String(name)] ?? false)
      case "allOf": return (rule.value.arrayValue ?? []).allSatisfy { keeps(value, $0) }
      case "oneOf":
        return (rule.value.arrayValue ?? []).count { keeps(value, $0) } == 1
      case "if": return !keeps(value, rule.value) || keeps(value, rules["then"] ?? true)
      case "const": return value == rule.value
      case "enum": return (rule.value.arrayValue ?? []).contains(value)
      case "type":
        let types = rule.value.arrayValue ?? [rule.value]
        return types.contains { isOfType(value, $0.stringValue ?? "") }
      case "minimum", "maximum", "pattern": return keepsBound(value, rule.key, rule.value)
      case "items", "minItems", "maxItems", "uniqueItems":
        return value.arrayValue.map { keeps($0, rule.key, rule.value) } ?? true
      case "required", "properties", "additionalProperties":
        return value.objectValue.map { keeps($0, rule.key, rule.value, rules) } ?? true
      default:
        Issue.record("The schema uses `\(rule.key)`, which is not tested.")
        return false
      }
    }
  }

  private func isOfType(_ value: JSON, _ type: String) -> Bool {
    switch type {
    case "object": value.objectValue != nil
    case "array": value.arrayValue != nil
    case "string": value.stringValue != nil
    case "integer": value.intValue != nil
    case "number": value.doubleValue != nil
    default: false
    }
  }

  private func keepsBound(_ value: JSON, _ keyword: String, _ bound: JSON) -> Bool {
    if keyword == "pattern" {
      guard let text = value.stringValue else { return true }
      guard let pattern = bound.stringValue, let regex = try? Regex(pattern) else { return false }
      return text.contains(regex)
    }
    guard let number = value.doubleValue, let limit = bound.doubleValue else { return true }
    return keyword == "minimum" ? number >= limit : number <= limit
  }

  private func keeps(_ list: [JSON], _ keyword: String, _ rule: JSON) -> Bool {
    switch keyword {
    case "items": list.allSatisfy { keeps($0, rule) }
    case "minItems": list.count >= rule.intValue ?? .max
    case "maxItems": list.count <= rule.intValue ?? -1
    default: rule != true || Set(list).count == list.count
    }
  }

  private func keeps(
    _ object: JSON.Object, _ keyword: String, _ rule: JSON, _ rules: JSON.Object
  ) -> Bool {
    switch keyword {
    case "required":
      (rule.arrayValue ?? []).allSatisfy { object[$0.stringValue ?? ""] != nil }
    case "properties":
      object.members.allSatisfy { member in
        rule[member.key].map { keeps(member.value, $0) } ?? true
      }
    default:
      rule != false || object.keys.allSatisfy { rules["properties"]?[$0] != nil }
    }
  }
}
