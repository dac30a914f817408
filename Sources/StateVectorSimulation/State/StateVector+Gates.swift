// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension StateVector {
  /// Applies gates, in order.
  ///
  /// They are fused and applied in as few passes over memory as the plan finds, each in blocks that fit a cache.
  ///
  /// - Precondition: The qubits of the gates belong to the register.
  /// - Complexity: At most a pass over the amplitudes for each gate; far fewer for long sequences.
  public mutating func apply(_ sequence: GateSequence) {
    precondition(sequence.qubitCount <= qubitCount, "A gate acts beyond the register.")
    for stretch in stretches(of: sequence) {
      switch stretch {
      case .planned(let gates): applyPlanned(gates, shape: Scalar.blockShape)
      case .plain(let gates): applyOneByOne(GateSequence(gates))
      }
    }
  }

  /// Gates in a row that are applied in the same way.
  private enum Stretch {
    case planned([VectorGate])
    case plain([VectorGate])
  }

  /// Cuts a sequence where a gate has too many qubits for a block.
  private borrowing func stretches(of sequence: GateSequence) -> [Stretch] {
    let shape = Scalar.blockShape
    // Plans pay from a few qubits on; the kernels of blocks need room for lanes and their exchanges.
    guard qubitCount >= 2 * shape.laneBits + 2, qubitCount > 10 || sequence.count > 4 else {
      return [.plain(sequence.gates)]
    }
    let limit = min(qubitCount, shape.bits) - 2 * shape.laneBits
    var stretches: [Stretch] = []
    var run: [VectorGate] = []
    for gate in sequence.gates {
      if gate.targets.count + gate.controls.count <= limit {
        run.append(gate)
        continue
      }
      if !run.isEmpty { stretches.append(.planned(run)) }
      stretches.append(.plain([gate]))
      run = []
    }
    if !run.isEmpty { stretches.append(.planned(run)) }
    return stretches
  }

  /// How many passes over memory `apply` makes for some gates.
  ///
  /// - Precondition: The qubits of the gates belong to the register.
  public borrowing func passCount(of sequence: GateSequence) -> Int {
    precondition(sequence.qubitCount <= qubitCount, "A gate acts beyond the register.")
    var places = positions
    var count = 0
    for stretch in stretches(of: sequence) {
      switch stretch {
      case .planned(let gates):
        let plan = GatePlan(
          gates, qubitCount: qubitCount, positions: places, shape: Scalar.blockShape)
        places = plan.positions
        count += plan.programs.count
      case .plain(let gates):
        count += gates.count
      }
    }
    return count
  }

  /// Applies one gate.
  ///
  /// - Precondition: The qubits of the gate belong to the register.
  public mutating func apply(_ gate: VectorGate) {
    apply(GateSequence([gate]))
  }

  /// Applies gates by a plan.
  mutating func applyPlanned(_ gates: [VectorGate], shape: BlockShape) {
    run(GatePlan(gates, qubitCount: qubitCount, positions: positions, shape: shape))
  }

  /// Runs the passes of a plan.
  mutating func run(_ plan: GatePlan) {
    for program in plan.programs { run(program) }
    positions = plan.positions
  }

  private mutating func run(_ program: BlockProgram) {
    let inBlock = program.rowMask | (1 << UInt64(program.rowBits) - 1)
    let outside = ~inBlock & (1 << UInt64(qubitCount) - 1)
    let blocks = 1 << (qubitCount - program.bits)
    // One item of work is a run of blocks; few items cost little to hand out.
    let items = min(blocks, 256)
    let workers = min(workers, items)
    let scratchSize = program.isInPlace ? 0 : 2 << program.bits
    var scratch = PackedBuffer<Scalar>(repeating: 0, count: scratchSize * workers)
    let kernel = unsafe Scalar.kernels.runBlock
    unsafe scratch.withSharedMemory { scratch in
      unsafe real.withSharedMemory { real in
        unsafe imaginary.withSharedMemory { imaginary in
          parallelFor(count: items, workers: workers) { item, worker in
            unsafe program.withKernelProgram { kernelProgram in
              for block in item * blocks / items..<(item + 1) * blocks / items {
                unsafe kernel(
                  real.base, imaginary.base, deposit(UInt64(block), into: outside),
                  kernelProgram, scratch.base + worker * scratchSize)
              }
            }
          }
        }
      }
    }
  }

  /// Applies gates one after the other, each in a pass of its own: the reference for plans.
  mutating func applyOneByOne(_ sequence: GateSequence) {
    for gate in sequence.gates { applyPlainly(gate) }
  }

  private mutating func applyPlainly(_ gate: VectorGate) {
    let controls = gate.controls.reduce(0) { $0 | 1 << UInt64(positions[$1]) } as UInt64
    let targets = gate.targets.map { Int32(positions[$0]) }
    let bits = Int32(qubitCount)
    let kernels = Scalar.kernels
    switch gate.action {
    case .exchange where gate.controls.isEmpty:
      positions.swapAt(gate.targets[0], gate.targets[1])
    case .exchange:
      applyPlainly(
        VectorGate(
          .matrix(VectorGate.exchangeMatrix), targets: gate.targets, controls: gate.controls))
    case .matrix(let entries):
      let numbers = entries.flatMap { [$0.real, $0.imaginary] }
      unsafe withPlanes { real, imaginary in
        unsafe kernels.applyMatrix(
          real, imaginary, bits, targets, Int32(targets.count), controls, numbers)
      }
    case .diagonal(let factors):
      let numbers = factors.flatMap { [$0.real, $0.imaginary] }
      unsafe withPlanes { real, imaginary in
        unsafe kernels.applyDiagonal(
          real, imaginary, bits, targets, Int32(targets.count), controls, numbers)
      }
    }
  }

  /// Lends the planes to a kernel.
  mutating func withPlanes(
    _ body: (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
  ) {
    unsafe real.withSharedMemory { real in
      unsafe imaginary.withSharedMemory { imaginary in
        unsafe body(real.base, imaginary.base)
      }
    }
  }
}

/// Spreads the low bits of a number over the bits of a mask, the lowest first.
func deposit(_ number: UInt64, into mask: UInt64) -> UInt64 {
  var (left, bit, result) = (mask, UInt64(0), UInt64(0))
  while left != 0 {
    if number >> bit & 1 == 1 { result |= left & (0 &- left) }
    left &= left - 1
    bit += 1
  }
  return result
}
