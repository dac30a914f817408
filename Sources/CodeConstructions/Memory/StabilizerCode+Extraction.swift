// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import PauliAlgebra

extension StabilizerCode {
  /// The tags that noise models look for.
  enum Tag {
    static let round = "round"
    static let noiseless = "noiseless"
  }

  /// One noiseless round: reset the ancillas, entangle them layer by layer, measure them.
  ///
  /// A check of Z alone collects parities by CX from data to an ancilla in |0⟩; any other check
  /// controls its Paulis from an ancilla in |+⟩. TICKs stand between the layers.
  public var extractionRound: Circuit {
    var circuit = Circuit()
    appendExtraction(to: &circuit)
    return circuit
  }

  func appendRoundMark(to circuit: inout Circuit) {
    circuit.append(.iError, (0..<qubitCount).map { .qubit($0) }, tag: Tag.round)
  }

  func appendExtraction(to circuit: inout Circuit, _ gates: MemoryExperiment.Gates) {
    switch gates {
    case .cx: appendExtraction(to: &circuit)
    case .cz: appendCZExtraction(to: &circuit)
    }
  }

  private func appendExtraction(to circuit: inout Circuit) {
    appendRoundMark(to: &circuit)
    let zAncillas = checks.indices.filter { checks[$0].uniformPauli == .z }.map { $0 + qubitCount }
    let otherAncillas = checks.indices.filter { checks[$0].uniformPauli != .z }
      .map { $0 + qubitCount }
    appendUnlessEmpty(.r, zAncillas, to: &circuit)
    appendUnlessEmpty(.rx, otherAncillas, to: &circuit)
    circuit.append(.tick)
    for layer in schedule.layers {
      appendLayer(layer, to: &circuit)
      circuit.append(.tick)
    }
    appendMeasurements(to: &circuit)
  }

  private func appendLayer(_ layer: [ExtractionSchedule.Step], to circuit: inout Circuit) {
    var pairs: [Gate: [Int]] = [:]
    for step in layer {
      let check = checks[step.check]
      let factor = check.factors[step.factor]
      let ancilla = qubitCount + step.check
      switch factor.pauli {
      case .z where check.uniformPauli == .z: pairs[.cx, default: []] += [factor.qubit, ancilla]
      case .x: pairs[.cx, default: []] += [ancilla, factor.qubit]
      case .y: pairs[.cy, default: []] += [ancilla, factor.qubit]
      case .z, .i: pairs[.cz, default: []] += [ancilla, factor.qubit]
      }
    }
    for gate in [Gate.cx, .cy, .cz] {
      appendUnlessEmpty(gate, pairs[gate, default: []], to: &circuit)
    }
  }

  /// Measures the ancillas so that results come in the order of the checks.
  private func appendMeasurements(to circuit: inout Circuit) {
    var start = 0
    while start < checks.count {
      let isZ = checks[start].uniformPauli == .z
      let end =
        checks[start...].firstIndex { ($0.uniformPauli == .z) != isZ } ?? checks.count
      circuit.append(isZ ? .m : .mx, qubits: (start..<end).map { $0 + qubitCount })
      start = end
    }
  }

  func appendUnlessEmpty(_ gate: Gate, _ qubits: [Int], to circuit: inout Circuit) {
    if !qubits.isEmpty { circuit.append(gate, qubits: qubits) }
  }
}
