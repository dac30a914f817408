// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

// Elementary functions of sixteen numbers at once, in single precision.
//
// 1. No branches and no calls, so that they inline into the loops over edges.
// 2. Relative errors near the resolution of the numbers: 1e-7 for logarithms; for exponentials 1e-7, and the
//    rounding of the exponent, 6e-8 · x. Belief propagation needs far less, but that would not be faster.
// 3. The same bits on every machine: no fused operations, whose presence depends on the processor.

/// A message or belief in each of sixteen shots: log-likelihood ratios, positive for "did not happen".
typealias Lanes = SIMD16<Float>
/// The bits of `Lanes`; as a mask, all ones or all zeros in each lane.
typealias LaneBits = SIMD16<UInt32>

/// The sign bit of each lane.
let signBits = LaneBits(repeating: 0x8000_0000)

@inline(__always)
func bits(_ value: Lanes) -> LaneBits { unsafe unsafeBitCast(value, to: LaneBits.self) }

@inline(__always)
func lanes(_ value: LaneBits) -> Lanes { unsafe unsafeBitCast(value, to: Lanes.self) }

@inline(__always)
func magnitude(_ value: Lanes) -> Lanes { lanes(bits(value) & 0x7FFF_FFFF) }

@inline(__always)
func lesser(_ first: Lanes, _ second: Lanes) -> Lanes {
  first.replacing(with: second, where: second .< first)
}

@inline(__always)
func greater(_ first: Lanes, _ second: Lanes) -> Lanes {
  first.replacing(with: second, where: second .> first)
}

/// `second` where the mask has ones, else `first`.
@inline(__always)
func choose(_ first: Lanes, _ second: Lanes, _ mask: LaneBits) -> Lanes {
  lanes(bits(first) & ~mask | bits(second) & mask)
}

/// e^−x for x in 0...80.
///
/// 2^y with y = −x / ln 2 is split at the nearest whole number, which adding 1.5 · 2²³ leaves in the low bits.
@inline(__always)
func exponential(ofMinus x: Lanes) -> Lanes {
  let y = x * -1.442_695_04
  let shifted = y + 12_582_912
  let f = y - (shifted - 12_582_912)
  // Minimax on −½...½ (Moshier, Cephes, exp2f).
  var p = f * 1.535_336_2e-4 + 1.339_887_4e-3
  p = p * f + 9.618_437_4e-3
  p = p * f + 5.550_332_2e-2
  p = p * f + 0.240_226_44
  p = p * f + 0.693_147_2
  p = p * f + 1
  return lanes(bits(p) &+ bits(shifted) &<< 23)
}

/// ln x for normal x > 0.
///
/// x = 2^e · (1 + f) with 1 + f in √½...√2, and a polynomial in f (Moshier, Cephes, logf).
@inline(__always)
func logarithm(_ x: Lanes) -> Lanes {
  let offset = bits(x) &- 0x3F35_04F3
  let exponent = unsafe unsafeBitCast(offset, to: SIMD16<Int32>.self) &>> 23
  let exponentBits = unsafe unsafeBitCast(exponent, to: LaneBits.self)
  let f = lanes(bits(x) &- exponentBits &<< 23) - 1
  let e = lanes(exponentBits &+ 0x4B40_0000) - 12_582_912
  var p = f * 7.037_683_6e-2 - 0.115_146_1
  p = p * f + 0.116_769_984
  p = p * f - 0.124_201_41
  p = p * f + 0.142_493_23
  p = p * f - 0.166_680_57
  p = p * f + 0.200_007_15
  p = p * f - 0.249_999_94
  p = p * f + 0.333_333_3
  let square = f * f
  return e * 0.693_147_18 + (f + (square * f * p - 0.5 * square))
}
