// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

/// The mechanisms found so far, each with the probability that an odd number of its causes happens.
///
/// A mechanism without tag whose symptom is one piece is named by that symptom, and its probability is an
/// array element. The others (decomposed or tagged) are lists: the tag's number, then the pieces.
struct MechanismTable: ~Copyable {
  /// The probability by symptom; 0 where there is no mechanism.
  private var plain = GrowableBuffer<Double>(minimumCapacity: 256)
  /// The symptoms with an entry in `plain` other than 0.
  private var touched = GrowableBuffer<SymptomID>(minimumCapacity: 256)
  /// The lists of tagged or decomposed mechanisms.
  var lists = SpanTable()
  private var listed = GrowableBuffer<Double>(minimumCapacity: 64)
  private var touchedLists = GrowableBuffer<UInt32>(minimumCapacity: 64)
  /// The tags, by number; number 0 is the empty one.
  private(set) var tags = [""]
  private var tagNumbers = ["": UInt32(0)]

  /// The number of a tag.
  mutating func number(of tag: String) -> UInt32 {
    if tag.isEmpty { return 0 }
    if let number = tagNumbers[tag] { return number }
    let number = UInt32(tags.count)
    tags.append(tag)
    tagNumbers[tag] = number
    return number
  }

  /// Adds an independent cause of a mechanism in one piece.
  @inline(__always)
  mutating func add(_ symptom: SymptomID, probability: Double, tag: UInt32) {
    if symptom == 0 || probability == 0 { return }
    if tag != 0 {
      lists.elements.append(tag)
      lists.elements.append(symptom)
      commitList(probability: probability)
      return
    }
    let index = Int(symptom)
    if index >= plain.count { plain.extend(to: index + 1, with: 0) }
    let old = plain[index]
    if old == 0 { touched.append(symptom) }
    plain[index] = old * (1 - probability) + probability * (1 - old)
  }

  /// Adds an independent cause of the mechanism whose list was written behind `lists.tail`.
  mutating func commitList(probability: Double) {
    let start = lists.tail
    if lists.elements.count == start + 2, lists.elements[start] == 0 {
      let symptom = lists.elements[start + 1]
      lists.elements.truncate(to: start)
      add(symptom, probability: probability, tag: 0)
      return
    }
    var hash: UInt64 = 0x1234_5678_9ABC_DEF1
    for index in start..<lists.elements.count {
      hash = (hash ^ UInt64(lists.elements[index])) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 31
    }
    let list = lists.commit(hash: hash)
    let index = Int(list)
    if index >= listed.count { listed.extend(to: index + 1, with: 0) }
    let old = listed[index]
    if old == 0 { touchedLists.append(list) }
    listed[index] = old * (1 - probability) + probability * (1 - old)
  }

  /// Calls `body` with every mechanism: symptom or list (the other is 0), and probability.
  mutating func forEach(_ body: (SymptomID, UInt32, Double) -> Void) {
    for index in 0..<touched.count {
      let probability = plain[Int(touched[index])]
      if probability != 0 { body(touched[index], 0, probability) }
    }
    for index in 0..<touchedLists.count {
      let probability = listed[Int(touchedLists[index])]
      if probability != 0 { body(0, touchedLists[index], probability) }
    }
  }

  /// Takes a mechanism out and returns its probability.
  mutating func remove(_ symptom: SymptomID, _ list: UInt32) -> Double {
    if symptom != 0 {
      defer { plain[Int(symptom)] = 0 }
      return plain[Int(symptom)]
    }
    defer { listed[Int(list)] = 0 }
    return listed[Int(list)]
  }

  /// Forgets all mechanisms.
  mutating func clear() {
    for index in 0..<touched.count { plain[Int(touched[index])] = 0 }
    for index in 0..<touchedLists.count { listed[Int(touchedLists[index])] = 0 }
    touched.truncate(to: 0)
    touchedLists.truncate(to: 0)
  }
}
