// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension DetectorErrorModel {
  /// How much of everything a model has, repetition counted without unrolling.
  ///
  /// Totals saturate at 2⁶⁴ − 1; parsed models stay below.
  public struct Counts: Sendable, Hashable {
    /// One more than the largest detector number, shifts applied.
    public var detectors: UInt64 = 0
    /// One more than the largest observable number.
    public var observables = 0
    /// The number of errors, blocks unrolled.
    public var mechanisms: UInt64 = 0
    /// By how much all shifts together move the detector numbers.
    public var shift: UInt64 = 0
  }

  /// All counts at once.
  ///
  /// - Complexity: O(size of the model as data).
  public var counts: Counts {
    var counts = Counts()
    for instruction in instructions {
      switch instruction {
      case .error(_, let targets, _):
        counts.mechanisms = saturatingSum(counts.mechanisms, 1)
        for target in targets { _ = counts.add(target) }
      case .detector(let number, _, _): _ = counts.add(.detector(number))
      case .logicalObservable(let number, _): _ = counts.add(.observable(number))
      case .shiftDetectors(let amount, _, _): counts.shift = saturatingSum(counts.shift, amount)
      case .block(let count, let body, _): _ = counts.add(body.counts, times: count)
      }
    }
    return counts
  }

  /// One more than the largest detector number, shifts applied; 0 if there is no detector.
  public var detectorCount: UInt64 { counts.detectors }

  /// One more than the largest observable number; 0 if there is no observable.
  public var observableCount: Int { counts.observables }

  /// The number of errors, blocks unrolled.
  public var mechanismCount: UInt64 { counts.mechanisms }
}

extension DetectorErrorModel.Counts {
  /// Counts a target; whether the totals are still exact.
  mutating func add(_ target: DetectorErrorModel.Target) -> Bool {
    switch target {
    case .detector(let number):
      detectors = max(detectors, saturatingSum(saturatingSum(number, 1), shift))
      return detectors < .max
    case .observable(let number):
      observables = max(observables, Int(clamping: saturatingSum(number, 1)))
      return true
    case .separator: return true
    }
  }

  /// Counts the runs of a block; whether the totals are still exact.
  mutating func add(_ body: Self, times count: UInt64) -> Bool {
    observables = max(observables, body.observables)
    guard count > 0 else { return true }
    mechanisms = saturatingSum(mechanisms, saturatingProduct(body.mechanisms, count))
    if body.detectors > 0 {
      let lastShift = saturatingSum(shift, saturatingProduct(body.shift, count - 1))
      detectors = max(detectors, saturatingSum(lastShift, body.detectors))
    }
    shift = saturatingSum(shift, saturatingProduct(body.shift, count))
    return max(mechanisms, detectors, shift) < .max
  }
}
