// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension JSON {
  /// How a value is printed.
  public struct Format: Sendable, Hashable {
    /// Whether members stand in ascending order of their keys instead of their own order.
    public var sortsKeys: Bool
    /// Whether all but ASCII is written as escapes.
    public var isASCII: Bool
    /// What stands between elements on one line.
    public var comma: String
    /// What stands between key and value.
    public var colon: String
    /// The spaces of one level of indentation; nil prints on one line.
    public var indentation: Int?

    /// Makes a format; by default compact.
    public init(
      sortsKeys: Bool = false, isASCII: Bool = false, comma: String = ",", colon: String = ":",
      indentation: Int? = nil
    ) {
      self.sortsKeys = sortsKeys
      self.isASCII = isASCII
      self.comma = comma
      self.colon = colon
      self.indentation = indentation
    }

    /// One line without spaces.
    public static let compact = Format()
    /// One line without spaces, keys sorted: equal values print alike.
    public static let canonical = Format(sortsKeys: true)
    /// Several lines, for people.
    public static let indented = Format(colon: ": ", indentation: 2)
  }

  /// The value as text.
  ///
  /// - Complexity: O(size), times log(members) where keys are sorted.
  public func text(_ format: Format = .compact) -> String {
    var output = ""
    write(to: &output, format, level: 0)
    return output
  }

  private func write(to output: inout String, _ format: Format, level: Int) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += value.description
    case .number(let value): output += value.isFinite ? value.description : "null"
    case .string(let value): JSON.write(value, to: &output, isASCII: format.isASCII)
    case .array(let values):
      JSON.writeList(values, "[", "]", to: &output, format, level: level) { value, output in
        value.write(to: &output, format, level: level + 1)
      }
    case .object(let object):
      let members = format.sortsKeys ? object.sortedMembers() : object.members
      JSON.writeList(members, "{", "}", to: &output, format, level: level) { member, output in
        JSON.write(member.key, to: &output, isASCII: format.isASCII)
        output += format.colon
        member.value.write(to: &output, format, level: level + 1)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], _ open: String, _ close: String, to output: inout String,
    _ format: Format, level: Int, _ body: (Element, inout String) -> Void
  ) {
    output += open
    for (index, element) in elements.enumerated() {
      if let spaces = format.indentation {
        output += index == 0 ? "\n" : ",\n"
        output += String(repeating: " ", count: spaces * (level + 1))
      } else if index > 0 {
        output += format.comma
      }
      body(element, &output)
    }
    if let spaces = format.indentation, !elements.isEmpty {
      output += "\n" + String(repeating: " ", count: spaces * level)
    }
    output += close
  }

  private static func write(_ text: String, to output: inout String, isASCII: Bool) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\u{08}": output += "\\b"
      case "\u{0C}": output += "\\f"
      default:
        if scalar.value < 0x20 || (isASCII && scalar.value > 0x7E) {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    output += "\""
  }
}

extension JSON: CustomStringConvertible {
  /// The value as compact text.
  public var description: String { text() }
}
