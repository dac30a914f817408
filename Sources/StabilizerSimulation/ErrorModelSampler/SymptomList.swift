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

  /// Adds a symptom.
  mutating func append(_ symptom: Symptom) {
    values += symptom.detectors
    starts.append(UInt32(values.count))
    values += symptom.observables
    starts.append(UInt32(values.count))
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
