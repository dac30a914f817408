// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CQuantaCore
import Testing
import _TestSupport

@testable import ForeignInterface

@Suite("Bad input to the C interface", .tags(.exact))
struct BadInputTests {
  @Test("Handles that were never given, were released or are of another kind are refused")
  func handles() throws {
    let model = try makeModel("error(0.1) D0 L0")
    var counts = QKCounts()
    for handle in [0, model + 1_000_000, .max] {
      #expect(unsafe qk_counts(handle, &counts) == QK_BAD_HANDLE)
      #expect(lastMessage().contains("no handle"))
      #expect(qk_release(handle) == QK_BAD_HANDLE)
    }
    var engine: QKEngine = 0
    #expect(unsafe qk_makeEngine(model, &engine) == QK_BAD_HANDLE)
    #expect(lastMessage().contains("a model, where a decoder is needed"))
    var abilities: UInt32 = 0
    #expect(unsafe qk_engineAbilities(model, &abilities) == QK_BAD_HANDLE)
    #expect(unsafe qk_modelFromCircuit(model, 0, 0, &engine) == QK_BAD_HANDLE)
    #expect(unsafe qk_samplerOfCircuit(model, &engine) == QK_BAD_HANDLE)
    var sizes = QKExplanationSizes()
    #expect(unsafe qk_explanationSizes(model, &sizes) == QK_BAD_HANDLE)
    #expect(qk_sample(model, 0, 0, nil, 0, 0, nil, 0, 0, nil, 0, 0) == QK_BAD_HANDLE)
    #expect(engine == 0)
    #expect(qk_release(model) == QK_OK)
    #expect(qk_release(model) == QK_BAD_HANDLE)
    #expect(unsafe qk_samplerOfModel(model, &engine) == QK_BAD_HANDLE)
  }

  @Test("What was made from a handle outlives it")
  func lifetimes() throws {
    let model = try makeModel("error(0.1) D0 L0")
    var decoder: QKDecoder = 0
    var engine: QKEngine = 0
    #expect(unsafe qk_compile(model, "matching", &decoder) == QK_OK)
    #expect(qk_release(model) == QK_OK)
    #expect(unsafe qk_makeEngine(decoder, &engine) == QK_OK)
    #expect(qk_release(decoder) == QK_OK)
    var prediction: [UInt8] = [0xAA]
    #expect(unsafe qk_decode(engine, 1, [1], 1, 0, &prediction, 1, 0, nil, 0) == QK_OK)
    #expect(prediction == [1])
  }

