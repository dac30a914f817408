// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding

/// A repetition code kept for many rounds, with rates of errors that are all different, so that nothing ties.
struct TimelikeModel {
  var distance: Int
  /// The most likely and the least likely error.
  var rates: ClosedRange<Double> = 0.005...0.06

  private func error(
    _ stream: inout RandomStream, _ targets: [DetectorErrorModel.Target]
  ) -> DetectorErrorModel.Instruction {
    let p = rates.lowerBound + (rates.upperBound - rates.lowerBound) * stream.nextUnit()
    return .error(probability: p, targets: targets)
  }

  /// The errors of data between two rounds and of the checks in one; the last round has no errors of checks.
  private func round(
    _ stream: inout RandomStream, isLast: Bool = false
  ) -> [DetectorErrorModel.Instruction] {
    let checks = UInt64(distance - 1)
    var result: [DetectorErrorModel.Instruction] = []
    for check in 0..<checks {
      result.append(.detector(check, coordinates: [Double(check), 0]))
      if !isLast { result.append(error(&stream, [.detector(check), .detector(check + checks)])) }
      if check > 0 { result.append(error(&stream, [.detector(check - 1), .detector(check)])) }
    }
    result.append(error(&stream, [.detector(0), .observable(0)]))
    result.append(error(&stream, [.detector(checks - 1)]))
    if !isLast {
      result.append(error(&stream, [.detector(0), .detector(checks + 1)]))
      result.append(.shiftDetectors(checks, coordinates: [0, 1]))
    }
    return result
  }

  /// A model of so many rounds, whose errors differ from round to round or repeat with a period.
  func model(rounds: Int, period: Int? = nil, seed: UInt64) -> DetectorErrorModel {
    var stream = RandomStream(seed: seed)
    var model = DetectorErrorModel()
    if let period {
      model.instructions += round(&stream)
      var body = DetectorErrorModel()
      for _ in 0..<period { body.instructions += round(&stream) }
      model.instructions.append(.block(count: UInt64((rounds - 2) / period), body: body))
      for _ in 0..<(rounds - 2) % period { model.instructions += round(&stream) }
    } else {
      for _ in 0..<rounds - 1 { model.instructions += round(&stream) }
    }
    model.instructions += round(&stream, isLast: true)
    return model
  }
}

/// One shot of an unrolled model: the slots that fired, round by round, and the observables that flipped.
func shot(
  of model: DetectorErrorModel, rounds: Int, seed: UInt64
) throws -> (rounds: [[UInt32]], defects: [UInt32], observables: UInt64) {
  var stream = RandomStream(seed: seed)
  var fired: Set<UInt32> = []
  var observables: UInt64 = 0
  for mechanism in try model.mechanisms() where stream.nextUnit() < mechanism.probability {
    fired.formSymmetricDifference(mechanism.symptom.detectors)
    for observable in mechanism.symptom.observables { observables ^= 1 << UInt64(observable) }
  }
  let places = try model.detectorPlaces()
  var result = [[UInt32]](repeating: [], count: rounds)
  for defect in fired.sorted() {
    let place = places[Int(defect)]
    result[place.round].append(UInt32(place.slot))
  }
  return (result, fired.sorted(), observables)
}
