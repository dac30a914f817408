// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A recursive-descent parser over bytes; its state is the place reached.
struct JSONParser {
  let bytes: [UInt8]
  let depthLimit: Int
  var position = 0
  /// How many arrays and objects are open.
  var depth = 0

  init(bytes: [UInt8], depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  mutating func parseDocument() throws(JSONError) -> JSON {
    let value = try parseValue()
    skipSpace()
    if position < bytes.count {
      throw fault(.syntax, "Nothing may follow the value, but there is \(describe(position)).")
    }
    return value
  }

  /// Skips the four characters that count as white space.
  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  mutating func parseValue() throws(JSONError) -> JSON {
    skipSpace()
    guard position < bytes.count else {
      throw fault(.unexpectedEnd, "The text ends where a value is expected.")
    }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default:
      throw fault(.syntax, "A value is expected, but there is \(describe(position)).")
    }
  }

  private mutating func parseWord(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let text = "\(word)"
    let end = position + text.utf8.count
    guard end <= bytes.count, bytes[position..<end].elementsEqual(text.utf8) else {
      throw fault(.syntax, "A value is expected; did you mean \(text)?")
    }
    position = end
    return value
  }

  private mutating func enter() throws(JSONError) {
    guard depth < depthLimit else {
      throw fault(.limit, "Arrays and objects may be nested at most \(depthLimit) deep.")
    }
    depth += 1
    position += 1
    skipSpace()
  }

  private mutating func leave() {
    depth -= 1
    position += 1
  }

  private func isAt(_ byte: Unicode.Scalar) -> Bool {
    position < bytes.count && bytes[position] == UInt8(ascii: byte)
  }

  private mutating func parseArray() throws(JSONError) -> JSON {
    try enter()
    var values: [JSON] = []
    if isAt("]") {
      leave()
      return .array(values)
    }
    while true {
      values.append(try parseValue())
      skipSpace()
      if isAt("]") {
        leave()
        return .array(values)
      }
      try expect(",", "a comma or ] in the array")
    }
  }

  private mutating func parseObject() throws(JSONError) -> JSON {
    try enter()
    var members: [JSON.Object.Member] = []
    if isAt("}") {
      leave()
      return .object(JSON.Object())
    }
    // A set pays only for objects with many members.
    var seen: Set<String> = []
    while true {
      skipSpace()
      guard isAt("\"") else { throw unexpected("a key in double quotes") }
      let keyPosition = position
      let key = try parseString()
      let isNew: Bool
      if members.count < 8 {
        isNew = !members.contains { $0.key == key }
      } else {
        if seen.isEmpty { seen = Set(members.map(\.key)) }
        isNew = seen.insert(key).inserted
      }
      guard isNew else {
        throw fault(.duplicateKey, "The key \"\(key)\" appears twice.", at: keyPosition)
      }
      skipSpace()
      try expect(":", "a colon after the key")
      members.append(.init(key: key, value: try parseValue()))
      skipSpace()
      if isAt("}") {
        leave()
        return .object(JSON.Object(distinct: members))
      }
      try expect(",", "a comma or } in the object")
    }
  }

  private mutating func expect(
    _ byte: Unicode.Scalar, _ what: StaticString
  ) throws(JSONError) {
    guard isAt(byte) else { throw unexpected(what) }
    position += 1
  }

  private func unexpected(_ what: StaticString) -> JSONError {
    position < bytes.count
      ? fault(.syntax, "Expected \(what), but there is \(describe(position)).")
      : fault(.unexpectedEnd, "The text ends where \(what) is expected.")
  }
}

extension JSONParser {
  /// An error at a place, the current one by default; the line is counted only now.
  func fault(_ code: JSONError.Code, _ message: String, at place: Int? = nil) -> JSONError {
    let place = min(place ?? position, bytes.count)
    var line = 1
    var lineStart = 0
    for index in 0..<place where bytes[index] == 0x0A {
      line += 1
      lineStart = index + 1
    }
    return JSONError(code, message, line: line, column: place - lineStart + 1)
  }

  /// The byte at a place, for a message.
  func describe(_ place: Int) -> String {
    let byte = bytes[place]
    if byte > 0x20 && byte < 0x7F { return "'\(Unicode.Scalar(byte))'" }
    let digits = String(byte, radix: 16, uppercase: true)
    return "byte 0x\(byte < 16 ? "0" : "")\(digits)"
  }
}
