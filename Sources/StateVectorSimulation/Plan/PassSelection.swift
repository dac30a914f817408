// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// The sizes of the blocks in which the passes of a plan work.
public struct BlockShape: Sendable, Hashable {
  /// The positions of a block: as many as fit a cache of one core.
  var bits: Int
  /// The lowest positions of memory, which every block holds: runs of consecutive amplitudes.
  var rowBits: Int
  /// The lowest positions of a block, within one vector.
  var laneBits: Int
}

/// What one pass over memory does: the wires of its blocks, and its operations in order.
struct Pass {
  var wires: UInt64
  var operations: [FusedOperation]
}

/// Cuts a list of operations into passes.
///
/// A pass takes every operation whose wires are in its blocks and before which nothing was left that it would
/// have to wait for; what is diagonal on a wire may act from outside the block. The wires of a pass
/// are chosen one by one, each time those that let in the most.
struct PassSelection {
  let qubitCount: Int
  let shape: BlockShape
  private var rest: [FusedOperation]
  /// The wires of which `rowBits` must be in the next pass.
  private var available: UInt64

  /// How far ahead the choice of wires looks.
  private static let horizon = 1500

  /// Makes a selection; `lowWires` are those at the lowest positions of memory.
  init(
    _ operations: [FusedOperation], qubitCount: Int, lowWires: UInt64, shape: BlockShape
  ) {
    self.qubitCount = qubitCount
    self.shape = shape
    rest = operations
    available = lowWires
  }

  /// All passes.
  mutating func passes() -> [Pass] {
    var passes: [Pass] = []
    while !rest.isEmpty {
      let wires = chooseWires()
      let taken = take(wires)
      precondition(!taken.isEmpty, "A pass must do something.")
      passes.append(Pass(wires: wires, operations: taken))
      available = wires
    }
    return passes
  }

  /// What the choice of wires needs to know of an operation.
  private struct Outline {
    var needs: UInt64
    var diagonals: UInt64
    var cost: Int
  }

  private func chooseWires() -> UInt64 {
    let all: UInt64 = qubitCount == 64 ? .max : 1 << UInt64(qubitCount) - 1
    if qubitCount <= shape.bits { return all }
    let outlines = rest.prefix(Self.horizon).map {
      Outline(needs: $0.needs, diagonals: $0.diagonals, cost: $0.cost)
    }
    // The first operation always gets in, so that there is progress.
    var chosen = outlines[0].needs
    if available.nonzeroBitCount == shape.rowBits { chosen |= available }
    while true {
      let room = capacity(of: chosen)
      if room.any == 0 && room.available == 0 { break }
      let now = value(of: chosen, outlines)
      var best: (gain: Double, wires: UInt64)?
      for candidate in candidates(chosen, outlines, all: all) {
        let extended = chosen | candidate
        guard fits(extended) else { continue }
        let added = (candidate & ~chosen).nonzeroBitCount
        let gain = Double(value(of: extended, outlines) - now) / Double(added)
        // Among equals the first, so that the choice is the same everywhere.
        if gain > best?.gain ?? -1 { best = (gain, candidate) }
      }
      guard let best else { break }
      chosen |= best.wires
    }
    return filled(chosen, all: all)
  }

  /// How many more wires fit: of any kind, and of those that the last pass had.
  private func capacity(of chosen: UInt64) -> (any: Int, available: Int) {
    let room = shape.bits - chosen.nonzeroBitCount
    let missing = max(0, shape.rowBits - (chosen & available).nonzeroBitCount)
    return (room - missing, room)
  }

  private func fits(_ wires: UInt64) -> Bool {
    let missing = max(0, shape.rowBits - (wires & available).nonzeroBitCount)
    return wires.nonzeroBitCount + missing <= shape.bits
  }

  /// Single wires, and the wires that the next operations lack.
  private func candidates(
    _ chosen: UInt64, _ outlines: [Outline], all: UInt64
  ) -> [UInt64] {
    var found: [UInt64] = []
    var left = all & ~chosen
    while left != 0 {
      found.append(left & (0 &- left))
      left &= left - 1
    }
    var blocked: UInt64 = 0
    for outline in outlines where blocked != all {
      let missing = outline.needs & ~chosen
      if missing.nonzeroBitCount > 1 && outline.needs & blocked == 0 { found.append(missing) }
      if missing != 0 { blocked |= outline.needs }
    }
    return found
  }

  /// The cost of what a pass with these wires would take.
  private func value(of wires: UInt64, _ outlines: [Outline]) -> Int {
    var gate = Gate()
    var value = 0
    for outline in outlines {
      if gate.admits(outline.needs, outline.diagonals, wires) {
        value += outline.cost
      } else {
        gate.block(outline.needs, outline.diagonals)
        if gate.full & wires == wires { break }
      }
    }
    return value
  }

  /// Fills up with wires of the last pass, then with any.
  private func filled(_ chosen: UInt64, all: UInt64) -> UInt64 {
    var wires = chosen
    for pool in [available & ~chosen, all & ~chosen & ~available] {
      var left = pool
      while left != 0 && wires.nonzeroBitCount < shape.bits {
        wires |= left & (0 &- left)
        left &= left - 1
      }
    }
    return wires
  }

  /// Which wires have operations that were left, and of which kind.
  private struct Gate {
    /// Something not diagonal was left.
    var full: UInt64 = 0
    /// Something diagonal was left.
    var diagonal: UInt64 = 0

    func admits(_ needs: UInt64, _ diagonals: UInt64, _ wires: UInt64) -> Bool {
      needs & ~wires == 0 && needs & (full | diagonal) == 0 && diagonals & full == 0
    }

    mutating func block(_ needs: UInt64, _ diagonals: UInt64) {
      full |= needs
      diagonal |= diagonals
    }
  }

  /// Takes what a pass with these wires does out of the list.
  private mutating func take(_ wires: UInt64) -> [FusedOperation] {
    var gate = Gate()
    var taken: [FusedOperation] = []
    var left: [FusedOperation] = []
    for (index, operation) in rest.enumerated() {
      if gate.full & wires == wires {
        left.append(contentsOf: rest[index...])
        break
      }
      if gate.admits(operation.needs, operation.diagonals, wires) {
        taken.append(operation)
      } else if let (now, later) = split(operation, gate) {
        taken.append(now)
        left.append(later)
        gate.block(0, later.diagonals)
      } else {
        left.append(operation)
        gate.block(operation.needs, operation.diagonals)
      }
    }
    rest = left
    return taken
  }

  /// The factors of a product that need not wait, and those that must.
  private func split(
    _ operation: FusedOperation, _ gate: Gate
  ) -> (now: FusedOperation, later: FusedOperation)? {
    guard case .product(let product) = operation.kind else { return nil }
    if let pivot = product.pivot, gate.full >> UInt64(pivot) & 1 == 1 { return nil }
    let isFree = { (factor: (qubit: Int, factor: Complex)) in
      gate.full >> UInt64(factor.qubit) & 1 == 0
    }
    let free = product.factors.filter(isFree)
    guard !free.isEmpty else { return nil }
    let bound = product.factors.filter { !isFree($0) }
    var later = operation
    later.kind = .product(ProductOperation(pivot: product.pivot, factors: bound))
    let now = FusedOperation(
      kind: .product(ProductOperation(pivot: product.pivot, factors: free)))
    return (now, later)
  }
}
