// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// The parts of a node as its text gives them, names not yet indices.
struct NodeDraft {
  var id: String?
  var operation: String?
  var qubits: [String] = []
  var channels: [String] = []
  var inputs: [String] = []
  var outputs: [String] = []
  var condition: ConditionDraft?
  var arguments: [(name: String, value: JSON, location: ProgramLocation)] = []
  var capabilities: Capabilities = []
  var metadata: JSON.Object?
  var location = ProgramLocation(line: 1, column: 1)
  var isFaulty = false
  /// The ids of nodes that must act before.
  var dependencies: [String] = []
  /// The profile beside the arguments, in the two other dialects.
  var profile: String?

  var idIfKnown: String? { id }

  /// Forgets everything but the memory it is held in.
  mutating func reset(at location: ProgramLocation) {
    id = nil
    operation = nil
    qubits.removeAll(keepingCapacity: true)
    channels.removeAll(keepingCapacity: true)
    inputs.removeAll(keepingCapacity: true)
    outputs.removeAll(keepingCapacity: true)
    arguments.removeAll(keepingCapacity: true)
    dependencies.removeAll(keepingCapacity: true)
    condition = nil
    capabilities = []
    metadata = nil
    profile = nil
    self.location = location
    isFaulty = false
  }
}

/// A guard whose events are names.
indirect enum ConditionDraft {
  case equals(event: String, value: Int)
  case all([ConditionDraft])
  case any([ConditionDraft])

  /// Reads the JSON form of a guard.
  ///
  /// - Throws: `QVMError` with code `.condition`.
  init(_ value: JSON) throws(QVMError) {
    guard let object = value.objectValue else {
      throw QVMError(.condition, "A guard must be an object such as {\"event\": …, \"equals\": 1}.")
    }
    let type = object["type"]?.stringValue ?? "eq"
    switch type {
    case "eq", "simple":
      try ConditionDraft.check(object, ["type", "event", "equals", "value"])
      guard let event = object["event"]?.stringValue else {
        throw QVMError(.condition, "A guard needs `event`, the name of an event.")
      }
      if let first = object["equals"], let second = object["value"], first != second {
        throw QVMError(.condition, "A guard's `equals` and `value` contradict each other.")
      }
      let number = object["equals"] ?? object["value"] ?? 0
      guard let number = number.intValue, (0...3).contains(number) else {
        throw QVMError(
          .condition, "A guard compares with 0 or 1, or 0…3 for a Bell index, not with \(number).")
      }
      self = .equals(event: event, value: number)
    case "and", "or":
      try ConditionDraft.check(object, ["type", "conditions"])
      guard let parts = object["conditions"]?.arrayValue, !parts.isEmpty else {
        throw QVMError(.condition, "A guard of type `\(type)` needs a list `conditions`.")
      }
      var conditions: [ConditionDraft] = []
      for part in parts { conditions.append(try ConditionDraft(part)) }
      // Joined with nothing, a condition is itself: every text writes it alike.
      if conditions.count == 1 {
        self = conditions[0]
      } else {
        self = type == "and" ? .all(conditions) : .any(conditions)
      }
    default:
      throw QVMError(.condition, "A guard has no type `\(type)`; there are eq, and, or.")
    }
  }

  /// Refuses members that a guard does not know: left out, they would change when a node acts.
  private static func check(_ object: JSON.Object, _ known: [String]) throws(QVMError) {
    guard let unknown = object.keys.first(where: { !known.contains($0) }) else { return }
    let near = OpcodeTable.nearest(to: unknown, among: known)
    throw QVMError(
      .condition,
      "A guard has no member `\(unknown)`; "
        + (near.map { "did you mean `\($0)`?" } ?? "there are \(known.listed)."))
  }

  /// The guard on indices; names are given to `index` from left to right.
  func resolved(_ index: (String) -> Int) -> Guard {
    switch self {
    case .equals(let event, let value): .equals(event: index(event), value: value)
    case .all(let conditions): .all(conditions.map { $0.resolved(index) })
    case .any(let conditions): .any(conditions.map { $0.resolved(index) })
    }
  }
}
