// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CStateVectorKernels
import ComputePrimitives

/// A pass in the form that the kernels run: steps with their numbers.
struct BlockProgram: Sendable {
  var bits: Int
  var rowBits: Int
  /// The positions of memory in the block above the row.
  var rowMask: UInt64
  var isInPlace: Bool
  var steps: [QKStep] = []
  var numbers: [Double] = []
  var conditions: [QKCondition] = []
  var storeRows: [UInt32] = []
  var scale = Complex.one

  /// Lends the program to a kernel.
  func withKernelProgram(_ body: (UnsafePointer<QKBlockProgram>) -> Void) {
    unsafe steps.withUnsafeBufferPointer { steps in
      unsafe numbers.withUnsafeBufferPointer { numbers in
        unsafe conditions.withUnsafeBufferPointer { conditions in
          unsafe storeRows.withUnsafeBufferPointer { storeRows in
            var program = unsafe QKBlockProgram(
              bits: Int32(bits), rowBits: Int32(rowBits), rowMask: rowMask,
              inPlace: isInPlace ? 1 : 0, stepCount: UInt32(steps.count),
              steps: steps.baseAddress, numbers: numbers.baseAddress,
              conditions: conditions.baseAddress, storeRows: storeRows.baseAddress,
              scaleReal: scale.real, scaleImaginary: scale.imaginary)
            unsafe withUnsafePointer(to: &program) { unsafe body($0) }
          }
        }
      }
    }
  }
}

/// Makes the program of a pass, and finds where it leaves each wire.
struct BlockCompiler {
  private let shape: BlockShape
  private let operations: [FusedOperation]
  /// For each wire its position in memory.
  private(set) var memory: [Int]
  /// For each wire of the block its position there; for the others −1.
  private var local: [Int]
  /// For each position of the block its wire.
  private var wireAt: [Int]
  /// The positions of memory that the block holds, ascending.
  private let held: [Int]
  private var program: BlockProgram
  /// Phases of wires in the block under conditions outside it, until something else acts.
  private var pending: [QKCondition] = []
  private var scale = Complex.one

  init(_ pass: Pass, memory: [Int], shape: BlockShape) {
    self.shape = shape
    self.memory = memory
    operations = pass.operations
    let wires = memory.indices.filter { pass.wires >> UInt64($0) & 1 == 1 }
      .sorted { memory[$0] < memory[$1] }
    wireAt = wires
    held = wires.map { memory[$0] }
    local = Array(repeating: -1, count: memory.count)
    for (position, wire) in wires.enumerated() { local[wire] = position }
    let isInPlace = wires.count == memory.count
    let rowBits = isInPlace ? wires.count : shape.rowBits
    program = BlockProgram(
      bits: wires.count, rowBits: rowBits,
      rowMask: held.dropFirst(rowBits).reduce(0) { $0 | 1 << UInt64($1) },
      isInPlace: isInPlace)
  }

  /// The program; `memory` is then where the pass leaves the wires.
  ///
  /// Of the wires of the next pass enough end up in the row.
  mutating func compile(next: UInt64?) -> BlockProgram {
    for index in operations.indices { append(index) }
    flushPending()
    if program.isInPlace {
      appendScale()
      for wire in memory.indices { memory[wire] = local[wire] }
    } else {
      program.scale = scale
      arrangeStore(next: next)
    }
    return program
  }

  // MARK: Steps

  private mutating func append(_ index: Int) {
    let operation = operations[index]
    scale *= operation.scale
    switch operation.kind {
    case .pair(let pair):
      prepare([pair.qubits.0, pair.qubits.1], at: index)
      append(pair)
    case .single(let single):
      prepare([single.qubit], at: index)
      append(single)
    case .product(let product):
      append(product, at: index)
    case .general(let gate):
      append(gate, at: index)
    }
    if scale.squaredMagnitude < 0x1p-80 || scale.squaredMagnitude > 0x1p40 { appendScale() }
  }

  /// Gets wires out of the lanes, and out of the way of phases that wait.
  private mutating func prepare(_ wires: [Int], at index: Int) {
    if pending.contains(where: { $0.position >= 0 && wires.contains(Int($0.position)) }) {
      flushPending()
    }
    raise(wires, at: index)
  }

