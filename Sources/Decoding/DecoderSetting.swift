// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A setting of a decoder, as users write it after the decoder's name: `bp-osd(order=10,schedule=serial)`.
public struct DecoderSetting: Sendable {
  /// What values a setting takes.
  public enum Kind: Sendable {
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// A number in a range.
    case number(ClosedRange<Double>)
    /// One of several words.
    case choice([String])
  }

  /// The word before `=`.
  public let name: String
  /// What the setting does, as a phrase for help.
  public let summary: String
  /// What values it takes.
  public let kind: Kind
  /// The value where the user gives none, as written.
  public let standard: String

  /// Makes a row of a decoder's table of settings.
  public init(_ name: String, _ kind: Kind, standard: String, _ summary: String) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.standard = standard
  }

  /// What values the setting takes, as a phrase.
  public var range: String {
    switch kind {
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .choice(let words): words.joined(separator: ", ")
    }
  }

  /// Whether a value, as written, is one that the setting takes.
  func accepts(_ value: String) -> Bool {
    switch kind {
    case .integer(let range): Int(value).map(range.contains) ?? false
    case .number(let range): Double(value).map(range.contains) ?? false
    case .choice(let words): words.contains(value)
    }
  }
}

/// The values of a decoder's settings, complete and checked.
public struct DecoderSettings: Sendable, Hashable {
  private var values: [String: String] = [:]
  private var order: [String] = []

  /// Reads `name=value,name=value` against a table of settings; what is not named takes its standard value.
  ///
  /// - Throws: `DecodingError` with code `.badSetting`, which names the setting, its value and what it takes.
  init(parsing text: Substring, _ table: [DecoderSetting]) throws(DecodingError) {
    order = table.map(\.name)
    for setting in table { values[setting.name] = setting.standard }
    var seen: Set<String> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, let setting = table.first(where: { $0.name == sides[0] }) else {
        let names = table.isEmpty ? "none" : table.map(\.name).joined(separator: ", ")
        throw DecodingError(
          .badSetting,
          "'\(part)' is no setting of the decoder. Write name=value; settings: \(names).")
      }
      guard seen.insert(setting.name).inserted else {
        throw DecodingError(.badSetting, "The setting '\(setting.name)' is given twice.")
      }
      guard setting.accepts(String(sides[1])) else {
        throw DecodingError(
          .badSetting,
          "The setting '\(setting.name)' cannot be '\(sides[1])'; it takes \(setting.range).")
      }
      values[setting.name] = String(sides[1])
    }
  }

  /// The value of a setting whose kind is `.integer`.
  ///
  /// - Precondition: the decoder's table has such a setting.
  public func integer(_ name: String) -> Int {
    guard let value = Int(choice(name)) else { preconditionFailure("'\(name)' is no integer.") }
    return value
  }

  /// The value of a setting whose kind is `.number`.
  ///
  /// - Precondition: the decoder's table has such a setting.
  public func number(_ name: String) -> Double {
    guard let value = Double(choice(name)) else { preconditionFailure("'\(name)' is no number.") }
    return value
  }

  /// The value of a setting as written.
  ///
  /// - Precondition: the decoder's table has such a setting.
  public func choice(_ name: String) -> String {
    guard let value = values[name] else { preconditionFailure("There is no setting '\(name)'.") }
    return value
  }

  /// Every setting with its value, in the order of the table: `order=10,schedule=serial`.
  public var text: String {
    order.map { "\($0)=\(values[$0] ?? "")" }.joined(separator: ",")
  }
}
