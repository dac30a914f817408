// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Colour codes")
struct ColourCodeTests {
  @Test(
    "The codes on squares and octagons have (d² + 2d − 1)/2 qubits and distance d", .tags(.exact),
    arguments: [3, 5, 7])
  func octagons(d: Int) throws {
    let code = try StabilizerCode.named("colour-488:d=\(d)")
    #expect(code.qubitCount == (d * d + 2 * d - 1) / 2)
    #expect(code.qubitCount - code.rank == 1 && code.logicalQubitCount == 1)
    #expect(code.checks.count == code.qubitCount - 1)
    #expect(code.checks.allSatisfy { [4, 8].contains($0.factors.count) })
    #expect(code.distance(over: .x) == d && code.distance(over: .z) == d)
    #expect(code.logicals[0].x.count == d)
  }

  @Test("At d = 5, seven checks of each type have weight 4 and one has 8", .tags(.exact))
  func octagonWeights() throws {
    let code = try StabilizerCode.named("colour-488:d=5")
    let weights = code.checks.filter { $0.uniformPauli == .x }.map(\.factors.count).sorted()
    #expect(weights == [4, 4, 4, 4, 4, 4, 4, 8])
  }

  @Test("Large codes have one logical qubit too", .tags(.law), arguments: [9, 15])
  func large(d: Int) throws {
    for name in ["colour", "colour-488"] {
      let code = try StabilizerCode.named("\(name):d=\(d)")
      #expect(code.qubitCount - code.rank == 1)
      #expect(code.schedule.fault(for: code.checks) == nil)
    }
  }

  @Test("A round on hexagons takes seven layers of gates, two more with Bell pairs", .tags(.exact))
  func depths() throws {
    for d in [3, 5, 7] {
      let plain = try StabilizerCode.named("colour:d=\(d)")
      let dense = try StabilizerCode.named("colour-superdense:d=\(d)")
      #expect(plain.schedule.layers.count == 7)
      #expect(plain.resources.depth == 9 && dense.resources.depth == 11)
      let faces = plain.checks.count / 2
      #expect(dense.resources.twoQubitGates == plain.resources.twoQubitGates + 2 * faces)
      #expect(dense.checks == plain.checks)
    }
  }

  @Test(
    "Faces that share a qubit differ in colour, and inner qubits have all three",
    .tags(.law), arguments: ["colour", "colour-488"], [3, 5, 9])
  func colours(family: String, d: Int) throws {
    let code = try StabilizerCode.named("\(family):d=\(d)")
    for pauli in [Pauli.x, .z] {
      var colours = [[UInt8]](repeating: [], count: code.qubitCount)
      for check in code.checks where check.uniformPauli == pauli {
        let colour = try #require(check.colour)
        for factor in check.factors { colours[factor.qubit].append(colour) }
      }
      #expect(colours.allSatisfy { Set($0).count == $0.count && $0.allSatisfy { $0 < 3 } })
      #expect(colours.contains { $0.count == 3 })
    }
  }

  @Test("Detectors name colour and kind of their check in a fourth coordinate", .tags(.exact))
  func detectorColours() throws {
    let code = try StabilizerCode.named("colour-superdense:d=3")
    let circuit = try code.memoryCircuit(rounds: 2, basis: .z)
    var named: [Double] = []
    for case .instruction(let instruction) in circuit.operations
    where instruction.gate == .detector {
      try #require(instruction.arguments.count == 4)
      named.append(instruction.arguments[3])
    }
    #expect(named.prefix(3).sorted() == [3, 4, 5] && named.suffix(3).sorted() == [3, 4, 5])
    let other = try StabilizerCode.named("surface:d=3").checks
    #expect(other.allSatisfy { $0.colour == nil })
  }

  @Test("Bell pairs of the wrong ancillas are refused", .tags(.exact))
  func badBellPairs() throws {
    let code = try StabilizerCode.named("colour:d=3")
    let layers = code.schedule.layers
    for pair in [(0, 1), (3, 0), (0, 7), (-1, 3)] {
      let schedule = ExtractionSchedule(
        layers: layers, bellPairs: [.init(control: pair.0, target: pair.1)])
      #expect(schedule.fault(for: code.checks)?.contains("Bell pair") == true)
    }
    let twice = ExtractionSchedule(
      layers: layers, bellPairs: [.init(control: 0, target: 3), .init(control: 0, target: 4)])
    #expect(twice.fault(for: code.checks)?.contains("Bell pair") == true)
    let staggered = ExtractionSchedule(
      layers: layers, bellPairs: [.init(control: 0, target: 3)], isStaggered: true)
    #expect(staggered.fault(for: code.checks)?.contains("staggered") == true)
  }
}
