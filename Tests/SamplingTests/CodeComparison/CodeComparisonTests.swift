// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Foundation
import NoiseModels
import StabilizerSimulation
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

@Suite("Codes side by side")
struct CodeComparisonTests {
  /// Points of a family that follows the law exactly, but for whole counts.
  static func points(
    alpha: Double, beta: Double, gamma: Double, distances: [Int] = [3, 5], shots: Int = 100_000_000
  ) -> [SuppressionFit.Point] {
    let law = SuppressionFit.Parameters(alpha: alpha, beta: beta, gamma: gamma)
    return distances.flatMap { distance in
      [1.0, 2, 4].map { scale in
        let rate = law.rate(distance: Double(distance), scale: scale)
        let shot = errorRatePerShot(roundRate: rate, rounds: Double(distance))
        return SuppressionFit.Point(
          distance: distance, scale: scale, rounds: Double(distance),
          estimate: BinomialEstimate(hits: Int(shot * Double(shots)), shots: shots))
      }
    }
  }

  @Test("The fit finds the law that made the data", .tags(.exact))
  func fit() throws {
    let points = Self.points(alpha: -3, beta: 2.5, gamma: 1.1)
    let fit = try #require(SuppressionFit(points, seed: 1))
    #expect(abs(fit.suppression.best / 12.1824939607 - 1) < 1e-3)
    #expect(fit.suppression.low < fit.suppression.best && fit.isSuppressing)
    #expect(fit.suppression.high < 1.1 * fit.suppression.low)
    #expect(fit.distances == 3...5 && fit.scales == 1...4 && fit.pointCount == 6)
    // exp(−3 − 2.5·(d + 1)/2) ≤ 1e-9 first at d = 15 of the odd ones: (d + 1)/2 ≥ 7.09.
    let distances = Array(stride(from: 3, through: 99, by: 2))
    let needed = fit.first(of: distances, target: 1e-9) { _ in 0 }
    #expect(needed.best == 6 && needed.low == 6 && needed.high == 6)
    let never = fit.first(of: distances, target: 1e-9) { _ in 1e-8 }
    #expect(never.best == nil)
  }

  @Test("Too little data make no fit", .tags(.exact))
  func noFit() {
    let one = Self.points(alpha: -3, beta: 2.5, gamma: 1, distances: [3])
    #expect(SuppressionFit(one, seed: 1) == nil)
    #expect(SuppressionFit([], seed: 1) == nil)
  }

  private func profile() throws -> HardwareProfile { try HardwareProfile.named("photonic") }

  @Test("Every distribution leaves the strength of noise as it is", .tags(.law))
  func strength() throws {
    let derived = try DerivedNoise(profile())
    let waiting = ErrorDistribution.total(derived.fault(of: nil))
    for distribution in ErrorDistribution.all {
      let model = try distribution.model(profile(), name: "x")
      var survival = 1.0
      for channel in model.rates.faults.idle {
        // A heralded loss is depolarizing noise of three quarters of its probability.
        let isErasure = channel.gate == .heraldedErase || channel.tag == NoiseModel.heraldTag
        let total = channel.arguments.reduce(0, +)
        survival *= 1 - (channel.gate == .depolarize1 && isErasure ? total / 0.75 : total)
      }
      // Unheralded loss leaves the qubit right a quarter of the time, and small errors overlap.
      #expect(abs((1 - survival) / waiting - 1) < 0.05, "\(distribution.name)")
    }
    #expect(throws: SamplingError.self) { _ = try ErrorDistribution.named("thermal") }
  }

  @Test("The plan has a task for every code, distribution and scale", .tags(.exact))
  func cells() throws {
    var plan = ComparisonPlan(profile: try profile(), effort: .quick, seed: 1)
    plan.codes = ["surface:d=3", "cat(nbar=8)+repetition:d=3", "gkp(db=12)+surface:d=3"]
    let cells = try plan.cells()
    #expect(cells.count == 3 * 5 * 4)
    #expect(Set(cells.map(\.task.metadata)).count == cells.count)
    let first = try #require(cells.first)
    #expect(first.task.metadata["noise"] == "photonic/profile" && first.scale == 1)
    #expect(first.task.circuit.sideInformationKinds == .heralds)
    #expect(try plan.heraldTasks().count == 36)
    plan.codes = ["bivariate-bicycle:l=6,m=6,a1=3,a2=1,a3=2,b1=3,b2=1,b3=2"]
    #expect(throws: SamplingError.self) { _ = try plan.cells() }
  }

