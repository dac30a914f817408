// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A set of errors, with what it makes of the detectors and observables.
struct FailingSet: Sendable {
  var errors: [UInt32] = []
  /// The detectors that fire, ascending.
  var defects: [UInt32] = []
  var observables: UInt64 = 0
  /// The observables that the decoder mistook.
  var mistakes: UInt64 = 0
  /// Which of the sets that were found at first this one comes from.
  var ancestor: UInt32 = 0

  /// Takes the errors in `errors` for a set of its own.
  mutating func evaluate(_ space: ErrorSpace, _ toggles: inout [UInt32]) {
    toggles.removeAll(keepingCapacity: true)
    observables = space.baseObservables
    for error in errors { toggle(Int(error), space, &toggles) }
    set(base: space.baseDetectors, &toggles)
  }

  /// Collects what an error flips.
  @inline(__always)
  mutating func toggle(_ error: Int, _ space: ErrorSpace, _ toggles: inout [UInt32]) {
    for place in space.starts[error]..<space.starts[error + 1] {
      toggles.append(space.detectors[place])
    }
    observables ^= space.masks[error]
  }

  /// Makes the defects those of `base` with the toggles applied.
  mutating func set(base: [UInt32], _ toggles: inout [UInt32]) {
    toggles.sort()
    defects.removeAll(keepingCapacity: true)
    var old = 0
    var new = 0
    while new < toggles.count {
      let detector = toggles[new]
      var isOdd = true
      new += 1
      while new < toggles.count, toggles[new] == detector {
        isOdd.toggle()
        new += 1
      }
      guard isOdd else { continue }
      while old < base.count, base[old] < detector {
        defects.append(base[old])
        old += 1
      }
      if old < base.count, base[old] == detector {
        old += 1
      } else {
        defects.append(detector)
      }
    }
    while old < base.count {
      defects.append(base[old])
      old += 1
    }
  }
}
