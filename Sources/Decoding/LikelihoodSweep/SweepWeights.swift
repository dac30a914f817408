// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// The weights of all values of the open detectors and observables, for four shots at once, one a lane.
///
/// All shots go through the same steps; only what a detector shows differs.
struct SweepWeights: ~Copyable {
  typealias Lanes = SIMD4<Double>
  static let laneCount = 4

  private var weights: PackedBuffer<Lanes>
  /// How many values there are.
  private var count = 1

  init(width: Int) {
    weights = PackedBuffer(repeating: .zero, count: 1 << width)
  }

  /// The weight of a value.
  subscript(value: Int) -> Lanes { weights[value] }

  /// Takes all steps of a plan.
  ///
  /// - Parameters:
  ///   - plan: The steps.
  ///   - fired: For each detector, a bit for each lane in which it fired.
  mutating func run(_ plan: SweepPlan, fired: borrowing PackedBuffer<UInt8>) {
    count = 1
    weights[0] = Lanes(repeating: 1)
    for step in plan.steps {
      switch step {
      case .open(let mask, let opened, let odds): open(mask, opened, odds)
      case .flip(let masks, let odds):
        if masks.1 == 0 {
          flip(masks.0, odds.first)
        } else {
          flip(masks.0, masks.1, odds)
        }
      case .close(let bit, let detector): close(bit, lanes: fired[detector])
      case .rescale: rescale()
      }
    }
  }

  /// Sums over an error that flips, and opens, the highest bits.
  private mutating func open(_ mask: Int, _ opened: Int, _ odds: Double) {
    let size = count << opened
    precondition(size <= weights.count, "A sweep is no wider than planned.")
    // The values whose new bits are all ones follow from the old ones; those with some ones are impossible.
    let low = mask & (count - 1)
    let top = size - count
    for value in count..<top { unsafe weights[unchecked: value] = .zero }
    for value in 0..<count {
      let flipped = unsafe weights[unchecked: value] * odds
      unsafe weights[unchecked: top | value ^ low] = flipped
    }
    count = size
  }

  /// Sums over an error.
  private mutating func flip(_ mask: Int, _ odds: Double) {
    let half = 1 << (Int.bitWidth - 1 - mask.leadingZeroBitCount)
    precondition(count <= weights.count && mask < count, "Masks lie within the open bits.")
    var base = 0
    while base < count {
      for value in base..<base + half {
        let other = value ^ mask
        let here = unsafe weights[unchecked: value]
        let there = unsafe weights[unchecked: other]
        unsafe weights[unchecked: value] = here + there * odds
        unsafe weights[unchecked: other] = there + here * odds
      }
      base += 2 * half
    }
  }

  /// Sums over three errors, the third of which flips what just one of the others flips.
  private mutating func flip(
    _ first: Int, _ second: Int, _ odds: (first: Double, second: Double, both: Double)
  ) {
    // Masks with different highest bits that generate the same group.
    let lead = { (mask: Int) in Int.bitWidth - 1 - mask.leadingZeroBitCount }
    var pair = (first, second)
    if lead(first) == lead(second) { pair.1 = first ^ second }
    let high = 1 << max(lead(pair.0), lead(pair.1))
    let low = 1 << min(lead(pair.0), lead(pair.1))
    precondition(
      first != second && max(first, second) < count && count <= weights.count,
      "Masks lie within the open bits.")
    let (a, b, c) = (odds.first, odds.second, odds.both)
    // What an odd number of the errors does: none or all three; first; second; both.
    let none = 1 + a * b * c
    let one = a + b * c
    let two = b + a * c
    let three = c + a * b
    var base = 0
    while base < count {
      var inner = base
      while inner < base + high {
        for value in inner..<inner + low {
          let x = unsafe weights[unchecked: value]
          let y = unsafe weights[unchecked: value ^ first]
          let z = unsafe weights[unchecked: value ^ second]
          let w = unsafe weights[unchecked: value ^ first ^ second]
          unsafe weights[unchecked: value] = x * none + y * one + z * two + w * three
          unsafe weights[unchecked: value ^ first] = y * none + x * one + w * two + z * three
          unsafe weights[unchecked: value ^ second] = z * none + w * one + x * two + y * three
          unsafe weights[unchecked: value ^ first ^ second] =
            w * none + z * one + y * two + x * three
        }
        inner += 2 * low
      }
      base += 2 * high
    }
  }

  /// Keeps the values in which a bit is 1 in the lanes given and 0 in the others.
  private mutating func close(_ bit: Int, lanes: UInt8) {
    let half = 1 << bit
    precondition(2 * half <= count && count <= weights.count, "An open bit is closed.")
    var isFired = SIMDMask<SIMD4<Int64>>(repeating: false)
    for lane in 0..<Self.laneCount { isFired[lane] = lanes >> UInt8(lane) & 1 == 1 }
    var target = 0
    var base = 0
    while base < count {
      for value in base..<base + half {
        let silent = unsafe weights[unchecked: value]
        let fired = unsafe weights[unchecked: value + half]
        unsafe weights[unchecked: target] = silent.replacing(with: fired, where: isFired)
        target += 1
      }
      base += 2 * half
    }
    count /= 2
  }

  private mutating func rescale() {
    var largest = Lanes.zero
    for value in 0..<count {
      let weight = unsafe weights[unchecked: value]
      largest = largest.replacing(with: weight, where: weight .> largest)
    }
    // A lane whose syndrome is impossible stays at zero.
    let scale = 1 / largest.replacing(with: 1, where: largest .== 0)
    for value in 0..<count { unsafe weights[unchecked: value] *= scale }
  }
}
