// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// Mechanisms of one probability that flip the same number of detectors and the same observables.
struct MechanismGroup: BitwiseCopyable, Sendable {
  /// 1 / λ, the unit of the gaps between events: an exponential variate of this mean, rounded down, is geometric.
  var meanGap: Double
  /// The number of mechanisms.
  var count: Int
  /// How many detectors each of them flips.
  var size: Int
  /// The observables that each of them flips, 0 to 63.
  var observables: UInt64
  /// Where the group begins in `MechanismGroups.originals`.
  var firstMember: Int
  /// Where the detectors of its members begin in `MechanismGroups.detectors`.
  var firstDetector: Int
}

/// The mechanisms that have enough like them to be drawn together.
///
/// The trials of a group, mechanism after mechanism and within each the shots of a walk, succeed with one
/// probability, so one geometric gap leads from each event to the next and tells mechanism and shot by itself: no
/// table is searched, and tables are read in ascending order once for all shots of a walk.
struct MechanismGroups: ~Copyable, Sendable {
  /// How many detectors a member may flip.
  static let largestSize = 16
  /// How many events a group must have in an average walk, so that it pays to begin it.
  static let leastEvents = 2.0

  let groups: [MechanismGroup]
  /// The detectors that members flip, `size` a member.
  let detectors: PackedBuffer<UInt32>
  /// The number of each member in the model's order.
  let originals: [UInt32]
}

extension MechanismGroups {
  /// What the members of a group have in common.
  private struct Key: Hashable {
    var probability: UInt64
    var size: Int
    var observables: UInt64
  }

  /// Groups the mechanisms that can fire.
  ///
  /// - Parameters:
  ///   - probabilities: The probability of each mechanism, 0...½.
  ///   - symptoms: What each flips.
  ///   - walkSize: The number of shots of a walk.
  ///   - rest: Receives the mechanisms that have too few like them, ascending.
  init(
    _ probabilities: [Double], _ symptoms: SymptomList, walkSize: Int, rest: inout [UInt32]
  ) {
    let none = UInt32.max
    var numbers: [Key: UInt32] = [:]
    var keys: [Key] = []
    var counts: [Int] = []
    var memberships = [UInt32](repeating: none, count: probabilities.count)
    var last = (key: Key(probability: 0, size: 0, observables: 0), number: none)
    for (index, p) in probabilities.enumerated() where p > 0 {
      guard let key = Self.key(p, symptoms, index) else { continue }
      if key != last.key {
        last = (key, numbers[key, default: UInt32(keys.count)])
        if Int(last.number) == keys.count {
          numbers[key] = last.number
          keys.append(key)
          counts.append(0)
        }
      }
      memberships[index] = last.number
      counts[Int(last.number)] += 1
    }

    var groups: [MechanismGroup] = []
    var members = 0
    var entries = 0
    var places = [(member: Int, entry: Int)?](repeating: nil, count: keys.count)
    for (number, key) in keys.enumerated() {
      let mean = SamplerTables.mean(Double(bitPattern: key.probability))
      guard Double(counts[number] * walkSize) * mean >= Self.leastEvents else { continue }
      places[number] = (members, entries)
      groups.append(
        MechanismGroup(
          meanGap: 1 / mean, count: counts[number], size: key.size,
          observables: key.observables, firstMember: members, firstDetector: entries))
      members += counts[number]
      entries += counts[number] * key.size
    }
    var detectors = PackedBuffer<UInt32>(repeating: 0, count: entries)
    var originals = [UInt32](repeating: 0, count: members)
    for (index, number) in memberships.enumerated() {
      guard number != none, let place = places[Int(number)] else {
        if probabilities[index] > 0 { rest.append(UInt32(index)) }
        continue
      }
      originals[place.member] = UInt32(index)
      var entry = place.entry
      for detector in symptoms.detectors(index) {
        detectors[entry] = detector
        entry += 1
      }
      places[Int(number)] = (place.member + 1, entry)
    }
    self.groups = groups
    self.detectors = detectors
    self.originals = originals
  }

  private static func key(_ p: Double, _ symptoms: SymptomList, _ index: Int) -> Key? {
    let size = symptoms.detectors(index).count
    guard size <= largestSize else { return nil }
    var mask: UInt64 = 0
    for observable in symptoms.observables(index) {
      guard observable < 64 else { return nil }
      mask |= 1 << UInt64(observable)
    }
    return Key(probability: p.bitPattern, size: size, observables: mask)
  }
}

extension SamplerTables {
  /// Walks through a group and hands over each member that fires, each at most once a shot.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - shots: The number of shots, 1 to `walkSize`.
  ///   - stream: The source of chance.
  ///   - body: Receives the shot and the member's number in the group.
  @inline(__always)
  func walk(
    _ group: MechanismGroup, shots: Int, using stream: inout RandomStream,
    _ body: (_ shot: Int, _ member: Int) -> Void
  ) {
    // Shots beyond the number, up to the power of two that takes the place of a division, are dropped.
    let shotBits = UInt64(Int.bitWidth - (shots - 1).leadingZeroBitCount)
    let mask = UInt64(1) << shotBits &- 1
    let end = UInt64(group.count) << shotBits
    let meanGap = group.meanGap
    var trial: UInt64 = 0
    while true {
      // A gap of 2⁶² ends any group; the bound keeps the conversion and the sum in range.
      trial &+= UInt64(bitPattern: Int64(min(exponential.next(using: &stream) * meanGap, 0x1p62)))
      guard trial < end else { return }
      let shot = Int(truncatingIfNeeded: trial & mask)
      if shot < shots { body(shot, Int(truncatingIfNeeded: trial &>> shotBits)) }
      trial &+= 1
    }
  }
}
