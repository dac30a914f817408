// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What the command line said: every value is there and of its kind, as the command's table asks.
public struct Arguments: Sendable {
  /// The words that are not flags, in order.
  public let positionals: [String]
  /// The command's table.
  let flags: [String: Flag]
  /// The values that were given or are defaults, one text per element.
  let values: [String: [String]]
  /// The names that the line itself gave.
  let given: Set<String>

  /// Whether the command's table has the flag.
  public func hasFlag(_ name: String) -> Bool { flags[name] != nil }

  /// Whether the line itself gives the flag.
  public func isGiven(_ name: String) -> Bool {
    check(name)
    return given.contains(name)
  }

  /// Whether a toggle is on.
  public func isOn(_ name: String) -> Bool { isGiven(name) }

  /// The text of a flag, or `nil` if it is absent and has no default.
  public func textIfGiven(_ name: String) -> String? {
    check(name)
    return values[name]?.first
  }

  /// The whole number of a flag, or `nil` if it is absent and has no default.
  public func integerIfGiven(_ name: String) -> Int? {
    textIfGiven(name).flatMap(parseInteger)
  }

  /// The number of a flag, or `nil` if it is absent and has no default.
  public func numberIfGiven(_ name: String) -> Double? {
    textIfGiven(name).flatMap(parseNumber)
  }

  /// The text of a flag.
  ///
  /// - Throws: `CommandFailure` if the flag is absent and has no default.
  public func text(_ name: String) throws(CommandFailure) -> String {
    guard let value = textIfGiven(name) else { throw CommandFailure("--\(name) is missing.") }
    return value
  }

  /// The whole number of a flag.
  ///
  /// - Throws: `CommandFailure` if the flag is absent and has no default.
  public func integer(_ name: String) throws(CommandFailure) -> Int {
    guard let value = integerIfGiven(name) else { throw CommandFailure("--\(name) is missing.") }
    return value
  }

  /// The number of a flag.
  ///
  /// - Throws: `CommandFailure` if the flag is absent and has no default.
  public func number(_ name: String) throws(CommandFailure) -> Double {
    guard let value = numberIfGiven(name) else { throw CommandFailure("--\(name) is missing.") }
    return value
  }

  /// The elements of a list; none if the flag is absent and has no default.
  public func texts(_ name: String) -> [String] {
    check(name)
    return values[name] ?? []
  }

  /// The elements of a list of whole numbers; none if the flag is absent and has no default.
  public func integers(_ name: String) -> [Int] { texts(name).compactMap(parseInteger) }

  /// The elements of a list of numbers; none if the flag is absent and has no default.
  public func numbers(_ name: String) -> [Double] { texts(name).compactMap(parseNumber) }

  private func check(_ name: String) {
    precondition(flags[name] != nil, "The command's table has no flag of this name.")
  }
}

/// The whole number that a text spells, `1e6` included; `nil` if it spells none.
public func parseInteger(_ text: String) -> Int? {
  if let value = Int(text), text.utf8.first != UInt8(ascii: "+") { return value }
  guard text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }),
    let number = parseNumber(text), abs(number) < 0x1p63
  else { return nil }
  return Int(exactly: number)
}

/// The finite decimal number that a text spells; `nil` if it spells none.
public func parseNumber(_ text: String) -> Double? {
  // Double(_:) also takes hexadecimal, `nan` and `inf`, which no flag means.
  let allowed = text.utf8.allSatisfy {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 | 0x20 == UInt8(ascii: "e")
      || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
  }
  guard allowed, let value = Double(text), value.isFinite else { return nil }
  return value
}
