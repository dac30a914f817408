// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// Potentials on the detectors of a model that move the flips of its one observable to the boundary.
enum ObservablePotentials {
  /// Finds a potential whose differences are the observables of all errors between two detectors.
  ///
  /// - Parameters:
  ///   - symptoms: The errors; those between two detectors count.
  ///   - detectorCount: The number of detectors.
  /// - Returns: The potential of each detector; where there is none of that kind, some errors do not agree with it.
  static func find(_ symptoms: some Sequence<Symptom>, detectorCount: Int) -> [Bool] {
    var neighbors = [[(node: UInt32, isOdd: Bool)]](repeating: [], count: detectorCount)
    for symptom in symptoms where symptom.detectors.count == 2 {
      let first = symptom.detectors[0]
      let second = symptom.detectors[1]
      let isOdd = !symptom.observables.isEmpty
      neighbors[Int(first)].append((second, isOdd))
      neighbors[Int(second)].append((first, isOdd))
    }
    var potentials = [Bool](repeating: false, count: detectorCount)
    var isKnown = potentials
    for start in 0..<detectorCount where !isKnown[start] {
      isKnown[start] = true
      var waiting = [start]
      while let node = waiting.popLast() {
        for (other, isOdd) in neighbors[node] where !isKnown[Int(other)] {
          isKnown[Int(other)] = true
          potentials[Int(other)] = potentials[node] != isOdd
          waiting.append(Int(other))
        }
      }
    }
    return potentials
  }
}
