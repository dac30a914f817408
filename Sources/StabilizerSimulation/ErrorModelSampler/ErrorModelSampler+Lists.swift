// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

extension ErrorModelSampler {
  /// Draws shots as lists of defects with the observables that flipped.
  ///
  /// - Parameters:
  ///   - shots: The number of shots.
  ///   - stream: The source of chance; its state after the call depends on what was drawn.
  ///   - batch: Receives the shots in place of what it held.
  /// - Precondition: `batch` was made for the model's numbers of detectors and observables.
  /// - Complexity: O(shots + errors that happen).
  public func sample(
    shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch
  ) {
    prepare(&batch, shots: shots)
    if tables.drawsKeys {
      drawKeys(shots: shots, using: &stream, into: &batch)
    } else {
      drawBits(shots: shots, using: &stream, into: &batch)
    }
    applyConstant(&batch)
  }

  private func drawKeys(
    shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch
  ) {
    var keys = DefectKeys()
    for first in stride(from: 0, to: shots, by: tables.walkSize) {
      keys.draw(
        tables, shots: min(tables.walkSize, shots - first), firstShot: first, using: &stream,
        into: &batch)
    }
  }

  private func drawBits(
    shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch
  ) {
    var block = DetectorBlock(tables)
    for first in stride(from: 0, to: shots, by: tables.walkSize) {
      let count = min(tables.walkSize, shots - first)
      block.draw(
        tables, shots: count, firstShot: first, using: &stream,
        observables: &batch.observables)
      block.moveLists(shots: count, firstShot: first, to: &batch.defects, &batch.offsets)
    }
  }

  /// Draws shots and records which mechanisms fired.
  ///
  /// - Parameters:
  ///   - shots: The number of shots.
  ///   - stream: The source of chance; the shots are those of `sample(shots:using:into:)`.
  ///   - batch: Receives the shots in place of what it held.
  ///   - fired: Receives the mechanisms that fired, as if each mechanism of the model, in its order, were a
  ///     detector: shape (shots × `mechanismCount`), no observables.
  /// - Precondition: the batches were made for these shapes.
  public func sample(
    shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch,
    recording fired: inout SyndromeBatch
  ) {
    precondition(
      fired.detectorCount == mechanismCount && fired.observableCount == 0,
      "The record of fired mechanisms needs a column for each mechanism and no observables.")
    fired = SyndromeBatch(
      shotCount: shots, detectorCount: mechanismCount, observableCount: 0)
    for first in stride(from: 0, to: shots, by: tables.walkSize) {
      let count = min(tables.walkSize, shots - first)
      var lists = [[UInt32]](repeating: [], count: count)
      for group in tables.groups.groups {
        tables.walk(group, shots: count, using: &stream) { shot, member in
          lists[shot].append(tables.groups.originals[group.firstMember + member])
        }
      }
      tables.walkLine(shots: count, using: &stream) { shot, place in
        lists[shot].append(tables.line.originals[place])
      }
      for (shot, list) in lists.enumerated() {
        // Mechanisms taken as always firing did so unless undone.
        fired.defects += symmetricDifference(list.sorted(), tables.constantMechanisms)
        fired.offsets[first + shot + 1] = fired.defects.count
      }
    }
    replay(fired, into: &batch)
  }

  /// Computes the shots in which recorded mechanisms fire.
  ///
  /// - Parameters:
  ///   - fired: The mechanisms of each shot, in the model's order, as `sample(shots:using:into:recording:)` records them.
  ///   - batch: Receives the shots in place of what it held.
  /// - Precondition: the batches were made for the model's shapes.
  public func replay(_ fired: SyndromeBatch, into batch: inout SyndromeBatch) {
    precondition(
      fired.detectorCount == mechanismCount,
      "The record of fired mechanisms needs a column for each mechanism.")
    prepare(&batch, shots: fired.shotCount)
    for shot in 0..<fired.shotCount {
      var defects: [UInt32] = []
      for mechanism in fired.defects[fired.offsets[shot]..<fired.offsets[shot + 1]] {
        let symptoms = tables.replaySymptoms
        defects = symmetricDifference(defects, Array(symptoms.detectors(Int(mechanism))))
        for observable in symptoms.observables(Int(mechanism)) {
          batch.observables.flip(shot, Int(observable))
        }
      }
      batch.defects += defects
      batch.offsets[shot + 1] = batch.defects.count
    }
  }

  private func prepare(_ batch: inout SyndromeBatch, shots: Int) {
    precondition(shots >= 0, "The number of shots must not be negative.")
    precondition(
      batch.detectorCount == detectorCount && batch.observableCount == observableCount,
      "The batch has other numbers of detectors and observables than the model.")
    batch.defects.removeAll(keepingCapacity: true)
    if batch.shotCount == shots {
      batch.observables.clear()
    } else {
      batch.offsets = [Int](repeating: 0, count: shots + 1)
      batch.observables = BitMatrix(rowCount: shots, columnCount: observableCount)
    }
  }

  /// Adds the symptom of the mechanisms that are taken as always firing.
  private func applyConstant(_ batch: inout SyndromeBatch) {
    guard !tables.constantMechanisms.isEmpty else { return }
    let drawn = batch.defects
    batch.defects.removeAll(keepingCapacity: true)
    var start = 0
    for shot in 0..<batch.shotCount {
      let end = batch.offsets[shot + 1]
      batch.defects += symmetricDifference(
        Array(drawn[start..<end]), tables.constant.detectors)
      batch.offsets[shot + 1] = batch.defects.count
      start = end
      for observable in tables.constant.observables {
        batch.observables.flip(shot, Int(observable))
      }
    }
  }
}

/// The elements of exactly one of two ascending lists, ascending.
func symmetricDifference(_ first: [UInt32], _ second: [UInt32]) -> [UInt32] {
  if second.isEmpty { return first }
  var result: [UInt32] = []
  var left = 0
  var right = 0
  while left < first.count, right < second.count {
    if first[left] < second[right] {
      result.append(first[left])
      left += 1
    } else if first[left] > second[right] {
      result.append(second[right])
      right += 1
    } else {
      left += 1
      right += 1
    }
  }
  return result + first[left...] + second[right...]
}