  @Test("NULL where something is needed is refused")
  func nulls() throws {
    let engine = try makeEngine("error(0.1) D0 L0")
    let model = try makeModel("error(0.1) D0 L0")
    var handle: UInt64 = 0
    #expect(unsafe qk_modelFromText(nil, 4, &handle) == QK_BAD_ARGUMENT)
    #expect(lastMessage().contains("'text' is NULL"))
    #expect(unsafe qk_modelFromText("", 0, nil) == QK_BAD_ARGUMENT)
    #expect(unsafe qk_modelFromFile(nil, &handle) == QK_BAD_ARGUMENT)
    #expect(unsafe qk_circuitFromText(nil, 1, &handle) == QK_BAD_ARGUMENT)
    #expect(unsafe qk_circuitFromFile(nil, &handle) == QK_BAD_ARGUMENT)
    #expect(unsafe qk_compile(model, nil, &handle) == QK_BAD_ARGUMENT)
    #expect(unsafe qk_compile(model, "matching", nil) == QK_BAD_ARGUMENT)
    #expect(qk_counts(model, nil) == QK_BAD_ARGUMENT)
    #expect(qk_samplerOfModel(model, nil) == QK_BAD_ARGUMENT)
    #expect(qk_engineAbilities(engine, nil) == QK_BAD_ARGUMENT)
    #expect(qk_modelText(model, nil, 100, nil) == QK_BAD_ARGUMENT)
    var byte: [UInt8] = [0]
    #expect(unsafe qk_decode(engine, 1, nil, 1, 0, &byte, 1, 0, nil, 0) == QK_BAD_ARGUMENT)
    #expect(unsafe qk_decode(engine, 1, [0], 1, 0, nil, 1, 0, nil, 0) == QK_BAD_ARGUMENT)
    #expect(unsafe qk_decode(engine, 1, [0], 1, 0, &byte, 1, 0, nil, 1) == QK_BAD_ARGUMENT)
    #expect(
      unsafe qk_decodeLists(engine, 1, nil, 2, nil, 0, &byte, 1, 0, nil, 0) == QK_BAD_ARGUMENT)
    #expect(unsafe qk_explain(engine, nil, 1, &handle) == QK_BAD_ARGUMENT)
    #expect(unsafe qk_explain(engine, [0], 1, nil) == QK_BAD_ARGUMENT)
    // An empty model is a model.
    #expect(unsafe qk_modelFromText(nil, 0, &handle) == QK_OK)
  }

  @Test("Memory that is too small, misaligned or impossibly large is refused")
  func sizes() throws {
    let engine = try makeEngine(chainModel(detectors: 20, p: 0.1))
    let rows = [UInt8](repeating: 0, count: 30)
    var answer = [UInt8](repeating: 0, count: 10)
    var weights = [Double](repeating: 0, count: 10)
    func decode(
      shots: Int = 10, bytes: Int = 30, stride: Int = 0, room: Int = 10, answerStride: Int = 0,
      weightCount: Int = 10
    ) -> QKStatus {
      unsafe qk_decode(
        engine, shots, rows, bytes, stride, &answer, room, answerStride, &weights, weightCount)
    }
    #expect(decode() == QK_OK)
    #expect(decode(bytes: 29) == QK_SHORT_BUFFER)
    #expect(lastMessage().contains("10 rows of 'detections', 20 bits each"))
    #expect(decode(room: 9) == QK_SHORT_BUFFER)
    #expect(decode(weightCount: 9) == QK_SHORT_BUFFER)
    #expect(decode(shots: 11) == QK_SHORT_BUFFER)
    #expect(decode(stride: 2) == QK_BAD_ARGUMENT)
    #expect(decode(stride: 4) == QK_SHORT_BUFFER)
    #expect(decode(stride: .max) == QK_SHORT_BUFFER)
    #expect(decode(shots: -1) == QK_BAD_ARGUMENT)
    #expect(decode(shots: .max) == QK_SHORT_BUFFER)
    #expect(decode(bytes: -1) == QK_BAD_ARGUMENT)
    #expect(decode(weightCount: .max) == QK_BAD_ARGUMENT)
    let misaligned = unsafe UnsafeMutablePointer<Double>(bitPattern: 4097)
    let status = unsafe qk_decode(engine, 10, rows, 30, 0, &answer, 10, 0, misaligned, 10)
    #expect(status == QK_BAD_ARGUMENT && lastMessage().contains("not aligned"))
  }

  @Test("An explanation whose memory is too small writes nothing to any of its results")
  func shortExplanations() throws {
    let engine = try makeEngine(chainModel(detectors: 4, p: 0.1))
    var handle: QKExplanation = 0
    try #require(unsafe qk_explain(engine, [0, 3], 2, &handle) == QK_OK)
    var sizes = QKExplanationSizes()
    try #require(unsafe qk_explanationSizes(handle, &sizes) == QK_OK)
    #expect(sizes.errors == 2 && sizes.errorDetectors == 2 && sizes.errorObservables == 2)
    let wide = [UInt64](repeating: 77, count: 3)
    let narrow = [UInt32](repeating: 77, count: 2)
    func errors(
      offsets: Int = 3, detectors: Int = 2, observables: Int = 2, withDetectors: Bool = true
    ) -> (status: QKStatus, wasWritten: Bool) {
      var starts = wide
      var observableStarts = wide
      var numbers = narrow
      var flips = narrow
      let status = unsafe numbers.withUnsafeMutableBufferPointer { memory in
        unsafe qk_explanationErrors(
          handle, &starts, &observableStarts, offsets, withDetectors ? memory.baseAddress : nil,
          detectors, &flips, observables)
      }
      let isWhole =
        starts == wide && observableStarts == wide && numbers == narrow && flips == narrow
      return (status, !isWhole)
    }
    #expect(errors() == (QKStatus(QK_OK), true))
    #expect(errors(offsets: 2) == (QKStatus(QK_SHORT_BUFFER), false))
    #expect(lastMessage().contains("'detectorOffsets' holds 2 elements, but 3 are needed"))
    #expect(errors(detectors: 1) == (QKStatus(QK_SHORT_BUFFER), false))
    #expect(lastMessage().contains("'detectors' holds 1 elements, but 2 are needed"))
    #expect(errors(observables: 1) == (QKStatus(QK_SHORT_BUFFER), false))
    #expect(lastMessage().contains("'observables' holds 1 elements, but 2 are needed"))
    #expect(errors(withDetectors: false) == (QKStatus(QK_BAD_ARGUMENT), false))
    #expect(errors(observables: -1) == (QKStatus(QK_BAD_ARGUMENT), false))
    #expect(qk_release(handle) == QK_OK)
  }

  @Test("Any number of shots of nothing is done at once")
  func nothing() throws {
    let engine = try makeEngine("")
    #expect(qk_decode(engine, .max, nil, 0, 0, nil, 0, 0, nil, 0) == QK_OK)
    var sampler: QKSampler = 0
    try #require(unsafe qk_samplerOfModel(try makeModel(""), &sampler) == QK_OK)
    #expect(qk_sample(sampler, 1, .max, nil, 0, 0, nil, 0, 0, nil, 0, 0) == QK_OK)
    var byte: [UInt8] = [0]
    #expect(
      unsafe qk_sample(sampler, 1, .max, nil, 0, 0, nil, 0, 0, &byte, 1, 0) == QK_OK)
  }

  @Test("Bits after the last detector are refused: they show rows of another shape")
  func surplusBits() throws {
    let engine = try makeEngine(chainModel(detectors: 20, p: 0.1))
    var rows = [UInt8](repeating: 0, count: 9)
    rows[8] = 0x10
    var answer = [UInt8](repeating: 0, count: 3)
    #expect(unsafe qk_decode(engine, 3, rows, 9, 0, &answer, 3, 0, nil, 0) == QK_BAD_ARGUMENT)
    #expect(lastMessage().contains("shot 2 has bits after the last of its 20 detectors"))
    rows[8] = 0x08
    #expect(unsafe qk_decode(engine, 3, rows, 9, 0, &answer, 3, 0, nil, 0) == QK_OK)
  }

  @Test("Lists that do not ascend, or name what is not there, are refused")
  func badLists() throws {
    let engine = try makeEngine(chainModel(detectors: 20, p: 0.1))
    var answer: [UInt8] = [0, 0]
    func decode(_ offsets: [UInt64], _ defects: [UInt32]) -> QKStatus {
      unsafe qk_decodeLists(
        engine, 2, offsets, offsets.count, defects, defects.count, &answer, 2, 0, nil, 0)
    }
    #expect(decode([0, 2, 3], [0, 19, 5]) == QK_OK)
    #expect(decode([0, 2], [0, 19]) == QK_SHORT_BUFFER)
    #expect(decode([0, 2, 4], [0, 19, 5]) == QK_BAD_ARGUMENT)
    #expect(decode([0, 2, 1], [0, 19, 5]) == QK_BAD_ARGUMENT)
    #expect(decode([0, 2, 3], [19, 0, 5]) == QK_BAD_ARGUMENT)
    #expect(decode([0, 2, 3], [4, 4, 5]) == QK_BAD_ARGUMENT)
    #expect(decode([0, 2, 3], [0, 20, 5]) == QK_BAD_ARGUMENT)
    #expect(decode([0, 2, .max], [0, 19, 5]) == QK_BAD_ARGUMENT)
    #expect(lastMessage().contains("'offsets' must rise from 0 to at most 3"))
    var handle: QKExplanation = 0
    #expect(unsafe qk_explain(engine, [3, 2], 2, &handle) == QK_BAD_ARGUMENT)
  }

  @Test("Text that cannot be read says where; decoders and settings that do not exist say which do")
  func texts() throws {
    var handle: UInt64 = 0
    let text = "error(0.1) D0\nerror(2) D1"
    #expect(unsafe qk_modelFromText(text, text.utf8.count, &handle) == QK_BAD_INPUT)
    #expect(lastMessage().hasPrefix("2:"))
    #expect(unsafe qk_circuitFromText("NOGATE 1", 8, &handle) == QK_BAD_INPUT)
    #expect(unsafe qk_circuitFromText("\u{0}\u{0}\u{0}", 3, &handle) == QK_BAD_INPUT)
    #expect(unsafe qk_modelFromFile("/no/such/file.dem", &handle) == QK_FILE_ERROR)
    #expect(lastMessage().contains("/no/such/file.dem"))
    let model = try makeModel("error(0.1) D0 D1 D2 L0")
    #expect(unsafe qk_compile(model, "matching", &handle) == QK_UNSUITABLE_MODEL)
    #expect(unsafe qk_compile(model, "magic", &handle) == QK_UNKNOWN_DECODER)
    #expect(lastMessage().contains("matching"))
    #expect(unsafe qk_compile(model, "matching(", &handle) == QK_UNKNOWN_DECODER)
    #expect(unsafe qk_compile(model, "", &handle) == QK_UNKNOWN_DECODER)
    #expect(handle == 0)
  }

  @Test("A shot that no error explains is named, and the engine goes on")
  func unexplainable() throws {
    let engine = try makeEngine("error(0.1) D0 D1 L0\ndetector D2")
    var answer = [UInt8](repeating: 0, count: 1100)
    var rows = [UInt8](repeating: 3, count: 1100)
    rows[1030] = 1
    #expect(
      unsafe qk_decode(engine, 1100, rows, 1100, 0, &answer, 1100, 0, nil, 0) == QK_UNEXPLAINABLE)
    #expect(lastMessage().hasPrefix("shot 1030: "))
    #expect(unsafe qk_decode(engine, 1000, rows, 1100, 0, &answer, 1100, 0, nil, 0) == QK_OK)
    #expect(answer[..<1000].allSatisfy { $0 == 1 })
  }

  @Test("Abilities that an engine lacks are refused, and the engine says so before")
  func abilities() throws {
    let engine = try makeEngine("error(0.1) D0 L0", "maximum-likelihood")
    var bits: UInt32 = 0
    #expect(unsafe qk_engineAbilities(engine, &bits) == QK_OK)
    var answer: [UInt8] = [0]
    var numbers: [Double] = [0]
    var doubts: [UInt8] = [0]
    var handle: QKExplanation = 0
    let calls: [(Int, QKStatus)] = unsafe [
      (QK_WEIGHS, qk_decode(engine, 1, [1], 1, 0, &answer, 1, 0, &numbers, 1)),
      (QK_EXPLAINS, qk_explain(engine, [0], 1, &handle)),
      (
        QK_REWEIGHTS,
        qk_decodeWithPriors(engine, 1, [1], 1, 0, [0, 0], 2, nil, nil, 0, &answer, 1, 0)
      ),
      (QK_GAPS, qk_decodeWithGaps(engine, 1, [1], 1, 0, &answer, 1, 0, &numbers, 1)),
      (QK_FLAGS, qk_decodeWithDoubts(engine, 1, [1], 1, 0, &answer, 1, 0, &doubts, 1)),
    ]
    for (ability, status) in calls {
      #expect(status == (Int(bits) & ability == 0 ? QKStatus(QK_UNSUPPORTED) : QKStatus(QK_OK)))
    }
  }
}
