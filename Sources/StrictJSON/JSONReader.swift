// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Reads a JSON text piece by piece, with the place of each piece.
///
/// For texts that are too large to hold as a `JSON`, or whose faults need places. The same rules
/// hold as for `JSON(parsing:)`; faults come as they are met.
///
///     var reader = try JSONReader(bytes)
///     try reader.enterObject()
///     while let key = try reader.nextKey() { … reader.value() … }
///     try reader.finish()
public struct JSONReader: Sendable {
  /// The sorts of values.
  public enum Kind: Sendable, Hashable {
    case null, bool, number, string, array, object
  }

  private struct Frame {
    var isFirst = true
    /// Where the object's keys begin in `keys`.
    var keyStart: Int
  }

  private var parser: JSONParser
  private let depthLimit: Int
  private var frames: [Frame] = []
  /// The keys so far of the open objects, outermost first.
  private var keys: [String] = []
  /// Keys of large objects, by the depth of the object.
  private var keySets: [Int: Set<String>] = [:]
  private var line = 1
  private var lineStart = 0
  private var counted = 0

  /// Starts at the beginning of a text.
  ///
  /// - Throws: `JSONError` if it is larger than the limits.
  public init(_ bytes: [UInt8], limits: JSON.Limits = JSON.Limits()) throws(JSONError) {
    guard bytes.count <= limits.byteCount else {
      throw JSONError(
        .limit, "The text has \(bytes.count) bytes; at most \(limits.byteCount) are allowed.",
        line: 1, column: 1)
    }
    parser = JSONParser(bytes: bytes, depthLimit: limits.depth)
    depthLimit = limits.depth
  }

  /// The sort of the value that comes next, which is not read.
  public mutating func kind() throws(JSONError) -> Kind {
    parser.skipSpace()
    guard parser.position < parser.bytes.count else {
      throw parser.fault(.unexpectedEnd, "The text ends where a value is expected.")
    }
    switch parser.bytes[parser.position] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default:
      throw parser.fault(
        .syntax, "A value is expected, but there is \(parser.describe(parser.position)).")
    }
  }

  /// The line and column, both from 1, of what comes next.
  ///
  /// - Complexity: O(bytes since the last call).
  public mutating func place() -> (line: Int, column: Int) {
    parser.skipSpace()
    while counted < parser.position {
      if parser.bytes[counted] == 0x0A {
        line += 1
        lineStart = counted + 1
      }
      counted += 1
    }
    return (line, parser.position - lineStart + 1)
  }

  /// Reads one whole value.
  public mutating func value() throws(JSONError) -> JSON {
    parser.depth = frames.count
    return try parser.parseValue()
  }

  /// Reads a text; nil, and nothing is read, if the next value is no text.
  public mutating func stringIfThere() throws(JSONError) -> String? {
    guard try kind() == .string else { return nil }
    return try parser.parseString()
  }

  /// Opens an object; false, and nothing is read, if the next value is none.
  public mutating func enterObject() throws(JSONError) -> Bool { try enter(.object) }

  /// Opens an array; false, and nothing is read, if the next value is none.
  public mutating func enterArray() throws(JSONError) -> Bool { try enter(.array) }

  private mutating func enter(_ expected: Kind) throws(JSONError) -> Bool {
    guard try kind() == expected else { return false }
    guard frames.count < depthLimit else {
      throw parser.fault(.limit, "Arrays and objects may be nested at most \(depthLimit) deep.")
    }
    parser.position += 1
    frames.append(Frame(keyStart: keys.count))
    return true
  }

  /// The next key of the innermost open object; nil, and the object is closed, after the last.
  public mutating func nextKey() throws(JSONError) -> String? {
    guard try advance("}") else { return nil }
    guard parser.position < parser.bytes.count, parser.bytes[parser.position] == UInt8(ascii: "\"")
    else { throw unexpected("a key in double quotes") }
    let start = parser.position
    let key = try parser.parseString()
    guard isNew(key) else {
      throw parser.fault(.duplicateKey, "The key \"\(key)\" appears twice.", at: start)
    }
    parser.skipSpace()
    guard parser.position < parser.bytes.count, parser.bytes[parser.position] == UInt8(ascii: ":")
    else { throw unexpected("a colon after the key") }
    parser.position += 1
    return key
  }

  /// Whether the innermost open array has another element, which comes next; closes it if not.
  public mutating func nextElement() throws(JSONError) -> Bool { try advance("]") }

  /// Checks that nothing follows the value.
  public mutating func finish() throws(JSONError) {
    parser.skipSpace()
    if parser.position < parser.bytes.count {
      throw parser.fault(
        .syntax, "Nothing may follow the value, but there is \(parser.describe(parser.position)).")
    }
  }

  private mutating func advance(_ close: Unicode.Scalar) throws(JSONError) -> Bool {
    precondition(!frames.isEmpty, "An array or object must be open.")
    parser.skipSpace()
    let last = frames.count - 1
    let next = parser.position < parser.bytes.count ? parser.bytes[parser.position] : 0
    if next == UInt8(ascii: close) {
      parser.position += 1
      keys.removeSubrange(frames[last].keyStart...)
      keySets[last] = nil
      frames.removeLast()
      return false
    }
    if frames[last].isFirst {
      frames[last].isFirst = false
    } else {
      guard next == UInt8(ascii: ",") else {
        throw unexpected(close == "}" ? "a comma or } in the object" : "a comma or ] in the array")
      }
      parser.position += 1
      parser.skipSpace()
    }
    return true
  }

  private mutating func isNew(_ key: String) -> Bool {
    let depth = frames.count - 1
    let start = frames[depth].keyStart
    // A set pays only for objects with many members.
    if keys.count - start < 16 {
      if keys[start...].contains(key) { return false }
    } else {
      if keySets[depth] == nil { keySets[depth] = Set(keys[start...]) }
      if keySets[depth]?.insert(key).inserted == false { return false }
    }
    keys.append(key)
    return true
  }

  private func unexpected(_ what: StaticString) -> JSONError {
    parser.position < parser.bytes.count
      ? parser.fault(
        .syntax, "Expected \(what), but there is \(parser.describe(parser.position)).")
      : parser.fault(.unexpectedEnd, "The text ends where \(what) is expected.")
  }
}
