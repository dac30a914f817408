// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import CircuitModel
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

@Suite("Codes on modes", .tags(.exact))
struct ConcatenatedCodeTests {
  @Test(
    "Names stand for themselves",
    arguments: [
      "surface:d=5", "cat(nbar=8)+repetition:d=7", "cat(nbar=8)+xzzx:d=3",
      "cat(nbar=8,loss=0.01)+repetition:d=7",
      "gkp(db=11)+surface:d=5", "gkp(sigma=0.5)+surface:d=5", "gkp(ratio=0.8)+repetition:d=3",
      "gkp+surface:dx=3,dz=5",
    ])
  func canonical(name: String) throws {
    let codes = try ConcatenatedCode.codes(named: name)
    #expect(codes.map(\.name) == [name])
    let loose = name.uppercased().replacing("=", with: " = ")
    #expect(try ConcatenatedCode.codes(named: loose).map(\.name) == [name])
  }

  @Test("Lists on both sides are combined, the distance running fastest")
  func lists() throws {
    let codes = try ConcatenatedCode.codes(named: "gkp(sigma=0.5,0.55)+surface:d=3,5")
    #expect(
      codes.map(\.name) == [
        "gkp(sigma=0.5)+surface:d=3", "gkp(sigma=0.5)+surface:d=5",
        "gkp(sigma=0.55)+surface:d=3", "gkp(sigma=0.55)+surface:d=5",
      ])
    #expect(codes[0].family == "gkp(sigma=0.5)+surface")
  }

  @Test(
    "A wrong name says what is wrong and what is allowed",
    arguments: [
      ("pair(x=1)+surface:d=3", "must be one of cat("), ("cat+surface:d=3", "nbar=0.5...50"),
      ("cat(nbar=99)+surface:d=3", "nbar=99 must be in 0.5...50"),
      ("cat(nbar=8,loss=1)+surface:d=3", "loss=1 must be in 0...0.1"),
      ("gkp(db=0)+surface:d=3", "db=0 must be in 1...40"),
      ("gkp(loss=1)+surface:d=3", "no parameter loss"), ("gkp(db=9+surface:d=3", "one of"),
      ("gkp(db=9,db=8)+surface:d=3", "given twice"), ("gkp(9)+surface:d=3", "needs a name"),
      ("gkp(db=10)+surface:d=1", "d=1 must be in 2...201"), ("gkp(db=10)+", "must be one of"),
    ])
  func refusals(name: String, part: String) {
    let error = #expect(throws: SamplingError.self) {
      _ = try ConcatenatedCode.codes(named: name)
    }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }

  private func circuit(_ code: String, _ noise: String, p: Double) throws -> Circuit {
    var grid = ExperimentGrid(codes: [code], rates: [p])
    grid.noises = [noise]
    return try #require(try grid.tasks(decoders: ["matching"]).first).circuit
  }

  private func channels(_ circuit: Circuit) -> [Gate: Set<Double>] {
    var found: [Gate: Set<Double>] = [:]
    circuit.forEachInstruction { instruction in
      if instruction.gate.definition.traits.contains(.channel), !instruction.arguments.isEmpty {
        found[instruction.gate, default: []].formUnion(instruction.arguments)
      }
    }
    return found
  }

  // Noh, Chamberland and Brandão (2022): closest-integer failure of a CNOT, 2.364 % at 11 dB.
  @Test("A CX between grid states fails as the closed form says")
  func gridGate() throws {
    let found = channels(try circuit("gkp(db=11)+surface:d=2", "sd6", p: 0))
    let variance = try GKP.peakVariance(decibels: 11)
    let (narrow, wide) = (
      try GKP.flipProbability(deviation: (2 * variance).squareRoot()),
      try GKP.flipProbability(deviation: (3 * variance).squareRoot())
    )
    #expect(found[.xError]?.contains(narrow) == true && found[.xError]?.contains(wide) == true)
    #expect(found[.zError]?.contains(narrow) == true && found[.zError]?.contains(wide) == true)
    let fails = 1 - (1 - wide) * (1 - wide) * (1 - narrow) * (1 - narrow)
    #expect(abs(fails - 0.02364) < 5e-6)
    #expect(try abs(fails - GKP.controlledNotFailure(decibels: 11)) < 1e-12)
  }

  @Test("A cat's flips are biased, and a repetition code faces the frequent ones")
  func catFlips() throws {
    let disturbance = try Cat.Disturbance(loss: 1)
    let time = 0.0010005003335835344  // −ln(1 − 0.001)
    let phase = try Cat.flipProbability(
      rate: Cat.phaseFlipRate(nbar: 4, disturbance), time: time)
    let bit = try Cat.flipProbability(rate: Cat.bitFlipRate(nbar: 4, disturbance), time: time)
    #expect(phase > 0.0039 && phase < 0.0041 && bit < 1e-9)
    let noise = "code-capacity:depolarizing"
    let repetition = channels(try circuit("cat(nbar=4)+repetition:d=3", noise, p: 0.001))
    let surface = channels(try circuit("cat(nbar=4)+surface:d=3", noise, p: 0.001))
    for (found, frequent, rare) in [
      (repetition, Gate.xError, Gate.zError), (surface, .zError, .xError),
    ] {
      let likely = try #require(found[frequent]?.first)
      let unlikely = try #require(found[rare]?.first)
      #expect(abs(likely - phase) < 1e-15 && abs(unlikely - bit) < 1e-22)
    }
  }

  @Test("At a finite κ₁/κ₂ a cat's bit flips are those of its Liouvillian, not of first order")
  func finiteStabilization() throws {
    let noise = "code-capacity:depolarizing"
    let rates = try CatSimulation(nbar: 2, disturbance: .init(loss: 0.02, dephasing: 0.01))
      .flipRates()
    let found = channels(
      try circuit("cat(nbar=2,loss=0.02,dephasing=0.5)+surface:d=3", noise, p: 0.001))
    let time = 0.0010005003335835344 / 0.02  // −ln(1 − 0.001) is κ₁t; the rates are in κ₂.
    let bit = try #require(found[.xError]?.first)
    let phase = try #require(found[.zError]?.first)
    #expect(try abs(bit / Cat.flipProbability(rate: rates.bitFlip, time: time) - 1) < 1e-9)
    #expect(try abs(phase / Cat.flipProbability(rate: rates.phaseFlip, time: time) - 1) < 1e-9)
    #expect(bit > 1.02 * time * rates.bitFlipByFormula)
    // Without dephasing first order falls as e^(−4n̄) and misses what loss does at finite κ₁/κ₂.
    let plain = channels(try circuit("cat(nbar=4,loss=0.02)+surface:d=3", noise, p: 0.001))
    let strong = channels(try circuit("cat(nbar=4)+surface:d=3", noise, p: 0.001))
    let (full, first) = (
      try #require(plain[.xError]?.first), try #require(strong[.xError]?.first)
    )
    #expect(full > 5 * first)
  }

  @Test("Large cats flip as simulated, or are refused if they cannot be", .optimizedOnly)
  func largeCats() throws {
    let flips = try CatFlips(nbar: 8, loss: 0.01, dephasing: 0)
    // The conserved quantity gives 6.2e-12 κ₂ where first order gives 1.0e-15 κ₂.
    #expect(abs(flips.bit * 0.01 / 6.2e-12 - 1) < 0.02)
    #expect(throws: SamplingError.self) {
      _ = try circuit("cat(nbar=30,loss=0.01)+surface:d=3", "code-capacity:depolarizing", p: 0.001)
    }
  }

  @Test("A rectangular grid moves noise from one flip to the other")
  func ratio() throws {
    let found = channels(
      try circuit("gkp(sigma=0.5,ratio=1.25)+surface:d=3", "code-capacity:depolarizing", p: 0))
    #expect(found[.xError] == [try GKP.flipProbability(deviation: 0.4)])
    #expect(found[.zError] == [try GKP.flipProbability(deviation: 0.625)])
  }

  @Test("Noise that modes cannot follow is refused")
  func noise() {
    let error = #expect(throws: SamplingError.self) {
      _ = try circuit("gkp(db=10)+surface:d=3", "si1000", p: 0.001)
    }
    #expect(error?.message.contains("with an inner code, must be one of") == true)
  }
}
