// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
public import ComputePrimitives

extension ErrorModelSampler {
  /// Draws shots as rows of bits, little-endian within each byte: the layout of the b8 shot format.
  ///
  /// - Parameters:
  ///   - shots: The number of shots.
  ///   - stream: The source of chance; the shots are those of `sample(shots:using:into:)`.
  ///   - detectors: Receives shots × ⌈`detectorCount` / 8⌉ bytes in place of what it held.
  ///   - observables: Receives shots × ⌈`observableCount` / 8⌉ bytes in place of what it held.
  /// - Complexity: O(bytes of output + errors that happen).
  public func sampleRows(
    shots: Int, using stream: inout RandomStream, detectors: inout [UInt8],
    observables: inout [UInt8]
  ) {
    precondition(shots >= 0, "The number of shots must not be negative.")
    let width = (detectorCount + 7) / 8
    resize(&detectors, count: shots * width)
    var flips = BitMatrix(rowCount: shots, columnCount: observableCount)
    var block = DetectorBlock(tables)
    for first in stride(from: 0, to: shots, by: tables.walkSize) {
      let count = min(tables.walkSize, shots - first)
      block.draw(tables, shots: count, firstShot: first, using: &stream, observables: &flips)
      block.moveRows(shots: count, to: &detectors, at: first * width, width: width)
    }
    applyConstant(&detectors, tables.constant.detectors, shots, width)
    let observableWidth = (observableCount + 7) / 8
    resize(&observables, count: shots * observableWidth)
    for shot in 0..<shots {
      for byte in 0..<observableWidth {
        let word = flips.words[shot * flips.wordsPerRow + byte / 8]
        observables[shot * observableWidth + byte] =
          UInt8(truncatingIfNeeded: word >> UInt64(byte % 8 * 8))
      }
    }
    applyConstant(&observables, tables.constant.observables, shots, observableWidth)
  }

  private func resize(_ bytes: inout [UInt8], count: Int) {
    if bytes.count != count { bytes = [UInt8](repeating: 0, count: count) }
  }

  private func applyConstant(
    _ bytes: inout [UInt8], _ bits: [UInt32], _ shots: Int, _ width: Int
  ) {
    guard !bits.isEmpty else { return }
    for shot in 0..<shots {
      for bit in bits { bytes[shot * width + Int(bit / 8)] ^= 1 << UInt8(bit % 8) }
    }
  }
}
