// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CQuantaCore
import CircuitModel
import ComputePrimitives
import StabilizerSimulation
import Testing
import _TestSupport

@testable import ForeignInterface

/// The error message of this thread.
func lastMessage() -> String {
  unsafe String(cString: qk_errorMessage())
}

/// The model of a handle made from text.
func makeModel(_ text: String) throws -> QKModel {
  var handle: QKModel = 0
  let status = unsafe qk_modelFromText(text, text.utf8.count, &handle)
  try #require(status == QK_OK, "\(lastMessage())")
  return handle
}

/// The engine of a handle made from the text of a model.
func makeEngine(_ text: String, _ decoder: String = "matching") throws -> QKEngine {
  let model = try makeModel(text)
  var compiled: QKDecoder = 0
  var engine: QKEngine = 0
  try #require(unsafe qk_compile(model, decoder, &compiled) == QK_OK, "\(lastMessage())")
  try #require(unsafe qk_makeEngine(compiled, &engine) == QK_OK, "\(lastMessage())")
  return engine
}

/// What a function that writes text writes.
func textOf(
  _ function: (UnsafeMutablePointer<CChar>?, Int, UnsafeMutablePointer<Int>?) -> QKStatus
) throws -> String {
  var length = 0
  // No memory at all: the function tells how much it needs.
  #expect(unsafe function(nil, 0, &length) == QK_SHORT_BUFFER)
  var buffer = [CChar](repeating: 1, count: length + 1)
  try #require(unsafe function(&buffer, length + 1, nil) == QK_OK, "\(lastMessage())")
  #expect(buffer[length] == 0)
  return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// A batch as packed rows with a stride of its own; bytes between rows are 0xAA.
func packedRows(_ matrix: BitMatrix, stride: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: 0xAA, count: matrix.rowCount * stride)
  for row in 0..<matrix.rowCount {
    for byte in 0..<((matrix.columnCount + 7) / 8) {
      bytes[row * stride + byte] = UInt8(
        truncatingIfNeeded: matrix.words[row * matrix.wordsPerRow + byte / 8]
          >> UInt64(byte % 8 * 8))
    }
  }
  return bytes
}

/// Shots of a model.
func sampleShots(_ text: String, shots: Int, seed: UInt64) throws -> SyndromeBatch {
  let sampler = try ErrorModelSampler(DetectorErrorModel(parsing: text))
  var stream = RandomStream(seed: seed)
  var batch = SyndromeBatch(
    shotCount: shots, detectorCount: sampler.detectorCount,
    observableCount: sampler.observableCount)
  sampler.sample(shots: shots, using: &stream, into: &batch)
  return batch
}

/// A chain of detectors with boundaries at both ends: a repetition code in space and time.
func chainModel(detectors: Int, p: Double) -> String {
  var lines = ["error(\(p)) D0 L0"]
  for index in 0..<(detectors - 1) { lines.append("error(\(p)) D\(index) D\(index + 1)") }
  lines.append("error(\(p / 2)) D\(detectors - 1) L1")
  return lines.joined(separator: "\n")
}
