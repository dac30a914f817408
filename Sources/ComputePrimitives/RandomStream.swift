// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  public import Glibc
#else
  public import Darwin
#endif

/// A reproducible stream of random bits, one for each (seed, stream) pair.
///
/// The generator is xoshiro256++ (Blackman and Vigna, Scrambled Linear Pseudorandom Number Generators,
/// 2021), seeded through SplitMix64. Work is cut into fixed blocks, each with a stream number of its own,
/// so that results do not depend on the number of threads.
@frozen
public struct RandomStream: RandomNumberGenerator, Sendable {
  @usableFromInline var state0: UInt64
  @usableFromInline var state1: UInt64
  @usableFromInline var state2: UInt64
  @usableFromInline var state3: UInt64

  /// Makes stream number `stream` of the family named by `seed`.
  public init(seed: UInt64, stream: UInt64 = 0) {
    var mixer = SplitMix64(state: seed)
    mixer = SplitMix64(state: mixer.next() ^ (stream &* 0xD1B5_4A32_D192_ED03))
    state0 = mixer.next()
    state1 = mixer.next()
    state2 = mixer.next()
    state3 = mixer.next() | 1
  }

  /// Goes on where another stream stood when its `position` was read.
  ///
  /// Returns nil for a position that no stream has: all zeros.
  public init?(position: [UInt64]) {
    guard position.count == 4, position.contains(where: { $0 != 0 }) else { return nil }
    state0 = position[0]
    state1 = position[1]
    state2 = position[2]
    state3 = position[3]
  }

  /// Where the stream stands, as four words: what a checkpoint keeps.
  public var position: [UInt64] { [state0, state1, state2, state3] }

  /// The next 64 random bits.
  @inlinable
  @inline(always)
  public mutating func next() -> UInt64 {
    let sum = state0 &+ state3
    let result = (sum << 23 | sum >> 41) &+ state0
    let shifted = state1 << 17
    state2 ^= state0
    state3 ^= state1
    state1 ^= state2
    state0 ^= state3
    state2 ^= shifted
    state3 = state3 << 45 | state3 >> 19
    return result
  }

  /// A number uniform on [0, 1), with 53 random bits.
  @inlinable
  @inline(always)
  public mutating func nextUnit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }
}

/// The generator that seeds others: a Weyl sequence through a bijective mixer (Steele et al., 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  /// Starts the sequence at `state`.
  public init(state: UInt64) {
    self.state = state
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// The gaps between successes of independent trials that each succeed with probability `p`.
///
/// A gap k ≥ 0 counts the failures before the next success: P(k) = (1 − p)^k · p, drawn by inversion,
/// k = ⌊ln U / ln(1 − p)⌋, so the cost follows the successes and not the trials.
@frozen
public struct GeometricGaps: Sendable {
  /// 1 / ln(1 − p); zero stands for p = 0, where no success ever comes.
  @usableFromInline let scale: Double
  @usableFromInline let always: Bool

  /// Prepares gaps for a success probability.
  ///
  /// - Precondition: `p` is in 0...1.
  public init(probability p: Double) {
    precondition(p >= 0 && p <= 1, "A probability must be between 0 and 1.")
    always = p == 1
    scale = p == 0 || p == 1 ? 0 : 1 / log1p(-p)
  }

  /// The number of failures before the next success; `Int.max / 4` when there is none within reach.
  @inlinable
  @inline(always)
  public func next(using stream: inout RandomStream) -> Int {
    if always { return 0 }
    if scale == 0 { return Int.max / 4 }
    // 1 − U is in (0, 1], so the logarithm is finite.
    let gap = log(1 - stream.nextUnit()) * scale
    return gap < 0x1p60 ? Int(gap) : Int.max / 4
  }
}
