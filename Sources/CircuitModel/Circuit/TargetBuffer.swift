// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A list of targets that is filled again and again, without a check for sharing at each target.
struct TargetBuffer {
  /// The first `count` elements are the targets, the others are room.
  var storage = [Target](repeating: .combiner, count: 64)
  var count = 0

  /// Appends a target.
  mutating func append(_ target: Target) {
    if count == storage.count { grow() }
    storage[count] = target
    count &+= 1
  }

  /// Appends targets.
  mutating func append(contentsOf targets: [Target]) {
    for target in targets { append(target) }
  }

  /// Doubles the room.
  mutating func grow() {
    storage.append(contentsOf: [Target](repeating: .combiner, count: storage.count))
  }

  /// Takes the combiners out of the targets from an index on.
  mutating func removeCombiners(from start: Int) {
    var kept = start
    for index in start..<count where !storage[index].isCombiner {
      storage[kept] = storage[index]
      kept += 1
    }
    count = kept
  }

  /// The targets as an array of their own.
  @inline(__always)
  func copy() -> [Target] {
    if count == 0 { return [] }
    var copy: [Target] = []
    copy.reserveCapacity(count)
    copy.append(contentsOf: storage[..<count])
    return copy
  }
}
