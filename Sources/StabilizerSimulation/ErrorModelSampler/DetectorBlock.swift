// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// A bit for each detector of the shots of one walk, into which fired mechanisms are XORed.
///
/// Between uses all bits are zero; whoever takes the shots out clears them.
struct DetectorBlock: ~Copyable {
  /// The bits, row by row, with two spare words after each row for the unused lanes of symptoms.
  private var words: PackedBuffer<UInt64>
  /// Defects on their way into a batch.
  private var defects: PackedBuffer<UInt32>
  private let wordsPerShot: Int
  private let rowStride: Int

  init(_ tables: SamplerTables) {
    wordsPerShot = tables.wordsPerShot
    rowStride = wordsPerShot + 2
    words = PackedBuffer(repeating: 0, count: rowStride * tables.walkSize)
    defects = PackedBuffer(repeating: 0, count: 128 * wordsPerShot + 4096)
  }

  /// Draws the shots of one walk.
  mutating func draw(
    _ tables: SamplerTables, shots: Int, firstShot: Int, using stream: inout RandomStream,
    observables: inout BitMatrix
  ) {
    drawGroups(tables, shots, firstShot, using: &stream, &observables)
    drawLine(tables, shots, firstShot, using: &stream, &observables)
  }

  private mutating func drawGroups(
    _ tables: SamplerTables, _ shots: Int, _ firstShot: Int, using stream: inout RandomStream,
    _ observables: inout BitMatrix
  ) {
    let wordsPerRow = observables.wordsPerRow
    var flips = observables.words.mutableSpan
    var generator = stream
    for group in tables.groups.groups {
      // A constant size makes the loop over detectors a straight line.
      switch (group.observables, group.size) {
      case (0, 1): drawGroup(tables, group, size: 1, shots, using: &generator) { _ in }
      case (0, 2): drawGroup(tables, group, size: 2, shots, using: &generator) { _ in }
      case (0, 3): drawGroup(tables, group, size: 3, shots, using: &generator) { _ in }
      case (0, 4): drawGroup(tables, group, size: 4, shots, using: &generator) { _ in }
      default:
        drawGroup(tables, group, size: group.size, shots, using: &generator) { shot in
          if group.observables != 0 {
            flips[(firstShot &+ shot) &* wordsPerRow] ^= group.observables
          }
        }
      }
    }
    stream = generator
  }

  @inline(__always)
  private mutating func drawGroup(
    _ tables: SamplerTables, _ group: MechanismGroup, size: Int, _ shots: Int,
    using stream: inout RandomStream, _ flipObservables: (_ shot: Int) -> Void
  ) {
    let stride = rowStride
    let first = group.firstDetector
    tables.walk(group, shots: shots, using: &stream) { shot, member in
      let row = shot &* stride
      let entry = first &+ member &* size
      for lane in 0..<size {
        // SAFETY: a group has `size` detectors for each of its members, and each is a bit of the row.
        unsafe words.flip(
          row: row, bit: tables.groups.detectors[unchecked: entry &+ lane])
      }
      flipObservables(shot)
    }
  }

  private mutating func drawLine(
    _ tables: SamplerTables, _ shots: Int, _ firstShot: Int, using stream: inout RandomStream,
    _ observables: inout BitMatrix
  ) {
    let stride = rowStride
    if observables.wordsPerRow == 1 {
      var flips = observables.words.mutableSpan
      tables.walkLine(shots: shots, using: &stream) { shot, place in
        let symptom = tables.line.symptoms[place]
        flips[firstShot &+ shot] ^= symptom.observables
        flip(symptom, row: shot &* stride)
        if symptom.overflow != 0 { flipRest(tables, symptom, row: shot &* stride) }
      }
    } else {
      tables.walkLine(shots: shots, using: &stream) { shot, place in
        let symptom = tables.line.symptoms[place]
        flip(symptom, row: shot &* stride)
        if symptom.overflow != 0 { flipRest(tables, symptom, row: shot &* stride) }
        for observable in tables.replaySymptoms.observables(Int(tables.line.originals[place])) {
          observables.flip(firstShot + shot, Int(observable))
        }
      }
    }
  }

