// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension SourceLocation {
  /// The place of the DETECTOR instruction that declares a detector, in whatever iteration.
  ///
  /// It is nil if there is no such detector, or the text is no circuit.
  ///
  /// - Parameters:
  ///   - detector: The detector's number.
  ///   - text: The text of a circuit.
  /// - Complexity: O(bytes of the text).
  public init?(ofDetector detector: UInt64, inCircuit text: [UInt8]) {
    guard var parts = Part.parts(of: text) else { return nil }
    var remaining = detector
    var index = 0
    while index < parts.count {
      switch parts[index] {
      case .declaration(let offset):
        if remaining == 0 {
          self = ByteCursor(text).location(of: offset)
          return
        }
        remaining -= 1
        index += 1
      case .block(let detectors, let total, let inner):
        if remaining < total {
          remaining %= detectors
          (parts, index) = (inner, 0)
        } else {
          remaining -= total
          index += 1
        }
      }
    }
    return nil
  }
}

/// What of a circuit's text declares detectors.
private indirect enum Part {
  /// The offset of an instruction.
  case declaration(Int)
  /// A block with the detectors of one iteration and of all.
  case block(detectors: UInt64, total: UInt64, [Part])

  static func parts(of text: [UInt8]) -> [Part]? {
    var cursor = ByteCursor(text)
    var open = [OpenBlock(count: 1)]
    while true {
      cursor.skipBlanksAndComments()
      if cursor.isAtEnd { break }
      let start = cursor.position
      if cursor.current == Byte.closeBrace {
        guard open.count > 1 else { return nil }
        cursor.position &+= 1
        let block = open.removeLast()
        let (product, overflow) = block.count.multipliedReportingOverflow(by: block.detectors)
        let total = overflow ? .max : product
        open[open.count - 1].add(
          .block(detectors: block.detectors, total: total, block.parts), total)
        continue
      }
      while Byte.isNameByte(cursor.current) { cursor.position &+= 1 }
      let name = cursor.bytes[start..<cursor.position].lazy.map(Byte.uppercased)
      if name.elementsEqual("REPEAT".utf8) {
        let header = try? cursor.readBlockHeader(
          name: "REPEAT", start: start, depth: open.count - 1, smallestCount: 1)
        guard let header else { return nil }
        open.append(OpenBlock(count: header.count))
      } else {
        if name.elementsEqual("DETECTOR".utf8) { open[open.count - 1].add(.declaration(start), 1) }
        // An instruction ends where its line does.
        cursor.skipToLineEnd()
      }
    }
    return open.count == 1 ? open[0].parts : nil
  }
}

/// A block whose end has not been read.
private struct OpenBlock {
  var count: UInt64
  var detectors: UInt64 = 0
  var parts: [Part] = []

  mutating func add(_ part: Part, _ count: UInt64) {
    let (sum, overflow) = detectors.addingReportingOverflow(count)
    detectors = overflow ? .max : sum
    parts.append(part)
  }
}
