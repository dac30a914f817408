// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling
import Visualization

extension ReportSection {
  /// The noise as a heading.
  var heading: String { noise.prefix(1).uppercased() + noise.dropFirst() }

  /// What a figure shows.
  func caption(_ rate: Rate) -> String {
    switch rate {
    case .perShot:
      if !hasRounds {
        return "The share of memory experiments, of one round each, that end in a logical error."
      }
      let rounds = codes.map { "\($0.rounds)" }.joined(separator: ", ")
      return "The share of memory experiments that end in a logical error. A shot has \(rounds) "
        + "rounds for $d$ = \(codes.map { "\($0.distance)" }.joined(separator: ", "))."
    case .perRound:
      return "The same data as errors per round, which compares codes whose shots differ in length."
    }
  }

  // MARK: Threshold

  func addThreshold(to page: inout HTML) {
    guard let threshold else { return }
    page.element("h3", "Where the curves cross")
    page.element("p", class: "note", threshold.note)
    table(
      "Best estimate: \(threshold.method). Rows are the error rates at which curves cross.",
      to: &page
    ) { page in
      page.group("thead") { page in
        page.row(["distances", "crossing", "95 % interval"], heading: true)
      }
      page.group("tbody") { page in
        for crossing in threshold.crossings {
          let pair = "<i>d</i> = \(crossing.small) and \(crossing.large)"
          var cells = row(pair, crossing.estimate)
          if crossing.estimate != nil, let reason = crossing.reason { cells[2] += ", \(reason)" }
          page.row(cells)
        }
        page.row(row("finite-size fit, all distances, uncorrected", threshold.fit))
      }
    }
  }

  private func row(_ name: String, _ estimate: Interval?) -> [String] {
    guard let estimate else { return [name, "not in range", "–"] }
    let text = NumberText.percent(estimate)
    return [name, text.best, text.range]
  }

  // MARK: Rates

  /// The rates as tables, per shot and per round side by side.
  func addRates(to page: inout HTML) {
    page.element("h3", "Logical error rates")
    page.element(
      "p", class: "note",
      "Best estimate and, below it, the 95 % interval in the same unit. “<” marks an upper limit: "
        + "no error was seen.")
    page.group("div", class: "tables") { page in
      for rate in shownRates { addRates(rate, to: &page) }
    }
  }

  /// One row for each physical error rate, one column for each code.
  private func addRates(_ rate: Rate, to page: inout HTML) {
    table(
      rate.label.prefix(1).uppercased() + rate.label.dropFirst(), to: &page
    ) { page in
      page.group("thead") { page in
        page.row(["<i>p</i>"] + codes.map { "<i>d</i> = \($0.distance)" }, heading: true)
      }
      page.group("tbody") { page in
        for p in probabilities {
          let cells = codes.map { code in
            code.points.first { $0.p == p }.map { cell(rate.interval($0)) } ?? "–"
          }
          page.row([HTML.words(NumberText.probability(p))] + cells)
        }
      }
    }
  }

  private func cell(_ interval: Interval) -> String {
    let text = NumberText.rate(interval)
    let best = HTML.words(text.best + text.power)
    return text.range.isEmpty ? best : "\(best)<small>\(text.range)</small>"
  }

  /// All physical error rates, rising.
  var probabilities: [Double] {
    Set(codes.flatMap { $0.points.map(\.p) }).sorted()
  }

  func addCounts(to page: inout HTML) {
    page.group("details") { page in
      page.element("summary", "Shots, errors, time and circuits behind these rates")
      table(
        "Seconds are processor time for sampling and decoding. The circuit is named by the "
          + "start of the SHA-256 of its text; the CSV file has it whole.", to: &page
      ) { page in
        page.group("thead") { page in
          page.row(
            [
              "code", "<i>p</i>", "shots", "errors", "discards", "seconds", "µs per shot",
              "circuit",
            ], heading: true)
        }
        page.group("tbody") { page in
          for code in codes {
            for point in code.points { page.row(counts(code, point)) }
          }
        }
      }
    }
  }

  private func counts(_ code: CodeResult, _ point: RatePoint) -> [String] {
    let shots = point.estimate.shots + point.discards
    let each = shots > 0 ? point.seconds / Double(shots) * 1e6 : .nan
    return [
      HTML.verbatim(code.name), HTML.words(NumberText.probability(point.p)),
      NumberText.grouped(shots), NumberText.grouped(point.estimate.hits),
      NumberText.grouped(point.discards), NumberText.fixed(point.seconds, decimals: 2),
      HTML.words(NumberText.significant(each, digits: 3)),
      "<code>\(HTML.verbatim(String(point.circuitHash.prefix(12))))</code>",
    ]
  }

  // MARK: Cost

  func addLayouts(to page: inout HTML) throws(DrawingError) {
    page.element("h3", family)
    let pictured = codes.filter { $0.picture != nil }
    guard !pictured.isEmpty else { return }
    try page.group("div", class: "layouts") { (page: inout HTML) throws(DrawingError) in
      for code in pictured {
        guard let picture = code.picture else { continue }
        let cost = code.resources
        try page.figure(
          picture, id: "layout-\(name)-\(code.distance)",
          caption: "\(cost.physicalQubits) physical qubits for \(cost.logicalQubits) logical.")
      }
    }
  }

  func addResources(to page: inout HTML) {
    let gates = gateNames
    table(
      "Gates are counted for one syndrome round; a two-qubit gate counts once. Depth is the number "
        + "of layers of gates, resets and measurements in a round. Rounds and detectors are those "
        + "of a shot under \(noise).", to: &page
    ) { page in
      page.group("thead") { page in
        page.row(
          ["code", "physical qubits", "data", "ancilla", "rounds", "detectors", "depth / round"]
            + gates.map { "<code>\(HTML.verbatim($0))</code>" }, heading: true)
      }
      page.group("tbody") { page in
        for code in codes { page.row(costs(code, gates)) }
      }
    }
  }

  private var gateNames: [String] {
    var names: [String] = []
    for gate in codes.flatMap(\.resources.gatesPerRound) where !names.contains(gate.gate) {
      names.append(gate.gate)
    }
    return names
  }

  private func costs(_ code: CodeResult, _ gates: [String]) -> [String] {
    let cost = code.resources
    let counts = gates.map { name in
      cost.gatesPerRound.first { $0.gate == name }.map { NumberText.grouped($0.count) } ?? "0"
    }
    return [
      HTML.verbatim(code.name), NumberText.grouped(cost.physicalQubits),
      NumberText.grouped(cost.dataQubits), NumberText.grouped(cost.ancillaQubits),
      NumberText.grouped(code.rounds), NumberText.grouped(cost.detectors),
      NumberText.grouped(cost.depthPerRound),
    ] + counts
  }

  // MARK: Tables

  private func table(
    _ caption: String, to page: inout HTML, _ content: (inout HTML) -> Void
  ) {
    page.group("div", class: "scroll") { page in
      page.group("table") { page in
        page.element("caption", caption)
        content(&page)
      }
    }
  }
}
