// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Result streams")
struct ResultStreamTests {
  @Test("Windows side by side are the batch", .tags(.law), arguments: [1, 3, 64, 1000])
  func windows(length: Int) throws {
    for seed in UInt64(0)..<3 {
      let circuit = try RandomCircuit.make(seed: seed)
      let shots = 130
      let detection = try DetectionSampler(circuit)
      var stream = ResultStream(detection, seed: 4, batch: 1, shots: shots, windowLength: length)
      var batch = detection.makeBatch()
      var engine = detection.makeEngine()
      engine.sample(seed: 4, batch: 1, shots: shots, into: &batch)
      let joined = join(&stream, width: detection.detectorCount)
      #expect(joined == batch.shotRows(appendingObservables: false))
      for shot in 0..<shots {
        for observable in 0..<detection.observableCount {
          #expect(stream.observables[observable, shot] == batch.observables[observable, shot])
        }
      }
      var again = ResultStream(detection, seed: 4, batch: 1, shots: shots, windowLength: length)
      let both = batch.shotRows(appendingObservables: true)
      var filled = BitMatrix(rowCount: shots + 3, columnCount: both.columnCount)
      again.fill(&filled, appendingObservables: true)
      #expect(Array(filled.words[..<both.words.count]) == both.words)
      let measurement = try MeasurementSampler(circuit)
      var records = ResultStream(measurement, seed: 4, batch: 1, shots: shots, windowLength: length)
      var recorder = measurement.makeEngine()
      #expect(
        join(&records, width: measurement.measurementCount)
          == recorder.sample(seed: 4, batch: 1, shots: shots))
    }
  }

  private func join(_ stream: inout ResultStream, width: Int) -> BitMatrix {
    var joined = BitMatrix(rowCount: stream.shotCount, columnCount: width)
    var next = 0
    while let window = stream.next() {
      #expect(window.first == next)
      next += window.rows.columnCount
      for shot in 0..<stream.shotCount {
        for column in 0..<window.rows.columnCount where window.rows[shot, column] {
          joined[shot, window.first + column] = true
        }
      }
    }
    #expect(next == width)
    return joined
  }
}