  private mutating func append(_ pair: PairOperation) {
    var step = QKStep()
    step.kind = Int32(qk_pairStep.rawValue)
    step.count = 2
    step.positions.0 = Int32(local[pair.qubits.0])
    step.positions.1 = Int32(local[pair.qubits.1])
    step.flips = Int32(pair.flips)
    step.order = (
      Int32(pair.order[0]), Int32(pair.order[1]), Int32(pair.order[2]), Int32(pair.order[3])
    )
    step.hasPre = pair.pre.allSatisfy { $0 == .one } ? 0 : 1
    step.hasPost = pair.post.allSatisfy { $0 == .one } ? 0 : 1
    append(
      step, [pair.tangents.0, pair.tangents.1],
      Array(pair.pre.dropFirst() + pair.post.dropFirst()))
  }

  private mutating func append(_ single: SingleOperation) {
    var step = QKStep()
    step.kind = Int32(qk_singleStep.rawValue)
    step.count = 1
    step.positions.0 = Int32(local[single.qubit])
    step.flips = single.flips ? 1 : 0
    step.hasPost = single.post == .one ? 0 : 1
    append(step, [single.tangent], [single.pre, single.post])
  }

  private mutating func append(_ step: QKStep, _ reals: [Double], _ complex: [Complex]) {
    var step = step
    step.numbers = UInt32(program.numbers.count)
    program.numbers += reals
    for number in complex { program.numbers += [number.real, number.imaginary] }
    program.steps.append(step)
  }

  private mutating func append(_ gate: VectorGate, at index: Int) {
    let inside = gate.controls.filter { local[$0] >= 0 }
    prepare(gate.targets + inside, at: index)
    var step = QKStep()
    step.count = Int32(gate.targets.count)
    let positions = gate.targets.map { Int32(local[$0]) } + [0, 0, 0, 0, 0, 0]
    step.positions = (
      positions[0], positions[1], positions[2], positions[3], positions[4], positions[5]
    )
    step.controls = inside.reduce(0) { $0 | 1 << UInt64(local[$1]) }
    step.outside = outside(gate.controls)
    switch gate.action {
    case .matrix(let entries):
      step.kind = Int32(qk_matrixStep.rawValue)
      append(step, [], entries)
    case .diagonal(let factors):
      step.kind = Int32(qk_diagonalStep.rawValue)
      append(step, [], factors)
    case .exchange:
      preconditionFailure("Exchanges are matrices once they are fused.")
    }
  }

  /// The positions in memory of those wires that are outside the block.
  private func outside(_ wires: [Int]) -> UInt64 {
    wires.filter { local[$0] < 0 }.reduce(0) { $0 | 1 << UInt64(memory[$1]) }
  }

  private mutating func append(_ product: ProductOperation, at index: Int) {
    guard let pivot = product.pivot else {
      for (wire, factor) in product.factors { wait(factor, at: wire, outside: 0) }
      return
    }
    if local[pivot] < 0 {
      let mask = outside([pivot])
      for (wire, factor) in product.factors { wait(factor, at: wire, outside: mask) }
      return
    }
    for (wire, factor) in product.factors where local[wire] < 0 {
      wait(factor, at: pivot, outside: outside([wire]))
    }
    let inside = product.factors.filter { local[$0.qubit] >= 0 }
    if inside.count == 1 {
      // One phase where two qubits are 1: a quarter of the block.
      let wires = [pivot, inside[0].qubit]
      raise(wires, at: index)
      var step = QKStep()
      step.kind = Int32(qk_diagonalStep.rawValue)
      step.controls = wires.reduce(0) { $0 | 1 << UInt64(local[$1]) }
      append(step, [], [inside[0].factor])
    } else if !inside.isEmpty {
      raise([pivot], at: index)
      appendProduct(
        pivot: local[pivot],
        inside.map { condition($0.factor, position: local[$0.qubit], outside: 0) })
    }
  }

  private func condition(
    _ factor: Complex, position: Int, outside: UInt64
  ) -> QKCondition {
    QKCondition(
      outside: outside, position: Int32(position), real: factor.real,
      imaginary: factor.imaginary)
  }

  private mutating func appendProduct(pivot: Int, _ conditions: [QKCondition]) {
    var step = QKStep()
    step.kind = Int32(qk_productStep.rawValue)
    step.positions.0 = Int32(pivot)
    step.conditions = UInt32(program.conditions.count)
    step.conditionCount = UInt32(conditions.count)
    program.conditions += conditions
    append(step, [], [])
  }

