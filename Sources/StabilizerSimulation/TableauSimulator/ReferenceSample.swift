// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

extension Circuit {
  /// The results of a noiseless run in which every open result is 0 and every sweep bit is 0.
  ///
  /// The state of a repeated block soon becomes periodic in the circuits of error correction: when a state
  /// and the results within reach of the block's lookbacks recur, the remaining repetitions are copied instead
  /// of simulated (Brent's cycle search, so one earlier state is kept).
  ///
  /// - Returns: The results, packed little-endian into words, with their number.
  /// - Throws: `CircuitError` with code `.limit` if the circuit acts on more than 2¹⁶ qubits: memory grows
  ///   with the square of their number, to 2 GiB for that many. Gaps in their numbering don't count.
  /// - Precondition: the circuit is valid.
  /// - Complexity: O(instructions · qubits / 64) plus O(qubits² / 64) for each open result.
  public func referenceSample() throws(CircuitError) -> BitRecord {
    let circuit = withCompactQubits
    let count = circuit.qubitCount
    guard count <= TableauSimulator.largestReference else {
      throw CircuitError(
        .limit,
        "The circuit acts on \(count) qubits; a reference sample can be taken of at most "
          + "\(TableauSimulator.largestReference). Leave the reference sample out, or take fewer "
          + "qubits.")
    }
    var simulator = TableauSimulator(qubitCount: count, outcomes: .zero)
    simulator.isNoiseless = true
    simulator.runFolded(circuit)
    return simulator.record
  }
}

extension TableauSimulator {
  /// The most qubits of which a reference sample is taken.
  static let largestReference = 1 << 16

  /// Runs a circuit without noise or chance, skipping whole periods of its repeated blocks.
  mutating func runFolded(_ circuit: Circuit) {
    for operation in circuit.operations {
      switch operation {
      case .instruction(let instruction): run(instruction)
      case .block(let block): runFolded(block)
      }
    }
  }

  private mutating func runFolded(_ block: Circuit.RepeatBlock) {
    let lookback = block.body.counts.lookback
    var saved = state
    var savedTail = tail(lookback)
    var savedCount = record.count
    var savedAt: UInt64 = 0
    var nextSave: UInt64 = 1
    var done: UInt64 = 0
    while done < block.count {
      runFolded(block.body)
      done += 1
      if state == saved, tail(lookback) == savedTail {
        let period = done - savedAt
        let rest = block.count - done
        let results = record.count - savedCount
        if results > 0 {
          record.appendCycle(from: savedCount, extra: Int(rest / period) * results)
        }
        for _ in 0..<(rest % period) { runFolded(block.body) }
        return
      }
      if done == nextSave {
        saved = state
        savedTail = tail(lookback)
        savedCount = record.count
        savedAt = done
        nextSave = 2 * done
      }
    }
  }

  /// The last results, as far as the record goes back.
  private func tail(_ length: Int) -> [Bool] {
    (0..<min(length, record.count)).map { record.last($0 + 1) }
  }
}
