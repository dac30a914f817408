// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation

/// A code in one oscillator mode, in which each qubit of an outer code is kept.
public struct InnerCode: Sendable, Hashable {
  /// The kinds of inner code.
  public enum Kind: String, Sendable, CaseIterable {
    /// The two-component cat code, whose flips are biased.
    case cat
    /// The grid code of Gottesman, Kitaev and Preskill, whose flips come with analog readings.
    case gkp
  }

  /// A number in the parentheses after the name of an inner code.
  public struct Parameter: Sendable {
    /// The name.
    public let name: String
    /// The allowed values.
    public let range: ClosedRange<Double>
    /// The value where none is given; nil if one must be.
    public let standard: Double?
    /// What it means, with its unit.
    public let summary: String

    /// `name=range`, for help and messages.
    public var usage: String {
      "\(name)=\(shortest(range.lowerBound))...\(shortest(range.upperBound))"
    }
  }

  /// The kind.
  public let kind: Kind
  /// The values of the parameters, standard ones filled in.
  let values: [String: Double]

  /// The name with the parameters that were given, as `cat(nbar=8)`.
  public let name: String

  func value(_ name: String) -> Double { values[name] ?? 0 }

  init(_ kind: Kind, _ given: [(name: String, value: Double)]) {
    self.kind = kind
    var values: [String: Double] = [:]
    for parameter in kind.parameters { values[parameter.name] = parameter.standard }
    for (name, value) in given { values[name] = value }
    self.values = values
    let terms = given.map { "\($0.name)=\(shortest($0.value))" }
    name = terms.isEmpty ? kind.rawValue : "\(kind.rawValue)(\(terms.joined(separator: ",")))"
  }

  /// The number of levels that one mode stands for in a count of hardware: always one mode a qubit.
  public static let modesPerQubit = 1
}

extension InnerCode.Kind {
  /// What the kind is, in one sentence.
  public var summary: String {
    switch self {
    case .cat:
      "cat code: loss flips the phase at rate n̄, the bit as exp(−4n̄), by dephasing as exp(−2n̄)"
    case .gkp: "grid code: shifts of x and p are rounded, and what is rounded off is a reading"
    }
  }

  /// The parameters: the one table that names, messages and help come from.
  public var parameters: [InnerCode.Parameter] {
    switch self {
    case .cat:
      [
        InnerCode.Parameter(
          name: "nbar", range: 0.5...50, standard: nil, summary: "the mean photon number n̄ = |α|²"),
        InnerCode.Parameter(
          name: "dephasing", range: 0...1000, standard: 0,
          summary: "κ_φ/κ₁, the dephasing of the mode in units of its loss"),
      ]
    case .gkp:
      [
        InnerCode.Parameter(
          name: "db", range: 1...40, standard: .infinity,
          summary: "the squeezing −10 log₁₀(2Δ²) of states and ancillas, in dB; ideal if not given"),
        InnerCode.Parameter(
          name: "sigma", range: 0...10, standard: 0,
          summary: "a normal shift of x and of p besides, its deviation; ħ = 1"),
        InnerCode.Parameter(
          name: "ratio", range: 0.1...10, standard: 1,
          summary: "the spacing of logical X in √π, that of Z being its inverse: a rectangular grid"
        ),
      ]
    }
  }

  /// How to write it: `cat(nbar=0.5...50,dephasing=0...1000)`.
  public var usage: String {
    "\(rawValue)(\(parameters.map(\.usage).joined(separator: ",")))"
  }
}

/// A number without a needless fraction.
func shortest(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
}
