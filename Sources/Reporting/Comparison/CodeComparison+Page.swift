// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import NoiseModels
import Sampling
import Visualization

extension CodeComparison {
  /// Adds everything: the advice, a part for each kind of error, cost, and heralded loss.
  func add(figures: inout Int, to page: inout HTML) throws(DrawingError) {
    addAdvice(to: &page)
    for distribution in distributions {
      try add(distribution, figures: &figures, to: &page)
    }
    addCost(to: &page)
    if !heralds.isEmpty { try addHeralds(figures: &figures, to: &page) }
  }

  // MARK: Advice

  func addAdvice(to page: inout HTML) {
    let advice = advice
    page.group("section", id: "advice") { page in
      page.element("h2", "Which codes to be ready for")
      page.element(
        "p", class: "note",
        "Under each kind of error the best family is the one that takes the fewest qubits for each logical "
          + "qubit at a rate of \(power(targetRate)); where none has such a footprint, the one whose largest "
          + "code has the lowest rate, if the intervals tell. All rates are per logical qubit and round: if any "
          + "of the $k$ logical qubits of a block is wrong at the rate $P$ a shot, each is at "
          + "1 − (1 − $P$)^{1/k}. The numbers are those below."
      )
      page.raw("<p><strong>\(HTML.verbatim(advice.conclusion))</strong></p>")
      if !advice.remarks.isEmpty {
        page.group("ul") { page in
          for remark in advice.remarks { page.raw("<li>\(HTML.verbatim(remark))</li>") }
        }
      }
      for omitted in omittedScales {
        page.raw("<p class=\"note\">\(HTML.verbatim(omitted.sentence))</p>")
      }
      addTable(advice.choices, to: &page)
      if !advice.bareChoices.isEmpty {
        page.group("details") { page in
          page.element("summary", "On bare qubits alone, without modes")
          addTable(advice.bareChoices, to: &page)
        }
      }
    }
  }

  private func addTable(_ choices: [SwitchingAdvice.Choice], to page: inout HTML) {
    page.group("div", class: "scroll") { page in
      page.group("table", class: "wrap words") { page in
        page.group("thead") { page in
          page.row(["kind of error", "candidate", "because"], heading: true)
        }
        page.group("tbody") { page in
          for choice in choices {
            page.row([
              HTML.verbatim(choice.distribution.name),
              HTML.verbatim(choice.family ?? "none"), HTML.verbatim(choice.reason),
            ])
          }
        }
      }
    }
  }

  // MARK: One kind of error

  private func add(
    _ distribution: ErrorDistribution, figures: inout Int, to page: inout HTML
  ) throws(DrawingError) {
    try page.group("section", id: "errors-\(distribution.name)") {
      (page: inout HTML) throws(DrawingError) in
      page.element(
        "h2", "\(distribution.name.prefix(1).uppercased())\(distribution.name.dropFirst())")
      let summary = distribution.summary
      page.element(
        "p", class: "note", "\(summary.prefix(1).uppercased())\(summary.dropFirst()).")
      try page.group("div", class: "plots") { (page: inout HTML) throws(DrawingError) in
        for (name, plot, words) in [
          (
            "distance", distancePlot(distribution),
            "Rate per logical qubit and round, either kind of error, at the machine's own noise."
          ),
          (
            "scale", scalePlot(distribution),
            "The largest code of each family as all errors of the machine grow together."
          ),
        ] {
          figures += 1
          try page.figure(
            plot, id: "\(distribution.name)-\(name)", caption: "Figure \(figures). \(words)")
        }
      }
      addTable(distribution, to: &page)
    }
  }

  private func addTable(_ distribution: ErrorDistribution, to page: inout HTML) {
    page.group("div", class: "scroll") { page in
      page.group("table") { page in
        page.element(
          "caption",
          "At the machine's own noise; intervals are of 95 %. The threshold and the break-even are factors of "
            + "the machine's errors. The gain is over a bare qubit that waits as long as a round takes. Rates, footprints and "
            + "gains are per logical qubit."
        )
        page.group("thead") { page in
          page.row(
            [
              "largest code", "<i>k</i>", "rate per logical qubit and round", "gain",
              "breaks even to", "threshold", "Λ",
              "qubits or modes per logical qubit for \(HTML.words(power(targetRate)))",
              "at <i>d</i>", "with <i>k</i>",
            ], heading: true)
        }
        page.group("tbody") { page in
          for entry in entries where entry.distribution == distribution { page.row(cells(entry)) }
        }
      }
    }
    page.group("details") { page in
      page.element("summary", "How far the footprints are extended, or why there is none")
      page.group("dl", class: "terms") { page in
        for entry in entries where entry.distribution == distribution {
          page.raw("<dt>\(HTML.verbatim(entry.family))</dt>")
          page.raw("<dd>\(HTML.verbatim(entry.footprint.statement))</dd>")
        }
      }
    }
  }

