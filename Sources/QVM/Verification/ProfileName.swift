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

  /// Reads a name in either form; `logical:` may stand before both.
  ///
  /// A value may have settings of its own in parentheses, as in `noise=measurement-biased(eta=10)`.
  ///
  /// - Throws: `QVMError` with code `.profile`, which quotes the text and the part at fault.
  public init(parsing text: String) throws(QVMError) {
    let fault = { (what: String) in QVMError(.profile, "Profile `\(text)`: \(what)") }
    var rest = Substring(text)
    if rest.hasPrefix("logical:") { rest = rest.dropFirst("logical:".count) }
    if ProfileName.hasInnerCode(rest) {
      throw fault("profiles take no inner code; write the outer code alone, such as surface:d=3.")
    }
    let mark = rest.firstIndex { $0 == "(" || $0 == ":" } ?? rest.endIndex
    family = String(rest[..<mark])
    var list = rest[mark...].dropFirst()
    if rest[mark...].first == "(" {
      guard list.last == ")" else { throw fault("the parenthesis is never closed.") }
      list = list.dropLast()
    }
    guard ProfileName.isWord(family[...]), Double(family) == nil else {
      throw fault(
        "`\(family)` names no family; write surface:d=7 or logical:surface_code(d=9), for example.")
    }
    var settings: [Setting] = []
    for part in ProfileName.parts(of: list) where !list.isEmpty {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = sides[0].filter { $0 != " " }
      guard sides.count == 2, NameTable.isName(name) else {
        throw fault("`\(part)` is no setting; write it like `d=7`.")
      }
      let value = sides[1].filter { $0 != " " }
      guard Double(value).map({ $0 >= 0 }) ?? ProfileName.isValue(value) else {
        throw fault("`\(name)` cannot be `\(value)`; it is a number from 0 or a name.")
      }
      guard !settings.contains(where: { $0.name == name }) else {
        throw fault("`\(name)` is given twice.")
      }
      settings.append(Setting(name: name, value: value))
    }
    self.settings = settings
  }

  /// Whether an inner code and a plus stand before the family, as in `gkp(db=11)+surface:d=3`.
  private static func hasInnerCode(_ text: Substring) -> Bool {
    var depth = 0
    for character in text {
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      case "+" where depth == 0: return true
      case ":" where depth == 0: return false
      default: break
      }
    }
    return false
  }

  /// The parts of a list between commas that stand in no parentheses.
  private static func parts(of list: Substring) -> [Substring] {
    var parts: [Substring] = []
    var (start, depth) = (list.startIndex, 0)
    for index in list.indices {
      switch list[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case "," where depth == 0:
        parts.append(list[start..<index])
        start = list.index(after: index)
      default: break
      }
    }
    return parts + [list[start...]]
  }

  /// The value of a setting; nil if the name lacks it.
  public subscript(name: String) -> String? { settings.first { $0.name == name }?.value }

  /// Whether a text is a word, perhaps with settings of its own in parentheses.
  private static func isValue(_ text: String) -> Bool {
    guard let open = text.firstIndex(of: "(") else { return isWord(text[...]) }
    let inner = text[text.index(after: open)...].dropLast()
    return text.last == ")" && isWord(text[..<open])
      && inner.utf8.allSatisfy { isWordByte($0) || "=,|/".utf8.contains($0) }
  }

  /// Whether a text is made of letters, digits, `_`, `-`, `.`, `:` and `/`, and begins with a letter.
  private static func isWord(_ text: Substring) -> Bool {
    (text.utf8.first.map { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 } ?? false)
      && text.utf8.allSatisfy(isWordByte)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
      || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "_-.:/".utf8.contains(byte)
  }

  /// `family:name=value,…`.
  public var description: String {
    settings.isEmpty
      ? family
      : "\(family):\(settings.map { "\($0.name)=\($0.value)" }.joined(separator: ","))"
  }
}
