// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Builds a circuit step by step and puts the generator's noise where it belongs.
struct NoisyBuilder {
  private(set) var circuit = Circuit()
  let noise: GeneratedCircuit.Noise

  init(_ noise: GeneratedCircuit.Noise) {
    self.noise = noise
  }

  mutating func tick() { circuit.append(.tick) }

  /// Appends, or adds the targets to the last line when that line has the same gate and arguments.
  mutating func append(_ gate: Gate, _ targets: [Int], _ arguments: [Double] = []) {
    if targets.isEmpty { return }
    if case .instruction(var last)? = circuit.operations.last, last.gate == gate,
      last.arguments == arguments, last.tag.isEmpty
    {
      circuit.operations.removeLast()
      last.targets += targets.map { .qubit($0) }
      circuit.operations.append(.instruction(last))
    } else {
      circuit.append(gate, qubits: targets, arguments: arguments)
    }
  }

  private mutating func channel(_ gate: Gate, _ targets: [Int], _ probability: Double) {
    if probability > 0 { append(gate, targets, [probability]) }
  }

  mutating func beginRound(data: [Int]) {
    tick()
    channel(.depolarize1, data, noise.beforeRoundDataDepolarization)
  }

  mutating func oneQubit(_ gate: Gate, _ qubits: [Int]) {
    append(gate, qubits)
    channel(.depolarize1, qubits, noise.afterCliffordDepolarization)
  }

  mutating func twoQubit(_ gate: Gate, _ pairs: [Int]) {
    append(gate, pairs)
    channel(.depolarize2, pairs, noise.afterCliffordDepolarization)
  }

  mutating func reset(_ gate: Gate, _ qubits: [Int]) {
    append(gate, qubits)
    channel(gate == .rx ? .zError : .xError, qubits, noise.afterResetFlipProbability)
  }

  mutating func measure(_ gate: Gate, _ qubits: [Int]) {
    channel(gate == .mx ? .zError : .xError, qubits, noise.beforeMeasureFlipProbability)
    append(gate, qubits)
  }

  mutating func measureAndReset(_ qubits: [Int]) {
    channel(.xError, qubits, noise.beforeMeasureFlipProbability)
    append(.mr, qubits)
    channel(.xError, qubits, noise.afterResetFlipProbability)
  }

  mutating func detector(_ coordinates: [Double], lookbacks: [Int]) {
    circuit.append(.detector, lookbacks.map { .record($0) }, arguments: coordinates)
  }

  mutating func observable(lookbacks: [Int]) {
    circuit.append(.observableInclude, lookbacks.map { .record($0) }, arguments: [0])
  }

  mutating func coordinates(_ position: [Double], of qubit: Int) {
    circuit.append(.qubitCoords, qubits: [qubit], arguments: position)
  }

  mutating func shift(_ coordinates: [Double]) {
    circuit.append(.shiftCoords, arguments: coordinates)
  }

  mutating func `repeat`(_ body: NoisyBuilder, count: UInt64) {
    circuit.append(repeating: body.circuit, count: count)
  }
}