  /// Flips four detectors, in place of a loop whose end would be mispredicted.
  @inline(__always)
  private mutating func flip(_ symptom: PackedSymptom, row: Int) {
    let places = symptom.detectors &>> 6
    let bits =
      SIMD4<UInt64>(repeating: 1)
      &<< SIMD4<UInt64>(truncatingIfNeeded: symptom.detectors & 63)
    // SAFETY: every lane points into the row and its two spare words.
    for lane in 0..<4 { unsafe words[unchecked: row &+ Int(places[lane])] ^= bits[lane] }
  }

  private mutating func flipRest(_ tables: SamplerTables, _ symptom: PackedSymptom, row: Int) {
    for detector in tables.line.overflow[Int(symptom.overflow) - 1].detectors {
      words[row + Int(detector >> 6)] ^= 1 << UInt64(detector & 63)
    }
  }

  /// Moves the shots into lists of defects.
  mutating func moveLists(
    shots: Int, firstShot: Int, to allDefects: inout [UInt32], _ allOffsets: inout [Int]
  ) {
    var end = allDefects.count
    var count = 0
    var offsets = allOffsets.mutableSpan
    let largest = wordsPerShot &* 64 &+ 4
    for shot in 0..<shots {
      if count &+ largest > defects.count {
        allDefects.append(contentsOf: defects.span, count)
        count = 0
      }
      let row = shot &* rowStride
      let before = count
      for place in 0..<wordsPerShot {
        // SAFETY: row + place is within the row; count is at most `largest` over what was checked.
        var bits = unsafe words[unchecked: row &+ place]
        unsafe words[unchecked: row &+ place] = 0
        // Four at once, needed or not: the number of bits cannot be predicted, so a loop would stall.
        var next = count
        count &+= bits.nonzeroBitCount
        repeat {
          for lane in 0..<4 {
            unsafe defects[unchecked: next &+ lane] =
              UInt32(truncatingIfNeeded: place &<< 6 &+ bits.trailingZeroBitCount)
            bits &= bits &- 1
          }
          next &+= 4
        } while bits != 0
      }
      end &+= count &- before
      offsets[firstShot &+ shot &+ 1] = end
    }
    allDefects.append(contentsOf: defects.span, count)
  }

  /// Moves the shots into rows of `width` bytes each, from byte `start` on.
  mutating func moveRows(shots: Int, to bytes: inout [UInt8], at start: Int, width: Int) {
    precondition(start + shots * width <= bytes.count && width <= wordsPerShot * 8)
    let stride = rowStride * 8
    var source = words.mutableSpan
    // SAFETY: the source has `shots` rows of at least `width` bytes, and the destination was checked above.
    unsafe source.withUnsafeMutableBytes { source in
      unsafe bytes.withUnsafeMutableBytes { bytes in
        guard let from = source.baseAddress, let to = bytes.baseAddress else { return }
        for shot in 0..<shots {
          unsafe (to + start + shot &* width).copyMemory(
            from: from + shot &* stride, byteCount: width)
        }
      }
      unsafe source.prefix(shots * stride).initializeMemory(as: UInt8.self, repeating: 0)
    }
  }
}

extension PackedBuffer<UInt64> {
  /// Flips a bit of the row that begins at word `row`.
  @inline(__always)
  @unsafe
  fileprivate mutating func flip(row: Int, bit: UInt32) {
    let bit = Int(truncatingIfNeeded: bit)
    unsafe self[unchecked: row &+ bit &>> 6] ^= 1 &<< UInt64(truncatingIfNeeded: bit)
  }
}

extension [UInt32] {
  /// Appends the first `count` elements of a span.
  fileprivate mutating func append(contentsOf span: Span<UInt32>, _ count: Int) {
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0.prefix(count)) }
  }
}
