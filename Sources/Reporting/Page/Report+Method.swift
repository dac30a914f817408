// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling

extension Report {
  /// A number that a hurried reader should see.
  struct KeyFigure {
    var name: String
    var value: String
    var detail: String
  }

  /// Crossings first, then the best code at the lowest noise, then the work behind it.
  var keyFigures: [KeyFigure] {
    var figures: [KeyFigure] = []
    for section in sections {
      guard let estimate = section.threshold?.estimate else { continue }
      let text = NumberText.percent(estimate)
      figures.append(
        KeyFigure(
          name: "Curves cross, \(section.noise)", value: text.best,
          detail: "95 % interval \(text.range); \(section.threshold?.method ?? "")"))
    }
    if let first = sections.first {
      figures += [first.lowestRate, first.suppression].compactMap(\.self)
    }
    figures.append(work)
    return figures
  }

  /// The errors below which a rate is too uncertain for a key figure.
  static let leastErrors = 20

  private var work: KeyFigure {
    let points = sections.flatMap(\.codes).flatMap(\.points)
    let shots = points.reduce(0) { $0 + $1.estimate.shots + $1.discards }
    return KeyFigure(
      name: "Shots sampled and decoded", value: NumberText.rough(shots),
      detail: "in \(NumberText.duration(provenance.seconds)) on \(provenance.threads) "
        + (provenance.threads == 1 ? "thread" : "threads"))
  }

  // MARK: Explanations

  func addMethod(to page: inout HTML) {
    page.group("section", id: "method") { page in
      page.element("h2", "How to read the numbers")
      page.group("dl", class: "terms") { page in
        for (term, meaning) in Report.terms {
          page.element("dt", term)
          page.element("dd", meaning)
        }
      }
    }
  }

  private static let terms: [(String, String)] = [
    (
      "Shot",
      """
      One memory experiment: prepare a logical state, measure the stabilizers for the stated number \
      of rounds, measure the data qubits, decode, and compare the logical outcome.
      """
    ),
    (
      "Error bars",
      """
      95 % intervals of Clopper and Pearson around errors/shots; they cover at least as often as \
      they say. Where no error was seen, the arrow starts at the upper end.
      """
    ),
    (
      "Rate per round",
      """
      ε = ½(1 − (1 − 2$P$)^{1/r}) from the rate per shot $P$ over $r$ rounds: the rate that \
      compounds to $P$ if rounds fail independently.
      """
    ),
    (
      "Threshold",
      """
      The physical error rate below which a larger distance helps, for large distances. The best \
      estimate here is the crossing of the largest pair of distances; its interval is of chance \
      only. Codes as small as these cross below the threshold of large ones, and how far crossings \
      move from pair to pair shows how much. The fit takes all distances near the crossing with one \
      scaling variable and no correction for small codes, so it stands beside for comparison.
      """
    ),
    (
      "Suppression Λ",
      "The factor by which the rate per round falls when the distance grows by two."
    ),
  ]

  // MARK: Provenance

  func addProvenance(to page: inout HTML) { provenance.add(to: &page) }
}

extension Report.Provenance {
  /// Adds how to repeat the numbers.
  func add(to page: inout HTML) {
    page.group("section", id: "repeat") { page in
      page.element("h2", "Repeat it")
      page.element(
        "p", "The same command gives the same shots and errors, for any number of threads.")
      page.raw("<pre>\(HTML.verbatim(command))</pre>")
      page.group("dl", class: "terms") { page in
        let facts = [
          ("Program", program), ("Date", date), ("Seed", "\(seed)"), ("Threads", "\(threads)"),
          ("Wall time", NumberText.duration(seconds)),
        ]
        for (name, value) in facts {
          page.element("dt", name)
          page.element("dd", value)
        }
      }
    }
  }
}

extension ReportSection {
  /// The largest code's rate per round at the lowest noise where that is well known.
  var lowestRate: Report.KeyFigure? {
    guard let code = codes.max(by: { $0.distance < $1.distance }),
      let point = code.points.first(where: { $0.estimate.hits >= Report.leastErrors })
    else { return nil }
    let text = NumberText.rate(point.ratePerRound)
    return Report.KeyFigure(
      name: "Logical error rate per round, $d$ = \(code.distance), "
        + "$p$ = \(NumberText.probability(point.p))",
      value: text.best + text.power, detail: "95 % interval \(text.range)\(text.power)")
  }

  /// How much two more steps of distance help at the lowest noise.
  var suppression: Report.KeyFigure? {
    guard codes.count >= 2 else { return nil }
    let small = codes[codes.count - 2]
    let large = codes[codes.count - 1]
    guard large.distance == small.distance + 2,
      let pair = zip(small.points, large.points).first(where: { first, second in
        first.p == second.p
          && min(first.estimate.hits, second.estimate.hits) >= Report.leastErrors
      })
    else { return nil }
    let (above, below) = (pair.0.ratePerRound, pair.1.ratePerRound)
    let ratio = above.best / below.best
    // Relative errors add in quadrature for independent counts.
    let spread =
      ratio
      * ((above.high - above.low) * (above.high - above.low) / (4 * above.best * above.best)
      + (below.high - below.low) * (below.high - below.low) / (4 * below.best * below.best))
      .squareRoot()
    return Report.KeyFigure(
      name: "Suppression Λ from $d$ = \(small.distance) to \(large.distance), "
        + "$p$ = \(NumberText.probability(pair.0.p))",
      value: NumberText.significant(ratio, digits: 3),
      detail: "95 % interval ± \(NumberText.significant(spread, digits: 2))")
  }
}
