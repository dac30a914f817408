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
  /// For how many layers in a row each qubit has idled, counted up to the reach of memory; empty where nothing remembers.
  private var waits: [UInt8]
  private var hasCollapse = false
  private var hasNoisyOperation = false
  private var hasNoiselessOperation = false

  init(qubitCount: Int, remembers: Bool) {
    marks = [UInt8](repeating: 0, count: qubitCount)
    waits = remembers ? marks : []
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
      if !waits.isEmpty { countWaits(used) }
    }
    for index in marks.indices { marks[index] = 0 }
    hasCollapse = false
    hasNoisyOperation = false
    hasNoiselessOperation = false
    return result
  }

  private mutating func countWaits(_ used: [Int]) {
    for qubit in used {
      let isIdle = marks[qubit] & Mark.touched == 0
      waits[qubit] = isIdle ? min(UInt8(PhaseMemory.reach), waits[qubit] + 1) : 0
    }
  }

  /// Some qubits by the number of layers that they have waited in a row, where these are several.
  func waiting(_ qubits: [Int]) -> [(layers: Int, qubits: [Int])] {
    var groups: [Int: [Int]] = [:]
    for qubit in qubits where waits[qubit] > 1 {
      groups[Int(waits[qubit]), default: []].append(qubit)
    }
    return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
