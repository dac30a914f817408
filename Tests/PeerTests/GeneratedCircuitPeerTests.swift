// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Foundation
import NoiseModels
import Testing
import _TestSupport

@Suite("Generated circuits beside stim gen", .tags(.peer), .needsPeers)
struct GeneratedCircuitPeerTests {
  struct Setting: Sendable, CustomStringConvertible {
    var task: GeneratedCircuit.Task
    var distance: Int
    var rounds: UInt64
    var noise: GeneratedCircuit.Noise

    var description: String {
      let knobs = noise.knobs.map { "\($0.value)" }.joined(separator: "/")
      return "\(task.rawValue) d=\(distance) r=\(rounds) \(knobs)"
    }
  }

  /// Every task over distances, rounds and patterns of the four knobs.
  static let settings: [Setting] = {
    let patterns: [(Double, Double, Double, Double)] = [
      (0.0, 0.0, 0.0, 0.0), (0.001, 0.002, 0.003, 0.004), (0.01, 0, 0, 0), (0, 0.25, 0.125, 0),
      (0, 0, 0.5, 1e-7), (0.1, 0.1, 0.1, 0.1), (0, 0, 0, 1), (0, 0, 0.3, 0),
    ]
    var result: [Setting] = []
    for task in GeneratedCircuit.Task.allCases {
      for (index, distance) in [2, 3, 4, 5, 6, 7, 9, 11].enumerated() {
        if task == .colorMemoryXYZ && distance % 2 == 0 { continue }
        for (step, rounds) in ([1, 2, 3, 4, 5, 1_000_000_000_000] as [UInt64]).enumerated() {
          if task == .colorMemoryXYZ && rounds == 1 { continue }
          let pattern = patterns[(index + step) % patterns.count]
          var noise = GeneratedCircuit.Noise()
          noise.afterCliffordDepolarization = pattern.0
          noise.beforeRoundDataDepolarization = pattern.1
          noise.beforeMeasureFlipProbability = pattern.2
          noise.afterResetFlipProbability = pattern.3
          result.append(Setting(task: task, distance: distance, rounds: rounds, noise: noise))
        }
      }
    }
    return result
  }()

  /// What `stim gen` prints for each setting, by one run of Python over the same generator.
  private func stimTexts(_ settings: [Setting]) throws -> [String] {
    let script = """
      import json, sys, stim
      out = []
      for task, d, r, c, b, m, a in json.load(sys.stdin):
          out.append(str(stim.Circuit.generated(task, distance=d, rounds=r,
              after_clifford_depolarization=c, before_round_data_depolarization=b,
              before_measure_flip_probability=m, after_reset_flip_probability=a)))
      json.dump(out, sys.stdout)
      """
    let rows = settings.map { setting -> [Any] in
      let head: [Any] = [setting.task.rawValue, setting.distance, NSNumber(value: setting.rounds)]
      return head + setting.noise.knobs.map { $0.value as Any }
    }
    let output = try Peer.python(script, input: JSONSerialization.data(withJSONObject: rows))
    #expect(output.status == 0, "\(output.err)")
    return try #require(JSONSerialization.jsonObject(with: output.out) as? [String])
  }

  @Test("The same circuit for every task, over distances, rounds and noise")
  func sameCircuit() throws {
    let settings = Self.settings
    #expect(settings.count >= 250)
    let texts = try stimTexts(settings)
    try #require(texts.count == settings.count)
    for (setting, text) in zip(settings, texts) {
      let ours = try GeneratedCircuit(
        setting.task, distance: setting.distance, rounds: setting.rounds, noise: setting.noise
      ).circuit
      let theirs = try Circuit(parsing: text)
      #expect(ours == theirs, "\(setting)")
      // Our text, read back, is the same circuit too.
      #expect(try Circuit(parsing: ours.description) == theirs, "\(setting)")
    }
  }

  @Test("The command line of Stim prints the same circuit")
  func sameAsCommand() throws {
    for task in GeneratedCircuit.Task.allCases {
      let output = try Peer.run(
        "stim",
        [
          "gen", "--code", task.code, "--task", task.task, "--distance", "5", "--rounds", "7",
          "--after_clifford_depolarization", "0.001", "--before_round_data_depolarization", "0.002",
          "--before_measure_flip_probability", "0.003", "--after_reset_flip_probability", "0.004",
        ])
      var noise = GeneratedCircuit.Noise()
      noise.afterCliffordDepolarization = 0.001
      noise.beforeRoundDataDepolarization = 0.002
      noise.beforeMeasureFlipProbability = 0.003
      noise.afterResetFlipProbability = 0.004
      let ours = try GeneratedCircuit(
        code: task.code, task: task.task, distance: 5, rounds: 7, noise: noise)
      #expect(try Circuit(parsing: output.text) == ours.circuit)
      let header = output.text.split(separator: "\n").prefix { $0.hasPrefix("#") }
      for line in ours.header.split(separator: "\n") { #expect(header.contains(line)) }
    }
  }

  @Test("The model stim(…) on the noiseless circuit is the generated noise")
  func fourKnobs() throws {
    for setting in Self.settings where setting.rounds == 4 {
      let noiseless = try GeneratedCircuit(
        setting.task, distance: setting.distance, rounds: setting.rounds
      ).circuit
      let knobs = setting.noise.knobs
      guard knobs.allSatisfy({ $0.value <= 0.75 }) else { continue }
      let name = knobs.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
      let model = try NoiseModel(named: "stim(\(name))", p: 0)
      let marked = markRounds(noiseless, data: try dataQubits(of: setting))
      let noisy = try model.applied(to: marked)
      let generated = try GeneratedCircuit(
        setting.task, distance: setting.distance, rounds: setting.rounds, noise: setting.noise
      ).circuit
      #expect(try sameModel(noisy, generated), "\(setting)")
    }
  }

  /// The qubits that the last line of measurements reads.
  private func dataQubits(of setting: Setting) throws -> [Target] {
    let circuit = try GeneratedCircuit(setting.task, distance: setting.distance, rounds: 4).circuit
    for operation in circuit.operations.reversed() {
      if case .instruction(let instruction) = operation,
        instruction.gate.definition.traits.contains(.measures)
      {
        return instruction.targets
      }
    }
    return []
  }

  /// Marks a round after the first TICK of the circuit and of each block, and after those TICKs that
  /// follow measurements.
  private func markRounds(_ circuit: Circuit, data: [Target]) -> Circuit {
    var result = Circuit()
    var isStart = true
    for operation in circuit.operations {
      switch operation {
      case .block(var block):
        block.body = markRounds(block.body, data: data)
        result.operations.append(.block(block))
      case .instruction(let instruction):
        result.operations.append(operation)
        if instruction.gate == .tick {
          if isStart { result.append(.iError, data, tag: "round") }
          isStart = false
        } else if instruction.gate.definition.traits.contains(.measures) {
          isStart = true
        }
      }
    }
    return result
  }

  /// Whether Stim finds the same detector error model in both circuits.
  private func sameModel(_ first: Circuit, _ second: Circuit) throws -> Bool {
    let script = """
      import sys, stim
      a, b = (stim.Circuit(t).detector_error_model() for t in sys.stdin.read().split('#next'))
      print(a.approx_equals(b, atol=1e-12))
      """
    let text = first.description + "\n#next\n" + second.description
    return try Peer.python(script, input: Data(text.utf8)).text.hasPrefix("True")
  }
}
