// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Relaxation and dephasing of a two-level system: T1 and T2 ≤ 2·T1.
///
/// Over a time t the state relaxes with γ = 1 − e^(−t/T1) and its coherence shrinks to e^(−t/T2). The exact Pauli
/// twirl of that channel is p_x = p_y = (1 − e^(−t/T1))/4, p_z = (1 − e^(−t/T2))/2 − p_x.
/// Source: Ghosh, Fowler, Geller, Phys. Rev. A 86, 062318 (2012); Tomita, Svore, Phys. Rev. A 90, 062320 (2014).
public struct Decoherence: Sendable, Hashable {
  /// The time of relaxation, in any unit that t shares; infinite for none.
  public let t1: Double
  /// The time of dephasing, in the same unit, at most 2·T1.
  public let t2: Double

  /// Describes a two-level system.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if a time is not positive or T2 > 2·T1.
  public init(t1: Double, t2: Double) throws(NoiseError) {
    let positive = Double.leastNormalMagnitude...Double.infinity
    self.t1 = try checked("t1", t1, in: positive)
    self.t2 = try checked("t2", t2, in: positive)
    guard t2 <= 2 * t1 else {
      throw NoiseError(
        .badParameter,
        "t2=\(number(t2)): must be in 0...\(number(2 * t1)), that is at most 2·t1 "
          + "(t1=\(number(t1))): relaxation dephases too.")
    }
  }

  /// The probability γ of relaxation in a time.
  public func relaxation(after time: Double) -> Double { -Elementary.expm1(-time / t1) }

  /// The factor by which coherence shrinks in a time.
  public func coherence(after time: Double) -> Double { Elementary.exp(-time / t2) }

  /// The exact Pauli twirl over a time.
  ///
  /// - Precondition: `time >= 0`.
  public func twirl(over time: Double) -> PauliRates {
    precondition(time >= 0, "Time does not run backwards.")
    let x = -Elementary.expm1(-time / t1) / 4
    // With a = 1 − e^(−t/2T1) and b = 1 − e^(−t/T2): b/2 − (2a − a²)/4 = (b − a)/2 + a²/4, which keeps its digits as T2
    // comes close to 2·T1.
    let damped = -Elementary.expm1(-time / (2 * t1))
    let pure = (1 - damped) * -Elementary.expm1(-time * max(0, 1 / t2 - 1 / (2 * t1)))
    return PauliRates(x: x, y: x, z: pure / 2 + damped * damped / 4)
  }

  /// The channel itself: amplitude damping γ, then dephasing to the coherence e^(−t/T2).
  public func channel(over time: Double) -> KrausChannel {
    precondition(time >= 0, "Time does not run backwards.")
    let gamma = relaxation(after: time)
    // Damping alone leaves √(1−γ) = e^(−t/2T1) of the coherence.
    let rest = Elementary.exp(-time / t2 + time / (2 * t1))
    return KrausChannel.amplitudeDamping(gamma).followed(
      by: KrausChannel.pauli(PauliRates(x: 0, y: 0, z: max(0, (1 - rest) / 2))))
  }
}
