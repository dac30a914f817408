// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// The passes that apply some gates to a register, and where they leave its qubits.
struct GatePlan: Sendable {
  private(set) var programs: [BlockProgram] = []
  /// The bit position of each qubit afterwards.
  private(set) var positions: [Int]

  /// Plans gates on a register whose qubits lie at `positions`.
  init(_ gates: [VectorGate], qubitCount: Int, positions: [Int], shape: BlockShape) {
    var fusion = GateFusion(qubitCount: qubitCount)
    for gate in gates { fusion.append(gate) }
    fusion.finish()
    let lowWires = wireMask(positions.indices.filter { positions[$0] < shape.rowBits })
    var selection = PassSelection(
      fusion.operations, qubitCount: qubitCount, lowWires: lowWires, shape: shape)
    let passes = selection.passes()
    var memory = positions
    for (index, pass) in passes.enumerated() {
      var compiler = BlockCompiler(pass, memory: memory, shape: shape)
      let next = index + 1 < passes.count ? passes[index + 1].wires : nil
      programs.append(compiler.compile(next: next))
      memory = compiler.memory
    }
    self.positions = fusion.wires.map { memory[$0] }
  }
}
