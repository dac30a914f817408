// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The detectors and observables that an error flips: sorted, each at most once.
public struct Symptom: Sendable, Hashable {
  /// The detectors, by absolute number, ascending.
  public var detectors: [UInt32]
  /// The observables, ascending.
  public var observables: [UInt32]

  /// Makes a symptom of flips in any order; what occurs an even number of times cancels.
  public init(detectors: [UInt32] = [], observables: [UInt32] = []) {
    self.detectors = oddOccurrences(detectors)
    self.observables = oddOccurrences(observables)
  }

  /// Whether nothing is flipped.
  public var isEmpty: Bool { detectors.isEmpty && observables.isEmpty }

  /// What two errors flip together.
  public static func ^ (first: Symptom, second: Symptom) -> Symptom {
    Symptom(
      detectors: first.detectors + second.detectors,
      observables: first.observables + second.observables)
  }
}

/// An error that happens on its own with some probability.
public struct Mechanism: Sendable, Hashable {
  /// How likely it is, in 0...1.
  public var probability: Double
  /// The parts into which the model suggests to decompose it; one part if it suggests nothing.
  public var components: [Symptom]
  /// What it flips altogether.
  public var symptom: Symptom

  /// Makes a mechanism whose symptom is that of its components together.
  public init(probability: Double, components: [Symptom]) {
    self.probability = probability
    self.components = components
    if components.count == 1 {
      symptom = components[0]
    } else {
      symptom = Symptom(
        detectors: components.flatMap(\.detectors), observables: components.flatMap(\.observables))
    }
  }
}

/// The elements that occur an odd number of times, sorted.
private func oddOccurrences(_ values: [UInt32]) -> [UInt32] {
  var isStrictlyAscending = true
  for index in values.indices.dropFirst() where values[index - 1] >= values[index] {
    isStrictlyAscending = false
  }
  if isStrictlyAscending { return values }
  var result: [UInt32] = []
  for value in values.sorted() {
    if result.last == value { result.removeLast() } else { result.append(value) }
  }
  return result
}
