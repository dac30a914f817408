// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra
import StabilizerSimulation
import Testing
import _TestSupport

@Suite(.tags(.exact))
struct ExplanationTests {
  private let text = """
    QUBIT_COORDS(1, 2) 0
    R 0 1
    REPEAT 2 {
        TICK
        X_ERROR[tag](0.125) 1 0
        MR(0.25) 0
        DETECTOR(5) rec[-1]
        SHIFT_COORDS(1)
    }
    """

  @Test func everyLocationIsPrinted() throws {
    let circuit = try Circuit(parsing: text)
    let errors = try circuit.explainedErrors()
    #expect(errors.map(\.detectors) == [[0], [1]])
    #expect(errors.map(\.locations.count) == [2, 2])
    #expect(errors[1].locations[1].flippedMeasurement == 1)
    #expect(
      ExplanationText(circuit).text(errors[1]) == """
        ExplainedError {
            dem_error_terms: D1[coords 6]
            CircuitErrorLocation {
                noise_tag: tag
                flipped_pauli_product: X0[coords 1,2]
                Circuit location stack trace:
                    (after 2 TICKs)
                    at instruction #3 (a REPEAT 2 block) in the circuit
                    after 1 completed iterations
                    at instruction #2 (X_ERROR) in the REPEAT block
                    at target #2 of the instruction
                    resolving to X_ERROR[tag](0.125) 0[coords 1,2]
            }
            CircuitErrorLocation {
                flipped_measurement.measurement_record_index: 1
                flipped_measurement.measured_observable: Z0[coords 1,2]
                Circuit location stack trace:
                    (after 2 TICKs)
                    at instruction #3 (a REPEAT 2 block) in the circuit
                    after 1 completed iterations
                    at instruction #3 (MR) in the REPEAT block
                    at target #1 of the instruction
                    resolving to MR(0.25) 0[coords 1,2]
            }
        }
        """)
  }

  @Test func theFilterAndTheSimplestError() throws {
    let circuit = try Circuit(parsing: text)
    let filter = try DetectorErrorModel(parsing: "error(0.1) D1\nerror(0.1) D0 D1")
    let errors = try circuit.explainedErrors(filter: filter, keepsOne: true)
    #expect(errors.map(\.detectors) == [[0, 1], [1]])
    #expect(errors[0].locations.isEmpty)
    #expect(
      ExplanationText(circuit).text(errors[0]).contains(
        "[no single circuit error had these exact symptoms]"))
    // Flipping a measurement takes no Pauli at all.
    #expect(errors[1].locations.map(\.flippedMeasurement) == [1])
  }

  @Test func everyCaseOfAChannelHasItsSymptom() throws {
    // X on qubit 0 flips D0, Z flips D1; on qubit 1 likewise D2 and D3.
    let text = """
      MPP X0*X2 Z0*Z2 X1*X3 Z1*Z3
      DEPOLARIZE2(0.01) 0 1
      PAULI_CHANNEL_2(0.01, 0, 0, 0, 0, 0, 0, 0, 0.02, 0, 0, 0, 0, 0, 0) 0 1
      MPP Z0*Z2 X0*X2 Z1*Z3 X1*X3
      DETECTOR rec[-4] rec[-7]
      DETECTOR rec[-3] rec[-8]
      DETECTOR rec[-2] rec[-5]
      DETECTOR rec[-1] rec[-6]
      """
    let errors = try Circuit(parsing: text).explainedErrors()
    #expect(errors.count == 15)
    for error in errors {
      for location in error.locations {
        let flips = location.flippedProduct.flatMap { target in
          (target.pauli.hasX ? [UInt64(2 * target.index)] : [])
            + (target.pauli.hasZ ? [UInt64(2 * target.index + 1)] : [])
        }
        #expect(flips.sorted() == error.detectors)
      }
    }
    #expect(errors.map(\.locations.count).reduce(0, +) == 17)
  }
}
