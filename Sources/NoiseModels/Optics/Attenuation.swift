// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How much light a passage takes: decibels, which add where transmissions multiply.
///
/// η = 10^(−dB/10); in a fibre or waveguide dB = (dB per km)·length.
public struct Attenuation: Sendable, Hashable {
  /// The attenuation in dB, at least 0; infinite where nothing passes.
  public let decibels: Double

  /// No attenuation.
  public static let none = Attenuation(unchecked: 0)

  private init(unchecked decibels: Double) {
    self.decibels = decibels
  }

  /// Makes an attenuation of a component.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if it is negative: a passive component does not amplify.
  public init(decibels: Double) throws(NoiseError) {
    self.decibels = try checked("loss_db", decibels, in: 0...Double.infinity, unit: "dB")
  }

  /// Makes an attenuation of a length of fibre or waveguide.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if either number is negative.
  public init(
    decibelsPerKilometre: Double, lengthInMetres: Double
  ) throws(NoiseError) {
    let rate = try checked(
      "loss_db_per_km", decibelsPerKilometre, in: 0...1e9, unit: "dB/km")
    let length = try checked("length_m", lengthInMetres, in: 0...1e9, unit: "m")
    decibels = rate * length / 1000
  }

  /// Makes the attenuation of a transmission η = 10^(−dB/10).
  ///
  /// - Throws: `NoiseError` with code `.badParameter` unless η is in 0...1.
  public init(transmission: Double) throws(NoiseError) {
    try checked("transmission", transmission, in: 0...1)
    decibels = max(0, -10 * Elementary.log(transmission) / Elementary.log(10))
  }

  /// The probability that a photon passes.
  public var transmission: Double { Elementary.exp(-decibels * Elementary.log(10) / 10) }

  /// The probability that a photon is lost, 1 − η, exact also where it is tiny.
  public var loss: Double { -Elementary.expm1(-decibels * Elementary.log(10) / 10) }

  /// One passage after the other.
  public static func + (first: Attenuation, second: Attenuation) -> Attenuation {
    Attenuation(unchecked: first.decibels + second.decibels)
  }

  /// The same passage a number of times, which need not be whole.
  ///
  /// - Precondition: `factor >= 0`.
  public static func * (attenuation: Attenuation, factor: Double) -> Attenuation {
    precondition(factor >= 0, "An attenuation is not multiplied by a negative number.")
    return Attenuation(unchecked: factor == 0 ? 0 : attenuation.decibels * factor)
  }

  /// How often n photons all pass, at a given rate of attempts: R·ηⁿ.
  public func rate(photons: Int, attemptsPerSecond: Double) -> Double {
    attemptsPerSecond * Elementary.exp(-Double(photons) * decibels * Elementary.log(10) / 10)
  }
}
