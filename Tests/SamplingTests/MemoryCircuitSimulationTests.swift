// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import NoiseModels
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Memory circuits in the simulator")
struct MemoryCircuitSimulationTests {
  /// The levels at which a code has circuits.
  private func levels(of code: any QuantumCode) -> [MemoryExperiment.Level] {
    [.codeCapacity, .phenomenological, .circuit]
      + (code.weights.upperBound <= 2 ? [.pairMeasurement] : [])
  }

  @Test("Nothing fires without noise, something with it", .tags(.law))
  func determinism() throws {
    for name in [
      "repetition:d=3", "surface:dx=3,dz=4", "unrotated:d=3", "xzzx:d=3", "toric:d=2",
      "colour:d=3", "five-qubit", "steane", "shor", "colour-superdense:d=5", "colour-488:d=5",
      "colour-488-superdense:d=3", "bacon-shor:dx=3,dz=4", "shyps:r=2",
      "toric-3d:d=2", "reed-muller:m=4", "hgp:repetition=3",
      "lifted-product:n=46",
    ] {
      let code = try CodeCatalogue.quantumCode(named: name)
      for level in levels(of: code) {
        let noise: NoiseModel =
          switch level {
          case .pairMeasurement: try .named("em3", p: 0.1)
          case .codeCapacity: try .named("code-capacity:depolarizing", p: 0.1)
          case .phenomenological: try .named("phenomenological", p: 0.1)
          case .circuit: try .named("si1000", p: 0.1)
          }
        for basis in MemoryExperiment.Basis.allCases {
          let circuit = try code.memoryCircuit(rounds: 3, basis: basis, level: level)
          let quiet = try circuit.firings()
          #expect(quiet.detectors == 0 && quiet.observables == 0, "\(name) \(level) \(basis)")
          let loud = try noise.applied(to: circuit).firings()
          #expect(loud.detectors > 0 && loud.observables > 0, "\(name) \(level) \(basis)")
        }
      }
    }
  }

  /// The five-qubit code with the Paulis of two qubits exchanged in turn, so that its checks have all three.
  private func fiveQubitWithY() throws -> StabilizerCode {
    let checks = ["YXZXI", "IYZZX", "YIXZZ", "XYIXZ"].map(Array.init)
    var matrix = BitMatrix(rowCount: 4, columnCount: 10)
    for row in 0..<4 {
      for qubit in 0..<5 {
        matrix[row, qubit] = "XY".contains(checks[row][qubit])
        matrix[row, qubit + 5] = "YZ".contains(checks[row][qubit])
      }
    }
    return try StabilizerCode(name: "turned", checkMatrix: matrix)
  }

  @Test("In CZ gates, nothing fires without noise, and everything may with it", .tags(.law))
  func determinismInCZGates() throws {
    let names = [
      "repetition:d=3", "surface:dx=3,dz=4", "unrotated:d=3", "xzzx:d=3", "toric:d=2",
      "colour:d=3", "five-qubit", "steane", "shor",
    ]
    let noise = try NoiseModel.named("si1000", p: 0.05)
    let allowed: Set<Gate> = [.cz, .h, .cXYZ, .cZYX, .r, .m]
    for code in try names.map(StabilizerCode.named) + [fiveQubitWithY()] {
      for (basis, rounds) in MemoryExperiment.Basis.allCases.flatMap({ basis in
        (1...3).map { (basis, UInt64($0)) }
      }) {
        let circuit = try code.memoryCircuit(rounds: rounds, basis: basis, gates: .cz)
        let quiet = try circuit.firings()
        #expect(quiet.detectors == 0 && quiet.observables == 0, "\(code.name) \(basis)")
        // One round of a small code may be lucky.
        let loud = try noise.applied(to: circuit).firings()
        #expect(rounds < 3 || loud.detectors > 0 && loud.observables > 0, "\(code.name) \(basis)")
        let plain = try code.memoryCircuit(rounds: rounds, basis: basis)
        #expect(circuit.detectorCount == plain.detectorCount)
        #expect(circuit.observableCount == plain.observableCount)
        circuit.forEachInstruction { instruction in
          let isAllowed =
            allowed.contains(instruction.gate) || instruction.tag == "noiseless"
            || instruction.gate == .iError && instruction.tag == "round"
            || instruction.gate.definition.traits.contains(.annotation)
          #expect(isAllowed, "\(code.name) \(basis) \(instruction.gate)")
        }
      }
    }
  }

  @Test(
    "Schedules of CX gates refuse CZ", arguments: ["bb:n=72", "colour-superdense:d=3"])
  func refusedGates(name: String) throws {
    let error = try #require(throws: CodeError.self) {
      try StabilizerCode.named(name).memoryCircuit(rounds: 2, gates: .cz)
    }
    #expect(error.code == .unsupported && error.message.contains("gates=cz"))
  }

  @Test(
    "A single fault is worth the same error of the code, whatever the gates", .tags(.law),
    arguments: ["repetition:d=5", "surface:d=3", "surface:d=5", "unrotated:d=3", "xzzx:d=3"])
  func distances(name: String) throws {
    let code = try StabilizerCode.named(name)
    let noise = try NoiseModel.named("si1000", p: 0.001)
    for basis in name.hasPrefix("repetition") ? [.z] : [MemoryExperiment.Basis.x, .z] {
      let lengths = try MemoryExperiment.Gates.allCases.map { gates in
        try noise.applied(to: code.memoryCircuit(rounds: 3, basis: basis, gates: gates))
          .detectorErrorModel(AnalysisOptions(decomposeErrors: true))
          .shortestGraphlikeError().count
      }
      #expect(lengths == [code.nominalDistance, code.nominalDistance], "\(basis)")
    }
  }

  @Test("Noise per round strikes the same Paulis whatever the gates", .tags(.law))
  func noisePerRound() throws {
    let code = try StabilizerCode.named("surface:d=3")
    for flip in ["bit-flip", "phase-flip"] {
      let noise = try NoiseModel.named("code-capacity:\(flip)", p: 0.01)
      for (basis, rounds) in [(MemoryExperiment.Basis.x, UInt64(1)), (.x, 2), (.z, 1), (.z, 2)] {
        let models = try MemoryExperiment.Gates.allCases.map { gates in
          Set(
            try noise.applied(to: code.memoryCircuit(rounds: rounds, basis: basis, gates: gates))
              .detectorErrorModel(AnalysisOptions()).mechanisms().map(\.symptom))
        }
        #expect(models[0] == models[1], "\(flip) \(basis) \(rounds)")
        // The checks that see the other flips have nothing to compare with in one round.
        let isSeen = rounds > 1 || (flip == "bit-flip") == (basis == .z)
        #expect(models[0].isEmpty != isSeen, "\(flip) \(basis) \(rounds)")
      }
    }
  }
}
