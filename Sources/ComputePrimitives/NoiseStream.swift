// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Random numbers for rare events, made eight at a time.
///
/// Rare events are placed by the gaps between them, and a gap is a scaled exponential variate:
/// ⌊E / −ln(1 − p)⌋ is geometric with success probability p. The variates come in batches from eight
/// interleaved xoshiro256++ generators and a polynomial logarithm on eight lanes (relative error below 1e-11,
/// far under anything a count of events can resolve), which costs a few instructions an event.
@frozen
public struct NoiseStream: ~Copyable, Sendable {
  @usableFromInline var state0: SIMD8<UInt64>
  @usableFromInline var state1: SIMD8<UInt64>
  @usableFromInline var state2: SIMD8<UInt64>
  @usableFromInline var state3: SIMD8<UInt64>
  @usableFromInline var exponentials: PackedBuffer<SIMD8<Double>>
  @usableFromInline var bits: PackedBuffer<UInt64>
  @usableFromInline var nextExponential: Int
  @usableFromInline var nextBits: Int

  /// The number of variates made at a time.
  @usableFromInline static var batch: Int { 512 }

  /// Makes stream number `stream` of the family named by `seed`.
  public init(seed: UInt64, stream: UInt64) {
    var source = RandomStream(seed: seed, stream: stream)
    state0 = .zero
    state1 = .zero
    state2 = .zero
    state3 = .zero
    for lane in 0..<8 {
      state0[lane] = source.next()
      state1[lane] = source.next()
      state2[lane] = source.next()
      state3[lane] = source.next() | 1
    }
    exponentials = PackedBuffer(repeating: .zero, count: NoiseStream.batch / 8)
    bits = PackedBuffer(repeating: 0, count: NoiseStream.batch)
    nextExponential = NoiseStream.batch
    nextBits = NoiseStream.batch
  }

  /// The next 512 random bits.
  @inlinable
  @inline(__always)
  public mutating func nextBlock() -> SIMD8<UInt64> {
    let sum = state0 &+ state3
    let result = (sum &<< 23 | sum &>> 41) &+ state0
    let shifted = state1 &<< 17
    state2 ^= state0
    state3 ^= state1
    state1 ^= state2
    state0 ^= state3
    state2 ^= shifted
    state3 = state3 &<< 45 | state3 &>> 19
    return result
  }

  /// The next 64 random bits.
  @inlinable
  @inline(__always)
  public mutating func next() -> UInt64 {
    if nextBits == NoiseStream.batch { refillBits() }
    let result = bits[nextBits]
    nextBits &+= 1
    return result
  }

  /// A number uniform on 0..<bound, with a bias below bound / 2³².
  @inlinable
  @inline(__always)
  public mutating func next(below bound: UInt64) -> UInt64 {
    ((next() &>> 32) &* bound) &>> 32
  }

  /// The number of failures before the next success, given −1 / ln(1 − p).
  @inlinable
  @inline(__always)
  public mutating func nextGap(scale: Double) -> Int {
    if nextExponential == NoiseStream.batch { refillExponentials() }
    let variate = exponentials[nextExponential &>> 3][nextExponential & 7]
    nextExponential &+= 1
    return Int(min(variate * scale, 0x1p60))
  }

  @usableFromInline
  mutating func refillBits() {
    for block in 0..<(NoiseStream.batch / 8) {
      let value = nextBlock()
      for lane in 0..<8 { bits[8 * block + lane] = value[lane] }
    }
    nextBits = 0
  }

  @usableFromInline
  mutating func refillExponentials() {
    for block in 0..<(NoiseStream.batch / 8) {
      exponentials[block] = NoiseStream.negativeLogarithm(of: nextBlock())
    }
    nextExponential = 0
  }

  /// −ln U for U = (upper 52 bits + ½) · 2⁻⁵², on eight lanes.
  ///
  /// U = 2^e · m with m in [√½, √2); ln m = 2 artanh s with s = (m − 1)/(m + 1), |s| < 0.1716.
  static func negativeLogarithm(of random: SIMD8<UInt64>) -> SIMD8<Double> {
    let one = SIMD8<UInt64>(repeating: 0x3FF0_0000_0000_0000)
    let unit =
      unsafe unsafeBitCast(random &>> 12 | one, to: SIMD8<Double>.self)
      - (1 - 0x1p-53)
    // Adding the bits of 1 − √½ moves the exponent boundary from 1 to √2.
    let raw = unsafe unsafeBitCast(unit, to: SIMD8<UInt64>.self)
    let moved = raw &+ SIMD8(repeating: 0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD)
    let exponent = SIMD8<Int64>(truncatingIfNeeded: moved &>> 52) &- 1023
    let mantissaBits =
      (moved & SIMD8(repeating: 0x000F_FFFF_FFFF_FFFF))
      &+ SIMD8(repeating: 0x3FE6_A09E_667F_3BCD)
    let mantissa = unsafe unsafeBitCast(mantissaBits, to: SIMD8<Double>.self)
    let s = (mantissa - 1) / (mantissa + 1)
    let t = s * s
    var series = t * (2.0 / 13) + 2.0 / 11
    series = series * t + 2.0 / 9
    series = series * t + 2.0 / 7
    series = series * t + 2.0 / 5
    series = series * t + 2.0 / 3
    series = series * t + 2.0
    let logarithm = SIMD8<Double>(exponent) * 0.693147180559945309 + s * series
    return -logarithm
  }
}
