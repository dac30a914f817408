// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

/// A source that hands out a few bytes at a time, so that every boundary between blocks is met.
private final class DrippingSource: ByteSource {
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

/// Shots with about one bit in `sparsity` set.
private func randomShots(_ shots: Int, _ width: Int, sparsity: UInt64, seed: UInt64) -> BitMatrix {
  var stream = RandomStream(seed: seed)
  var rows = BitMatrix(rowCount: shots, columnCount: width)
  for row in 0..<shots {
    for column in 0..<width where stream.next() % sparsity == 0 { rows[row, column] = true }
  }
  return rows
}

private func encode(_ rows: BitMatrix, _ format: ShotFormat, _ layout: ShotLayout) throws -> [UInt8]
{
  let sink = ByteArray()
  var writer = try ShotWriter(format, layout: layout, to: sink)
  try writer.write(rows)
  try writer.finish()
  return sink.bytes
}

private func decode(
  _ bytes: [UInt8], _ format: ShotFormat, _ layout: ShotLayout, step: Int = .max
) throws -> [[Bool]] {
  var reader = try ShotReader(
    format, layout: layout, from: DrippingSource(bytes, step: step))
  var shots: [[Bool]] = []
  var rows = BitMatrix(rowCount: 7, columnCount: layout.width)
  while true {
    let count = try reader.read(into: &rows)
    for row in 0..<count { shots.append((0..<layout.width).map { rows[row, $0] }) }
    if count < rows.rowCount { return shots }
  }
}

@Suite("Shot formats")
struct ShotFormatTests {
  @Test("What is written is read again, in blocks of any size", .tags(.law))
  func roundTrip() throws {
    for format in ShotFormat.allCases {
      for width in [0, 1, 7, 8, 9, 63, 64, 65, 200, 1100] {
        // With no bits, these two formats hold no bytes, and so no shots.
        if width == 0, format == .b8 || format == .ptb64 { continue }
        for sparsity in [1, 2, 300] as [UInt64] {
          let layout = ShotLayout(
            measurements: width / 3, detectors: width / 3, observables: width - 2 * (width / 3))
          let rows = randomShots(128, width, sparsity: sparsity, seed: UInt64(width))
          let expected = (0..<128).map { row in (0..<width).map { rows[row, $0] } }
          let bytes = try encode(rows, format, layout)
          #expect(try decode(bytes, format, layout) == expected, "\(format) \(width)")
          #expect(try decode(bytes, format, layout, step: 5) == expected, "\(format) \(width)")
        }
      }
    }
  }

  @Test("Lists of defects are written as the rows of bits are", .tags(.law))
  func sparse() throws {
    for (detectors, observables) in [(0, 1), (1, 0), (63, 2), (64, 1), (300, 70), (40_000, 3)] {
      let shots = 128
      let rows = randomShots(shots, detectors + observables, sparsity: 9, seed: 5)
      var batch = SyndromeBatch(
        shotCount: shots, detectorCount: detectors, observableCount: observables)
      for shot in 0..<shots {
        for bit in 0..<detectors where rows[shot, bit] { batch.defects.append(UInt32(bit)) }
        batch.offsets[shot + 1] = batch.defects.count
        for bit in 0..<observables { batch.observables[shot, bit] = rows[shot, detectors + bit] }
      }
      let layout = ShotLayout(detectors: detectors, observables: observables)
      for format in ShotFormat.allCases {
        let sink = ByteArray()
        var writer = try ShotWriter(format, layout: layout, to: sink)
        try writer.write(batch, appendingObservables: true)
        try writer.write(batch, appendingObservables: true)
        try writer.finish()
        let once = try encode(rows, format, layout)
        #expect(sink.bytes == once + once, "\(format) \(detectors)")
      }
    }
  }

  @Test("Worked examples of every format", .tags(.exact))
  func examples() throws {
    var rows = BitMatrix(rowCount: 2, columnCount: 4)
    for (row, column) in [(0, 1), (0, 2), (1, 0), (1, 2)] { rows[row, column] = true }
    let layout = ShotLayout(measurements: 1, detectors: 2, observables: 1)
    let text = { (format: ShotFormat) in
      String(decoding: try encode(rows, format, layout), as: UTF8.self)
    }
    #expect(try text(.zeroOne) == "0110\n1010\n")
    #expect(try text(.hits) == "1,2\n0,2\n")
    #expect(try text(.dets) == "shot D0 D1\nshot M0 D1\n")
    #expect(try encode(rows, .b8, layout) == [6, 5])
    #expect(try encode(rows, .r8, layout) == [1, 0, 1, 0, 1, 1])
    // A run of 255 zeros and more goes on in the next byte.
    var wide = BitMatrix(rowCount: 1, columnCount: 600)
    wide[0, 255] = true
    #expect(
      try encode(wide, .r8, ShotLayout(detectors: 600)) == [255, 0, 255, 89])
  }

