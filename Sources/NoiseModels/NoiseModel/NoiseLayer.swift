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

  /// Appends the idle noise of the layer and begins the next one.
  mutating func close(_ used: [Int], _ rates: NoiseModel.Rates, into circuit: inout Circuit) {
    if hasNoisyOperation || !hasNoiselessOperation {
      append(rates.idle, used.filter { marks[$0] & Mark.touched == 0 }, to: &circuit)
      if hasCollapse {
        append(rates.collapseIdle, used.filter { marks[$0] & Mark.collapsed == 0 }, to: &circuit)
      }
    }
    for index in marks.indices { marks[index] = 0 }
    hasCollapse = false
    hasNoisyOperation = false
    hasNoiselessOperation = false
  }

  private func append(_ strength: Double, _ qubits: [Int], to circuit: inout Circuit) {
    if strength > 0 && !qubits.isEmpty {
      circuit.append(.depolarize1, qubits: qubits, arguments: [strength])
    }
  }
}
