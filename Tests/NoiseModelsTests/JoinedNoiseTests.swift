// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import NoiseModels
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Noise models joined, and added to noise")
struct JoinedNoiseTests {
  private func named(_ text: String, p: Double = 0.01) throws -> NoiseModel {
    try NoiseModel(named: text, p: p)
  }

  private func memory() throws -> Circuit {
    let codes = try CodeCatalogue.quantumCodes(named: "surface:d=3")
    let code = try #require(codes.first)
    return try code.memoryCircuit(rounds: 3, basis: .z)
  }

  /// The probability of each set of detectors and observables that errors flip together.
  private func rates(of circuit: Circuit) throws -> [Symptom: Double] {
    var rates: [Symptom: Double] = [:]
    for error in try circuit.detectorErrorModel(AnalysisOptions()).mechanisms() {
      let known = rates[error.symptom] ?? 0
      rates[error.symptom] = known + error.probability - 2 * known * error.probability
    }
    return rates
  }

  private func expectAgreement(_ first: [Symptom: Double], _ second: [Symptom: Double]) {
    #expect(!first.isEmpty && Set(first.keys) == Set(second.keys))
    for (key, rate) in first { #expect(abs(rate - (second[key] ?? .nan)) < 1e-13) }
  }

  @Test("Two models around the same operations, as written by hand", .tags(.exact))
  func byHand() throws {
    let circuit = try Circuit(
      parsing:
        """
        R 0 1 2
        TICK
        I_ERROR[round] 0 2
        CX 0 1
        H 2
        TICK
        MR 1
        MX 0
        DETECTOR rec[-2]
        TICK
        M[noiseless] 2
        """)
    let expected = try Circuit(
      parsing:
        """
        R 0 1 2
        X_ERROR(0.25) 0 1 2
        X_ERROR(0.125) 0 1 2
        TICK
        Z_ERROR(0.0625) 0 2
        CX 0 1
        DEPOLARIZE2(0.25) 0 1
        DEPOLARIZE2(0.0625) 0 1
        H 2
        DEPOLARIZE1(0.25) 2
        DEPOLARIZE1(0.00625) 2
        TICK
        MR(0.40625) 1
        X_ERROR(0.25) 1
        X_ERROR(0.125) 1
        MX(0.40625) 0
        DEPOLARIZE1(0.25) 0
        DEPOLARIZE1(0.0625) 0
        DETECTOR rec[-2]
        DEPOLARIZE1(0.25) 2
        DEPOLARIZE1(0.00625) 2
        DEPOLARIZE1(0.125) 2
        TICK
        M[noiseless] 2
        """)
    let text = "sd6(p=0.25)+si1000+code-capacity:phase-flip"
    #expect(try named(text, p: 0.0625).applied(to: circuit) == expected)
    // Parsing gives the same model as joining does.
    let joined = try named("sd6(p=0.25)").joined(with: named("si1000", p: 0.0625))
    #expect(joined.parts == (try named("sd6(p=0.25) + SI1000", p: 0.0625).parts))
  }

  @Test("Each symptom's odds are those of independent errors, in either order", .tags(.law))
  func convolution() throws {
    let circuit = try memory()
    let biased = "phenomenological(data=phase-flip,ratio=3,p=0.004)"
    let first = try rates(of: named("sd6").applied(to: circuit))
    let second = try rates(of: named(biased).applied(to: circuit))
    var expected = first
    for (key, rate) in second { expected[key, default: 0] += rate - 2 * rate * (first[key] ?? 0) }
    expectAgreement(try rates(of: named("sd6+" + biased).applied(to: circuit)), expected)
    expectAgreement(try rates(of: named(biased + "+sd6").applied(to: circuit)), expected)
  }

  @Test("A model joined to itself is the model of convolved strengths", .tags(.law))
  func twice() throws {
    let circuit = try memory()
    let (a, b) = (0.01, 0.003)
    // Depolarizing shrinks each Pauli by 1 − 4p/3 or 1 − 16p/15, a flip by 1 − 2p.
    func convolved(_ shrink: Double) -> Double { a + b - shrink * a * b }
    let rates = NoiseModel.Rates(
      oneQubit: convolved(4.0 / 3), twoQubit: convolved(16.0 / 15), resetFlip: convolved(2),
      measurementFlip: convolved(2), measurementDepolarization: convolved(4.0 / 3),
      idle: convolved(4.0 / 3))
    let merged = NoiseModel(name: "merged", probability: a, level: .circuit, rates: rates)
    expectAgreement(
      try self.rates(of: named("sd6(p=\(a))+sd6(p=\(b))").applied(to: circuit)),
      try self.rates(of: merged.applied(to: circuit)))
  }

  @Test("Noise added to a noisy circuit is noise joined", .tags(.law))
  func added() throws {
    let circuit = try memory()
    let once = try named("si1000").applied(to: circuit)
    let error = #expect(throws: NoiseError.self) { try named("sd6").applied(to: once) }
    #expect(error?.code == .alreadyNoisy)
    let added = try named("sd6", p: 0.002).applied(to: once, keepingNoise: true)
    let joined = try named("si1000+sd6(p=0.002)").applied(to: circuit)
    expectAgreement(try rates(of: added), try rates(of: joined))
    // The argument of a measurement and the heralds of the noise that is there count, too.
    let text = "R 0\nHERALDED_ERASE(0.25) 0\nM(0.25) 0\nDETECTOR rec[-1]\nDETECTOR rec[-2]"
    let heralded = try Circuit(parsing: text)
    let more = try named("profile:photonic(heralds=records)", p: 1)
      .applied(to: heralded, keepingNoise: true)
    let lines = more.description.split(separator: "\n")
    // After the old herald come the new one of the measurement and the result.
    #expect(lines.suffix(2) == ["DETECTOR rec[-1]", "DETECTOR rec[-3]"])
    let report = try #require(lines.first { $0.hasPrefix("M(") })
    let flip = try named("profile:photonic", p: 1).rates.measurementFlip
    #expect(report == "M(\(0.25 + flip - 0.5 * flip)) 0")
  }

  @Test("Each of the joined models decides on its own heralds", .tags(.exact))
  func heralds() throws {
    let erasure = NoiseModel.Channel(.heraldedErase, 0.25)
    func model(_ heralds: NoiseModel.Heralds) -> NoiseModel {
      NoiseModel(
        name: "test", probability: 0, level: .circuit,
        rates: NoiseModel.Rates(faults: .init(oneQubit: [erasure])), heralds: heralds)
    }
    let circuit = try Circuit(parsing: "M 0\nH 0\nDETECTOR rec[-1]")
    let noisy = try model(.withheld).joined(with: model(.records))
      .joined(with: model(.information)).applied(to: circuit)
    #expect(
      noisy.description.split(separator: "\n") == [
        "M 0", "H 0", "DEPOLARIZE1(0.1875) 0", "HERALDED_ERASE(0.25) 0",
        "DEPOLARIZE1[herald](0.1875) 0", "DETECTOR rec[-2]",
      ])
  }

