// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import NoiseModels
public import Sampling
public import Visualization

/// A comparison of codes as a page, a table and pictures.
public struct ComparisonReport: Sendable {
  /// The numbers.
  public var comparison: CodeComparison
  /// Where they come from.
  public var provenance: Report.Provenance
  /// Whether the work was stopped before its end.
  public var isPartial: Bool

  /// Makes a report.
  public init(
    _ comparison: CodeComparison, provenance: Report.Provenance, isPartial: Bool = false
  ) {
    self.comparison = comparison
    self.provenance = provenance
    self.isPartial = isPartial
  }

  /// The page, the table, and every plot as SVG and PNG.
  ///
  /// - Throws: `DrawingError` if a figure cannot be drawn.
  public func files() throws(DrawingError) -> [Report.File] {
    var files = [
      Report.File(name: "index.html", bytes: Array(try page().utf8)),
      Report.File(name: "comparison.csv", bytes: Array(comparison.csvText.utf8)),
    ]
    for (name, plot) in comparison.plots {
      files.append(Report.File(name: "\(name).svg", bytes: try plot.encoded(as: .svg)))
      files.append(Report.File(name: "\(name).png", bytes: try plot.encoded(as: .png)))
    }
    return files
  }

  /// The comparison as one web page that needs no other file.
  ///
  /// - Throws: `DrawingError` if a figure cannot be drawn.
  public func page() throws(DrawingError) -> String {
    var page = HTML()
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">")
    page.raw("<head><meta charset=\"utf-8\">")
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
    page.element("title", title)
    page.raw("<style>\n\(StyleSheet.text)\n</style></head>")
    try page.group("body") { (page: inout HTML) throws(DrawingError) in
      try page.group("main") { (page: inout HTML) throws(DrawingError) in
        addHead(to: &page)
        var figures = 0
        try comparison.add(figures: &figures, to: &page)
        provenance.add(to: &page)
      }
    }
    page.raw("</html>")
    return page.text
  }

  private var title: String { "Codes compared on \(comparison.profile.name)" }

  private func addHead(to page: inout HTML) {
    page.group("header") { page in
      page.raw("<h1>\(HTML.verbatim(title))</h1>")
      page.element("p", class: "lead", comparison.profile.summary)
      page.element(
        "p", class: "meta",
        "\(provenance.program) · \(provenance.date) · seed \(provenance.seed) · "
          + "\(provenance.threads) \(provenance.threads == 1 ? "thread" : "threads")"
          + (isPartial ? " · stopped early: some points are missing" : ""))
      page.group("nav") { page in
        page.raw("<a href=\"#advice\">Which codes to be ready for</a>")
        for distribution in comparison.distributions {
          page.raw("<a href=\"#errors-\(distribution.name)\">\(distribution.name)</a>")
        }
        page.raw("<a href=\"#cost\">What a round costs</a>")
        page.raw("<a href=\"#heralds\">What heralds are worth</a>")
        page.raw("<a href=\"#repeat\">Repeat it</a>")
      }
    }
  }
}

extension CodeComparison {
  /// Every plot with the name of its file.
  var plots: [(name: String, plot: Plot)] {
    var plots: [(String, Plot)] = []
    for distribution in distributions {
      plots.append(("\(distribution.name)-distance", distancePlot(distribution)))
      plots.append(("\(distribution.name)-scale", scalePlot(distribution)))
    }
    if !heralds.isEmpty { plots.append(("heralds", heraldPlot)) }
    return plots
  }
}
