// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Foundation
import NoiseModels
import Testing
import _TestSupport

@testable import Sampling

/// Codes of different numbers of logical qubits, and families whose size is not a distance.
@Suite("Sizes of families, compared", .tags(.exact))
struct ComparedSizesTests {
  private func code(_ name: String) throws -> ConcatenatedCode {
    try #require(try ConcatenatedCode.codes(named: name).first)
  }

  private func entry(
    _ name: String, hits: Int, footprint: CodeComparison.Footprint = .init()
  ) throws -> CodeComparison.Entry {
    let code = try code(name)
    let distance = try #require(code.outer.nominalDistance)
    let point = CodeComparison.Point(
      code: code.name, distance: distance, scale: 1, rounds: distance,
      logicalQubits: code.outer.logicalQubitCount,
      estimate: BinomialEstimate(hits: hits, shots: 16_384), seconds: 1)
    let size = CodeComparison.Size(
      code: code.name, distance: distance, logicalQubits: code.outer.logicalQubitCount,
      resources: code.outer.resources)
    return CodeComparison.Entry(
      family: code.sizedFamily, decoder: "bp-osd",
      distribution: try ErrorDistribution.named("profile"),
      points: [point], sizes: [size], threshold: nil, fit: nil, floors: [:], footprint: footprint)
  }

  private func comparison(_ entries: [CodeComparison.Entry]) throws -> CodeComparison {
    CodeComparison(
      profile: try HardwareProfile.named("photonic"), heraldDecoder: "matching", targetRate: 1e-9,
      entries: entries, heralds: [], bareErrorPerLayer: 0.01)
  }

  @Test(
    "Sizes of one family are one row, whatever its parameter is called",
    arguments: [
      ("surface:d=5", "surface"), ("bb:n=90", "bivariate-bicycle"), ("shyps:r=3", "shyps"),
      ("hgp:repetition=3", "hgp:repetition"), ("steane", "steane"),
      ("surface:dx=3,dz=5", "surface:dx=3,dz=5"),
      ("cat(nbar=8)+repetition:d=3", "cat(nbar=8)+repetition"),
    ])
  func families(name: String, family: String) throws {
    #expect(try code(name).sizedFamily == family)
  }

  @Test("A plan sorts the sizes of a family by distance, and makes one family of them")
  func plan() throws {
    var plan = ComparisonPlan(
      profile: try HardwareProfile.named("photonic"), effort: .quick, seed: 1)
    plan.codes = ["bivariate-bicycle:n=144,72,90"]
    let families = try plan.families()
    #expect(families.map(\.name) == ["bivariate-bicycle"])
    let names = families[0].codes.map(\.name)
    #expect(names == [72, 90, 144].map { "bivariate-bicycle:n=\($0)" })
  }

  @Test("A rate is that of one logical qubit in one round")
  func rate() throws {
    // Half of all shots of twelve qubits: each qubit is wrong with 1 − 2^(−1/12).
    let point = try #require(try entry("bivariate-bicycle:n=72", hits: 8192).points.first)
    let each = 1 - pow(2, -1.0 / 12)
    #expect(abs(point.ratePerRound.best - (1 - pow(1 - 2 * each, 1.0 / 6)) / 2) < 1e-12)
    let one = errorRatePerRound(shotRate: 0.1, rounds: 3, ofEach: 1)
    #expect(one == errorRatePerRound(shotRate: 0.1, rounds: 3))
  }

