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
        if gatherRows(into: &batch, limit: limit) { continue }
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

  /// Takes the shots of `b8` that lie whole in the buffer, without making rows of them.
  ///
  /// - Returns: Whether there was one.
  private mutating func gatherRows(into batch: inout SyndromeBatch, limit: Int) -> Bool {
    let byteCount = (width + 7) >> 3
    guard width > 0 else { return false }
    // Words are loaded whole, so that the last one reads up to seven bytes beyond its shot.
    let count = min(limit - batch.offsets.count + 1, (end - start - 8) / byteCount)
    guard count > 0 else { return false }
    let gathering = RowGathering(
      from: start, byteCount: byteCount, width: width, detectors: layout.detectors, count: count)
    gathering.gather(
      buffer.span, &batch.defects, &batch.offsets, &batch.observables)
    start += count * byteCount
    return true
  }

  /// Reads a shot of `b8` that the buffer's end divides.
  private mutating func readRow(into batch: inout SyndromeBatch) throws -> Bool {
    guard width > 0, try fill(1) else { return false }
    var row = BitMatrix(rowCount: 1, columnCount: width)
    guard try readBytes(into: &row, 0) else { return false }
    take(row, 0, into: &batch)
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

/// Shots of `b8` side by side in a buffer.
private struct RowGathering {
  let from: Int
  let byteCount: Int
  let width: Int
  let detectors: Int
  let count: Int

  /// Appends the shots to the parts of a batch.
  func gather(
    _ bytes: Span<UInt8>, _ defects: inout [UInt32], _ offsets: inout [Int],
    _ observables: inout BitMatrix
  ) {
    let first = offsets.count - 1
    let wordsPerRow = observables.wordsPerRow
    if width > detectors {
      for word in first * wordsPerRow..<(first + count) * wordsPerRow {
        observables.words[word] = 0
      }
    }
    // Room for every bit, so that none is appended for itself.
    var place = defects.count
    defects.append(contentsOf: repeatElement(0, count: population(bytes)))
    var list = defects.mutableSpan
    for row in 0..<count {
      let start = from &+ row &* byteCount
      var bit = 0
      while bit < width {
        var word = loadWord(bytes, at: start &+ bit &>> 3)
        if width &- bit < 64 { word &= 1 &<< UInt64(width &- bit) &- 1 }
        while word != 0 {
          let index = bit &+ word.trailingZeroBitCount
          word &= word &- 1
          if index < detectors {
            list[place] = UInt32(truncatingIfNeeded: index)
            place &+= 1
          } else {
            observables[first + row, index - detectors] = true
          }
        }
        bit &+= 64
      }
      offsets.append(place)
    }
    defects.removeLast(defects.count - place)
  }

  /// The number of ones among the bytes of the shots.
  private func population(_ bytes: Span<UInt8>) -> Int {
    var sum = 0
    let end = from + count * byteCount
    var index = from
    while index + 8 <= end {
      sum &+= loadWord(bytes, at: index).nonzeroBitCount
      index &+= 8
    }
    while index < end {
      sum &+= bytes[index].nonzeroBitCount
      index &+= 1
    }
    return sum
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
