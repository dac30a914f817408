// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Testing
import _TestSupport

@Suite("Detector error model")
struct ErrorModelTests {
  static let text = """
    error[a\\Cb](0.25) D0 D1 L0 ^ D1 D2 # comment
    repeat[t] 3 {
      ERROR(0.001) d4 ^ D5 L2
      detector(1, 2.5) D4
      shift_detectors(10, 0, 7) 2
    }
    repeat 2 {
    }
    error(0) L1
    detector D1
    logical_observable[x] L6
    shift_detectors 0
    """

  @Test("reads, prints and reads back", .tags(.exact))
  func roundTrip() throws {
    let model = try DetectorErrorModel(parsing: Self.text)
    #expect(
      model.description == """
        error[a\\Cb](0.25) D0 D1 L0 ^ D1 D2
        repeat[t] 3 {
            error(0.001) D4 ^ D5 L2
            detector(1, 2.5) D4
            shift_detectors(10, 0, 7) 2
        }
        repeat 2 {

        }
        error(0) L1
        detector D1
        logical_observable[x] L6
        shift_detectors 0
        """)
    #expect(try DetectorErrorModel(parsing: Array(model.description.utf8)) == model)
    #expect(model.detectorCount == 10)
    #expect(model.observableCount == 7)
    #expect(model.mechanismCount == 5)
    #expect(model.counts.shift == 6)
  }

  @Test("mechanisms have absolute numbers, and pairs cancel", .tags(.exact))
  func mechanisms() throws {
    let model = try DetectorErrorModel(parsing: Self.text)
    let mechanisms = try model.mechanisms()
    #expect(mechanisms.count == 5)
    #expect(mechanisms[0].symptom == Symptom(detectors: [0, 2], observables: [0]))
    #expect(
      mechanisms[0].components == [
        Symptom(detectors: [0, 1], observables: [0]), Symptom(detectors: [1, 2]),
      ])
    #expect(mechanisms[3].symptom == Symptom(detectors: [8, 9], observables: [2]))
    #expect(mechanisms[4] == Mechanism(probability: 0, components: [Symptom(observables: [1])]))
    var count = 0
    try model.forEachMechanism { mechanism in
      #expect(mechanism == mechanisms[count])
      count += 1
    }
    var (number, absolute) = (0, [UInt32]())
    model.forEachError { probability, targets, shift in
      absolute.removeAll()
      for case .detector(let detector) in targets { absolute.append(UInt32(detector + shift)) }
      #expect(probability == mechanisms[number].probability)
      #expect(Symptom(detectors: absolute).detectors == mechanisms[number].symptom.detectors)
      number += 1
    }
    #expect(number == count)
    #expect(Symptom(detectors: [5, 3, 5, 5, 3]).detectors == [5])
  }

  @Test("flattening and coordinates apply shifts", .tags(.exact))
  func flattening() throws {
    let model = try DetectorErrorModel(parsing: Self.text)
    #expect(model.detectorCoordinates() == [4: [1, 2.5], 6: [11, 2.5], 8: [21, 2.5]])
    let flat = model.flattened()
    #expect(try flat.mechanisms() == model.mechanisms())
    #expect(flat.detectorCoordinates() == model.detectorCoordinates())
    #expect(flat.description.contains("detector(21, 2.5) D8"))
    #expect(!flat.description.contains("repeat"))
    #expect(!flat.description.contains("shift"))
  }

  @Test("huge repetition is counted, not unrolled", .tags(.exact))
  func hugeCounts() throws {
    let model = try DetectorErrorModel(
      parsing: """
        repeat 1000000000000 {
          repeat 1000 {
            error(0.1) D3
            shift_detectors 2
          }
          shift_detectors 1
        }
        """)
    #expect(model.mechanismCount == 1_000_000_000_000_000)
    #expect(model.counts.shift == 2_001_000_000_000_000)
    #expect(model.detectorCount == 2_001_000_000_000_000 - 1 - 2 + 4)
    let error = #expect(throws: CircuitError.self) { try model.mechanisms() }
    #expect(error?.code == .limit)
  }
}
