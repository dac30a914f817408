// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra

/// What an error here and now would flip: the state of a backward walk through a circuit.
struct SensitivityState: ~Copyable {
  /// For qubit q, the symptom of an X error at 2q and of a Z error at 2q + 1.
  var flips: PackedBuffer<SymptomID>
  /// The symptom of flipping measurement m, at m modulo the (power of two) size.
  var record: PackedBuffer<SymptomID>
  /// The lowest measurement whose entry may be other than empty.
  var lowestPending: UInt64 = .max
  /// The number of measurements before this point.
  var measurementCount: UInt64
  /// The word of the detector met last; the next one is one lower.
  var nextDetector = SymptomWord.firstDetector
  /// What added to a detector's word gives its number.
  var detectorOffset: Int64
  /// Whether the walk only looks for a period, and must leave no trace in the model.
  var isScout = false

  /// The state at the end of a circuit.
  init(qubitCount: Int, measurementCount: UInt64, detectorOffset: Int64) {
    flips = PackedBuffer(repeating: 0, count: 2 * qubitCount)
    record = PackedBuffer(repeating: 0, count: 64)
    self.measurementCount = measurementCount
    self.detectorOffset = detectorOffset
  }

  /// A copy that looks for a period.
  func scout() -> SensitivityState {
    var copy = SensitivityState(
      qubitCount: flips.count / 2, measurementCount: measurementCount,
      detectorOffset: detectorOffset)
    for index in 0..<flips.count { copy.flips[index] = flips[index] }
    copy.record = PackedBuffer(repeating: 0, count: record.count)
    for index in 0..<record.count { copy.record[index] = record[index] }
    copy.lowestPending = lowestPending
    copy.nextDetector = nextDetector
    copy.isScout = true
    return copy
  }

  /// The symptom of an error on one qubit.
  @inline(__always)
  func symptom(of pauli: Pauli, on qubit: Int, _ store: inout SymptomStore) -> SymptomID {
    switch pauli {
    case .i: 0
    case .x: flips[2 * qubit]
    case .z: flips[2 * qubit + 1]
    case .y: store.xor(flips[2 * qubit], flips[2 * qubit + 1])
    }
  }

  /// Adds a symptom to every error on a qubit that anticommutes with `pauli`.
  @inline(__always)
  mutating func addToErrors(
    anticommutingWith pauli: Pauli, on qubit: Int, _ symptom: SymptomID,
    _ store: inout SymptomStore
  ) {
    if pauli.hasZ { flips[2 * qubit] = store.xor(flips[2 * qubit], symptom) }
    if pauli.hasX { flips[2 * qubit + 1] = store.xor(flips[2 * qubit + 1], symptom) }
  }

  /// Takes the last measurement off the record and returns the symptom of flipping it.
  @inline(__always)
  mutating func takeMeasurement() -> SymptomID {
    measurementCount &-= 1
    let slot = Int(truncatingIfNeeded: measurementCount) & (record.count &- 1)
    let symptom = record[slot]
    record[slot] = 0
    return symptom
  }

  /// Adds a symptom to flipping the measurement `lookback` results ago.
  ///
  /// - Precondition: `1 <= lookback && lookback <= measurementCount`.
  mutating func addToRecord(
    lookback: Int, _ symptom: SymptomID, _ store: inout SymptomStore
  ) {
    if lookback > record.count { growRecord(to: lookback) }
    let measurement = measurementCount - UInt64(lookback)
    lowestPending = min(lowestPending, measurement)
    let slot = Int(truncatingIfNeeded: measurement) & (record.count - 1)
    record[slot] = store.xor(record[slot], symptom)
  }

  private mutating func growRecord(to lookback: Int) {
    var size = record.count
    while size < lookback { size *= 2 }
    var larger = PackedBuffer<SymptomID>(repeating: 0, count: size)
    let oldMask = record.count - 1
    for back in 1...UInt64(record.count) where back <= measurementCount {
      let measurement = Int(truncatingIfNeeded: measurementCount - back)
      larger[measurement & (size - 1)] = record[measurement & oldMask]
    }
    record = larger
  }

  /// The symptom of flipping the measurement `lookback` results ago.
  func recordSymptom(lookback: UInt64) -> SymptomID {
    guard lookback <= measurementCount, lookback <= UInt64(record.count) else { return 0 }
    let measurement = Int(truncatingIfNeeded: measurementCount - lookback)
    return record[measurement & (record.count - 1)]
  }

  /// How far back the record may hold symptoms.
  var pendingReach: UInt64 {
    lowestPending < measurementCount ? measurementCount - lowestPending : 0
  }

  /// Moves the whole state to an earlier time of a periodic circuit.
  mutating func shift(measurementsBack: UInt64) {
    let size = record.count
    var moved = PackedBuffer<SymptomID>(repeating: 0, count: size)
    for back in 1...UInt64(size) where back <= measurementCount - measurementsBack {
      let from = Int(truncatingIfNeeded: measurementCount - back)
      let into = Int(truncatingIfNeeded: measurementCount - measurementsBack - back)
      moved[into & (size - 1)] = record[from & (size - 1)]
    }
    record = moved
    measurementCount -= measurementsBack
    if lowestPending != .max {
      lowestPending = lowestPending > measurementsBack ? lowestPending - measurementsBack : 0
    }
  }

  /// Whether the state equals an earlier one but for a shift in time.
  func isShiftedCopy(of other: borrowing SensitivityState, _ store: borrowing SymptomStore) -> Bool
  {
    let shift = nextDetector &- other.nextDetector
    for index in 0..<flips.count
    where !store.isShifted(flips[index], other.flips[index], by: shift) {
      return false
    }
    let reach = max(pendingReach, other.pendingReach)
    var back: UInt64 = 1
    while back <= reach {
      if !store.isShifted(
        recordSymptom(lookback: back), other.recordSymptom(lookback: back), by: shift)
      {
        return false
      }
      back += 1
    }
    return true
  }
}
