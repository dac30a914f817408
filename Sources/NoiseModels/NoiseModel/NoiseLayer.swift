// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// What has happened to each qubit since the last TICK.
struct NoiseLayer: Equatable {
  private enum Mark {
    static let touched: UInt8 = 1
    static let collapsed: UInt8 = 2
  }

  private var marks: [UInt8]
  private var hasCollapse = false
  private var hasNoisyOperation = false
  private var hasNoiselessOperation = false

  init(qubitCount: Int) {
    marks = [UInt8](repeating: 0, count: qubitCount)
  }

  mutating func touch(_ targets: [Target], collapses: Bool) {
    let mark = collapses ? Mark.touched | Mark.collapsed : Mark.touched
    for target in targets where target.isQubit { marks[target.index] |= mark }
    hasCollapse = hasCollapse || collapses
    hasNoisyOperation = true
  }

  /// Exempts qubits from idling: what happens to them takes no time and makes no error.
  mutating func exempt(_ targets: [Target]) {
    for target in targets where target.isQubit {
      marks[target.index] |= Mark.touched | Mark.collapsed
    }
    hasNoiselessOperation = true
  }

  /// Begins the next layer, and says which qubits idled in this one: at all, and while others collapsed.
  mutating func close(_ used: [Int]) -> (idle: [Int], collapseIdle: [Int]) {
    var result: (idle: [Int], collapseIdle: [Int]) = ([], [])
    if hasNoisyOperation || !hasNoiselessOperation {
      result.idle = used.filter { marks[$0] & Mark.touched == 0 }
      if hasCollapse { result.collapseIdle = used.filter { marks[$0] & Mark.collapsed == 0 } }
    }
    for index in marks.indices { marks[index] = 0 }
    hasCollapse = false
    hasNoisyOperation = false
    hasNoiselessOperation = false
    return result
  }
}
