// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling
import Visualization

extension StreamingSection {
  /// Adds the section: what was done, the plot, and the table.
  func add(figures: inout Int, to page: inout HTML) throws(DrawingError) {
    figures += 1
    let figure = figures
    try page.group("section", id: "streaming") { (page: inout HTML) throws(DrawingError) in
      page.element("h2", "Decoding in real time")
      page.element(
        "p", class: "note",
        "Memory experiments of many rounds, \(experiment), decoded while the rounds arrive, one each "
          + "microsecond: a window commits the corrections of $d$ rounds and looks at $d$ more. Times "
          + "are processor times of one thread and so leave out other programs; those per round are of "
          + "a window over the rounds that it commits.")
      try page.figure(
        plot, id: "streaming-times",
        caption:
          "Figure \(figure). Decoding time per round, and the latency from the arrival of the "
          + "last round of a window to its commitment. Below 1 µs per round no backlog builds up.")
      addTable(to: &page)
    }
  }

  private func addTable(to page: inout HTML) {
    page.group("div", class: "scroll") { page in
      page.group("table") { page in
        page.element("caption", "Times in microseconds; backlog in rounds.")
        page.group("thead") { page in
          page.row(
            [
              "<i>d</i>", "rounds", "defects per round", "mean per round", "99.9 % per round",
              "mean per window", "99.9 % per window", "latency, median", "latency, 99.9 %",
              "backlog, mean", "backlog, largest", "keeps up",
            ], heading: true)
        }
        page.group("tbody") { page in
          for row in rows { page.row(cells(row)) }
        }
      }
    }
  }

  private func cells(_ row: Row) -> [String] {
    let statistics = row.statistics
    let times = [
      statistics.calls.mean, statistics.perRound.quantile(0.999), statistics.windows.mean,
      statistics.windows.quantile(0.999), statistics.latencies.quantile(0.5),
      statistics.latencies.quantile(0.999),
    ].map { $0 * 1e-3 }
    let numbers =
      [Double(statistics.defects) / Double(max(1, statistics.rounds))] + times
      + [statistics.meanBacklog, statistics.largestBacklog]
    return ["\(row.distance)", "\(statistics.rounds)"]
      + numbers.map { HTML.words(NumberText.significant($0)) }
      + [statistics.keepsUp ? "yes" : "no"]
  }
}
