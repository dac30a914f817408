// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Foundation
import NoiseModels
import Testing
import _TestSupport

@Suite("Slow phase noise over layers of waiting")
struct PhaseMemoryTests {
  /// A machine that does nothing but dephase slowly: layers of 0.1 µs.
  private func model(_ noise: PhaseNoise) throws -> NoiseModel {
    var profile = try HardwareProfile.named("photonic").scaled(by: 0)
    profile.memory.phaseNoise = noise
    return try DerivedNoise(profile).model(name: "slow")
  }

  /// The coherence that is left after a time in µs; a reset takes 0.02, a gate 0.01 and a measurement 0.05 of its own.
  private func shrunk(_ noise: PhaseNoise, _ time: Double) -> Double {
    exp(-noise.variance(over: time) / 2)
  }

  /// What each run of lines without a gate on qubit 0 leaves of its coherence.
  private func coherences(_ circuit: Circuit) -> [Double] {
    var found = [1.0]
    func walk(_ circuit: Circuit) {
      for operation in circuit.operations {
        switch operation {
        case .block(let block): for _ in 0..<block.count { walk(block.body) }
        case .instruction(let line):
          guard line.targets.contains(.qubit(0)) else { continue }
          if line.gate == .zError {
            found[found.count - 1] *= 1 - 2 * line.arguments[0]
          } else if line.gate == .y {
            found.append(1)
          }
        }
      }
    }
    walk(circuit)
    return found
  }

  private func waiting(_ layers: Int) throws -> Circuit {
    let layer = "TICK\nX 1\n"
    return try Circuit(
      parsing: "R 0 1\n" + String(repeating: layer, count: layers) + "TICK\nM 0 1\n")
  }

  @Test("A period of waiting gathers the variance of its whole length", .tags(.exact))
  func wholePeriods() throws {
    // Quasi-static, comparable to a layer, and short.
    for (tau, sigma) in [(1e9, 2.0), (0.3, 2), (0.01, 20)] {
      let noise = try PhaseNoise(white: 0.5, amplitude: sigma, correlationTime: tau)
      for layers in [1, 2, 7, 40] {
        let found = coherences(try model(noise).applied(to: waiting(layers)))
        let time = 0.1 * Double(layers)
        let ends = shrunk(noise, 0.02) * shrunk(noise, 0.05)
        #expect(abs(found[0] / ends - shrunk(noise, time)) < 1e-12)
      }
    }
    // Quasi-static noise: twice the time, four times the exponent.
    let slow = try model(PhaseNoise(amplitude: 0.2, correlationTime: 1e9))
    let ends = log(coherences(try slow.applied(to: waiting(0)))[0])
    let (short, long) = (
      log(coherences(try slow.applied(to: waiting(10)))[0]) - ends,
      log(coherences(try slow.applied(to: waiting(20)))[0]) - ends
    )
    #expect(abs(long / short - 4) < 1e-6)
  }

  @Test("A touch begins a new period, and white noise has no memory", .tags(.exact))
  func periods() throws {
    let noise = try PhaseNoise(amplitude: 3, correlationTime: 50)
    let circuit = try Circuit(
      parsing: "X 1\nTICK\nX 1\nTICK\nX 1\nTICK\nY 0\nTICK\nX 1\nTICK\nX 1\nTICK\nM 0 1")
    let found = coherences(try model(noise).applied(to: circuit))
    #expect(abs(found[0] - shrunk(noise, 0.3)) < 1e-12)
    let ends = shrunk(noise, 0.01) * shrunk(noise, 0.05)
    #expect(abs(found[1] / ends - shrunk(noise, 0.2)) < 1e-12)
    let white = try model(PhaseNoise(white: 1))
    #expect(white.rates.faults.memories.isEmpty)
    // Layers that are noiseless neither gather phase nor end a period.
    let paused = try Circuit(
      parsing: "X 1\nTICK\nX[noiseless] 1\nTICK\nX 1\nTICK\nM 0 1")
    let pause = coherences(try model(noise).applied(to: paused))
    #expect(abs(pause[0] / shrunk(noise, 0.05) - shrunk(noise, 0.2)) < 1e-12)
  }

  @Test("Blocks are folded where their passes are alike, and unfolded before", .tags(.law))
  func blocks() throws {
    let noise = try PhaseNoise(amplitude: 0.1, correlationTime: 1e9)
    let text = "R 0 1\nTICK\nREPEAT 1000 {\nX 1\nTICK\n}\nM 0 1"
    let folded = try model(noise).applied(to: Circuit(parsing: text))
    #expect(folded.operations.count < 500)
    let plain = "R 0 1\nTICK\n" + String(repeating: "X 1\nTICK\n", count: 1000) + "M 0 1"
    let unfolded = try model(noise).applied(to: Circuit(parsing: plain))
    let (a, b) = (coherences(folded)[0], coherences(unfolded)[0])
    #expect(abs(a / b - 1) < 1e-9)
    // A qubit that is touched in each pass leaves the block as it is.
    let round = "R 0 1\nTICK\nREPEAT 1000 {\nX 1\nTICK\nX 1\nTICK\nY 0\nTICK\n}\nM 0 1"
    let rounds = try model(noise).applied(to: Circuit(parsing: round))
    #expect(rounds.operations.count < 20)
  }
}
