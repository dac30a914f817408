// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// Two qubits rotated together, as the kernels do in a step for a pair.
///
/// Slot v of four has the first qubit in bit 0 and the second in bit 1.
struct PairOperation {
  var qubits: (Int, Int)
  var flips = 0
  var pre = [Complex](repeating: .one, count: 4)
  var tangents = (0.0, 0.0)
  var post = [Complex](repeating: .one, count: 4)
  var order = [0, 1, 2, 3]
}

/// One qubit rotated.
struct SingleOperation {
  var qubit: Int
  var flips = false
  var pre = Complex.one
  var tangent = 0.0
  var post = Complex.one
}

/// A product of factors: each for one qubit that is 1, and, if there is a pivot, where it is 1 too.
struct ProductOperation {
  var pivot: Int?
  var factors: [(qubit: Int, factor: Complex)]
}

/// What one step of a pass does to the qubits ("wires": the qubits before any exchange).
struct FusedOperation {
  enum Kind {
    case pair(PairOperation)
    case single(SingleOperation)
    case product(ProductOperation)
    /// Any matrix or diagonal, with controls.
    case general(VectorGate)
  }

  var kind: Kind
  /// A factor of all amplitudes, which the pass applies with its last step.
  var scale = Complex.one

  /// The wires that must be in the block.
  var needs: UInt64 {
    switch kind {
    case .pair(let pair): 1 << UInt64(pair.qubits.0) | 1 << UInt64(pair.qubits.1)
    case .single(let single): 1 << UInt64(single.qubit)
    case .product: 0
    case .general(let gate): wireMask(gate.targets)
    }
  }

  /// The wires on which the operation is diagonal, wherever they are.
  var diagonals: UInt64 {
    switch kind {
    case .pair, .single: 0
    case .product(let product):
      wireMask(product.factors.map(\.qubit) + (product.pivot.map { [$0] } ?? []))
    case .general(let gate): wireMask(gate.controls)
    }
  }

  /// What it costs beside a rotated pair, roughly.
  var cost: Int {
    switch kind {
    case .pair: 4
    case .single: 2
    case .product: 2
    case .general(let gate): 2 << gate.targets.count
    }
  }
}

/// The set of some wires.
func wireMask(_ wires: [Int]) -> UInt64 {
  wires.reduce(0) { $0 | 1 << UInt64($1) }
}
