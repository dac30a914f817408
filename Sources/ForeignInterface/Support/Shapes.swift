// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CQuantaCore
internal import CircuitModel

/// Checks that the predictions of an engine fit into memory.
func predictionLayout(
  _ engine: SharedEngine, _ shots: Int, _ byteCount: Int, _ stride: Int
) throws(ForeignError) -> RowLayout {
  try RowLayout(
    rows: shots, bits: engine.observableCount, byteCount: byteCount, stride: stride, "predictions")
}

/// Checks that an engine gives weights if they are asked for, and that there is room for them.
func requireWeights(
  _ engine: SharedEngine, _ shots: Int, _ count: Int
) throws(ForeignError) {
  guard count > 0 else { return }
  try engine.require(QK_WEIGHS, "gives no weights")
  try requireOnePerShot(shots, count, "weights")
}

/// Checks that memory has an element for each shot.
func requireOnePerShot(_ shots: Int, _ count: Int, _ name: String) throws(ForeignError) {
  guard count >= shots else {
    throw ForeignError(
      .shortBuffer, "'\(name)' holds \(count) elements, but there are \(shots) shots.")
  }
}

/// Checks the beginnings of lists that lie end to end.
///
/// - Parameters:
///   - offsets: Where each list begins, with one more entry for the end.
///   - shots: The number of lists.
///   - entries: The number of entries of all lists.
///   - name: What messages call the offsets.
/// - Throws: `ForeignError` with status `.badArgument` or `.shortBuffer`.
func checkOffsets(
  _ offsets: Span<UInt64>, shots: Int, entries: Int, _ name: String
) throws(ForeignError) {
  guard shots >= 0, shots < Int.max else {
    throw ForeignError(.badArgument, "The number of shots is too large.")
  }
  guard offsets.count > shots else {
    throw ForeignError(
      .shortBuffer, "'\(name)' needs \(shots + 1) entries for \(shots) shots, not \(offsets.count)."
    )
  }
  var last: UInt64 = 0
  for index in 0...shots {
    guard offsets[index] >= last, offsets[index] <= UInt64(entries) else {
      throw ForeignError(
        .badArgument,
        "'\(name)' must rise from 0 to at most \(entries), but entry \(index) is \(offsets[index])."
      )
    }
    last = offsets[index]
  }
}

/// Adds the defects of a shot to a batch, checked to ascend and to exist.
func appendDefects(
  _ defects: Span<UInt32>, _ detectorCount: Int, to batch: inout SyndromeBatch
) throws(ForeignError) {
  var next: Int = 0
  for index in 0..<defects.count {
    let defect = Int(defects[index])
    guard defect >= next else {
      throw ForeignError(
        .badArgument, "The detectors of a shot must ascend, but \(defect) follows \(next - 1).")
    }
    guard defect < detectorCount else {
      throw ForeignError(
        .badArgument, "Detector \(defect) fired, but the model has \(detectorCount) detectors.")
    }
    batch.defects.append(UInt32(defect))
    next = defect + 1
  }
}

/// Copies numbers to a place of the caller's memory.
func copy(_ values: [Double], to target: inout MutableSpan<Double>, at start: Int) {
  for (index, value) in values.enumerated() { target[start + index] = value }
}
