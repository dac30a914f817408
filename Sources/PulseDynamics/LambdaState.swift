// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The amplitudes of |1⟩, |2⟩ and |3⟩; their norm falls short of 1 by what has decayed.
public struct LambdaState: Sendable, Hashable {
  /// Real and imaginary parts in turn; the last two lanes are not used.
  var lanes: SIMD8<Double>

  init(_ lanes: SIMD8<Double>) {
    self.lanes = lanes
  }

  /// The system in |1⟩.
  public static let first = LambdaState(SIMD8(1, 0, 0, 0, 0, 0, 0, 0))

  /// The amplitude of a level, 1...3.
  public func amplitude(_ level: Int) -> (real: Double, imaginary: Double) {
    precondition((1...3).contains(level), "A Λ system has the levels 1, 2 and 3.")
    return (lanes[2 * level - 2], lanes[2 * level - 1])
  }

  /// The population of a level, 1...3.
  public func population(_ level: Int) -> Double {
    let (real, imaginary) = amplitude(level)
    return real * real + imaginary * imaginary
  }

  /// The amplitude of the state that pulses are meant to make of |1⟩.
  public func amplitude(of target: (first: Double, third: Double)) -> (
    real: Double, imaginary: Double
  ) {
    let (first, third) = (amplitude(1), amplitude(3))
    return (
      target.first * first.real + target.third * third.real,
      target.first * first.imaginary + target.third * third.imaginary
    )
  }

  /// The probability of not being in the state that pulses are meant to make of |1⟩; 0 where only rounding is below.
  public func infidelity(to target: (first: Double, third: Double)) -> Double {
    let (real, imaginary) = amplitude(of: target)
    return max(0, 1 - real * real - imaginary * imaginary)
  }

  /// What has decayed; 0 where only rounding is below.
  public var loss: Double { max(0, 1 - (lanes * lanes).sum()) }
}
