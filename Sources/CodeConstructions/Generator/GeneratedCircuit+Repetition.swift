// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension GeneratedCircuit {
  /// Data qubits at even places of a line, checks between them.
  func repetitionCircuit() -> Circuit {
    let last = 2 * distance - 2
    let data = Array(stride(from: 0, through: last, by: 2))
    let checks = Array(stride(from: 1, to: last, by: 2))

    var builder = NoisyBuilder(noise)
    builder.reset(.r, Array(0...last))
    measureRepetitionRound(&builder, data: data, checks: checks)
    for (index, check) in checks.enumerated() {
      builder.detector([Double(check), 0], lookbacks: [checks.count - index])
    }

    var body = NoisyBuilder(noise)
    measureRepetitionRound(&body, data: data, checks: checks)
    body.shift([0, 1])
    for (index, check) in checks.enumerated() {
      let lookback = checks.count - index
      body.detector([Double(check), 0], lookbacks: [lookback, lookback + checks.count])
    }
    builder.repeat(body, count: rounds - 1)

    builder.measure(.m, data)
    for (index, check) in checks.enumerated() {
      let right = data.count - index - 1
      builder.detector(
        [Double(check), 1],
        lookbacks: [right, right + 1, data.count + checks.count - index])
    }
    builder.observable(lookbacks: [1])
    return builder.circuit
  }

  private func measureRepetitionRound(
    _ builder: inout NoisyBuilder, data: [Int], checks: [Int]
  ) {
    builder.beginRound(data: data)
    builder.twoQubit(.cx, checks.flatMap { [$0 - 1, $0] })
    builder.tick()
    builder.twoQubit(.cx, checks.flatMap { [$0 + 1, $0] })
    builder.tick()
    builder.measureAndReset(checks)
  }
}
