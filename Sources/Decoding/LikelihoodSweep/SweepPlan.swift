// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// What a sweep does, step by step, to the weights of all values of the open detectors and observables.
///
/// A value is a whole number with a bit for each; a detector that is opened takes the next higher bit, and when
/// one is closed the bits above it move down.
struct SweepPlan: Sendable {
  enum Step: Sendable {
    /// Sums over an error that opens as many new bits as said, all of which it flips.
    case open(mask: Int, count: Int, odds: Double)
    /// Sums over up to three errors at once, whose masks are two masks and their exclusive or.
    case flip(masks: (Int, Int), odds: (first: Double, second: Double, both: Double))
    /// Keeps the values whose bit is what the detector shows.
    case close(bit: Int, detector: Int)
    /// Scales the weights so that the largest is 1.
    case rescale
  }

  private(set) var steps: [Step] = []
  /// The most bits that are in use at once.
  private(set) var width = 0
  /// The observable of each bit after the last step.
  private(set) var observables: [UInt32] = []

  /// How many detectors are closed before the weights are scaled.
  private static let closingsPerScale = 16

  /// Plans the sweep over the errors in an order.
  init(_ shape: SweepShape, _ order: SweepOrder, _ probabilities: [Double]) {
    var rest = shape.errors.map(\.count)
    var closings = 0
    var bits = SweepBits()
    for error in order.errors {
      let symptom = shape.symptoms[error]
      let (mask, opened) = bits.mask(of: symptom)
      width = max(width, bits.count)
      let p = min(probabilities[error], 1 - probabilities[error])
      add(mask: mask, opened: opened, odds: p / (1 - p))
      for detector in symptom.detectors {
        rest[Int(detector)] -= 1
        guard rest[Int(detector)] == 0 else { continue }
        steps.append(.close(bit: bits.close(detector), detector: Int(detector)))
        closings += 1
        if closings % Self.closingsPerScale == 0 { steps.append(.rescale) }
      }
    }
    observables = bits.observables
  }

  /// Adds an error, together with those before it where that is possible.
  private mutating func add(mask: Int, opened: Int, odds: Double) {
    if opened > 0 {
      steps.append(.open(mask: mask, count: opened, odds: odds))
      return
    }
    if case .flip(let masks, var sums) = steps.last {
      if masks.1 == 0 {
        sums.second = odds
        steps[steps.count - 1] = .flip(masks: (masks.0, mask), odds: sums)
        return
      }
      if mask == masks.0 ^ masks.1, sums.both == 0 {
        sums.both = odds
        steps[steps.count - 1] = .flip(masks: masks, odds: sums)
        return
      }
    }
    steps.append(.flip(masks: (mask, 0), odds: (odds, 0, 0)))
  }
}

/// Which bit stands for which open detector or observable.
private struct SweepBits {
  private enum Owner: Hashable {
    case detector(UInt32)
    case observable(UInt32)
  }

  private var owners: [Owner] = []

  var count: Int { owners.count }

  /// The observables that have bits, once all detectors are closed.
  var observables: [UInt32] {
    owners.compactMap { owner in
      if case .observable(let number) = owner { number } else { nil }
    }
  }

  /// The bits that an error flips; those not yet in use are added.
  mutating func mask(of symptom: Symptom) -> (mask: Int, opened: Int) {
    let before = owners.count
    var mask = 0
    let flipped =
      symptom.detectors.map { Owner.detector($0) } + symptom.observables.map { .observable($0) }
    for owner in flipped {
      let bit = owners.firstIndex(of: owner) ?? owners.count
      if bit == owners.count { owners.append(owner) }
      mask |= 1 << bit
    }
    return (mask, owners.count - before)
  }

  /// Gives up the bit of a detector; which it was.
  ///
  /// - Precondition: the detector is open.
  mutating func close(_ detector: UInt32) -> Int {
    guard let bit = owners.firstIndex(of: .detector(detector)) else {
      preconditionFailure("Detector \(detector) is not open.")
    }
    owners.remove(at: bit)
    return bit
  }
}