  @Test("A repetition code has a floor of undetected errors, a surface code none", .tags(.exact))
  func floors() throws {
    var grid = ExperimentGrid(codes: ["repetition:d=3", "surface:d=3"], rates: [0.01])
    grid.bases = [.both]
    grid.noises = ["code-capacity:phase-flip"]
    let tasks = try grid.tasks(decoders: ["matching"])
    // An odd number of three phase flips: (1 − 0.98³)/2.
    #expect(try abs(tasks[0].uncorrectableRate() - 0.029404) < 1e-12)
    #expect(try tasks[1].uncorrectableRate() == 0)
  }

  @Test("Each code is decoded by what fits it, and a logical qubit compared with a bare one")
  func fittingDecoders() throws {
    var plan = ComparisonPlan(profile: try profile(), effort: .quick, seed: 1)
    plan.codes = ["surface:d=3", "hgp:repetition=2", "cat(nbar=8)+repetition:d=3", "steane"]
    // Pulses take long to follow in a debug build, and have no part in this.
    plan.profile.operations[.twoQubit]?.passage = nil
    plan.distributions = [try ErrorDistribution.named("depolarizing")]
    let cells = try plan.cells()
    func decoder(_ name: String) -> String? { cells.first { $0.code.name == name }?.task.decoder }
    #expect(decoder("surface:d=3") == "matching")
    #expect(decoder("cat(nbar=8)+repetition:d=3") == "matching")
    #expect(decoder("hgp:repetition=2") == "bp-osd" && decoder("steane") == "bp-osd")
    plan.decoder = "union-find"
    #expect(try plan.cells().allSatisfy { $0.task.decoder == "union-find" })
    #expect(try plan.heraldTasks().allSatisfy { $0.decoder == "union-find" })
    let surface = try #require(try ConcatenatedCode.codes(named: "surface:d=3").first)
    let size = CodeComparison.Size(
      code: "two", distance: 1, logicalQubits: 2, resources: surface.outer.resources)
    let comparison = CodeComparison(
      profile: plan.profile, heraldDecoder: "matching", targetRate: 1e-9, entries: [], heralds: [],
      bareErrorPerLayer: 0.01)
    // Six layers.
    #expect(abs(comparison.bareErrorPerRound(size) - (1 - pow(0.99, 6))) < 1e-12)
  }

  @Test("A small comparison has every figure, and advice that cites them", .tags(.law))
  func small() throws {
    var plan = ComparisonPlan(profile: try profile(), effort: .quick, seed: 1)
    plan.codes = ["surface:d=2,3"]
    plan.distributions = [try ErrorDistribution.named("biased")]
    // Everything is known beforehand, so nothing is sampled.
    var known = StatisticsTable()
    for (index, task) in try (plan.heraldTasks() + plan.cells().map(\.task)).enumerated() {
      let prepared = try task.prepared()
      var row = prepared.identity
      row.shots = 16_384
      row.errors = index < 36 ? 100 : 40 + 15 * (index % 4)
      try known.add(row)
    }
    let comparison = try plan.collect(workers: 1, existing: known)
    #expect(comparison.entries.count == 1 && comparison.entries[0].points.count == 8)
    #expect(comparison.heralds.count == 6 && comparison.heralds[0].points.count == 6)
    let entry = comparison.entries[0]
    #expect(entry.sizes.last?.resources.totalQubits == 17)
    #expect((entry.sizes.last?.decodingSecondsPerRound ?? 0) > 0)
    #expect(comparison.gain(entry) != nil && !entry.footprint.statement.isEmpty)
    let advice = comparison.advice
    #expect(advice.choices.count == 1 && advice.choices[0].reason.contains("1e-9"))
    #expect(!advice.conclusion.isEmpty && advice.conclusion.count < 400)
    #expect(advice.remarks.isEmpty && advice.bareChoices.isEmpty)
    // Bars of cats say what they rest on; what has modes is also judged without them.
    var mixed = comparison
    var cat = entry
    cat.family = "cat(nbar=8)+repetition"
    mixed.entries.append(cat)
    let remarks = mixed.advice.remarks
    #expect(remarks.contains { $0.hasPrefix("Cats are assumed to keep their bias in gates") })
    #expect(remarks.contains { $0.contains("cat(nbar=…,loss=κ₁/κ₂)") })
    #expect(mixed.advice.bareChoices.map(\.family) == advice.choices.map(\.family))
    mixed.entries[1].family = "cat(nbar=8,loss=0.01)+repetition"
    #expect(mixed.advice.remarks.count == remarks.count - 1)
  }
}