  @Test("A mixed product keeps the wrong reports that the other model gives", .tags(.exact))
  func mixedProducts() throws {
    let circuit = try Circuit(parsing: "MXX 0 1")
    let alone = try named("em3").applied(to: circuit).description
    let joined = try named("em3+phenomenological(p=0.125)")
    #expect(joined.level == .pairMeasurement)
    let marked = try Circuit(parsing: "I_ERROR[round] 0\nMXX 0 1")
    let both = try joined.applied(to: marked).description
    #expect(
      both == "X_ERROR(0.125) 0\nZ_ERROR(0.125) 0\n"
        + alone.replacing("MPP ", with: "MPP(0.125) "))
  }

  @Test("Nothing is added to qubits that stand for wrong reports", .tags(.exact))
  func standIns() throws {
    let circuit = try Circuit(parsing: "R 0 1\nTICK\nMZZ 0 1\nTICK\nM 0 1")
    let once = try named("em3").applied(to: circuit)
    let error = #expect(throws: NoiseError.self) {
      try named("sd6").applied(to: once, keepingNoise: true)
    }
    #expect(error?.message.contains("joined by a plus") == true)
  }

  @Test(
    "Joined names read back, and say what is wrong with them", .tags(.exact),
    arguments: [
      ("sd6+si1000", "sd6+si1000"), (" SD6( p = 0.5 )+ stim", "sd6(p=0.5)+stim"),
      ("code-capacity:biased(p=0.1,eta=3)", "code-capacity:biased(eta=3,p=0.1)"),
      (
        "profile:photonic(p=2, heralds=withheld)+sd6",
        "profile:photonic(heralds=withheld,p=2)+sd6"
      ),
    ])
  func names(text: String, name: String) throws {
    let model = try named(text)
    #expect(model.name == name)
    #expect(try named(model.name) == model)
  }

  @Test(
    "Wrong joined names", .tags(.exact),
    arguments: [
      ("sd6+", "a model is missing"), ("+sd6", "a model is missing"), ("sd6+sd7", "noise=sd7"),
      ("sd6(p=0.9)", "p=0.9: must be in 0...0.75"), ("sd6(p=a)", "p=a must be a number"),
      ("sd6(p=0.1,p=0.1)", "given once"), ("profile:photonic(p=nan)", "p=nan must be a number"),
      ("profile:photonic(p=-1)", "p=-1.0: must be in 0...1000"),
      ("profile:photonic(colour=1)", "the parameters are heralds="),
      ("profile:a+b.json+sd6", "a+b.json: cannot be read"),
    ])
  func refusals(text: String, part: String) {
    let error = #expect(throws: NoiseError.self) { try named(text) }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }
}
