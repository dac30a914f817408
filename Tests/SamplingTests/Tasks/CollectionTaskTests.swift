// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

@Suite(.tags(.exact)) struct CollectionTaskTests {
  // The examples in the documentation of sinter.Task.strong_id and strong_id_text.
  @Test func strongIDIsSinters() throws {
    let empty = CollectionTask(
      circuit: Circuit(), decoder: "pymatching", metadata: nil, name: "")
    #expect(
      empty.strongID(model: DetectorErrorModel())
        == "7424ea021693d4abc1c31c12e655a48779f61a7c2969e457ae4fe400c852bee5")
    // sha256 of {"circuit": "H 0", "decoder": "pymatching", "decoder_error_model": "",
    // "postselection_mask": null, "json_metadata": null}.
    let gate = CollectionTask(
      circuit: try Circuit(parsing: "H 0"), decoder: "pymatching", metadata: nil, name: "")
    #expect(
      gate.strongID(model: DetectorErrorModel())
        == "33e78cd12ab034f6a0c791c6b80e76a5be0108e80f04603b369305f41ee0bf63")
  }

  // sinter.comma_separated_key_values.
  @Test func metadataFromAPath() throws {
    #expect(
      try CollectionTask.metadata(fromPath: "folder/d=5,r=3.5,x=abc.stim")
        == ["d": 5, "r": 3.5, "x": "abc"])
    #expect(try CollectionTask.metadata(fromPath: "p=1e-3.stim") == ["p": 0.001])
    #expect(
      try CollectionTask.metadata(fromPath: "p=.5,q=nan,r=-7.stim")
        == ["p": 0.5, "q": "nan", "r": -7])
    for path in ["circuit.stim", "a=b=c.stim", "", "d=3,.stim"] {
      let error = #expect(throws: SamplingError.self) {
        try CollectionTask.metadata(fromPath: path)
      }
      #expect(error?.code == .task)
    }
  }

  @Test func roundRules() {
    #expect(ExperimentGrid.RoundRule("12") == .fixed(12))
    #expect(ExperimentGrid.RoundRule("d") == .distances(1))
    #expect(ExperimentGrid.RoundRule("3d") == .distances(3))
    for text in ["", "0", "0d", "-1", "dd", "3 d", "1.5d", "9999999999999999999", "x"] {
      #expect(ExperimentGrid.RoundRule(text) == nil)
    }
  }

  @Test func gridOfExperiments() throws {
    var grid = ExperimentGrid(codes: ["surface:d=3,5", "steane"], rates: [0.001, 0.002])
    grid.noises = ["sd6", "code-capacity:bit-flip"]
    grid.bases = [.x, .z]
    grid.rounds = .fixed(2)
    let tasks = try grid.tasks(decoders: ["a", "b"])
    #expect(tasks.count == 3 * 2 * 2 * 2 * 2)
    #expect(tasks[0].decoder == "a" && tasks[1].decoder == "b")
    #expect(
      tasks[0].metadata
        == ["code": "surface", "d": 3, "p": 0.001, "r": 2, "basis": "x", "noise": "sd6"])
    grid.rounds = nil
    grid.codes = ["surface:d=5"]
    let rounds = try grid.tasks(decoders: ["a"]).map { $0.metadata["r"] }
    #expect(rounds == [5, 5, 5, 5, 1, 1, 1, 1])
  }

  @Test func noiseOfTheGenerator() throws {
    var grid = ExperimentGrid(codes: ["surface:d=3"], rates: [0.01])
    grid.noises = ["stim"]
    grid.rounds = .distances(3)
    let circuit = try grid.tasks(decoders: ["a"])[0].circuit
    let expected = try GeneratedCircuit(
      .rotatedMemoryZ, distance: 3, rounds: 9, noise: .init(uniform: 0.01)
    ).circuit
    #expect(circuit == expected)
    grid.codes = ["surface:dx=3,dz=5", "steane"]
    #expect(try grid.tasks(decoders: ["a"]).map { $0.metadata["noise"] } == ["stim", "stim"])
  }

  @Test(arguments: [
    ("zebra:d=3", "sd6", "code=zebra:d=3: must be one of"),
    ("surface:d=-1", "sd6", "surface: d=-1 must be in"),
    ("surface:d=3", "zebra", "noise=zebra: must be one of"),
  ]) func unknownNames(code: String, noise: String, message: String) {
    var grid = ExperimentGrid(codes: [code], rates: [0.01])
    grid.noises = [noise]
    let error = #expect(throws: SamplingError.self) { try grid.tasks(decoders: ["a"]) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test func gatesOfExperiments() throws {
    var grid = ExperimentGrid(codes: ["surface:d=3"], rates: [0.01])
    grid.noises = ["si1000"]
    grid.gates = .cz
    let task = try grid.tasks(decoders: ["a"])[0]
    #expect(task.metadata["gates"] == "cz")
    #expect(task.circuit.description.contains("CZ") && !task.circuit.description.contains("CX"))
    for noise in ["phenomenological", "stim"] {
      grid.noises = [noise]
      let error = #expect(throws: SamplingError.self) { try grid.tasks(decoders: ["a"]) }
      #expect(error?.description.contains("gates=cz") == true, "\(error?.description ?? "")")
    }
  }

  @Test func badRates() {
    for rate in [-0.1, 1.5] {
      for noise in ["sd6", "stim"] {
        var grid = ExperimentGrid(codes: ["surface:d=3"], rates: [rate])
        grid.noises = [noise]
        #expect(throws: SamplingError.self) { try grid.tasks(decoders: ["a"]) }
      }
    }
  }
}
