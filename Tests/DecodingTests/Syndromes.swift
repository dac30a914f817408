// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding

/// A batch whose shots have the given defects.
func batch(_ shots: [[UInt32]], of decoder: any CompiledDecoder) -> SyndromeBatch {
  var batch = SyndromeBatch(
    shotCount: shots.count, detectorCount: decoder.detectorCount,
    observableCount: decoder.observableCount)
  for (index, defects) in shots.enumerated() {
    batch.defects += defects
    batch.offsets[index + 1] = batch.defects.count
  }
  return batch
}

/// The observables, as a mask, that a decoder predicts for each shot.
func predictions(
  _ shots: [[UInt32]], _ decoder: any CompiledDecoder
) throws -> [UInt64] {
  let batch = batch(shots, of: decoder)
  var rows = BitMatrix(rowCount: shots.count, columnCount: decoder.observableCount)
  try decoder.makeEngine().decode(batch, into: &rows)
  return (0..<shots.count).map { rows.wordsPerRow == 0 ? 0 : rows.words[$0] }
}

/// The probability that a decoder is wrong about some observable, over every error of the model.
///
/// Sums the failure weights syndrome by syndrome: exact up to rounding. At most 62 detectors and observables.
func failureRate(_ model: DetectorErrorModel, _ decoder: any Decoder) throws -> Double {
  let compiled = try decoder.compile(model)
  let detectors = compiled.detectorCount
  var weights: [UInt64: Double] = [:]
  weights[0] = 1
  for mechanism in try model.mechanisms() {
    var state: UInt64 = 0
    for detector in mechanism.symptom.detectors { state |= 1 << UInt64(detector) }
    for observable in mechanism.symptom.observables {
      state |= 1 << UInt64(detectors + Int(observable))
    }
    let p = mechanism.probability
    var next = [UInt64: Double](minimumCapacity: 2 * weights.count)
    for (key, weight) in weights {
      next[key, default: 0] += weight * (1 - p)
      next[key ^ state, default: 0] += weight * p
    }
    weights = next
  }
  let mask = (UInt64(1) << UInt64(detectors)) - 1
  let syndromes = Set(weights.keys.map { $0 & mask }).sorted()
  let shots = syndromes.map { syndrome in
    (0..<UInt32(detectors)).filter { syndrome >> UInt64($0) & 1 == 1 }
  }
  let predicted = try predictions(shots, compiled)
  let answers = Dictionary(uniqueKeysWithValues: zip(syndromes, predicted))
  return weights.sorted { $0.value < $1.value }.reduce(0) { sum, entry in
    let prediction = answers[entry.key & mask] ?? 0
    return sum + (entry.key >> UInt64(detectors) == prediction ? 0 : entry.value)
  }
}

/// Whether two numbers agree to a relative difference.
func agree(_ first: Double, _ second: Double, _ tolerance: Double = 1e-9) -> Bool {
  abs(first - second) <= tolerance * abs(second)
}
