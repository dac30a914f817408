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
    /// The value.
    public let value: Int
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
    guard NameTable.isName(family) else { throw fault }
    var settings: [Setting] = []
    for part in rest.split(separator: ",", omittingEmptySubsequences: false) where !rest.isEmpty {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      let name = String(sides[0].drop { $0 == " " })
      guard sides.count == 2, NameTable.isName(name),
        let value = Int(sides[1].drop { $0 == " " }), value >= 0,
        !settings.contains(where: { $0.name == name })
      else { throw fault }
      settings.append(Setting(name: name, value: value))
    }
    self.settings = settings
  }

  /// The value of a setting; nil if the name lacks it.
  public subscript(name: String) -> Int? { settings.first { $0.name == name }?.value }

  /// `family:name=value,…`.
  public var description: String {
    settings.isEmpty
      ? family
      : "\(family):\(settings.map { "\($0.name)=\($0.value)" }.joined(separator: ","))"
  }
}
