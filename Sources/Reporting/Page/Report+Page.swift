// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import Visualization

extension Report {
  /// The report as one web page that needs no other file.
  ///
  /// - Throws: `DrawingError` if a figure cannot be drawn.
  public func page() throws(DrawingError) -> String {
    var page = HTML()
    page.raw("<!DOCTYPE html>")
    page.raw("<html lang=\"en\">")
    page.raw("<head><meta charset=\"utf-8\">")
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
    page.element("title", title)
    page.raw("<style>\n\(StyleSheet.text)\n</style></head>")
    try page.group("body") { (page: inout HTML) throws(DrawingError) in
      try page.group("main") { (page: inout HTML) throws(DrawingError) in
        addHead(to: &page)
        var figures = 0
        for section in sections { try addSection(section, figures: &figures, to: &page) }
        if let streaming { try streaming.add(figures: &figures, to: &page) }
        if let comparison { try comparison.add(figures: &figures, to: &page) }
        try addCodes(to: &page)
        addMethod(to: &page)
        addProvenance(to: &page)
      }
    }
    page.raw("</html>")
    return page.text
  }

  // MARK: Head

  private func addHead(to page: inout HTML) {
    page.group("header") { page in
      page.element("h1", title)
      page.element("p", class: "lead", lead)
      page.element(
        "p", class: "meta",
        "\(provenance.program) · \(provenance.date) · seed \(provenance.seed) · "
          + "\(provenance.threads) \(provenance.threads == 1 ? "thread" : "threads")")
      page.group("nav") { page in
        for section in sections {
          page.raw("<a href=\"#\(HTML.verbatim(section.name))\">\(HTML.words(section.heading))</a>")
        }
        if streaming != nil { page.raw("<a href=\"#streaming\">Decoding in real time</a>") }
        if comparison != nil { page.raw("<a href=\"#advice\">Codes compared</a>") }
        page.raw("<a href=\"#codes\">Codes and cost</a>")
        page.raw("<a href=\"#method\">How to read the numbers</a>")
        page.raw("<a href=\"#repeat\">Repeat it</a>")
      }
    }
    let figures = keyFigures
    page.group("dl", class: figures.count == 4 ? "key four" : "key") { page in
      for figure in figures {
        page.group("div") { page in
          page.element("dt", figure.name)
          page.raw("<dd class=\"value\">\(HTML.words(figure.value))</dd>")
          page.raw("<dd class=\"range\">\(HTML.words(figure.detail))</dd>")
        }
      }
    }
  }

  /// What was done, in one or two sentences.
  private var lead: String {
    guard let first = sections.first else { return "The report has no sections." }
    let distances = first.codes.map { "\($0.distance)" }.joined(separator: ", ")
    let noises = Report.list(sections.map(\.noise))
    return
      "\(Report.list(sections.map(\.family))), distances \(distances), under \(noises), decoded by "
      + "\(first.decoder): logical error rates with 95 % intervals, thresholds, and what each "
      + "code costs."
  }

  /// Words with commas and an "and", each once.
  private static func list(_ words: [String]) -> String {
    var kept: [String] = []
    for word in words where !kept.contains(word) { kept.append(word) }
    guard let last = kept.last, kept.count > 1 else { return kept.joined() }
    return kept.dropLast().joined(separator: ", ") + " and " + last
  }

  // MARK: Results

  private func addSection(
    _ section: ReportSection, figures: inout Int, to page: inout HTML
  ) throws(DrawingError) {
    try page.group("section", id: section.name) { (page: inout HTML) throws(DrawingError) in
      page.element("h2", section.heading)
      if !section.noiseDetail.isEmpty { page.element("p", class: "note", section.noiseDetail) }
      try page.group("div", class: "plots") { (page: inout HTML) throws(DrawingError) in
        for rate in section.shownRates {
          figures += 1
          try page.figure(
            section.plot(rate), id: "\(section.name)-\(rate.rawValue)",
            caption: "Figure \(figures). \(section.caption(rate))")
        }
      }
      section.addThreshold(to: &page)
      section.addRates(to: &page)
      section.addCounts(to: &page)
    }
  }

  // MARK: Codes

  private func addCodes(to page: inout HTML) throws(DrawingError) {
    try page.group("section", id: "codes") { (page: inout HTML) throws(DrawingError) in
      page.element("h2", "Codes and cost")
      var seen: Set<String> = []
      for section in sections where seen.insert(section.family).inserted {
        try section.addLayouts(to: &page)
        section.addResources(to: &page)
      }
    }
  }
}
