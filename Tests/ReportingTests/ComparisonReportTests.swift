// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import NoiseModels
import StrictJSON
import Synchronization
import Testing
import _TestSupport

@testable import Reporting
@testable import Sampling

/// A comparison that was stopped early, as a page, a table and JSON.
@Suite("Comparison of codes, reported", .tags(.exact))
struct ComparisonReportTests {
  private func report() throws -> ComparisonReport {
    var plan = ComparisonPlan(
      profile: try HardwareProfile.named("photonic"), effort: .quick, seed: 3)
    plan.codes = ["surface:d=2,3", "cat(nbar=8)+repetition:d=3"]
    plan.distributions = [try ErrorDistribution.named("biased")]
    let asked = Mutex(0)
    let observer = CollectionObserver(
      shouldStop: {
        asked.withLock { count in
          count += 1
          return count > 40
        }
      })
    return ComparisonReport(
      try plan.collect(workers: 1, observer: observer),
      provenance: .init(
        program: "quanta", command: "quanta qec compare", seed: 3, date: "2026-01-31 12:00 UTC",
        threads: 1, seconds: 1),
      isPartial: true)
  }

  @Test("The page, the table and the pictures are there even where points are missing")
  func partial() throws {
    let report = try report()
    let page = try report.page()
    for part in [
      "Codes compared on photonic", "id=\"advice\"", "id=\"errors-biased\"", "id=\"cost\"",
      "stopped early", "cat(nbar=8)+repetition:d=3", "quanta qec compare",
      "Cats are assumed to keep their bias in gates",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    let files = try report.files()
    #expect(files.map(\.name).contains("biased-scale.svg"))
    let lines = report.comparison.csvText.split(separator: "\n")
    let columns = try #require(lines.first).split(separator: ",").count
    #expect(columns == 29 && lines.count > 1)
    for line in lines {
      #expect(
        line.split(separator: ",", omittingEmptySubsequences: false).count == columns, "\(line)")
    }
    let json = report.comparison.json
    #expect(json["profile"] == "photonic" && json["entries"]?.arrayValue?.count == 2)
    #expect(json["choices"]?[0]?["distribution"] == "biased")
    let size = json["entries"]?[0]?["sizes"]?[1]
    #expect(size?["logical_qubits"] == 1 && size?["qubits_per_logical_qubit"]?.doubleValue == 17)
    #expect(lines[0].contains(",logical_qubits,"))
    #expect(page.contains("<i>k</i>") && page.contains("All rates are per logical qubit and round"))
    var omitting = report
    omitting.comparison.omittedScales = [.init(scale: 8, reason: "x=0.8: must be in 0...0.75.")]
    let note = "not taken 8.0 times as strong: x=0.8: must be in 0...0.75."
    #expect(try omitting.page().contains(note) && omitting.comparison.summary.contains(note))
    #expect(omitting.comparison.json["omitted_scales"]?[0]?["scale"]?.doubleValue == 8)
  }

  @Test("The report takes codes on modes, and carries a comparison")
  func carried() throws {
    var plan = ReportPlan(seed: 1)
    plan.codes = ["gkp(sigma=0.4)+surface:d=2,3"]
    plan.noises = ["code-capacity:bit-flip"]
    plan.rates = [0.01]
    let parts = try plan.parts()
    #expect(parts.count == 1 && parts[0].tasks.count == 2)
    #expect(parts[0].family == "gkp(sigma=0.4)+surface")
    let known = try report()
    var whole = Report(title: "x", sections: [], provenance: known.provenance)
    whole.comparison = known.comparison
    #expect(try whole.page().contains("id=\"advice\""))
    #expect(try whole.files().contains { $0.name == "comparison.csv" })
  }
}
