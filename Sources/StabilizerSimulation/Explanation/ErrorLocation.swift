// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import PauliAlgebra

/// One error of a circuit's noise: what it does, and where it is written.
public struct ErrorLocation: Sendable, Hashable {
  /// One level of nesting, from the whole circuit inwards.
  public struct Frame: Sendable, Hashable {
    /// The position of the operation in its (sub)circuit, from 0.
    public var index: Int
    /// How often the operation is repeated; 0 unless it is a block.
    public var repeatCount: UInt64
    /// The iterations of that block that are complete.
    public var completedIterations: UInt64
  }

  /// The Paulis that the error puts on qubits.
  public var flippedProduct: [Target] = []
  /// The number of the result that the error flips, or that heralds it.
  public var flippedMeasurement: UInt64?
  /// What that result measures; empty for heralds and padding.
  public var measuredObservable: [Target] = []
  /// The ticks before the error.
  public var tickCount: UInt64
  /// The operations that contain the error, outermost first, the instruction itself last.
  public var frames: [Frame]
  /// The instruction, with the targets of this error only.
  public var instruction: Circuit.Instruction
  /// Which targets of the whole instruction these are, from 0.
  public var targetRange: Range<Int>

  /// Whether this location explains more simply than another: fewer Paulis, earlier, lower qubits.
  func isSimpler(than other: ErrorLocation) -> Bool {
    if flippedProduct.count != other.flippedProduct.count {
      return flippedProduct.count < other.flippedProduct.count
    }
    if measuredObservable.count != other.measuredObservable.count {
      return measuredObservable.count < other.measuredObservable.count
    }
    for (mine, its) in zip(frames, other.frames) {
      if mine.index != its.index { return mine.index < its.index }
      if mine.completedIterations != its.completedIterations {
        return mine.completedIterations < its.completedIterations
      }
    }
    for (mine, its) in zip(flippedProduct, other.flippedProduct) where mine != its {
      return (mine.index, mine.pauli.order) < (its.index, its.pauli.order)
    }
    return targetRange.lowerBound < other.targetRange.lowerBound
  }
}

/// A symptom, with the errors of a circuit that have exactly this symptom.
public struct ExplainedError: Sendable, Hashable {
  /// The detectors, ascending.
  public var detectors: [UInt64]
  /// The observables, ascending.
  public var observables: [UInt32]
  /// The errors, in the order of the circuit; none if no single error has the symptom.
  public var locations: [ErrorLocation]

  /// Whether one symptom is listed before another.
  static func precedes(_ first: ExplainedError, _ second: ExplainedError) -> Bool {
    for (mine, its) in zip(first.detectors, second.detectors) where mine != its {
      return mine < its
    }
    if first.detectors.count != second.detectors.count {
      // Observables come after detectors: what follows the common part decides.
      return first.detectors.count < second.detectors.count
        ? first.observables.isEmpty : !second.observables.isEmpty
    }
    return first.observables.lexicographicallyPrecedes(second.observables)
  }
}

extension Pauli {
  /// The place in the order X, Z, Y.
  fileprivate var order: Int { (hasX ? 1 : 0) + (hasZ ? 2 : 0) }
}
