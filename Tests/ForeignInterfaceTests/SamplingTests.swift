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

@Suite("Models, circuits and samples through the C interface", .tags(.law))
struct SamplingTests {
  private let circuit = """
    R 0 1 2 3 4
    X_ERROR(0.1) 0 2 4
    CX 0 1 2 3
    CX 2 1 4 3
    M(0.05) 1 3
    DETECTOR rec[-1]
    DETECTOR rec[-2]
    M 0
    OBSERVABLE_INCLUDE(0) rec[-1]
    """

  private func makeCircuit(_ text: String) throws -> QKCircuit {
    var handle: QKCircuit = 0
    try #require(
      unsafe qk_circuitFromText(text, text.utf8.count, &handle) == QK_OK, "\(lastMessage())")
    return handle
  }

  @Test("A circuit's model is that of the analysis, as text and in numbers")
  func analysis() throws {
    let handle = try makeCircuit(circuit)
    var model: QKModel = 0
    let options = UInt32(QK_DECOMPOSE_ERRORS)
    try #require(unsafe qk_modelFromCircuit(handle, options, 0, &model) == QK_OK)
    let expected = try Circuit(parsing: circuit)
      .detectorErrorModel(AnalysisOptions(decomposeErrors: true))
    #expect(try unsafe textOf { unsafe qk_modelText(model, $0, $1, $2) } == expected.description)
    var counts = QKCounts()
    #expect(unsafe qk_counts(model, &counts) == QK_OK)
    #expect(counts.detectors == 2 && counts.observables == 1)
    #expect(counts.errors == expected.mechanismCount)
    #expect(unsafe qk_counts(handle, &counts) == QK_OK)
    #expect(counts.detectors == 2 && counts.observables == 1 && counts.errors == 0)
  }

  @Test("A model's shots are those of its sampler, block by block")
  func modelShots() throws {
    let text = chainModel(detectors: 12, p: 0.1)
    var sampler: QKSampler = 0
    try #require(unsafe qk_samplerOfModel(try makeModel(text), &sampler) == QK_OK)
    var detections = [UInt8](repeating: 0xAA, count: 1500 * 3)
    var observables = [UInt8](repeating: 0xAA, count: 1500)
    var errors = [UInt8](repeating: 0xAA, count: 1500 * 2)
    func draw(_ shots: Int, withErrors: Bool) {
      let status =
        if withErrors {
          unsafe qk_sample(
            sampler, 7, shots, &detections, detections.count, 3, &observables, 1500, 0, &errors,
            3000, 0)
        } else {
          unsafe qk_sample(
            sampler, 7, shots, &detections, detections.count, 3, &observables, 1500, 0, nil, 0, 0)
        }
      #expect(status == QK_OK, "\(lastMessage())")
    }
    draw(1500, withErrors: false)
    let all = detections
    let flips = observables
    let direct = try ErrorModelSampler(DetectorErrorModel(parsing: text))
    for (block, count) in [(0, 1024), (1, 476)] {
      var stream = RandomStream(seed: 7, stream: UInt64(block))
      var batch = SyndromeBatch(shotCount: count, detectorCount: 12, observableCount: 2)
      direct.sample(shots: count, using: &stream, into: &batch)
      let start = block * 1024
      #expect(
        Array(all[(3 * start)..<(3 * (start + count))]) == packedRows(batch.rows(), stride: 3))
      #expect(
        Array(flips[start..<(start + count)]) == packedRows(batch.observables, stride: 1))
    }
    draw(1500, withErrors: true)
    #expect(detections == all && observables == flips)
    // The errors flip what was seen to flip.
    let mechanisms = try DetectorErrorModel(parsing: text).mechanisms()
    for shot in 0..<1500 {
      var symptom = Symptom()
      for (index, mechanism) in mechanisms.enumerated()
      where errors[2 * shot + index / 8] >> UInt8(index % 8) & 1 == 1 {
        symptom = symptom ^ mechanism.symptom
      }
      var row: [UInt8] = [0, 0]
      for detector in symptom.detectors { row[Int(detector / 8)] |= 1 << UInt8(detector % 8) }
      #expect(row == Array(all[(3 * shot)..<(3 * shot + 2)]))
      #expect(symptom.observables.reduce(0) { $0 | 1 << UInt8($1) } == flips[shot])
    }
    detections = [UInt8](repeating: 0xAA, count: 1500 * 3)
    draw(90, withErrors: false)
    var stream = RandomStream(seed: 7)
    var batch = SyndromeBatch(shotCount: 90, detectorCount: 12, observableCount: 2)
    direct.sample(shots: 90, using: &stream, into: &batch)
    #expect(Array(detections[..<270]) == packedRows(batch.rows(), stride: 3))
    #expect(detections[270...].allSatisfy { $0 == 0xAA })
  }

  @Test("A circuit's shots are those of its sampler")
  func circuitShots() throws {
    var sampler: QKSampler = 0
    try #require(unsafe qk_samplerOfCircuit(try makeCircuit(circuit), &sampler) == QK_OK)
    var detections = [UInt8](repeating: 0xAA, count: 3000)
    var observables = [UInt8](repeating: 0xAA, count: 3000)
    let status = unsafe qk_sample(
      sampler, 11, 3000, &detections, 3000, 0, &observables, 3000, 0, nil, 0, 0)
    #expect(status == QK_OK, "\(lastMessage())")
    var expected: [UInt8] = []
    var flips: [UInt8] = []
    try DetectionSampler(Circuit(parsing: circuit)).sample(shots: 3000, seed: 11) { batch in
      let rows = batch.shotRows(appendingObservables: true)
      for shot in 0..<rows.rowCount {
        expected.append((rows[shot, 0] ? 1 : 0) | (rows[shot, 1] ? 2 : 0))
        flips.append(rows[shot, 2] ? 1 : 0)
      }
    }
    #expect(detections == expected && observables == flips)
    var errors: [UInt8] = [0]
    #expect(
      unsafe qk_sample(
        sampler, 11, 1, &detections, 3000, 0, &observables, 3000, 0, &errors, 1, 0)
        == QK_UNSUPPORTED)
  }
}