  private func cells(_ entry: Entry) -> [String] {
    let footprint = entry.footprint
    let name = entry.headline?.code ?? entry.sizes.last?.code
    return [
      HTML.verbatim(name ?? entry.family),
      entry.sizes.first { $0.code == name }.map { "\($0.logicalQubits)" } ?? "–",
      entry.headline.map { rate($0.ratePerRound) } ?? "–",
      gain(entry).map(factor) ?? "–",
      breakEven(entry).map { "×\(HTML.words(NumberText.significant($0, digits: 2)))" } ?? "–",
      entry.threshold?.rate.map { "×" + factor($0) } ?? bound(entry),
      entry.fit.map { factor($0.suppression) } ?? "–",
      range(footprint) { share($0.qubitsPerLogicalQubit) },
      range(footprint) { NumberText.grouped($0.distance) },
      footprint.best.map { "\($0.logicalQubits)" } ?? "–",
    ]
  }

  /// Where a threshold lies that is not among the sampled scales.
  private func bound(_ entry: Entry) -> String {
    let scales = entry.points.map(\.scale)
    guard let isAbove = isThresholdAbove(entry), let low = scales.min(), let high = scales.max()
    else { return "–" }
    return isAbove
      ? "&gt; ×\(HTML.words(NumberText.significant(high, digits: 2)))"
      : "&lt; ×\(HTML.words(NumberText.significant(low, digits: 2)))"
  }

  private func rate(_ interval: Interval) -> String {
    let text = NumberText.rate(interval)
    let best = HTML.words(text.best + text.power)
    return text.range.isEmpty ? best : "\(best)<small>\(text.range)</small>"
  }

  /// A factor with its interval; infinite where no error was seen.
  private func factor(_ interval: Interval) -> String {
    func word(_ value: Double) -> String {
      value.isFinite ? HTML.words(NumberText.significant(value, digits: 3)) : "∞"
    }
    if !interval.best.isFinite { return "&gt; \(word(interval.low))" }
    return "\(word(interval.best))<small>[\(word(interval.low)), \(word(interval.high))]</small>"
  }

  private func range(_ footprint: Footprint, _ text: (Footprint.Code) -> String) -> String {
    guard let best = footprint.best else { return "–" }
    let ends = [footprint.low, footprint.high].map { $0.map { HTML.words(text($0)) } ?? "–" }
    return "\(HTML.words(text(best)))<small>[\(ends[0]), \(ends[1])]</small>"
  }

  /// Qubits for each logical qubit, whole where they are.
  private func share(_ value: Double) -> String {
    value == value.rounded()
      ? NumberText.grouped(Int(value)) : NumberText.significant(value, digits: 4)
  }

  /// A power of ten as a label writes it.
  private func power(_ value: Double) -> String { NumberText.significant(value, digits: 1) }

  // MARK: Cost

  private func addCost(to page: inout HTML) {
    page.group("section", id: "cost") { page in
      page.element("h2", "What a round costs")
      page.group("div", class: "scroll") { page in
        page.group("table") { page in
          page.element(
            "caption",
            "Each qubit of a code with an inner code is one mode; cats are taken to keep their bias in gates. "
              + "Decoder: \(decoders); one thread; times are for the first kind of error and differ from run to "
              + "run.")
          page.group("thead") { page in
            page.row(
              [
                "code", "<i>k</i>", "data", "ancillas", "in all", "per logical qubit", "gates",
                "two-qubit gates", "depth",
                "µs to decode a round",
              ], heading: true)
          }
          page.group("tbody") { page in
            for entry in entries where entry.distribution == distributions.first {
              for size in entry.sizes { page.row(cells(size)) }
            }
          }
        }
      }
    }
  }

  private func cells(_ size: Size) -> [String] {
    let cost = size.resources
    return [
      HTML.verbatim(size.code), "\(size.logicalQubits)", "\(cost.dataQubits)",
      "\(cost.ancillaQubits)", "\(cost.totalQubits)",
      HTML.words(share(size.qubitsPerLogicalQubit)),
      "\(cost.gates.reduce(0) { $0 + $1.count })",
      "\(cost.twoQubitGates)", "\(cost.depth)",
      size.decodingSecondsPerRound.map {
        HTML.words(NumberText.significant($0 * 1e6, digits: 2))
      } ?? "–",
    ]
  }

  // MARK: Heralds

  private func addHeralds(
    figures: inout Int, to page: inout HTML
  ) throws(DrawingError) {
    try page.group("section", id: "heralds") { (page: inout HTML) throws(DrawingError) in
      page.element("h2", "What heralds are worth")
      page.element(
        "p", class: "note",
        "Each data qubit is lost with probability $p$ and replaced by a random one. Told which, the decoder "
          + "corrects up to a loss of one half; untold, it is past its threshold at a loss of a fifth."
      )
      figures += 1
      try page.group("div", class: "plots") { (page: inout HTML) throws(DrawingError) in
        try page.figure(
          heraldPlot, id: "heralds-plot",
          caption: "Figure \(figures). The same losses decoded with and without their heralds.")
      }
    }
  }
}
