// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

/// Any bytes give shots or an error in any format; shots that were read are written and read back.
///
/// The first byte picks the format, the next three the widths; the rest is the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzShots(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  guard bytes.count >= 4 else { return 0 }
  let format = ShotFormat.allCases[Int(bytes[0]) % ShotFormat.allCases.count]
  let layout = ShotLayout(
    measurements: Int(bytes[1] % 70), detectors: Int(bytes[2] % 70),
    observables: Int(bytes[3] % 8))
  guard let shots = read(Array(bytes[4...]), format, layout) else { return 0 }
  // Groups of 64 are the only shots that ptb64 can hold.
  guard format != .ptb64 || shots.count % 64 == 0 else { return 0 }
  do {
    let file = ByteArray()
    var writer = try ShotWriter(format, layout: layout, to: file)
    for shot in shots { try writer.write(shot) }
    try writer.finish()
    guard let again = read(file.bytes, format, layout) else {
      preconditionFailure("what was written is refused")
    }
    if layout.width > 0 { precondition(again == shots, "writing does not read back") }
  } catch {
    preconditionFailure("shots that were read cannot be written: \(error)")
  }
  return 0
}

/// The shots of a file, one matrix of one row each; nil if it is refused.
func read(_ bytes: [UInt8], _ format: ShotFormat, _ layout: ShotLayout) -> [BitMatrix]? {
  var shots: [BitMatrix] = []
  do {
    var reader = try ShotReader(format, layout: layout, from: ByteArray(bytes))
    var rows = BitMatrix(rowCount: 1, columnCount: layout.width)
    while try reader.read(into: &rows) > 0 { shots.append(rows) }
    return shots
  } catch {
    precondition(error is CircuitError, "an error of another type: \(error)")
    return nil
  }
}
