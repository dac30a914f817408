// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Testing
import _TestSupport

@Suite("Union-find in logic")
struct LogicTests {
  @Test("The clocks of a chain, counted by hand", .tags(.exact))
  func byHand() throws {
    // Two neighbours fire: both grow half of the link between them, so they meet after one step.
    let model = try DetectorErrorModel(
      parsing: "error(0.1) D0 L0\nerror(0.1) D0 D1\nerror(0.1) D1 D2\nerror(0.1) D2\n")
    let decoder = try LogicDecoder(model, architecture: LogicArchitecture(fanIn: 2))
    #expect(decoder.resources.elements == 3 && decoder.resources.links == 4)
    // Cluster and exit in 2 bits each, a parent among two in 2, five flags; two bits a link.
    #expect(decoder.resources.memoryBits == 3 * (2 + 2 + 2 + 5) + 2 * 4)
    let engine = decoder.makeEngine()
    let silent = try engine.decode([])
    #expect(silent.observables == 0)
    // Load; merge and parity find nothing to do; two stages ask three elements; peel; two stages combine.
    #expect(silent.cycles.total == 1 + 1 + 1 + 2 + 1 + 2 && silent.cycles.stalls == 4)
    let pair = try engine.decode([0, 1])
    #expect(pair.observables == 0)
    #expect(pair.cycles.grow == 1)
    #expect(pair.cycles.merge == 1 + 2 && pair.cycles.parity == 1 + 3 && pair.cycles.check == 4)
    // One defect at the end grows a whole link to reach the boundary.
    let single = try engine.decode([0])
    #expect(single.observables == 1 && single.cycles.grow == 2)
    #expect(try engine.decode([2]).observables == 0)
  }

  @Test("Corrections explain the defects and, of single errors, the observables", .tags(.law))
  func singles() throws {
    let model = DetectorErrorModel.rotatedBitFlip(distance: 5, p: 0.01)
    let engine = try LogicDecoder(model).makeEngine()
    for mechanism in try model.mechanisms() {
      let answer = try engine.decode(mechanism.symptom.detectors)
      #expect(answer.observables == (mechanism.symptom.observables.isEmpty ? 0 : 1))
    }
  }

  @Test("Nearly all answers in a plane are those of union-find in software", .tags(.statistical))
  func software() throws {
    let model = DetectorErrorModel.rotatedBitFlip(distance: 7, p: 0.05)
    let symptoms = try model.mechanisms().map(\.symptom)
    let logic = try LogicDecoder(model).makeEngine()
    let compiled = try UnionFindDecoder(growth: .unweighted).compile(model)
    var stream = RandomStream(seed: 5)
    var shots: [[UInt32]] = []
    for _ in 0..<3000 {
      var symptom = Symptom()
      for single in symptoms where Double(stream.next() >> 11) * 0x1p-53 < 0.05 {
        symptom = symptom ^ single
      }
      shots.append(symptom.detectors)
    }
    let expected = try predictions(shots, compiled)
    let differing = try zip(shots, expected).count {
      try logic.decode($0.0).observables != $0.1
    }
    // Only where trees of one cluster lead to either side of a logical operator, which is rare in a plane.
    #expect(differing <= 30, "\(differing) of 3000")
  }

  @Test("What cannot be laid out or explained is refused")
  func refused() throws {
    for (text, code) in [
      ("error(0.9) D0\n", DecodingError.Code.unsuitable),
      ("error(0.1) D0 L64\n", .unsuitable), ("error(0.1) D0 D1 D2\n", .notGraphlike),
    ] {
      let model = try DetectorErrorModel(parsing: text)
      let error = #expect(throws: DecodingError.self) { try LogicDecoder(model) }
      #expect(error?.code == code)
    }
    let island = try LogicDecoder(DetectorErrorModel(parsing: "error(0.1) D0 D1\ndetector D2\n"))
      .makeEngine()
    for defects in [[0], [2], [0, 1, 2]] as [[UInt32]] {
      let error = #expect(throws: DecodingError.self) { try island.decode(defects) }
      #expect(error?.code == .unexplainable)
    }
    // The engine is sound after a refusal.
    #expect(try island.decode([0, 1]).observables == 0)
    let shape = #expect(throws: DecodingError.self) { try island.decode([7]) }
    #expect(shape?.code == .shape)
  }
}
