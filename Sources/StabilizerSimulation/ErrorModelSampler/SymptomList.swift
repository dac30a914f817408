// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// The symptoms of many mechanisms end to end in one array: some bytes a mechanism, where arrays of their own take
/// a hundred.
struct SymptomList: Sendable {
  /// Where each symptom's detectors begin, and then where its observables do; one more entry for the end.
  private var starts: [UInt32] = [0]
  private var values: [UInt32] = []

  /// The number of symptoms.
  var count: Int { starts.count / 2 }

  /// Makes room for so many symptoms of usual size.
  mutating func reserveCapacity(_ count: Int) {
    starts.reserveCapacity(2 * count + 1)
    values.reserveCapacity(4 * count)
  }

  /// Adds what the targets of an error flip altogether.
  ///
  /// - Parameters:
  ///   - targets: The targets, in any order; what occurs an even number of times cancels.
  ///   - shift: What makes the numbers of detectors absolute; they then fit in 32 bits.
  mutating func append(_ targets: [DetectorErrorModel.Target], shift: UInt64) {
    let first = values.count
    for case .detector(let number) in targets {
      values.append(UInt32(truncatingIfNeeded: number &+ shift))
    }
    cancelPairs(from: first)
    starts.append(UInt32(values.count))
    let middle = values.count
    for case .observable(let number) in targets {
      values.append(UInt32(truncatingIfNeeded: number))
    }
    cancelPairs(from: middle)
    starts.append(UInt32(values.count))
  }

  /// Sorts the values from a place on and keeps those that occur an odd number of times.
  private mutating func cancelPairs(from first: Int) {
    var isAscending = true
    for index in first..<values.count where index > first && values[index - 1] >= values[index] {
      isAscending = false
    }
    if isAscending { return }
    values[first...].sort()
    var end = first
    for index in first..<values.count {
      if end > first, values[end - 1] == values[index] {
        end -= 1
      } else {
        values[end] = values[index]
        end += 1
      }
    }
    values.removeSubrange(end...)
  }

  /// The detectors of a symptom, ascending.
  func detectors(_ index: Int) -> ArraySlice<UInt32> {
    values[Int(starts[2 * index])..<Int(starts[2 * index + 1])]
  }

  /// The observables of a symptom, ascending.
  func observables(_ index: Int) -> ArraySlice<UInt32> {
    values[Int(starts[2 * index + 1])..<Int(starts[2 * index + 2])]
  }
}
