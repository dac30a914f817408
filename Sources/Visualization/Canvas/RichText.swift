// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A label with raised, lowered and italic runs.
///
/// `10^{-3}` raises, `p_{th}` lowers, `$p$` is italic; there is no nesting. A mark that is not
/// closed is taken as ordinary text.
public struct RichText: Sendable, Hashable {
  enum Script: Hashable {
    case none, raised, lowered

    /// Shift of the base line upwards, in ems of the label.
    var rise: Double {
      switch self {
      case .none: 0
      case .raised: 0.38
      case .lowered: -0.16
      }
    }
  }

  struct Run: Hashable {
    var text: String
    var script: Script = .none
    var isItalic = false
  }

  private(set) var runs: [Run] = []

  /// Reads the marks.
  public init(_ source: String) {
    var rest = source[...]
    var plain = ""
    while let character = rest.first {
      if let (run, end) = RichText.marked(rest) {
        if !plain.isEmpty { runs.append(Run(text: plain)) }
        plain = ""
        runs.append(run)
        rest = rest[end...]
      } else {
        plain.append(character)
        rest.removeFirst()
      }
    }
    if !plain.isEmpty { runs.append(Run(text: plain)) }
  }

  /// A label without marks: every character is itself.
  public init(verbatim text: String) {
    runs = text.isEmpty ? [] : [Run(text: text)]
  }

  /// The label without marks, for titles and descriptions read aloud.
  ///
  /// Raised digits become Unicode's superscripts.
  public var plainText: String {
    runs.map { $0.script == .raised ? RichText.superscript($0.text) : $0.text }.joined()
  }

  private static func superscript(_ text: String) -> String {
    let raised: [Character: Character] = [
      "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹", "−": "⁻", "+": "⁺",
    ]
    let characters = text.compactMap { raised[$0] }
    return characters.count == text.count ? String(characters) : "^" + text
  }

  /// The label as HTML, with `sup`, `sub` and `i` elements and all else escaped.
  public var markup: String {
    runs.map { run in
      let text = SVGText.escaped(run.text)
      return switch run.script {
      case .raised: "<sup>\(text)</sup>"
      case .lowered: "<sub>\(text)</sub>"
      case .none: run.isItalic ? "<i>\(text)</i>" : text
      }
    }.joined()
  }

  /// The marked run that `text` starts with, and where it ends.
  private static func marked(_ text: Substring) -> (Run, Substring.Index)? {
    if text.first == "$" {
      let inner = text.dropFirst()
      guard let end = inner.firstIndex(of: "$"), end > inner.startIndex else { return nil }
      return (Run(text: String(inner[..<end]), isItalic: true), text.index(after: end))
    }
    let script: Script
    if text.hasPrefix("^{") {
      script = .raised
    } else if text.hasPrefix("_{") {
      script = .lowered
    } else {
      return nil
    }
    let inner = text.dropFirst(2)
    guard let end = inner.firstIndex(of: "}") else { return nil }
    return (Run(text: String(inner[..<end]), script: script), text.index(after: end))
  }
}
