// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// The flipped detectors of the shots of one walk as keys, ascending, with equal pairs cancelled.
///
/// It serves models in which so few of many detectors fire that looking through a bit for each would cost more than
/// the errors. A key is (shot + 1) · 2³² + detector.
struct DefectKeys: ~Copyable {
  /// The keys, after a 0 that is below all of them and ends every search downwards.
  private var keys = PackedBuffer<UInt64>(repeating: 0, count: 4096)
  private var end = 1

  /// Draws the shots of one walk and appends them to the batch.
  mutating func draw(
    _ tables: SamplerTables, shots: Int, firstShot: Int, using stream: inout RandomStream,
    into batch: inout SyndromeBatch
  ) {
    end = 1
    tables.walkLine(shots: shots, using: &stream) { shot, place in
      let mechanism = Int(tables.line.originals[place])
      let base = UInt64(shot + 1) << 32
      for detector in tables.replaySymptoms.detectors(mechanism) { toggle(base | UInt64(detector)) }
      for observable in tables.replaySymptoms.observables(mechanism) {
        batch.observables.flip(firstShot + shot, Int(observable))
      }
    }
    var shot = 0
    for index in 1..<max(1, end) {
      let owner = Int(keys[index] >> 32) - 1
      while shot < owner {
        shot += 1
        batch.offsets[firstShot + shot] = batch.defects.count
      }
      batch.defects.append(UInt32(truncatingIfNeeded: keys[index]))
    }
    while shot < shots {
      shot += 1
      batch.offsets[firstShot + shot] = batch.defects.count
    }
  }

  /// Puts a key in its place, or cancels it against its equal.
  private mutating func toggle(_ key: UInt64) {
    var place = end
    while keys[place - 1] > key { place -= 1 }
    if keys[place - 1] == key {
      end -= 1
      for index in place - 1..<end { keys[index] = keys[index + 1] }
      return
    }
    if end == keys.count { grow() }
    var index = end
    while index > place {
      keys[index] = keys[index - 1]
      index -= 1
    }
    keys[place] = key
    end += 1
  }

  private mutating func grow() {
    var larger = PackedBuffer<UInt64>(repeating: 0, count: keys.count * 2)
    for index in 0..<end { larger[index] = keys[index] }
    keys = larger
  }
}
