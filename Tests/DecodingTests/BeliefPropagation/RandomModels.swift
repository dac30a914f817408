// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

/// Seeded random models for belief propagation.
enum RandomModels {
  /// A model whose Tanner graph is a tree: every new error touches one old detector and some new ones.
  static func tree(seed: UInt64, errors: Int) -> DetectorErrorModel {
    var stream = RandomStream(seed: seed, stream: 5)
    var model = DetectorErrorModel()
    var detectors: UInt64 = 1
    for index in 0..<errors {
      var targets = [DetectorErrorModel.Target.detector(stream.next() % detectors)]
      for _ in 0..<(stream.next() % 3) {
        targets.append(.detector(detectors))
        detectors += 1
      }
      // Distinct observables keep errors of equal detectors apart.
      targets.append(.observable(UInt64(index)))
      model.instructions.append(
        .error(probability: 0.02 + 0.5 * stream.nextUnit(), targets: targets))
    }
    return model
  }

  /// A model of errors on random detectors, one to three each, and one of two observables.
  static func dense(
    seed: UInt64, detectors: UInt64, errors: Int, probabilities: ClosedRange<Double> = 0.01...0.3
  ) -> DetectorErrorModel {
    var stream = RandomStream(seed: seed, stream: 6)
    var model = DetectorErrorModel()
    for _ in 0..<errors {
      var targets: [DetectorErrorModel.Target] = []
      for _ in 0...(stream.next() % 3) { targets.append(.detector(stream.next() % detectors)) }
      if stream.next() & 1 == 1 { targets.append(.observable(stream.next() % 2)) }
      let p =
        probabilities.lowerBound
        + stream.nextUnit() * (probabilities.upperBound - probabilities.lowerBound)
      model.instructions.append(.error(probability: p, targets: targets))
    }
    model.instructions.append(.detector(detectors - 1))
    return model
  }

  /// Shots of a model: the defects of random sets of its errors.
  static func shots(_ model: DetectorErrorModel, count: Int, seed: UInt64) throws -> [[UInt32]] {
    var stream = RandomStream(seed: seed, stream: 7)
    let mechanisms = try model.mechanisms()
    return (0..<count).map { _ in
      var fired: Set<UInt32> = []
      for mechanism in mechanisms where stream.nextUnit() < mechanism.probability {
        fired.formSymmetricDifference(mechanism.symptom.detectors)
      }
      return fired.sorted()
    }
  }
}
