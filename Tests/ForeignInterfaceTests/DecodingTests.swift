// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CQuantaCore
import CircuitModel
import ComputePrimitives
import Decoding
import StabilizerSimulation
import Testing
import _TestSupport

@testable import ForeignInterface

@Suite("Decoding through the C interface", .tags(.law))
struct DecodingTests {
  /// Predictions and weights of the engine itself.
  private func reference(
    _ text: String, _ batch: SyndromeBatch
  ) throws -> (predictions: BitMatrix, weights: [Double]) {
    let engine = try MatchingDecoder()
      .compileMatching(DetectorErrorModel(parsing: text)).makeMatchingEngine()
    var predictions = BitMatrix(
      rowCount: batch.shotCount, columnCount: batch.observables.columnCount)
    var weights: [Double] = []
    try engine.decode(batch, into: &predictions, weights: &weights)
    return (predictions, weights)
  }

  @Test(
    "Packed rows of any width and stride decode as the engine itself decodes",
    arguments: [3, 8, 9, 63, 64, 65, 70, 128, 131], [0, 1, 13])
  func rows(detectors: Int, gap: Int) throws {
    let text = chainModel(detectors: detectors, p: 0.1)
    let batch = try sampleShots(text, shots: 1300, seed: UInt64(detectors))
    let (predictions, weights) = try reference(text, batch)
    let engine = try makeEngine(text)
    let width = (detectors + 7) / 8
    let rows = packedRows(batch.rows(), stride: width + gap)
    var answer = [UInt8](repeating: 0xAA, count: 1300 * (1 + gap))
    var found = [Double](repeating: .nan, count: 1300)
    // Stride 0 stands for rows without gaps.
    let strides = gap == 0 ? (0, 0) : (width + gap, 1 + gap)
    let status = unsafe qk_decode(
      engine, 1300, rows, rows.count, strides.0, &answer, answer.count, strides.1, &found, 1300)
    #expect(status == QK_OK, "\(lastMessage())")
    #expect(answer == packedRows(predictions, stride: 1 + gap))
    #expect(found == weights)
    // The memory of an engine is used again, for another number of shots, without weights.
    var again = [UInt8](repeating: 0xAA, count: 100 * (1 + gap))
    let second = unsafe qk_decode(
      engine, 100, rows, rows.count, strides.0, &again, again.count, strides.1, nil, 0)
    #expect(second == QK_OK && again == Array(answer[..<again.count]))
  }

  @Test("Lists decode as rows do")
  func lists() throws {
    let text = chainModel(detectors: 40, p: 0.1)
    let batch = try sampleShots(text, shots: 2000, seed: 5)
    let (predictions, weights) = try reference(text, batch)
    let engine = try makeEngine(text)
    let offsets = batch.offsets.map { UInt64($0) }
    var answer = [UInt8](repeating: 0xAA, count: 2000)
    var found = [Double](repeating: .nan, count: 2000)
    let status = unsafe qk_decodeLists(
      engine, 2000, offsets, offsets.count, batch.defects, batch.defects.count, &answer, 2000, 0,
      &found, 2000)
    #expect(status == QK_OK, "\(lastMessage())")
    #expect(answer == packedRows(predictions, stride: 1) && found == weights)
  }

  @Test("An explanation has the shot's detectors, and its observables are those of its errors")
  func explanation() throws {
    let text = chainModel(detectors: 20, p: 0.1)
    let engine = try makeEngine(text)
    let batch = try sampleShots(text, shots: 50, seed: 8)
    for shot in 0..<50 {
      let defects = Array(batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]])
      var handle: QKExplanation = 0
      try #require(unsafe qk_explain(engine, defects, defects.count, &handle) == QK_OK)
      var sizes = QKExplanationSizes()
      try #require(unsafe qk_explanationSizes(handle, &sizes) == QK_OK)
      var pairs = [Int64](repeating: 0, count: 2 * Int(sizes.pairs))
      #expect(unsafe qk_explanationPairs(handle, &pairs, pairs.count) == QK_OK)
      #expect(pairs.filter { $0 >= 0 }.sorted() == defects.map { Int64($0) })
      let errors = Int(sizes.errors)
      var starts = [UInt64](repeating: 0, count: errors + 1)
      var observableStarts = starts
      var detectors = [UInt32](repeating: 0, count: Int(sizes.errorDetectors))
      var flips = [UInt32](repeating: 0, count: Int(sizes.errorObservables))
      #expect(
        unsafe qk_explanationErrors(
          handle, &starts, &observableStarts, errors + 1, &detectors, detectors.count, &flips,
          flips.count) == QK_OK)
      #expect(Int(starts[errors]) == detectors.count)
      #expect(Int(observableStarts[errors]) == flips.count)
      var observables = [UInt32](repeating: 0, count: Int(sizes.observables))
      #expect(
        unsafe qk_explanationObservables(handle, &observables, observables.count) == QK_OK)
      #expect(
        Symptom(detectors: detectors, observables: flips)
          == Symptom(detectors: defects, observables: observables))
      #expect(sizes.weight >= 0)
      #expect(qk_release(handle) == QK_OK)
    }
  }

  @Test("Threads that share an engine get the answers that one would", .timeLimit(.minutes(1)))
  func sharedEngine() throws {
    let text = chainModel(detectors: 70, p: 0.05)
    let batch = try sampleShots(text, shots: 1500, seed: 3)
    let expected = packedRows(try reference(text, batch).predictions, stride: 1)
    let rows = packedRows(batch.rows(), stride: 9)
    let engine = try makeEngine(text)
    let answers = try parallelMap(count: 8, workers: 4) { _ in
      var answer = [UInt8](repeating: 0, count: 1500)
      let status = unsafe qk_decode(
        engine, 1500, rows, rows.count, 0, &answer, 1500, 0, nil, 0)
      return status == QK_OK ? answer : []
    }
    for answer in answers { #expect(answer == expected) }
  }

  @Test("Every decoder of the table can be named, described and compiled")
  func everyDecoder() throws {
    let model = try makeModel(chainModel(detectors: 4, p: 0.1))
    #expect(qk_decoderCount() == Decoders.all.count)
    for (index, family) in Decoders.all.enumerated() {
      let name = try unsafe textOf { unsafe qk_decoderName(index, $0, $1, $2) }
      let help = try unsafe textOf { unsafe qk_decoderHelp(index, $0, $1, $2) }
      #expect(name == family.name && help.hasPrefix(family.summary))
      #expect(help.split(separator: "\n").count == 1 + family.settings.count)
      var decoder: QKDecoder = 0
      let status = unsafe qk_compile(model, name, &decoder)
      guard status == QK_OK else {
        // A decoder for models of another kind, or one whose settings the model is too small for, says so.
        #expect(status == QK_UNSUITABLE_MODEL || status == QK_UNKNOWN_DECODER)
        #expect(!lastMessage().isEmpty)
        continue
      }
      let specification = try unsafe textOf { unsafe qk_decoderSpecification(decoder, $0, $1, $2) }
      #expect(specification.hasPrefix(name))
      var engine: QKEngine = 0
      #expect(unsafe qk_makeEngine(decoder, &engine) == QK_OK)
      // A shot without defects is explained by no error.
      var prediction: [UInt8] = [0xAA]
      #expect(unsafe qk_decode(engine, 1, [0], 1, 0, &prediction, 1, 0, nil, 0) == QK_OK)
      #expect(prediction == [0])
    }
  }
}
