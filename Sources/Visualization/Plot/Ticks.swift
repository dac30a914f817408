// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc

func log10(_ value: Double) -> Double { Glibc.log10(value) }
func power10(_ exponent: Double) -> Double { Glibc.pow(10, exponent) }

/// A labelled place on an axis.
public struct Tick: Sendable, Hashable {
  /// The value there.
  public var value: Double
  /// Its label, `10^{-3}` style where it is a power of ten.
  public var label: String

  /// A value with its label.
  public init(value: Double, label: String) {
    self.value = value
    self.label = label
  }
}

/// Where an axis has labels and where only grid lines.
public struct Ticks: Sendable, Hashable {
  /// Labelled ticks, in rising order.
  public var major: [Tick]
  /// Unlabelled ticks, in rising order.
  public var minor: [Double]

  /// Round values for an axis.
  ///
  /// Linear: steps of 1, 2 or 5 times a power of ten, with at most `count` + 1 labels.
  /// Logarithmic: powers of ten, every k-th if there are many; over less than one and a half decades
  /// also 2, 3 and 5 times them; over less than a third of a decade the linear ones. Where multiples are
  /// labelled between 0.01 and 1000, labels are plain decimals.
  ///
  /// - Parameters:
  ///   - range: The axis's ends; both positive for a logarithmic one.
  ///   - scale: Linear or logarithmic.
  ///   - count: About how many labels fit.
  public init(_ range: ClosedRange<Double>, scale: AxisScale, count: Int = 6) {
    self =
      scale == .linear
      ? Ticks.linear(range, count: max(count, 2))
      : Ticks.logarithmic(range, count: max(count, 2))
  }

  private init(major: [Tick], minor: [Double]) {
    self.major = major
    self.minor = minor
  }

  // MARK: Linear

  private static func linear(_ range: ClosedRange<Double>, count: Int) -> Ticks {
    let span = range.upperBound - range.lowerBound
    let raw = span / Double(count)
    var exponent = Int(log10(raw).rounded(.down))
    var multiple = 1
    for candidate in [1, 2, 5, 10]
    where power10(Double(exponent)) * Double(candidate) <= raw * 1.0001 {
      multiple = candidate
    }
    // The next larger step keeps the labels at most `count` + 1.
    if power10(Double(exponent)) * Double(multiple) < raw * 0.9999 {
      multiple = multiple == 1 ? 2 : multiple == 2 ? 5 : 10
    }
    if multiple == 10 { (multiple, exponent) = (1, exponent + 1) }
    let major = multiples(of: multiple, exponent: exponent, in: range)
    let (part, partExponent) =
      multiple == 1 ? (2, exponent - 1) : multiple == 2 ? (5, exponent - 1) : (1, exponent)
    let minor = multiples(of: part, exponent: partExponent, in: range)
    let labelled = Set(major.map(\.value))
    return Ticks(major: major, minor: minor.map(\.value).filter { !labelled.contains($0) })
  }

  /// The multiples of `multiple` · 10^`exponent` in the range, each the double closest to it.
  private static func multiples(
    of multiple: Int, exponent: Int, in range: ClosedRange<Double>
  ) -> [Tick] {
    let step = Double(multiple) * power10(Double(exponent))
    let slack = (range.upperBound - range.lowerBound) * 1e-9
    let first = ((range.lowerBound - slack) / step).rounded(.up)
    let last = ((range.upperBound + slack) / step).rounded(.down)
    guard first <= last, last - first < 1000, max(abs(first), abs(last)) < 1e12 else { return [] }
    return (Int(first)...Int(last)).map { index in
      let count = index * multiple
      let value =
        exponent < 0
        ? Double(count) / power10(Double(-exponent)) : Double(count) * power10(Double(exponent))
      return Tick(value: value, label: decimal(count, exponent: exponent))
    }
  }

  /// The text of `count` · 10^`exponent`.
  static func decimal(_ count: Int, exponent: Int) -> String {
    guard count != 0 else { return "0" }
    let sign = count < 0 ? "−" : ""
    var digits = String(count.magnitude)
    if exponent >= 0 {
      guard digits.count + exponent > 6 else {
        return sign + digits + String(repeating: "0", count: exponent)
      }
      return sign + scientific(digits, exponent: exponent)
    }
    if digits.count + exponent < -3 { return sign + scientific(digits, exponent: exponent) }
    if digits.count <= -exponent {
      digits = String(repeating: "0", count: -exponent - digits.count + 1) + digits
    }
    let point = digits.index(digits.endIndex, offsetBy: exponent)
    return sign + digits[..<point] + "." + digits[point...]
  }

  /// The text of an integer's digits times a power of ten, as mantissa and raised exponent.
  private static func scientific(_ digits: String, exponent: Int) -> String {
    var mantissa = digits[...]
    while mantissa.count > 1, mantissa.last == "0" { mantissa.removeLast() }
    let power = "10^{\(signed(exponent + digits.count - 1))}"
    guard mantissa != "1" else { return power }
    let rest = mantissa.dropFirst()
    return "\(mantissa.prefix(1))\(rest.isEmpty ? "" : ".\(rest)")×" + power
  }

  private static func signed(_ exponent: Int) -> String {
    exponent < 0 ? "−\(-exponent)" : "\(exponent)"
  }

  // MARK: Logarithmic

  private static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> Ticks {
    let (low, high) = (log10(range.lowerBound), log10(range.upperBound))
    if high - low < 0.35 { return linear(range, count: count) }
    let slack = (high - low) * 1e-9
    let exponents = Array(Int((low - 1).rounded(.down))...Int((high + 1).rounded(.up)))
    func within(_ value: Double) -> Bool {
      log10(value) >= low - slack && log10(value) <= high + slack
    }
    func value(_ digit: Int, _ exponent: Int) -> Double {
      exponent < 0
        ? Double(digit) / power10(Double(-exponent)) : Double(digit) * power10(Double(exponent))
    }
    let decades = exponents.filter { within(power10(Double($0))) }
    let stride = max(1, (decades.count + count - 1) / count)
    let digits = high - low < 0.8 ? Array(1...9) : high - low < 1.5 ? [1, 2, 3, 5] : [1]
    let isPlain =
      digits.count > 1 && range.lowerBound >= 0.00999 && range.upperBound <= 1001
    var major: [Tick] = []
    var minor: [Double] = []
    for exponent in exponents {
      for digit in 1...9 where value(digit, exponent).isNormal && within(value(digit, exponent)) {
        let isLabelled = digits.contains(digit) && exponent % stride == 0
        if isLabelled {
          let power = "10^{\(signed(exponent))}"
          let label =
            isPlain
            ? decimal(digit, exponent: exponent) : digit == 1 ? power : "\(digit)×" + power
          major.append(Tick(value: value(digit, exponent), label: label))
        } else if stride == 1 || digit == 1 {
          minor.append(value(digit, exponent))
        }
      }
    }
    return Ticks(major: major, minor: minor)
  }
}
