// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Leaving the qubit's two levels, and coming back.
///
/// Each gate leaks with probability ℓ and brings a leaked system back with probability s: a two-state chain whose
/// population after n gates is L_n = ℓ/(ℓ+s)·(1 − (1−ℓ−s)ⁿ). A leaked system answers at random and, in a gate with
/// another, leaves that one at random: both are complete depolarizations of their qubits.
/// Source: Wood and Gambetta, Phys. Rev. A 97, 032306 (2018).
public struct Leakage: Sendable, Hashable {
  /// The probability ℓ to leak in a gate, 0...1.
  public let leak: Double
  /// The probability s to return in a gate, 0...1.
  public let seepage: Double

  /// Describes leakage.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` unless both are in 0...1.
  public init(leak: Double, seepage: Double) throws(NoiseError) {
    self.leak = try checked("leak", leak, in: 0...1)
    self.seepage = try checked("seepage", seepage, in: 0...1)
  }

  /// The population of the leaked levels after n gates on a fresh qubit.
  public func population(afterGates n: Double) -> Double {
    let sum = leak + seepage
    if sum == 0 { return 0 }
    if sum >= 1 { return n < 1 ? 0 : leak / sum * (1 - Elementary.power(1 - sum, n)) }
    return leak / sum * -Elementary.expm1(n * Elementary.log1p(-sum))
  }

  /// The population that is reached in the end; 0 without leakage.
  public var stationaryPopulation: Double {
    leak == 0 ? 0 : leak / (leak + seepage)
  }
}
