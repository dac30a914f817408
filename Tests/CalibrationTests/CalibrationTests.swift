// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Foundation
import Glibc
import NoiseModels
import QVMExecution
import Sampling
import StrictJSON
import Testing
import _TestSupport

@testable import Calibration

enum TaskStatisticsFixture {
  static let row = TaskStatistics(
    strongID: "a", decoder: "matching", metadata: .null, shots: 1000, errors: 15)
}

@Suite("Measuring profiles")
struct CalibrationTests {
  static func profile(_ text: String) throws -> LogicalProfile { try LogicalProfile(parsing: text) }

  static func options(shots: Int, workers: Int = 1) -> CalibrationOptions {
    var options = CalibrationOptions(seed: 7)
    options.maxShots = shots
    options.maxErrors = shots
    options.workers = workers
    return options
  }

  @Test("Rates do not depend on the number of workers", .tags(.law))
  func workers() throws {
    let profile = try Self.profile("surface:d=3,p=0.008")
    let one = try calibrate(profile, options: Self.options(shots: 4096))
    let two = try calibrate(profile, options: Self.options(shots: 4096, workers: 2))
    #expect(one == two)
    #expect(one.idle.x.method == .sampled && one.idle.x.shots == 4096)
    #expect(one.physicalQubits == 17 && one.roundsPerCycle == 3)
    #expect(one.idle.x.circuitHash.count == 64)
    #expect(one.idle.x.circuitHash != one.oneQubitGate?.x.circuitHash)
  }

