// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@Suite("Reading shots as lists of defects")
struct SyndromeReadingTests {
  /// A source that hands out a few bytes at a time.
  private final class Drip: ByteSource {
    private let bytes: [UInt8]
    private let step: Int
    private var position = 0

    init(_ bytes: [UInt8], step: Int) {
      self.bytes = bytes
      self.step = step
    }

    func read(into buffer: inout [UInt8]) -> Int {
      let count = min(step, buffer.count, bytes.count - position)
      for index in 0..<count { buffer[index] = bytes[position + index] }
      position += count
      return count
    }
  }

  @Test(
    "The lists are those of the rows, in every format, for any width and any block of bytes",
    .tags(.law),
    arguments: [(1, 0), (5, 3), (63, 1), (64, 2), (70, 58), (120, 70), (700, 1)])
  func agreesWithRows(detectors: Int, observables: Int) throws {
    var stream = RandomStream(seed: UInt64(detectors))
    let shots = 128
    let layout = ShotLayout(detectors: detectors, observables: observables)
    var rows = BitMatrix(rowCount: shots, columnCount: layout.width)
    for row in 0..<shots {
      for column in 0..<layout.width where stream.next() % 5 == 0 { rows[row, column] = true }
    }
    for format in ShotFormat.allCases {
      let sink = ByteArray()
      var writer = try ShotWriter(format, layout: layout, to: sink)
      try writer.write(rows)
      try writer.finish()
      for (step, limit) in [(1, 9), (13, 128), (1 << 20, 50)] {
        var reader = try ShotReader(
          format, layout: layout, from: Drip(sink.bytes, step: step))
        var batch = SyndromeBatch(
          shotCount: limit, detectorCount: detectors, observableCount: observables)
        var first = 0
        while true {
          let count = try reader.read(into: &batch, limit: limit)
          #expect(batch.shotCount == count && batch.observables.rowCount == max(count, 0))
          for shot in 0..<count {
            let defects = batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]]
            let expected = (0..<detectors).filter { rows[first + shot, $0] }
            #expect(defects.map(Int.init) == expected)
            for observable in 0..<observables {
              #expect(
                batch.observables[shot, observable] == rows[first + shot, detectors + observable])
            }
          }
          first += count
          if count < limit { break }
        }
        #expect(first == shots)
      }
    }
  }

  @Test("A file that ends within a shot is refused with its place")
  func truncated() throws {
    let layout = ShotLayout(detectors: 100)
    var reader = try ShotReader(
      .b8, layout: layout, from: ByteArray([UInt8](repeating: 0, count: 30)))
    var batch = SyndromeBatch(shotCount: 9, detectorCount: 100, observableCount: 0)
    let error = #expect(throws: CircuitError.self) { try reader.read(into: &batch, limit: 9) }
    #expect(error?.description.contains("byte 30") == true)
  }
}
