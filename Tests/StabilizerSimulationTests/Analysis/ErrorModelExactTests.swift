// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import StabilizerSimulation
import Testing
import _TestSupport

/// Small circuits whose error models can be worked out by hand.
@Suite(.tags(.exact))
struct ErrorModelExactTests {
  /// The model of a circuit as text.
  private func model(_ text: String, _ options: AnalysisOptions = .init()) throws -> String {
    try Circuit(parsing: text).detectorErrorModel(options).description
  }

  @Test func flipOfAMeasuredQubit() throws {
    #expect(
      try model("X_ERROR(0.125) 0\nM(0.25) 0\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(3) rec[-1]")
        == "error(0.3125) D0 L3")
  }

  @Test func errorsBeforeAResetAreForgotten() throws {
    #expect(try model("X_ERROR(0.125) 0\nR 0\nM 0\nDETECTOR rec[-1]") == "detector D0")
  }

  @Test func feedbackSpreadsAFlippedResult() throws {
    let text = "M(0.125) 0\nCX rec[-1] 1\nM 1\nDETECTOR rec[-1]\nDETECTOR rec[-2]"
    #expect(try model(text) == "error(0.125) D0 D1")
  }

  @Test func heraldsAreSymptoms() throws {
    let text = "HERALDED_ERASE(0.25) 0\nM 0\nDETECTOR rec[-1]\nDETECTOR rec[-2]"
    #expect(
      try model(text, .init(approximateDisjointErrors: 1))
        == "error(0.125) D0 D1\nerror(0.125) D1")
  }

  @Test func randomDetectorIsRefusedByName() throws {
    let circuit = try Circuit(parsing: "H 0\nM 0\nDETECTOR rec[-1]")
    let error = #expect(throws: CircuitError.self) { try circuit.detectorErrorModel() }
    #expect(error?.code == .analysis)
    #expect(error?.message.contains("D0") == true)
    #expect(
      try circuit.detectorErrorModel(.init(allowGaugeDetectors: true)).description
        == "error(0.5) D0")
  }

  @Test func longMemoryFolds() throws {
    let text = """
      R 0
      REPEAT 1000000000000 {
          X_ERROR(0.125) 0
          MR 0
          DETECTOR(1) rec[-1]
          SHIFT_COORDS(0, 1)
      }
      """
    #expect(
      try model(text, .init(foldLoops: true)) == """
        repeat 999999999999 {
            error(0.125) D0
            detector(1) D0
            shift_detectors(0, 1) 1
        }
        error(0.125) D0
        detector(1) D0
        shift_detectors(0, 1) 0
        """)
  }
}
