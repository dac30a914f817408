// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The name of a code with its settings: `logical:surface_code(d=9)` or `surface:d=7`.
public struct ProfileName: Sendable, Hashable, CustomStringConvertible {
  /// The family of codes, as written.
  public let family: String
  /// The settings, in the order written.
  public let settings: [Setting]

  /// One setting.
  public struct Setting: Sendable, Hashable {
    /// The name, such as `d`.
    public let name: String
    /// The value: a number, or a word such as the name of a noise model.
    public let value: String
  }

  /// Reads a name in either form.
  ///
  /// Values may have settings in parentheses of their own, as in `decoder=bp-osd(order=10,schedule=serial)`.
  ///
  /// - Throws: `QVMError` with code `.profile`.
  public init(parsing text: String) throws(QVMError) {
    let fault = { (what: String) in
      QVMError(
        .profile,
        "Profile `\(text)`: \(what); write surface:d=7 or logical:surface_code(d=9), for example.")
    }
    var rest = Substring(text)
    if rest.hasPrefix("logical:") { rest = rest.dropFirst("logical:".count) }
    let mark = rest.firstIndex { $0 == "(" || $0 == ":" } ?? rest.endIndex
    family = String(rest[..<mark])
    guard ProfileName.isWord(family), Double(family) == nil else {
      throw fault("`\(family)` is no name of a family")
    }
    if mark < rest.endIndex, rest[mark] == "(" {
      guard rest.last == ")" else { throw fault("the parenthesis is never closed") }
      rest = rest.dropLast()
    }
    rest = mark < rest.endIndex ? rest[rest.index(after: mark)...] : ""
    var settings: [Setting] = []
    for part in ProfileName.parts(rest) where !rest.isEmpty {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = sides[0].filter { $0 != " " }
      let value = sides.count == 2 ? sides[1].filter { $0 != " " } : ""
      guard NameTable.isName(name), ProfileName.isValue(value) else {
        throw fault("`\(part)` is no setting")
      }
      guard Double(value).map({ $0 >= 0 }) ?? true else {
        throw fault("`\(name)` cannot be `\(value)`")
      }
      guard !settings.contains(where: { $0.name == name }) else {
        throw fault("`\(name)` is given twice")
      }
      settings.append(Setting(name: name, value: value))
    }
    self.settings = settings
  }

  /// A list's parts between commas outside parentheses.
  private static func parts(_ list: Substring) -> [Substring] {
    var depth = 0
    return list.split(omittingEmptySubsequences: false) { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == "," && depth == 0
    }
  }

  /// Whether a text is a number, or a word with settings in parentheses after it or none.
  private static func isValue(_ text: String) -> Bool {
    if Double(text) != nil { return true }
    let word = text.prefix { $0 != "(" }
    let settings = text[word.endIndex...]
    return isWord(String(word)) && (settings.isEmpty || settings.hasSuffix(")"))
  }

  /// The value of a setting; nil if the name lacks it.
  public subscript(name: String) -> String? { settings.first { $0.name == name }?.value }

  /// Whether a text is made of letters, digits, `_`, `-`, `.` and `:`, and begins with a letter.
  private static func isWord(_ text: String) -> Bool {
    (text.utf8.first.map { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 } ?? false)
      && text.utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "_-.:".utf8.contains(byte)
      }
  }

  /// `family:name=value,…`.
  public var description: String {
    settings.isEmpty
      ? family
      : "\(family):\(settings.map { "\($0.name)=\($0.value)" }.joined(separator: ","))"
  }
}
