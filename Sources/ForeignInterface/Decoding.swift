// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CQuantaCore
internal import CircuitModel

/// Decodes packed rows.
@c @implementation
public func qk_decode(
  _ engine: QKEngine, _ shots: Int, _ detections: UnsafePointer<UInt8>?, _ detectionBytes: Int,
  _ detectionStride: Int, _ predictions: UnsafeMutablePointer<UInt8>?, _ predictionBytes: Int,
  _ predictionStride: Int, _ weights: UnsafeMutablePointer<Double>?, _ weightCount: Int
) -> QKStatus {
  answer { () throws(ForeignError) in
    let engine = try Handles.engine(engine)
    let rows = unsafe try input(detections, detectionBytes, "detections").span.bytes
    let layout = try RowLayout(
      rows: shots, bits: engine.detectorCount, byteCount: detectionBytes, stride: detectionStride,
      "detections")
    var values = unsafe try output(weights, weightCount, "weights").mutableSpan
    try requireWeights(engine, shots, weightCount)
    var target = unsafe try output(predictions, predictionBytes, "predictions").mutableSpan
    let targetLayout = try predictionLayout(engine, shots, predictionBytes, predictionStride)
    try engine.decode(
      shots: shots, weightCount > 0 ? .weights : .nothing,
      load: { state, range throws(ForeignError) in try state.load(rows, layout, range) },
      finish: { state, range in
        state.write(&target, targetLayout, range)
        if weightCount > 0 { copy(state.values, to: &values, at: range.lowerBound) }
      })
  }
}

/// Decodes lists of defects.
@c @implementation
public func qk_decodeLists(
  _ engine: QKEngine, _ shots: Int, _ offsets: UnsafePointer<UInt64>?, _ offsetCount: Int,
  _ defects: UnsafePointer<UInt32>?, _ defectCount: Int,
  _ predictions: UnsafeMutablePointer<UInt8>?,
  _ predictionBytes: Int, _ predictionStride: Int, _ weights: UnsafeMutablePointer<Double>?,
  _ weightCount: Int
) -> QKStatus {
  answer { () throws(ForeignError) in
    let engine = try Handles.engine(engine)
    let starts = unsafe try input(offsets, offsetCount, "offsets").span
    let lists = unsafe try input(defects, defectCount, "defects").span
    try checkOffsets(starts, shots: shots, entries: defectCount, "offsets")
    var values = unsafe try output(weights, weightCount, "weights").mutableSpan
    try requireWeights(engine, shots, weightCount)
    var target = unsafe try output(predictions, predictionBytes, "predictions").mutableSpan
    let targetLayout = try predictionLayout(engine, shots, predictionBytes, predictionStride)
    try engine.decode(
      shots: shots, weightCount > 0 ? .weights : .nothing,
      load: { state, range throws(ForeignError) in
        for shot in range {
          let entries = Int(starts[shot])..<Int(starts[shot + 1])
          try appendDefects(lists.extracting(entries), engine.detectorCount, to: &state.batch)
          state.batch.offsets[shot - range.lowerBound + 1] = state.batch.defects.count
        }
      },
      finish: { state, range in
        state.write(&target, targetLayout, range)
        if weightCount > 0 { copy(state.values, to: &values, at: range.lowerBound) }
      })
  }
}

