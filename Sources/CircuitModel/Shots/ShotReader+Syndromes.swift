// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension ShotReader {
  /// Reads shots of detectors, and of observables after them if the layout has any, as lists of defects.
  ///
  /// - Parameters:
  ///   - batch: Receives the shots in place of what it held; observables that the layout lacks are left as they are.
  ///   - limit: The most shots to read, ≥ 1.
  /// - Returns: The number of shots; less than `limit` at the end only.
  /// - Throws: What the source throws; `CircuitError` with code `.format` if the bytes do not follow it.
  /// - Precondition: the layout has no measurements, and as many detectors as the batch.
  public mutating func read(into batch: inout SyndromeBatch, limit: Int) throws -> Int {
    precondition(
      layout.measurements == 0 && layout.detectors == batch.detectorCount
        && layout.observables <= batch.observableCount && limit > 0,
      "The shots have the wrong shape.")
    batch.defects.removeAll(keepingCapacity: true)
    batch.offsets.removeAll(keepingCapacity: true)
    batch.offsets.append(0)
    if format == .b8 {
      while batch.offsets.count <= limit {
        guard try readRow(into: &batch) else { break }
      }
    } else {
      var rows = BitMatrix(rowCount: limit, columnCount: width)
      let count = try read(into: &rows)
      for row in 0..<count { take(rows, row, into: &batch) }
    }
    let count = batch.offsets.count - 1
    if count < limit { batch.observables = batch.observables.prefix(count) }
    return count
  }

  /// Reads a shot of `b8` without making a row of it.
  private mutating func readRow(into batch: inout SyndromeBatch) throws -> Bool {
    let byteCount = (width + 7) >> 3
    guard width > 0, try fill(1) else { return false }
    if end - start < byteCount + 8 {
      // The last shots of a block, and such as are longer than one, take the way over a row.
      var row = BitMatrix(rowCount: 1, columnCount: width)
      guard try readBytes(into: &row, 0) else { return false }
      take(row, 0, into: &batch)
      return true
    }
    let detectors = layout.detectors
    let row = batch.offsets.count - 1
    for word in 0..<batch.observables.wordsPerRow where layout.observables > 0 {
      batch.observables.words[row * batch.observables.wordsPerRow + word] = 0
    }
    let from = start
    var bit = 0
    while bit < width {
      var word = loadWord(buffer.span, at: from + bit >> 3)
      if width - bit < 64 { word &= 1 << UInt64(width - bit) &- 1 }
      while word != 0 {
        let index = bit + word.trailingZeroBitCount
        word &= word &- 1
        if index < detectors {
          batch.defects.append(UInt32(truncatingIfNeeded: index))
        } else {
          batch.observables[row, index - detectors] = true
        }
      }
      bit += 64
    }
    start += byteCount
    batch.offsets.append(batch.defects.count)
    return true
  }

  /// Appends a row of bits to the batch.
  private func take(_ rows: BitMatrix, _ row: Int, into batch: inout SyndromeBatch) {
    let shot = batch.offsets.count - 1
    for word in 0..<batch.observables.wordsPerRow where layout.observables > 0 {
      batch.observables.words[shot * batch.observables.wordsPerRow + word] = 0
    }
    for index in 0..<rows.wordsPerRow {
      var word = rows.words[row * rows.wordsPerRow + index]
      while word != 0 {
        let bit = index << 6 + word.trailingZeroBitCount
        word &= word &- 1
        if bit < layout.detectors {
          batch.defects.append(UInt32(bit))
        } else {
          batch.observables[shot, bit - layout.detectors] = true
        }
      }
    }
    batch.offsets.append(batch.defects.count)
  }
}

extension BitMatrix {
  /// The first rows.
  func prefix(_ count: Int) -> BitMatrix {
    var result = BitMatrix(rowCount: count, columnCount: columnCount)
    for word in 0..<count * wordsPerRow { result.words[word] = words[word] }
    return result
  }
}
