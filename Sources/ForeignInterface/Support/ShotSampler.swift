// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives
internal import StabilizerSimulation

/// A prepared source of shots.
enum ShotSampler: Sendable {
  case model(ErrorModelSampler)
  case circuit(DetectionSampler)

  /// The number of detectors.
  var detectorCount: Int {
    switch self {
    case .model(let sampler): sampler.detectorCount
    case .circuit(let sampler): sampler.detectorCount
    }
  }

  /// The number of observables.
  var observableCount: Int {
    switch self {
    case .model(let sampler): sampler.observableCount
    case .circuit(let sampler): sampler.observableCount
    }
  }

  /// The number of errors of the model; nil for a circuit.
  var errorCount: Int? {
    if case .model(let sampler) = self { sampler.mechanismCount } else { nil }
  }
}

/// Rows of bits of the caller, to be written.
struct TargetRows: ~Copyable, ~Escapable {
  private var memory: MutableSpan<UInt8>
  private let layout: RowLayout

  @_lifetime(copy memory)
  init(_ memory: consuming MutableSpan<UInt8>, _ layout: RowLayout) {
    self.memory = memory
    self.layout = layout
  }

  /// Writes rows that lie in bytes without gaps.
  @_lifetime(self: copy self)
  mutating func write(_ bytes: [UInt8], count: Int, at first: Int) {
    let width = layout.width
    if layout.stride == width {
      for index in 0..<(count * width) { memory[first * width + index] = bytes[index] }
      return
    }
    for row in 0..<count {
      let start = layout.start(first + row)
      for byte in 0..<width { memory[start + byte] = bytes[row * width + byte] }
    }
  }

  /// Writes some columns of the first rows of a matrix.
  @_lifetime(self: copy self)
  mutating func write(_ matrix: BitMatrix, count: Int, at first: Int) {
    for row in 0..<count {
      let start = layout.start(first + row)
      let from = row * matrix.wordsPerRow
      for byte in 0..<layout.width {
        memory[start + byte] = UInt8(
          truncatingIfNeeded: matrix.words[from + byte / 8] >> UInt64(byte % 8 * 8))
      }
    }
  }
}

extension ErrorModelSampler {
  /// Draws shots in blocks, each with a random stream of its own.
  func fill(
    shots: Int, seed: UInt64, _ detections: inout TargetRows, _ observables: inout TargetRows
  ) {
    var detectionBytes: [UInt8] = []
    var observableBytes: [UInt8] = []
    let size = ErrorModelSampler.blockSize
    for first in stride(from: 0, to: shots, by: size) {
      let count = min(size, shots - first)
      var stream = RandomStream(seed: seed, stream: UInt64(first / size))
      sampleRows(
        shots: count, using: &stream, detectors: &detectionBytes, observables: &observableBytes)
      detections.write(detectionBytes, count: count, at: first)
      observables.write(observableBytes, count: count, at: first)
    }
  }

  /// Draws the same shots, and tells the errors that happened.
  func fill(
    shots: Int, seed: UInt64, _ detections: inout TargetRows, _ observables: inout TargetRows,
    _ errors: inout TargetRows
  ) {
    let size = ErrorModelSampler.blockSize
    for first in stride(from: 0, to: shots, by: size) {
      let count = min(size, shots - first)
      var stream = RandomStream(seed: seed, stream: UInt64(first / size))
      var batch = SyndromeBatch(
        shotCount: count, detectorCount: detectorCount, observableCount: observableCount)
      var fired = SyndromeBatch(
        shotCount: count, detectorCount: mechanismCount, observableCount: 0)
      sample(shots: count, using: &stream, into: &batch, recording: &fired)
      detections.write(batch.rows(), count: count, at: first)
      observables.write(batch.observables, count: count, at: first)
      errors.write(fired.rows(), count: count, at: first)
    }
  }
}

extension DetectionSampler {
  /// Draws shots in batches, each with a random stream of its own.
  func fill(
    shots: Int, seed: UInt64, _ detections: inout TargetRows, _ observables: inout TargetRows
  ) {
    var engine = makeEngine()
    var batch = makeBatch()
    for (index, first) in stride(from: 0, to: shots, by: shotsPerBatch).enumerated() {
      let count = min(shotsPerBatch, shots - first)
      engine.sample(seed: seed, batch: UInt64(index), shots: count, into: &batch)
      detections.write(batch.shotRows(appendingObservables: false), count: count, at: first)
      var flips = BitMatrix(rowCount: count, columnCount: observableCount)
      for observable in 0..<observableCount {
        for shot in 0..<count where batch.observables[observable, shot] {
          flips[shot, observable] = true
        }
      }
      observables.write(flips, count: count, at: first)
    }
  }
}
