// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension OpcodeTable {
  /// What to write instead of a name that no operation bears.
  static func hint(for name: String) -> String {
    if let near = nearest(to: name.uppercased(), among: byName.keys.sorted()) {
      return "Did you mean \(near)?"
    }
    return "See `quanta help opcodes`."
  }

  /// The name at most two edits away; nil if there is none.
  static func nearest(to name: String, among names: [String]) -> String? {
    nearMiss(of: name, among: names.lazy.filter { $0.utf8.count > 2 }, atMost: 2)
  }
}
