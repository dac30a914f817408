// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Circuit {
  /// How much of everything a circuit uses, repetition counted without unrolling.
  ///
  /// Totals saturate at 2⁶⁴ − 1; parsed circuits stay below.
  public struct Counts: Sendable, Hashable {
    /// One more than the largest qubit index; 0 if there is no qubit.
    public var qubits = 0
    /// One more than the largest observable index.
    public var observables = 0
    /// One more than the largest sweep bit index.
    public var sweepBits = 0
    /// The number of measurement results.
    public var measurements: UInt64 = 0
    /// The number of detectors.
    public var detectors: UInt64 = 0
    /// The number of ticks.
    public var ticks: UInt64 = 0
    /// The number of instructions executed, blocks unrolled.
    public var instructions: UInt64 = 0
    /// The furthest that any target looks back into the record.
    public var lookback = 0

    /// Makes the counts of an empty circuit.
    public init() {}
  }

  /// All counts at once.
  ///
  /// - Complexity: O(size of the circuit as data).
  public var counts: Counts {
    var counts = Counts()
    for operation in operations {
      switch operation {
      case .instruction(let instruction): counts.add(instruction)
      case .block(let block): counts.add(block.body.counts, times: block.count)
      }
    }
    return counts
  }

  /// One more than the largest qubit index; 0 if there is no qubit.
  public var qubitCount: Int { counts.qubits }

  /// The number of measurement results of a shot.
  public var measurementCount: UInt64 { counts.measurements }

  /// The number of detectors.
  public var detectorCount: UInt64 { counts.detectors }

  /// One more than the largest observable index.
  public var observableCount: Int { counts.observables }

  /// One more than the largest sweep bit index.
  public var sweepBitCount: Int { counts.sweepBits }

  /// The number of ticks.
  public var tickCount: UInt64 { counts.ticks }
}

extension Circuit.Counts {
  mutating func add(_ instruction: Circuit.Instruction) {
    instructions = saturatingSum(instructions, 1)
    measurements = saturatingSum(measurements, UInt64(instruction.measurementCount))
    switch instruction.gate {
    case .detector: detectors = saturatingSum(detectors, 1)
    case .tick: ticks = saturatingSum(ticks, 1)
    case .observableInclude:
      if let index = instruction.arguments.first, let whole = Int(exactly: index) {
        observables = max(observables, whole + 1)
      }
    case .mpad: return
    default: break
    }
    for target in instruction.targets {
      if target.isQubit {
        qubits = max(qubits, target.index + 1)
      } else if target.kind == .record {
        lookback = max(lookback, target.index)
      } else if target.kind == .sweep {
        sweepBits = max(sweepBits, target.index + 1)
      }
    }
  }

  mutating func add(_ body: Circuit.Counts, times count: UInt64) {
    qubits = max(qubits, body.qubits)
    observables = max(observables, body.observables)
    sweepBits = max(sweepBits, body.sweepBits)
    lookback = max(lookback, body.lookback)
    measurements = saturatingSum(measurements, saturatingProduct(body.measurements, count))
    detectors = saturatingSum(detectors, saturatingProduct(body.detectors, count))
    ticks = saturatingSum(ticks, saturatingProduct(body.ticks, count))
    instructions = saturatingSum(instructions, saturatingProduct(body.instructions, count))
  }
}

/// The sum, or the largest 64-bit number where it does not fit.
func saturatingSum(_ first: UInt64, _ second: UInt64) -> UInt64 {
  let (sum, overflow) = first.addingReportingOverflow(second)
  return overflow ? .max : sum
}

/// The product, or the largest 64-bit number where it does not fit.
func saturatingProduct(_ first: UInt64, _ second: UInt64) -> UInt64 {
  let (product, overflow) = first.multipliedReportingOverflow(by: second)
  return overflow ? .max : product
}
