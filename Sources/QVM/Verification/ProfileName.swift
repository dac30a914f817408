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
  /// - Throws: `QVMError` with code `.profile`.
  public init(parsing text: String) throws(QVMError) {
    let fault = QVMError(
      .profile,
      "The profile `\(text)` cannot be read; write surface:d=7 or "
        + "logical:surface_code(d=9).")
    var rest = Substring(text)
    if rest.hasPrefix("logical:") {
      rest = rest.dropFirst("logical:".count)
      let parts = rest.split(
        separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
      family = String(parts[0])
      if parts.count == 2 {
        guard parts[1].hasSuffix(")") else { throw fault }
        rest = parts[1].dropLast()
      } else {
        rest = ""
      }
    } else {
      let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      family = String(parts[0])
      rest = parts.count == 2 ? parts[1] : ""
    }
    guard ProfileName.isWord(family), Double(family) == nil else { throw fault }
    var settings: [Setting] = []
    for part in rest.split(separator: ",", omittingEmptySubsequences: false) where !rest.isEmpty {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      let name = String(sides[0].drop { $0 == " " })
      let value = sides.count == 2 ? String(sides[1].drop { $0 == " " }) : ""
      guard NameTable.isName(name), Double(value).map({ $0 >= 0 }) ?? ProfileName.isWord(value),
        !settings.contains(where: { $0.name == name })
      else { throw fault }
      settings.append(Setting(name: name, value: value))
    }
    self.settings = settings
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