  @Test(
    "Each fault is told with its place", .tags(.exact),
    arguments: [
      (ShotFormat.zeroOne, "0110\n01", "2:3: the file ends within a shot of 4 bits."),
      (.zeroOne, "0110\n01\n", "2:3: the line ends after 2 bits, where a shot has 4."),
      (.zeroOne, "01100\n", "1:5: the line goes on where a shot of 4 bits ends."),
      (.zeroOne, "01x0\n", "1:3: a bit must be 0 or 1."),
      (.zeroOne, "\n", "1:1: the line ends after 0 bits, where a shot has 4."),
      (.hits, "1,2", "1:4: the file ends within a line; every shot in hits ends with a line feed."),
      (.hits, "1\n1,4\n", "2:3: the number is too large: there are 4 bits in a shot."),
      (
        .hits, "99999999999999999999\n", "1:1: the number is too large: there are 4 bits in a shot."
      ),
      (.hits, "1,,2\n", "1:3: a number must stand here."),
      (.hits, "1 2\n", "1:2: a comma or the end of the line must follow a number."),
      (.dets, "shot\nshto\n", "2:3: a line in dets starts with `shot`."),
      (.dets, "shot D2\n", "1:7: the number is too large: there are 2 detectors."),
      (.dets, "shot M\n", "1:7: a number must stand here."),
      (.dets, "shot X1\n", "1:6: a space and then M, D or L with a number must follow."),
      (.dets, "shot M0D1\n", "1:8: a space and then M, D or L with a number must follow."),
      (.r8, "\u{1}", "byte 1: the file ends within a shot of 4 bits in r8."),
      (.r8, "\u{5}", "byte 0: this run goes past the end of the shot, which has 4 bits."),
      (
        .ptb64, "0123456789",
        "byte 10: the file ends within a group of 64 shots, which takes 32 bytes in ptb64."
      ),
    ])
  func faults(_ format: ShotFormat, _ text: String, _ message: String) {
    let layout = ShotLayout(measurements: 1, detectors: 2, observables: 1)
    let error = #expect(throws: CircuitError.self) {
      try decode(Array(text.utf8), format, layout)
    }
    #expect(error?.description == message)
    #expect(error?.code == .format)
  }

  @Test("A b8 file that ends within a shot is refused, with the byte", .tags(.exact))
  func truncatedBytes() {
    let error = #expect(throws: CircuitError.self) {
      try decode([1, 2, 3], .b8, ShotLayout(detectors: 14))
    }
    #expect(
      error?.description
        == "byte 3: the file ends within a shot, which takes 2 bytes in b8.")
  }

  @Test("Line ends may carry a carriage return; a last line of 01 or dets needs no end")
  func lenience() throws {
    let layout = ShotLayout(detectors: 2)
    #expect(
      try decode(Array("01\r\n10".utf8), .zeroOne, layout) == [[false, true], [true, false]])
    #expect(
      try decode(Array("\nshot D1\r\n\nshot".utf8), .dets, layout)
        == [[false, true], [false, false]])
    #expect(
      try decode(Array("1\r\n\r\n".utf8), .hits, layout) == [[false, true], [false, false]])
    for format in ShotFormat.allCases { #expect(try decode([], format, layout) == []) }
  }

  @Test("Bytes of any kind give shots or an error, never more bits than a shot has", .tags(.law))
  func hostile() {
    var stream = RandomStream(seed: 11)
    let alphabet = Array("01,\nshotMDL 9\r".utf8) + [0, 255]
    for _ in 0..<2000 {
      let bytes = (0..<Int(stream.next() % 40)).map { _ in
        alphabet[Int(stream.next() % UInt64(alphabet.count))]
      }
      for format in ShotFormat.allCases {
        let layout = ShotLayout(
          measurements: Int(stream.next() % 3), detectors: 1, observables: Int(stream.next() % 9))
        do {
          let shots = try decode(bytes, format, layout, step: 3)
          #expect(shots.count <= 64 * (bytes.count + 1))
        } catch {
          #expect((error as? CircuitError)?.code == .format)
        }
      }
    }
  }

  @Test("ptb64 needs whole groups, and a shot has a largest width")
  func limits() throws {
    let error = #expect(throws: CircuitError.self) {
      try encode(BitMatrix(rowCount: 63, columnCount: 3), .ptb64, ShotLayout(detectors: 3))
    }
    #expect(error?.code == .format)
    let wide = ShotLayout(detectors: ShotLayout.maximumWidth + 1)
    #expect(throws: CircuitError.self) { _ = try ShotReader(.b8, layout: wide, from: ByteArray()) }
    #expect(throws: CircuitError.self) { _ = try ShotWriter(.b8, layout: wide, to: ByteArray()) }
  }
}
