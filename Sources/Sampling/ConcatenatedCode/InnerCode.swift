// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import ComputePrimitives

/// A code in one oscillator mode, in which each qubit of an outer code is kept.
public struct InnerCode: Sendable {
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

  /// The flips of a cat, computed when noise is first put into a circuit; copies share them.
  private let flips: ComputedOnce<CatFlips, BosonicError>

  /// The flips of a cat.
  ///
  /// - Throws: `BosonicError` if they cannot be computed.
  func catFlips() throws(BosonicError) -> CatFlips { try flips.value() }

  /// The parameters with their values, standard ones filled in, in the order of the table.
  public var parameters: [(name: String, value: Double)] {
    kind.parameters.map { ($0.name, value($0.name)) }
  }

  func value(_ name: String) -> Double { values[name] ?? 0 }

  init(_ kind: Kind, _ given: [(name: String, value: Double)]) {
    self.kind = kind
    var values: [String: Double] = [:]
    for parameter in kind.parameters { values[parameter.name] = parameter.standard }
    for (name, value) in given { values[name] = value }
    self.values = values
    let (nbar, loss) = (values["nbar"] ?? 0, values["loss"] ?? 0)
    let dephasing = values["dephasing"] ?? 0
    flips = ComputedOnce { () throws(BosonicError) in
      try CatFlips(nbar: nbar, loss: loss, dephasing: dephasing)
    }
    let terms = given.map { "\($0.name)=\(shortest($0.value))" }
    name = terms.isEmpty ? kind.rawValue : "\(kind.rawValue)(\(terms.joined(separator: ",")))"
  }

  /// The number of levels that one mode stands for in a count of hardware: always one mode a qubit.
  public static let modesPerQubit = 1
}

extension InnerCode: Hashable {
  /// Codes are alike if their names and numbers are.
  public static func == (first: Self, second: Self) -> Bool {
    first.kind == second.kind && first.values == second.values && first.name == second.name
  }

  /// Feeds the name and the numbers into a hash.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(values)
    hasher.combine(name)
  }
}

/// How fast a cat flips, in units of κ₁.
struct CatFlips: Sendable {
  /// The rate of phase flips.
  var phase: Double
  /// The rate of bit flips.
  var bit: Double

  /// Computes the rates.
  ///
  /// With κ₁/κ₂ = 0 the stabilization is taken to be strong beyond all measure, and the closed forms hold; with a finite
  /// ratio both come from the Liouvillian, bit flips from the quantity that the dissipation conserves. They are then
  /// good to 5 %, and refused where rounding hides them: beyond about 12 photons, where flips are rarer than 1e-15 κ₂.
  ///
  /// - Parameters:
  ///   - nbar: n̄.
  ///   - loss: κ₁/κ₂.
  ///   - dephasing: κ_φ/κ₁.
  /// - Throws: `BosonicError` if the cat is too large to simulate or a rate too small for its digits.
  init(nbar: Double, loss: Double, dephasing: Double) throws(BosonicError) {
    guard loss > 0 else {
      let disturbance = try Cat.Disturbance(loss: 1, dephasing: dephasing)
      phase = try Cat.phaseFlipRate(nbar: nbar, disturbance)
      bit = try Cat.bitFlipRate(nbar: nbar, disturbance)
      return
    }
    let rates = try CatSimulation(
      nbar: nbar, disturbance: Cat.Disturbance(loss: loss, dephasing: dephasing * loss)
    ).flipRates(agreement: 0.05)
    phase = rates.phaseFlip / loss
    bit = rates.bitFlip / loss
  }
}

extension InnerCode.Kind {
  /// What the kind is, in one sentence.
  public var summary: String {
    switch self {
    case .cat:
      "cat code: loss flips the phase at rate n̄, the bit as exp(−2n̄), or exp(−4n̄) in the limit loss=0"
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
        InnerCode.Parameter(
          name: "loss", range: 0...0.1, standard: 0,
          summary: "κ₁/κ₂, the loss in units of two-photon dissipation; 0 is the limit κ₁ ≪ κ₂"),
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

  /// How to write it: `cat(nbar=0.5...50,dephasing=0...1000,loss=0...0.1)`.
  public var usage: String {
    "\(rawValue)(\(parameters.map(\.usage).joined(separator: ",")))"
  }
}

/// A number without a needless fraction.
func shortest(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
}