  @Test("A footprint of a family by n is the cheapest known size that reaches the target")
  func footprint() throws {
    let sizes = FamilySizes(of: try code("bivariate-bicycle:n=72"))
    #expect(sizes.parameter == "n" && sizes.steps.first?.name == "bivariate-bicycle:n=72")
    let fit = try #require(
      SuppressionFit(
        CodeComparisonTests.points(alpha: -1, beta: 2.5, gamma: 1.1, distances: [6, 10]), seed: 1))
    let sampled = try [72, 90].map { try entry("bivariate-bicycle:n=\($0)", hits: 9).sizes[0] }
    func footprint(_ target: Double) -> CodeComparison.Footprint {
      .init(fit: fit, sampled: sampled, sizes: sizes, floors: [:], target: target)
    }
    // exp(−1 − 2.5·3.5) = 5.8e-5 at d = 6, exp(−1 − 2.5·5.5) = 3.9e-7 at d = 10.
    let near = footprint(1e-4)
    #expect(near.best?.name == "bivariate-bicycle:n=72")
    #expect(near.best?.qubitsPerLogicalQubit == 12 && near.best?.qubits == 144)
    let far = footprint(1e-6)
    #expect(far.best?.name == "bivariate-bicycle:n=90")
    #expect(far.best?.qubitsPerLogicalQubit == 22.5 && far.best?.logicalQubits == 8)
    let never = footprint(1e-30)
    #expect(never.best == nil && never.statement.contains("the largest whose distance is known"))
  }

  @Test("Why there is no footprint is told: one size, one distance, too few failures")
  func statements() throws {
    func statement(_ names: [String]) throws -> (String, Bool) {
      let footprint = CodeComparison.Footprint(
        fit: nil, sampled: try names.map { try entry($0, hits: 0).sizes[0] },
        sizes: FamilySizes(of: try code(names[0])), floors: [:], target: 1e-9)
      return (footprint.statement, footprint.isUndecided)
    }
    let single = try statement(["steane"])
    #expect(single.0 == "the code has one size, d = 3: nothing to extend" && !single.1)
    let constant = try statement(["reed-muller:m=3", "reed-muller:m=4"])
    #expect(constant.0.contains("all sizes that were sampled have d = 3") && !constant.1)
    #expect(try statement(["surface:d=3"]).0.contains("a fit needs two distances"))
    #expect(try statement(["surface:d=3", "surface:d=5"]).1)
  }

  @Test("Footprints are ranked by qubits for each logical qubit, not by qubits of a block")
  func ranking() throws {
    func footprint(_ name: String, _ qubits: Int, _ k: Int) -> CodeComparison.Footprint {
      let code = CodeComparison.Footprint.Code(
        name: name, distance: 5, qubits: qubits, logicalQubits: k)
      var footprint = CodeComparison.Footprint()
      (footprint.low, footprint.best, footprint.high) = (code, code, code)
      return footprint
    }
    let surface = try entry("surface:d=5", hits: 0, footprint: footprint("surface:d=5", 49, 1))
    let name = "bivariate-bicycle:n=144"
    let bicycle = try entry(name, hits: 0, footprint: footprint(name, 288, 12))
    let advice = try comparison([surface, bicycle]).advice
    #expect(advice.choices.map(\.family) == ["bivariate-bicycle"])
    #expect(advice.choices[0].reason.hasPrefix("24 qubits or modes per logical qubit"))
    #expect(advice.choices[0].reason.contains("k = 12") && advice.choices[0].rivals.isEmpty)
    #expect(advice.conclusion.hasPrefix("Use bivariate-bicycle: it is best"))
    // What reaches up to the other is not told apart, and the verdict says no more.
    var wide = bicycle
    wide.footprint.high = .init(name: name, distance: 5, qubits: 600, logicalQubits: 12)
    let open = try comparison([surface, wide]).advice
    #expect(open.choices[0].rivals == ["surface"])
    #expect(open.conclusion.contains("do not separate it from surface (profile)"))
    #expect(!open.conclusion.contains("Use "))
  }

  @Test("Rates that overlap separate nothing, and no distance is spoken of where there is one size")
  func unseparated() throws {
    let none = try [
      entry("bivariate-bicycle:n=72", hits: 0), entry("surface:d=5", hits: 0),
    ]
    let advice = try comparison(none).advice
    #expect(advice.choices.map(\.family) == [nil] && advice.candidates.isEmpty)
    #expect(advice.choices[0].reason.contains("these data do not separate it from"))
    #expect(advice.conclusion.hasPrefix("These data do not separate the families under profile"))
    // Far apart, the better one is advised; of one size, there is no other to change to.
    let apart = try comparison([entry("steane", hits: 1), entry("surface:d=3", hits: 300)]).advice
    #expect(apart.choices[0].family == "steane" && apart.choices[0].rivals.isEmpty)
    #expect(apart.conclusion.hasSuffix("Nothing is gained by switching the code."))
    #expect(!apart.conclusion.contains("distance"))
  }

  @Test("A scale that the machine's figures do not allow is left out, and told")
  func scales() throws {
    var plan = ComparisonPlan(
      profile: try HardwareProfile.named("photonic"), effort: .quick, seed: 1)
    plan.profile.operations[.twoQubit]?.passage = nil
    plan.profile.operations[.twoQubit]?.infidelity = 0.1
    plan.codes = ["surface:d=3"]
    plan.distributions = [try ErrorDistribution.named("depolarizing")]
    #expect(try plan.cells().map(\.scale) == [1, 2, 4])
    let omitted = try plan.machines().omitted
    #expect(omitted.map(\.scale) == [8])
    #expect(omitted[0].reason.contains("operations.two_qubit.infidelity=0.8"))
    // The machine itself is never left out.
    plan.profile.operations[.twoQubit]?.infidelity = 0.9
    #expect(throws: SamplingError.self) { _ = try plan.cells() }
  }
}
