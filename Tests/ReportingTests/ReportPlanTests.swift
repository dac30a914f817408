// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Foundation
import Reporting
import Sampling
import Testing
import Visualization
import _TestSupport

@Suite struct ReportPlanTests {
  private var small: ReportPlan {
    var plan = ReportPlan(seed: 7)
    plan.codes = ["surface:d=5,3"]
    plan.noises = ["code-capacity:bit-flip"]
    plan.rates = [0.1, 0.05]
    plan.effort = .quick
    return plan
  }

  /// False-alarm rate: |z| > 5.5 in four cells, below 2e-7.
  @Test(.tags(.statistical)) func ratesAreThoseOfTheExactTable() throws {
    let section = try #require(try small.collect(workers: 2).first)
    #expect(section.codes.map(\.name) == ["surface:d=3", "surface:d=5"])
    #expect(section.codes[0].points.map(\.p) == [0.05, 0.1])
    // Failure rates by enumeration of all error patterns: d = 3 and 5 at p = 0.05 and 0.1.
    let exact = [[0.0368644319375, 0.119694592], [0.024532373574, 0.124416180739]]
    for (code, rates) in zip(section.codes, exact) {
      for (point, rate) in zip(code.points, rates) {
        let shots = Double(point.estimate.shots)
        let z = (point.estimate.rate - rate) / (rate * (1 - rate) / shots).squareRoot()
        #expect(abs(z) < 5.5, "\(code.name) \(point.p)")
        #expect(point.estimate.hits >= 300 || point.estimate.shots >= 20_000)
        #expect(point.circuitHash.count == 64)
      }
    }
  }

  @Test(.tags(.exact)) func costsAreThoseOfTheCodes() throws {
    var plan = small
    plan.noises = ["sd6"]
    plan.rates = [0.01]
    plan.codes = ["surface:d=3"]
    let code = try #require(try plan.collect(workers: 1).first?.codes.first)
    #expect(code.resources.physicalQubits == 17)
    #expect(code.resources.dataQubits == 9 && code.resources.ancillaQubits == 8)
    #expect(code.rounds == 3 && code.resources.detectors == 24)
    #expect(code.resources.gatesPerRound.first { $0.gate == "CX" }?.count == 24)
  }

  @Test func countsDoNotDependOnWorkers() throws {
    var plan = small
    plan.rates = [0.1]
    let counts = try [1, 2, 3].map { workers in
      try plan.collect(workers: workers)[0].codes.map { $0.points.map(\.estimate) }
    }
    #expect(counts[0] == counts[1] && counts[1] == counts[2])
  }

  @Test func familiesGetSectionsOfTheirOwn() throws {
    var plan = small
    plan.codes = ["repetition:d=3", "surface:d=3", "repetition:d=3,5"]
    plan.rates = [0.1]
    let sections = try plan.collect(workers: 2)
    #expect(
      sections.map(\.name) == [
        "repetition-code-capacity-bit-flip", "surface-code-capacity-bit-flip",
      ])
    #expect(sections[0].codes.map(\.distance) == [3, 5])
    #expect(sections[0].shownRates == [.perShot])
  }

  @Test func stoppedWorkStillMakesAReport() throws {
    let observer = CollectionObserver(shouldStop: { true })
    var report = SampleReport.report
    report.sections = try small.collect(workers: 1, observer: observer)
    let files = try report.files()
    #expect(files.contains { $0.name == "index.html" && !$0.bytes.isEmpty })
  }

  @Test(arguments: [("surface:d=1", "sd6"), ("nonsense", "sd6"), ("surface:d=3", "nonsense")])
  func unknownNamesAreRefused(code: String, noise: String) {
    var plan = small
    plan.codes = [code]
    plan.noises = [noise]
    #expect(throws: SamplingError.self) { try plan.collect(workers: 1) }
  }

  @Test func filesHaveDifferentNames() throws {
    var report = SampleReport.report
    report.sections[0].codes[0].picture = CodePicture(
      of: try StabilizerCode.named("surface:d=3"), title: "surface:d=3")
    let names = try report.files().map(\.name)
    #expect(Set(names).count == names.count)
    #expect(
      names == [
        "index.html", "report.csv", "surface-sd6-per-shot.svg", "surface-sd6-per-shot.png",
        "surface-sd6-per-round.svg", "surface-sd6-per-round.png", "layout-surface-d-3.svg",
        "layout-surface-d-3.png",
      ])
  }
}

@Suite struct CodePictureTests {
  @Test func surfaceCodesShowEveryCheckAndBothLogicals() throws {
    let picture = try #require(CodePicture(of: try StabilizerCode.named("surface:d=5"), title: ""))
    #expect(picture.dataQubits.count == 25 && picture.ancillas.count == 24)
    #expect(picture.tiles.count { $0.kind == .x } == 12)
    #expect(picture.tiles.count { $0.kind == .z } == 12)
    #expect(picture.lines.map(\.label) == ["X", "Z"])
  }

  @Test(arguments: ["repetition:d=5", "unrotated:d=3", "xzzx:d=5", "toric:d=4", "colour:d=5"])
  func planarFamiliesAreDrawn(name: String) throws {
    let code = try StabilizerCode.named(name)
    let picture = try #require(CodePicture(of: code, title: name))
    #expect(picture.dataQubits.count == code.qubitCount)
    #expect(try !String(decoding: picture.encoded(as: .svg), as: UTF8.self).contains("nan"))
  }

  @Test func codesWithoutAShapeHaveNoPicture() throws {
    #expect(CodePicture(of: try StabilizerCode.named("five-qubit"), title: "") == nil)
  }
}