/// Decodes with probabilities that hold for one shot alone.
@c @implementation
public func qk_decodeWithPriors(
  _ engine: QKEngine, _ shots: Int, _ detections: UnsafePointer<UInt8>?, _ detectionBytes: Int,
  _ detectionStride: Int, _ priorOffsets: UnsafePointer<UInt64>?, _ priorOffsetCount: Int,
  _ errors: UnsafePointer<UInt32>?, _ probabilities: UnsafePointer<Double>?, _ priorCount: Int,
  _ predictions: UnsafeMutablePointer<UInt8>?, _ predictionBytes: Int, _ predictionStride: Int
) -> QKStatus {
  answer { () throws(ForeignError) in
    let engine = try Handles.engine(engine)
    try engine.require(QK_REWEIGHTS, "does not take probabilities with each shot")
    let rows = unsafe try input(detections, detectionBytes, "detections").span.bytes
    let layout = try RowLayout(
      rows: shots, bits: engine.detectorCount, byteCount: detectionBytes, stride: detectionStride,
      "detections")
    let starts = unsafe try input(priorOffsets, priorOffsetCount, "priorOffsets").span
    let numbers = unsafe try input(errors, priorCount, "errors").span
    let chances = unsafe try input(probabilities, priorCount, "probabilities").span
    try checkOffsets(starts, shots: shots, entries: priorCount, "priorOffsets")
    var target = unsafe try output(predictions, predictionBytes, "predictions").mutableSpan
    let targetLayout = try predictionLayout(engine, shots, predictionBytes, predictionStride)
    try engine.decode(
      shots: shots, .priors,
      load: { state, range throws(ForeignError) in
        try state.load(rows, layout, range)
        var priors = ShotPriors()
        for shot in range {
          for entry in Int(starts[shot])..<Int(starts[shot + 1]) {
            priors.mechanisms.append(numbers[entry])
            priors.probabilities.append(chances[entry])
          }
          priors.offsets.append(priors.mechanisms.count)
        }
        state.priors = priors
      },
      finish: { state, range in state.write(&target, targetLayout, range) })
  }
}

/// Decodes, and tells the gap to the next best answer.
@c @implementation
public func qk_decodeWithGaps(
  _ engine: QKEngine, _ shots: Int, _ detections: UnsafePointer<UInt8>?, _ detectionBytes: Int,
  _ detectionStride: Int, _ predictions: UnsafeMutablePointer<UInt8>?, _ predictionBytes: Int,
  _ predictionStride: Int, _ gaps: UnsafeMutablePointer<Double>?, _ gapCount: Int
) -> QKStatus {
  answer { () throws(ForeignError) in
    let engine = try Handles.engine(engine)
    try engine.require(QK_GAPS, "does not tell how far the next best answer is")
    let rows = unsafe try input(detections, detectionBytes, "detections").span.bytes
    let layout = try RowLayout(
      rows: shots, bits: engine.detectorCount, byteCount: detectionBytes, stride: detectionStride,
      "detections")
    var values = unsafe try output(gaps, gapCount, "gaps").mutableSpan
    try requireOnePerShot(shots, gapCount, "gaps")
    var target = unsafe try output(predictions, predictionBytes, "predictions").mutableSpan
    let targetLayout = try predictionLayout(engine, shots, predictionBytes, predictionStride)
    try engine.decode(
      shots: shots, .gaps,
      load: { state, range throws(ForeignError) in try state.load(rows, layout, range) },
      finish: { state, range in
        state.write(&target, targetLayout, range)
        copy(state.values, to: &values, at: range.lowerBound)
      })
  }
}

/// Decodes, and tells which answers are guesses.
@c @implementation
public func qk_decodeWithDoubts(
  _ engine: QKEngine, _ shots: Int, _ detections: UnsafePointer<UInt8>?, _ detectionBytes: Int,
  _ detectionStride: Int, _ predictions: UnsafeMutablePointer<UInt8>?, _ predictionBytes: Int,
  _ predictionStride: Int, _ doubts: UnsafeMutablePointer<UInt8>?, _ doubtCount: Int
) -> QKStatus {
  answer { () throws(ForeignError) in
    let engine = try Handles.engine(engine)
    try engine.require(QK_FLAGS, "does not tell which of its answers are guesses")
    let rows = unsafe try input(detections, detectionBytes, "detections").span.bytes
    let layout = try RowLayout(
      rows: shots, bits: engine.detectorCount, byteCount: detectionBytes, stride: detectionStride,
      "detections")
    var flags = unsafe try output(doubts, doubtCount, "doubts").mutableSpan
    try requireOnePerShot(shots, doubtCount, "doubts")
    var target = unsafe try output(predictions, predictionBytes, "predictions").mutableSpan
    let targetLayout = try predictionLayout(engine, shots, predictionBytes, predictionStride)
    try engine.decode(
      shots: shots, .doubts,
      load: { state, range throws(ForeignError) in try state.load(rows, layout, range) },
      finish: { state, range in
        state.write(&target, targetLayout, range)
        for shot in range { flags[shot] = state.doubts[shot - range.lowerBound] ? 1 : 0 }
      })
  }
}
