// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The mechanisms of a model, merged by what they flip: each column says whether an odd number of those that flip the
/// same detectors and observables happened.
///
/// Probabilities above ½ are built into every syndrome beforehand: the flips are kept apart, with their weight.
struct MergedErrors {
  private(set) var symptoms: [Symptom] = []
  private(set) var probabilities: [Double] = []
  private(set) var mechanismColumns: [UInt32]
  private(set) var flippedDetectors: Set<UInt32> = []
  private(set) var constantWeight = 0.0
  private(set) var flippedObservables: Set<UInt32> = []

  init(_ mechanisms: [Mechanism], keepsImpossible: Bool) {
    mechanismColumns = [UInt32](repeating: none, count: mechanisms.count)
    var places: [Symptom: Int] = [:]
    var merged: [(symptom: Symptom, probability: Double)] = []
    for (index, mechanism) in mechanisms.enumerated() where !mechanism.symptom.isEmpty {
      let place = places[mechanism.symptom] ?? merged.count
      if place == merged.count {
        places[mechanism.symptom] = place
        merged.append((mechanism.symptom, 0))
      }
      merged[place].probability = BeliefGraph.odd(
        merged[place].probability, mechanism.probability)
      mechanismColumns[index] = UInt32(place)
    }
    var numbers = [UInt32](repeating: none, count: merged.count)
    for (place, (symptom, p)) in merged.enumerated() {
      if p > 0.5 {
        flippedDetectors.formSymmetricDifference(symptom.detectors)
        flippedObservables.formSymmetricDifference(symptom.observables)
        if p < 1 { constantWeight += log1p(-p) - log(p) }
      }
      guard keepsImpossible || p > 0 && p < 1 else { continue }
      numbers[place] = UInt32(symptoms.count)
      symptoms.append(symptom)
      probabilities.append(p)
    }
    for index in mechanismColumns.indices where mechanismColumns[index] != none {
      mechanismColumns[index] = numbers[Int(mechanismColumns[index])]
    }
  }

  /// The mechanisms of each column, if they are wanted, with where each column's begin.
  func mechanisms(isWanted: Bool) -> (starts: [UInt32], mechanisms: [UInt32]) {
    guard isWanted else { return ([], []) }
    var starts = [UInt32](repeating: 0, count: symptoms.count + 1)
    for column in mechanismColumns where column != none { starts[Int(column) + 1] += 1 }
    for column in symptoms.indices { starts[column + 1] += starts[column] }
    var next = starts
    var list = [UInt32](repeating: 0, count: Int(starts[symptoms.count]))
    for (index, column) in mechanismColumns.enumerated() where column != none {
      list[Int(next[Int(column)])] = UInt32(index)
      next[Int(column)] += 1
    }
    return (starts, list)
  }

  func flippedObservableWords(_ words: Int) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: words)
    for observable in flippedObservables {
      result[Int(observable >> 6)] |= 1 << UInt64(observable & 63)
    }
    return result
  }

  /// The columns that some detector sees, with their weights in nats; of those with the same detectors the cheapest.
  func cheapestOfEachSyndrome() -> [(symptom: Symptom, weight: Double)] {
    var errors: [(symptom: Symptom, weight: Double)] = []
    var places: [[UInt32]: Int] = [:]
    for (symptom, p) in zip(symptoms, probabilities) where !symptom.detectors.isEmpty {
      let weight = EdgePriors.weight(p)
      if let place = places[symptom.detectors] {
        if weight < errors[place].weight { errors[place] = (symptom, weight) }
      } else {
        places[symptom.detectors] = errors.count
        errors.append((symptom, weight))
      }
    }
    return errors
  }
}