  // The Z operator of a memory of 60 rounds flips by X and Y of 20 cycles, one of which the readout brings. Both sides have more than 10⁴ failures;
  // the limit is 5 σ of their difference, a false-alarm rate below 1e-6.
  @Test(
    "A cycle's rate predicts a memory of twenty cycles", .tags(.statistical), .optimizedOnly,
    arguments: ["surface:d=3,p=0.004", "surface:d=3,p=0.004,noise=si1000,decoder=union-find"])
  func predictsMemory(text: String) throws {
    let profile = try Self.profile(text)
    let rates = try calibrate(
      profile, kinds: .measurement, options: Self.options(shots: 600_000, workers: 2))
    #expect(rates.kinds == .measurement)
    var grid = ExperimentGrid(codes: ["surface:d=3"], rates: [0.004])
    grid.noises = [profile.noise]
    grid.rounds = .fixed(60)
    let tasks = try grid.tasks(decoders: [profile.decoder])
    let row = try #require(
      try collect(tasks, options: .init(maxShots: 40_000, workers: 2, seed: 8))[0])
    let flips = rates.idle.x.value + rates.idle.y.value
    let readout = try #require(rates.measurement).value
    let expected = (1 - pow(1 - 2 * flips, 19) * (1 - 2 * readout)) / 2
    let deviation = (rates.idle.x.high - rates.idle.x.low) / (2 * 1.96) * 1.5
    let spread = hypot(
      20 * deviation, (expected * (1 - expected) / Double(row.shots)).squareRoot())
    #expect(abs(row.estimate.rate - expected) < 5 * spread, "\(row.estimate.rate), \(expected)")
    #expect(spread < 0.02 * expected)
  }

  // Two of four stages depend on another one; both patches must fail as seldom as with a decoder that takes the model
  // whole, within what matching loses against it.
  @Test("A gate between patches is decoded in stages", .tags(.statistical), .optimizedOnly)
  func stages() throws {
    let plan = try CalibrationPlan(Self.profile("surface:d=3,p=0.004"), .twoQubitGate)
    let task = try #require(plan.parts.first { $0.part == .twoQubit }?.task)
    #expect(task.stages.count == 4 && task.decoder == "matching")
    #expect(plan.parts.allSatisfy { $0.part == .twoQubit || $0.task.stages.isEmpty })
    var whole = task
    whole.stages = []
    whole.decoder = "bp-osd"
    let rows = try collect([task, whole], options: .init(maxShots: 20_000, workers: 2, seed: 5))
    let counts = try rows.map { try #require($0).errors }
    #expect(counts[0] < 2 * counts[1] && counts[1] < 2 * counts[0], "\(counts)")
  }

  @Test("Gates cost at least their cycle", .tags(.statistical), .optimizedOnly)
  func gates() throws {
    let rates = try calibrate(
      Self.profile("surface:d=3,p=0.004"), options: Self.options(shots: 100_000, workers: 2))
    let oneQubitGate = try #require(rates.oneQubitGate)
    let twoQubitGate = try #require(rates.twoQubitGate)
    for (idle, gate) in [(rates.idle.x, oneQubitGate.x), (rates.idle.z, twoQubitGate.z)] {
      #expect(gate.high > idle.low && gate.value < 4 * idle.value)
      #expect(gate.method == .sampled)
    }
    #expect(try #require(rates.measurement).value < 4 * rates.idle.x.value)
  }

  // The noise is all between rounds and in readout, so the CX itself costs nothing. The limit is 4.9 σ, and
  // the deviation is small beside what the propagated errors would add (a quarter).
  @Test("A CX without noise costs a cycle of idling", .tags(.statistical), .optimizedOnly)
  func noiselessGate() throws {
    let noise =
      "stim(after_clifford_depolarization=0,before_round_data_depolarization=0.03,"
      + "before_measure_flip_probability=0.01,after_reset_flip_probability=0)"
    let profile = LogicalProfile(
      family: "surface", distance: 3, noise: noise, physicalErrorRate: 0.01)
    let rates = try calibrate(
      profile, kinds: .twoQubitGate, options: Self.options(shots: 400_000, workers: 2))
    let gate = try #require(rates.twoQubitGate)
    for (idle, gate) in [(rates.idle.x, gate.x), (rates.idle.z, gate.z)] {
      let spread = hypot(idle.high - idle.low, gate.high - gate.low) / (2 * 1.96)
      #expect(abs(gate.value - idle.value) < 4.9 * spread, "\(gate.value), \(idle.value)")
      #expect(spread < 0.03 * idle.value)
    }
  }

  // At d = 9 fewer shots fail than are asked for: the rates must follow from d = 3 and 5.
  @Test("Rates too small to count are extrapolated, and say so", .optimizedOnly)
  func extrapolation() throws {
    var options = Self.options(shots: 20_000, workers: 2)
    options.leastErrors = 600
    options.smallRates = .fit
    let profile = try Self.profile("surface:d=9,p=0.004")
    let rates = try calibrate(profile, options: options)
    #expect(rates.idle.x.method == .fit && rates.measurement?.method == .fit)
    #expect(rates.physicalQubits == 161)
    let smaller = try calibrate(
      Self.profile("surface:d=5,p=0.004"), options: options)
    #expect(smaller.idle.x.method == .sampled)
    #expect(rates.idle.x.value < smaller.idle.x.value)
    #expect(rates.idle.x.low > 0)
  }

  // Where both are possible, the ladder and plain counting must agree; the limit is 5 σ of their difference.
  @Test("Estimates of rare events agree with counting", .tags(.statistical), .optimizedOnly)
  func rareEvents() throws {
    var options = Self.options(shots: 400_000, workers: 2)
    let profile = try Self.profile("surface:d=3,p=0.0015")
    let counted = try calibrate(profile, kinds: .measurement, options: options)
    options.leastErrors = .max
    let rare = try calibrate(profile, kinds: .measurement, options: options)
    #expect(rare.idle.x.method == .rareEvent && rare.measurement?.method == .rareEvent)
    let pairs = [
      (counted.idle.x, rare.idle.x), (counted.idle.z, rare.idle.z),
      (try #require(counted.measurement), try #require(rare.measurement)),
    ]
    for (first, second) in pairs {
      let spread = hypot(first.high - first.low, second.high - second.low) / (2 * 1.96)
      #expect(abs(first.value - second.value) < 5 * spread, "\(first.value), \(second.value)")
      #expect(spread < 0.3 * first.value)
    }
  }

  @Test("What the laboratory lacks is refused by name")
  func refusals() throws {
    for (text, word) in [
      ("surface:d=3,noise=code-capacity:bit-flip", "code-capacity"),
      ("surface:d=3,noise=nonsense", "nonsense"), ("surface:d=3,decoder=nonsense", "nonsense"),
      ("qldpc:d=9", "no measured rates of qldpc"), ("shyps:d=5", "no measured rates of shyps"),
      ("logical:bacon_shor(d=5)", "no measured rates of bacon-shor"),
    ] {
      let error = try #require(throws: CalibrationError.self) {
        try calibrate(Self.profile(text), options: Self.options(shots: 100))
      }
      #expect(error.code == .profile && error.message.contains(word), "\(error)")
    }
    var options = Self.options(shots: 100)
    options.smallRates = .fit
    let rare = try #require(throws: CalibrationError.self) {
      try calibrate(Self.profile("surface:d=3,p=1e-6"), options: options)
    }
    #expect(rare.code == .tooRare)
  }

  // H takes the repetition code to that against phase flips: what its circuit tells is not about a gate of the code.
  @Test("Only codes that are their own dual have a gate H", .tags(.exact))
  func hadamard() throws {
    for (text, hasGate) in [
      ("surface:d=3", true), ("unrotated:d=3", true), ("toric:d=3", true), ("colour:d=3", true),
      ("repetition:d=3", false), ("xzzx:d=3", false),
    ] {
      let plan = try CalibrationPlan(Self.profile(text), .all)
      #expect(plan.parts.contains { $0.part == .oneQubit } == hasGate, "\(text)")
    }
    let rates = try calibrate(
      Self.profile("repetition:d=3,p=0.003"), options: Self.options(shots: 4096))
    let gate = try #require(rates.oneQubitGate)
    #expect(gate.x.method == .asIdling && gate.z.value == rates.idle.z.value)
    for rate in [rates.idle.y, gate.y, try #require(rates.twoQubitGate).y] {
      #expect(rate.high > 0)
    }
  }

  // For colour codes the catalogue has an exact search, too slow for the shots of rates from d = 5 on.
  @Test("Every family's own decoder is the catalogue's", .tags(.exact))
  func standardDecoders() throws {
    for family in ProfileFamily.all {
      guard let row = CodeCatalogue.families.first(where: { $0.name == family.name }) else {
        #expect(family.name == "qldpc")
        continue
      }
      let expected = family.name == "colour" ? "bp-osd" : row.decoder
      #expect(family.standardDecoder == expected, "\(family.name)")
    }
    #expect(try Self.profile("colour:d=3").decoder == "bp-osd")
  }

  @Test("What a profile stands for shows in its hash, wherever its noise comes from", .tags(.exact))
  func circuitHashes() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: url) }
    let profile = LogicalProfile(
      family: "surface", distance: 3, noise: "profile:\(url.path)", physicalErrorRate: 1)
    let (first, second) = (
      try #require(HardwareProfile.shippedText("photonic")),
      try #require(HardwareProfile.shippedText("photonic-near-term"))
    )
    try Data(first).write(to: url)
    let before = try circuitHash(of: profile)
    #expect(try circuitHash(of: profile) == before)
    var table = LogicalRateTable()
    var options = Self.options(shots: 1024)
    options.leastErrors = 0
    table.insert(try calibrate(profile, kinds: [], options: options))
    #expect(table[profile, circuitHash: before] != nil)
    try Data(second).write(to: url)
    let after = try circuitHash(of: profile)
    #expect(after != before && table[profile, circuitHash: after] == nil)
  }

  @Test("Rates survive the trip through their file", .tags(.law))
  func file() throws {
    let rates = try calibrate(
      Self.profile("surface:d=3,p=0.01"), options: Self.options(shots: 2048))
    var table = LogicalRateTable()
    table.insert(rates)
    let bytes = Array(table.json.text(.indented).utf8)
    #expect(try LogicalRateTable(parsing: bytes) == table)
  }
}