  /// Keeps the phase of a wire, under a condition outside the block, until something else acts on it.
  ///
  /// In `pending` the position is that of a wire, since exchanges may move it; −1 is no wire.
  private mutating func wait(_ factor: Complex, at wire: Int, outside mask: UInt64) {
    if local[wire] >= 0 {
      pending.append(condition(factor, position: wire, outside: mask))
    } else {
      pending.append(condition(factor, position: -1, outside: mask | outside([wire])))
    }
  }

  private mutating func flushPending() {
    guard !pending.isEmpty else { return }
    let conditions = pending.map { condition in
      var placed = condition
      if condition.position >= 0 { placed.position = Int32(local[Int(condition.position)]) }
      return placed
    }
    pending = []
    appendProduct(pivot: -1, conditions)
  }

  private mutating func appendScale() {
    guard scale != .one else { return }
    appendProduct(pivot: -1, [condition(scale, position: -1, outside: 0)])
    scale = .one
  }

  // MARK: Lanes

  /// Sees to it that no lane holds one of the wires that an operation needs.
  private mutating func raise(_ wires: [Int], at index: Int) {
    guard wires.contains(where: { local[$0] < shape.laneBits }) else { return }
    exchangeLanes(avoiding: wireMask(wires), among: nil, after: index)
  }

  /// Exchanges the lanes with the positions whose wires are needed last.
  private mutating func exchangeLanes(avoiding: UInt64, among: UInt64?, after index: Int) {
    let distance = nextUses(after: index)
    let free = (shape.laneBits..<program.bits).filter { position in
      let wire = UInt64(wireAt[position])
      return avoiding >> wire & 1 == 0 && (among ?? .max) >> wire & 1 == 1
    }
    let chosen = free.sorted { a, b in
      (distance[wireAt[a]], a) > (distance[wireAt[b]], b)
    }.prefix(shape.laneBits)
    precondition(chosen.count == shape.laneBits, "A block has room for its lanes.")
    var step = QKStep()
    step.kind = Int32(qk_exchangeStep.rawValue)
    let positions = chosen.map { Int32($0) } + [0, 0, 0]
    step.positions.0 = positions[0]
    step.positions.1 = positions[1]
    step.positions.2 = positions[2]
    append(step, [], [])
    for (lane, position) in chosen.enumerated() {
      wireAt.swapAt(lane, position)
      local[wireAt[lane]] = lane
      local[wireAt[position]] = position
    }
  }

  /// How many operations after `index` each wire is needed above the lanes.
  private func nextUses(after index: Int) -> [Int] {
    var distance = [Int](repeating: .max, count: memory.count)
    for (ahead, operation) in operations.dropFirst(index + 1).prefix(200).enumerated() {
      var used = operation.needs
      if case .product(let product) = operation.kind, let pivot = product.pivot {
        used |= 1 << UInt64(pivot)
      } else if case .general = operation.kind {
        used |= operation.diagonals
      }
      while used != 0 {
        let wire = used.trailingZeroBitCount
        if distance[wire] == .max { distance[wire] = ahead }
        used &= used - 1
      }
    }
    return distance
  }

  // MARK: Storing

  /// Chooses the place in memory of every wire of the block, so that the next pass finds its row.
  private mutating func arrangeStore(next: UInt64?) {
    let wanted = next ?? .max
    let isWanted = { (wire: Int) in wanted >> UInt64(wire) & 1 == 1 }
    if !wireAt.prefix(shape.laneBits).allSatisfy(isWanted) {
      exchangeLanes(avoiding: 0, among: wanted, after: operations.count)
    }
    // Wires that fit into the row, then the others, each group in the order of the block.
    let upper = Array(wireAt.dropFirst(shape.laneBits))
    let row = upper.filter(isWanted).prefix(program.rowBits - shape.laneBits)
    let rowMask = wireMask(Array(row))
    let order =
      Array(wireAt.prefix(shape.laneBits)) + row
      + upper.filter { rowMask >> UInt64($0) & 1 == 0 }
    for (rank, wire) in order.enumerated() { memory[wire] = held[rank] }
    // The vector that memory wants next has its bits where the wires are in the block.
    let places = order.dropFirst(shape.laneBits).map { local[$0] - shape.laneBits }
    program.storeRows = [0]
    program.storeRows.reserveCapacity(1 << places.count)
    for place in places {
      program.storeRows += program.storeRows.map { $0 | 1 << UInt32(place) }
    }
  }
}
