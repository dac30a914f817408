// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Decoding
import Reporting
import Sampling
import StrictJSON
import Testing
import _TestSupport

@Suite("Streaming section")
struct StreamingSectionTests {
  private func section() throws -> StreamingSection {
    var rows: [StreamingSection.Row] = []
    for distance in [3, 5] {
      var grid = ExperimentGrid(codes: ["repetition:d=\(distance)"], rates: [0.01])
      grid.noises = ["stim"]
      grid.rounds = .fixed(500)
      for task in try grid.tasks(decoders: ["matching"]) {
        let experiment = try StreamExperiment(task)
        let decoder = try experiment.compile(
          "matching", WindowSettings(commit: distance, buffer: distance))
        let test = StreamTest(
          experiment.model, decoder, cycle: 1, clock: .processor, seed: 1, warmup: 10)
        rows.append(.init(distance: distance, commit: distance, statistics: try test.run()))
      }
    }
    return StreamingSection(experiment: "chains of <bits>", decoder: "matching", rows: rows)
  }

  @Test("The page, the files and the JSON have the section when there is one, and else not.")
  func parts() throws {
    var report = SampleReport.report
    #expect(try !report.page().contains("real time"))
    #expect(report.json["streaming"] == .null)
    let count = try report.files().count
    report.streaming = try section()
    let page = try report.page()
    #expect(page.contains("Decoding in real time"))
    #expect(page.contains("chains of &lt;bits&gt;"))
    #expect(page.contains("<th scope=\"row\">5</th><td>501</td>"))
    #expect(try report.files().count == count + 2)
    let rows = try #require(report.json["streaming"]?["rows"]?.arrayValue)
    #expect(rows.map { $0["d"]?.intValue } == [3, 5])
    #expect(rows.allSatisfy { $0["rounds"]?.intValue == 501 && $0["keeps_up"] == .bool(true) })
    #expect(rows.allSatisfy { ($0["mean_ns_per_round"]?.doubleValue ?? 0) > 0 })
  }
}
