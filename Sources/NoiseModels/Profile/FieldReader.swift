// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// Reads the fields of an object one by one, and refuses those that nobody asked for.
struct FieldReader {
  private let object: JSON.Object
  /// Where the object is, as `operations.reset`; empty for the whole.
  private let path: String
  private let file: String
  private var known: [String] = []

  init(_ json: JSON, path: String, file: String) throws(NoiseError) {
    self.path = path
    self.file = file
    guard let object = json.objectValue else {
      throw NoiseError(
        .badProfile, "\(file): \(path.isEmpty ? "the profile" : path) must be an object {…}.")
    }
    self.object = object
  }

  private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  func refuse(_ name: String, _ rule: String) -> NoiseError {
    let value = object[name].map { "=\($0.text())" } ?? ""
    return NoiseError(.badProfile, "\(file): \(place(name))\(value): \(rule).")
  }

  /// A field that must be there.
  mutating func value(_ name: String) throws(NoiseError) -> JSON {
    if !known.contains(name) { known.append(name) }
    guard let value = object[name] else { throw refuse(name, "is missing") }
    return value
  }

  /// A field that may be absent.
  mutating func valueIfGiven(_ name: String) -> JSON? {
    if !known.contains(name) { known.append(name) }
    return object[name]
  }

  mutating func number(
    _ name: String, in range: ClosedRange<Double>, unit: String = ""
  ) throws(NoiseError) -> Double {
    let high = range.upperBound == .infinity ? "inf" : NoiseModels.number(range.upperBound)
    let rule =
      "must be a number in \(NoiseModels.number(range.lowerBound))...\(high)"
      + (unit.isEmpty ? "" : " \(unit)")
    guard let number = try value(name).doubleValue, range.contains(number) else {
      throw refuse(name, rule)
    }
    return number
  }

  /// A time that null makes infinite.
  mutating func time(_ name: String, unit: String) throws(NoiseError) -> Double {
    let value = try value(name)
    if case .null = value { return .infinity }
    guard let number = value.doubleValue, number > 0, number <= 1e15 else {
      throw refuse(name, "must be a number in 0...1e15 \(unit), above 0, or null for no such decay")
    }
    return number
  }

  mutating func text(_ name: String) throws(NoiseError) -> String {
    guard let text = try value(name).stringValue, !text.isEmpty else {
      throw refuse(name, "must be a text, not empty")
    }
    return text
  }

  mutating func choice(_ name: String, among words: [String]) throws(NoiseError) -> String {
    guard let word = try value(name).stringValue, words.contains(word) else {
      throw refuse(name, "must be one of \(words.joined(separator: ", "))")
    }
    return word
  }

  mutating func bool(_ name: String) throws(NoiseError) -> Bool {
    guard let value = try value(name).boolValue else { throw refuse(name, "must be true or false") }
    return value
  }

  mutating func names(_ name: String, among allowed: [String]) throws(NoiseError) -> [String] {
    let rule = "must be a list of components, each one of \(allowed.joined(separator: ", "))"
    guard let list = try value(name).arrayValue else { throw refuse(name, rule) }
    var names: [String] = []
    for entry in list {
      guard let word = entry.stringValue, allowed.contains(word) else { throw refuse(name, rule) }
      names.append(word)
    }
    return names
  }

  mutating func object(_ name: String) throws(NoiseError) -> FieldReader {
    try FieldReader(value(name), path: place(name), file: file)
  }

  mutating func objectIfGiven(_ name: String) throws(NoiseError) -> FieldReader? {
    guard let json = valueIfGiven(name) else { return nil }
    return try FieldReader(json, path: place(name), file: file)
  }

  /// The members, whatever their names.
  mutating func members() throws(NoiseError) -> [(name: String, reader: FieldReader)] {
    var members: [(String, FieldReader)] = []
    for member in object.members {
      known.append(member.key)
      members.append(
        (member.key, try FieldReader(member.value, path: place(member.key), file: file)))
    }
    return members
  }

  /// Runs a check of another type, and tells its fault as one of this object.
  func checking<Value>(_ body: () throws(NoiseError) -> Value) throws(NoiseError) -> Value {
    do throws(NoiseError) {
      return try body()
    } catch {
      let prefix = path.isEmpty ? "" : "\(path)."
      throw NoiseError(.badProfile, "\(file): \(prefix)\(error.message)")
    }
  }

  /// Refuses fields that nobody asked for.
  func finish() throws(NoiseError) {
    for key in object.keys where !known.contains(key) {
      throw NoiseError(
        .badProfile,
        "\(file): \(place(key)): there is no such field; allowed are \(known.joined(separator: ", "))."
      )
    }
  }
}
