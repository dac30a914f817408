// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// Finds a gate by the bytes of its name, upper or lower case, without making a `String`.
struct GateNameTable {
  /// What a name stands for.
  enum Meaning: Sendable, Hashable {
    case gate(Gate)
    case block
  }

  static let shared = GateNameTable()

  /// Every name and alias, with REPEAT.
  static let allNames: [String] = GateTable.byName.keys.sorted() + ["REPEAT"]

  private static let slotCount = 512

  /// For each slot, one more than the entry's number, or 0.
  private let slots: [UInt8]
  private let starts: [Int]
  private let letters: [UInt8]
  private let meanings: [Meaning]

  private init() {
    var slots = [UInt8](repeating: 0, count: GateNameTable.slotCount)
    var starts = [0]
    var letters: [UInt8] = []
    var meanings: [Meaning] = []
    for name in GateNameTable.allNames {
      letters += name.utf8
      meanings.append(GateTable.byName[name].map { .gate($0) } ?? .block)
      var slot = GateNameTable.hash(letters, starts[starts.count - 1]..<letters.count)
      while slots[slot] != 0 { slot = (slot + 1) % GateNameTable.slotCount }
      slots[slot] = UInt8(meanings.count)
      starts.append(letters.count)
    }
    (self.slots, self.starts, self.letters, self.meanings) = (slots, starts, letters, meanings)
  }

  @inline(__always)
  private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for index in range {
      hash = (hash ^ UInt32(Byte.uppercased(bytes[index]))) &* 16_777_619
    }
    return Int((hash ^ hash &>> 15) & UInt32(slotCount - 1))
  }

  /// What the name in a range of a text stands for; nil if nothing bears it.
  func meaning(_ bytes: [UInt8], _ range: Range<Int>) -> Meaning? {
    var slot = GateNameTable.hash(bytes, range)
    while slots[slot] != 0 {
      let entry = Int(slots[slot]) - 1
      let start = starts[entry]
      if starts[entry + 1] - start == range.count {
        var offset = 0
        while offset < range.count,
          Byte.uppercased(bytes[range.lowerBound + offset]) == letters[start + offset]
        { offset += 1 }
        if offset == range.count { return meanings[entry] }
      }
      slot = (slot + 1) % GateNameTable.slotCount
    }
    return nil
  }

  /// The name nearest to a misspelt one, at most two edits away; nil if there is none.
  static func suggestion(for name: String) -> String? {
    nearMiss(of: name.uppercased(), among: allNames, atMost: 2)
  }
}
