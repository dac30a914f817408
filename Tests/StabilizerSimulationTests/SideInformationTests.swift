// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Noise that tells about itself", .tags(.exact))
struct SideInformationTests {
  private func information(
    _ text: String, _ kinds: SideInformationKinds = .all
  ) throws -> SideInformation {
    try SideInformation(
      of: Circuit(parsing: text), kinds, options: AnalysisOptions(decomposeErrors: true))
  }

  @Test("A lost qubit's X and Z have even odds, and the model knows other causes only")
  func erasure() throws {
    let text = """
      R 0 1
      X_ERROR(0.125) 0
      HERALDED_ERASE(0.2) 0
      MZ 0 1
      DETECTOR rec[-2]
      OBSERVABLE_INCLUDE(0) rec[-2]
      """
    let found = try information(text)
    #expect(found.probabilities == [0.125])
    #expect(found.heralds.count == 1 && found.readings.isEmpty)
    let herald = found.heralds[0]
    #expect(herald.probability == 0.2 && herald.measurement == 0 && herald.flips.isEmpty)
    #expect(herald.priors.map(\.mechanism) == [0] && herald.priors[0].probability == 0.5)
    #expect(herald.generators[0].isEmpty)
    #expect(herald.generators[1] == Symptom(detectors: [0], observables: [0]))
    #expect(herald.shares == [0.25, 0.5, 0.75, 1])
    #expect(found.background.measurementCount == 3)
    #expect(found.background.sideInformationKinds == [])
    // Withheld, the loss is noise: half of it flips.
    let blind = try SideInformation(
      of: Circuit(parsing: text), .readings,
      options: AnalysisOptions(decomposeErrors: true, approximateDisjointErrors: 1))
    #expect(blind.heralds.isEmpty)
    #expect(abs(blind.probabilities[0] - (0.125 * 0.9 + 0.1 * 0.875)) < 1e-12)
  }

  @Test("What a herald flips itself is told apart from what its noise flips")
  func heraldInDetector() throws {
    let found = try information(
      """
      R 0 1
      HERALDED_PAULI_CHANNEL_1(0.1, 0.3, 0, 0) 0
      CX rec[-1] 1
      M 0 1
      DETECTOR rec[-3]
      DETECTOR rec[-2]
      OBSERVABLE_INCLUDE(0) rec[-1]
      """)
    let herald = found.heralds[0]
    #expect(herald.flips == Symptom(detectors: [0], observables: [0]))
    #expect(herald.generators[1] == Symptom(detectors: [1]))
    #expect(abs(herald.probability - 0.4) < 1e-15)
    #expect(herald.priors.count == 1 && abs(herald.priors[0].probability - 0.75) < 1e-12)
    #expect(found.probabilities == [0])
  }

  @Test("Pairs are lost together by tag, and repeated blocks have heralds of their own")
  func taggedPairs() throws {
    let found = try information(
      """
      R 0 1
      REPEAT 3 {
        CX 0 1
        DEPOLARIZE2[herald](0.1875) 0 1
        MR 1
        DETECTOR rec[-1]
      }
      M 0
      OBSERVABLE_INCLUDE(0) rec[-1]
      """)
    #expect(found.heralds.count == 3)
    for herald in found.heralds {
      #expect(herald.measurement == nil && abs(herald.probability - 0.2) < 1e-12)
      #expect(herald.generators.count == 4 && herald.shares.count == 16)
      #expect(herald.priors.allSatisfy { $0.probability == 0.5 })
    }
    #expect(found.heralds[0].generators[1].detectors == [1, 2])
    #expect(found.heralds[2].generators[1].detectors == [])
  }

  @Test("Flips with readings, of qubits and of results, are mechanisms of their own")
  func readings() throws {
    let found = try information(
      """
      R 0
      X_ERROR[shift:sigma=1](0.25) 0
      M[shift:sigma=2](0.5) 0
      M 0
      DETECTOR rec[-2]
      OBSERVABLE_INCLUDE(0) rec[-1]
      """)
    #expect(found.readings.map(\.tag) == ["shift:sigma=1", "shift:sigma=2"])
    #expect(found.readings.map(\.probability) == [0.25, 0.5])
    #expect(found.readings[0].symptom == Symptom(detectors: [0], observables: [0]))
    #expect(found.readings[1].symptom == Symptom(detectors: [0]))
    #expect(found.probabilities == [0, 0])
    #expect(found.background.description.contains("M 0"))
  }

  @Test(
    "Tags on channels that cannot have them are refused",
    arguments: ["X_ERROR[herald](0.1) 0", "DEPOLARIZE1[shift:sigma=1](0.1) 0"])
  func refusals(line: String) throws {
    let circuit = try Circuit(parsing: "R 0\n\(line)\nM 0\nDETECTOR rec[-1]\n")
    #expect(throws: CircuitError.self) {
      _ = try SideInformation(of: circuit, options: AnalysisOptions())
    }
  }
}
