// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc
import Sampling

/// Numbers as a careful reader wants them: few digits, a common power of ten, thousands apart.
///
/// The texts use `^{…}` for exponents, as `RichText` does.
enum NumberText {
  /// A number with so many significant digits; outside of 10⁻³ to 10⁵ with a power of ten.
  static func significant(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return "–" }
    guard value != 0 else { return "0" }
    let exponent = decimalExponent(value, digits: digits)
    if exponent >= -3, exponent < 5 { return fixed(value, decimals: max(digits - 1 - exponent, 0)) }
    return fixed(value / pow(10, Double(exponent)), decimals: digits - 1)
      + "×10^{\(exponent < 0 ? "−" : "")\(abs(exponent))}"
  }

  /// A physical error rate as it was asked for, without digits that say nothing.
  static func probability(_ value: Double) -> String {
    guard value >= 1e-6, value < 1e4 else { return significant(value, digits: 2) }
    var text = fixed(value, decimals: 3 - decimalExponent(value, digits: 4))
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// A number with so many decimals.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let decimals = max(decimals, 0)
    let scale = pow(10, Double(decimals))
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    var digits = String(UInt64(scaled))
    let isZero = scaled == 0
    if decimals > 0 {
      if digits.count <= decimals {
        digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
      }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    return (value < 0 && !isZero ? "−" : "") + digits
  }

  /// A whole number with a thin space between groups of three digits.
  static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "\u{202F}" }
      text.append(digit)
    }
    return text
  }

  /// A number of shots or the like, rounded: `1.2 million`.
  static func rough(_ value: Int) -> String {
    switch value {
    case 1_000_000_000...: fixed(Double(value) / 1e9, decimals: 2) + " billion"
    case 1_000_000...: fixed(Double(value) / 1e6, decimals: value < 10_000_000 ? 2 : 1) + " million"
    default: grouped(value)
    }
  }

  /// A span of time.
  static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<10: fixed(seconds, decimals: 2) + " s"
    case ..<120: fixed(seconds, decimals: 1) + " s"
    default: "\(Int(seconds / 60)) min \(Int(seconds) % 60) s"
    }
  }

  /// A rate with its interval, all three under one power of ten: `7.93 [7.60, 8.28] ×10^{−4}`.
  struct Rate {
    var best: String
    var range: String
    var power: String
  }

  /// The parts of a rate's text; a rate of zero becomes an upper limit.
  static func rate(_ interval: Interval) -> Rate {
    guard interval.best > 0 else {
      return Rate(best: "< " + significant(interval.high, digits: 2), range: "", power: "")
    }
    let exponent = decimalExponent(interval.best, digits: 3)
    let unit = pow(10, Double(exponent))
    return Rate(
      best: fixed(interval.best / unit, decimals: 2),
      range: "[\(fixed(interval.low / unit, decimals: 2)), "
        + "\(fixed(interval.high / unit, decimals: 2))]",
      power: exponent == 0 ? "" : "×10^{\(exponent < 0 ? "−" : "")\(abs(exponent))}")
  }

  /// A share in percent with its interval, `0.753 % [0.741, 0.766]`.
  ///
  /// An end that is not known is a dash.
  static func percent(_ interval: Interval) -> (best: String, range: String) {
    let width = interval.high.isFinite ? interval.high - interval.low : interval.best / 10
    let decimals = min(max(1 - Int(log10(max(width, 1e-9) * 100).rounded(.down)), 1), 4)
    func text(_ share: Double) -> String {
      share.isFinite ? fixed(share * 100, decimals: decimals) : "–"
    }
    return (text(interval.best) + " %", "[\(text(interval.low)), \(text(interval.high))] %")
  }

  /// The power of ten of the first digit after rounding.
  private static func decimalExponent(_ value: Double, digits: Int) -> Int {
    let exponent = Int(log10(abs(value)).rounded(.down))
    let scaled = (abs(value) / pow(10, Double(exponent - digits + 1))).rounded()
    return scaled >= pow(10, Double(digits)) ? exponent + 1 : exponent
  }
}
