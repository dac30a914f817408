// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension ShotReader {
  mutating func readBytes(into rows: inout BitMatrix, _ row: Int) throws -> Bool {
    let byteCount = (width + 7) >> 3
    guard width > 0, try fill(1) else { return false }
    let first = row * rows.wordsPerRow
    var done = 0
    while done < byteCount {
      let take = min(8, byteCount - done)
      guard try fill(take) else {
        start = end
        throw fault("the file ends within a shot, which takes \(byteCount) bytes in b8.")
      }
      var word: UInt64 = 0
      if end - start >= 8 {
        let at = start
        word = loadWord(buffer.span, at: at)
        if take < 8 { word &= 1 << UInt64(8 * take) &- 1 }
      } else {
        for index in 0..<take { word |= UInt64(buffer[start + index]) << UInt64(8 * index) }
      }
      rows.words[first + done >> 3] = word
      start += take
      done += take
    }
    // The padding of the last byte is no part of the shot.
    if width & 63 != 0 {
      rows.words[first + rows.wordsPerRow - 1] &= 1 << UInt64(width & 63) &- 1
    }
    return true
  }

  mutating func readRuns(into rows: inout BitMatrix, _ row: Int) throws -> Bool {
    guard try fill(1) else { return false }
    let first = row * rows.wordsPerRow
    var bit = 0
    while true {
      guard let byte = try peek() else {
        throw fault("the file ends within a shot of \(width) bits in r8.")
      }
      bit += Int(byte)
      guard bit <= width else {
        throw fault("this run goes past the end of the shot, which has \(width) bits.")
      }
      start += 1
      guard byte < 255 else { continue }
      if bit == width { return true }
      rows.words[first + bit >> 6] |= 1 << UInt64(bit & 63)
      bit += 1
    }
  }

  mutating func readGroup(into rows: inout BitMatrix, _ row: Int) throws -> Bool {
    if groupNext == 64 {
      guard width > 0, try fill(1) else { return false }
      if group.isEmpty { group = [UInt64](repeating: 0, count: width) }
      for bit in 0..<width {
        guard try fill(8) else {
          start = end
          throw fault(
            "the file ends within a group of 64 shots, which takes \(8 * width) bytes in ptb64.")
        }
        let at = start
        let word = loadWord(buffer.span, at: at)
        group[bit] = word
        start += 8
      }
      groupNext = 0
    }
    let first = row * rows.wordsPerRow
    let shot = UInt64(groupNext)
    for word in 0..<rows.wordsPerRow {
      var bits: UInt64 = 0
      for bit in 0..<min(64, width - word << 6) {
        bits |= (group[word << 6 + bit] >> shot & 1) << UInt64(bit)
      }
      rows.words[first + word] = bits
    }
    groupNext += 1
    return true
  }
}
