// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Reporting
import Sampling
import Testing
import Visualization
import _TestSupport

@Suite struct PageTests {
  @Test func pageNeedsNoOtherFile() throws {
    let page = try SampleReport.report.page()
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    // The only addresses are the two names of the SVG vocabulary.
    let addresses = page.split(separator: "\"").filter { $0.contains("://") }
    #expect(
      Set(addresses.map(String.init))
        == ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"])
    for mark in ["<script", "<link", "@import", "src="] { #expect(!page.contains(mark)) }
  }

  @Test func everyElementIsClosed() throws {
    let page = try SampleReport.report.page()
    for name in ["main", "section", "figure", "svg", "table", "thead", "tbody", "dl", "details"] {
      let opened = page.split(separator: "<\(name)").count - 1
      let closed = page.split(separator: "</\(name)>").count - 1
      #expect(opened > 0 && opened == closed, "\(name)")
    }
  }

  @Test func idsAreUnique() throws {
    var report = SampleReport.report
    report.sections.append(SampleReport.section("surface-si1000", "SI1000"))
    let page = try report.page()
    let ids = page.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count && ids.count > 20)
  }

  @Test func figuresAndLimitsAreInThePage() throws {
    let page = try SampleReport.report.page()
    #expect(page.contains("0.750 %") && page.contains("[0.720, 0.780] %"))
    #expect(page.contains("7.93×10<sup>−4</sup><small>[7.59, 8.28]</small>"))
    #expect(page.contains("&lt; 1.8×10<sup>−6</sup>"))
    #expect(page.contains("not in range"))
    #expect(page.contains("quanta report --seed 5 --codes &#39;surface:d=3,5,7&#39;"))
  }

  @Test func namesCannotAddMarkup() throws {
    var report = SampleReport.report
    let hostile = "<script>alert('$x$')</script>"
    report.title = hostile
    report.sections[0].noise = hostile
    report.sections[0].codes[0].name = hostile
    report.provenance.command = hostile
    #expect(try !report.page().contains("<script"))
  }

  @Test func emptyReportsAreShown() throws {
    var report = SampleReport.report
    report.sections[0].codes = []
    report.sections[0].threshold = nil
    #expect(try report.page().contains("</html>"))
    report.sections = []
    #expect(try report.page().contains("</html>"))
  }

  @Test func plotsHaveEveryCurveAndTheThreshold() throws {
    let section = SampleReport.report.sections[0]
    let plot = section.plot(.perShot)
    #expect(plot.series.map(\.label) == ["$d$ = 3", "$d$ = 5", "$d$ = 7"])
    // The largest pair that crosses, not the fit.
    #expect(plot.threshold?.value == 0.0068)
    #expect(plot.series[2].points[0].y == 0)
    #expect(section.plot(.perRound).threshold == nil)
    #expect(abs(plot.series[0].points[0].y - 2061 / 2.6e6) < 1e-15)
  }

  @Test func headlineIsTheCrossingOfTheLargestPair() throws {
    let fit = Interval(low: 0.09, best: 0.093, high: 0.095)
    let rate = Interval(low: 0.09, best: 0.1, high: 0.102)
    let result = ThresholdResult(
      fit: fit,
      crossings: [
        .init(small: 3, large: 5, estimate: fit),
        .init(
          small: 5, large: 7, estimate: rate, isBoundedBelow: false,
          reason: "not bounded below by these data"),
      ], note: "")
    #expect(result.estimate == rate)
    #expect(result.method == "crossing of $d$ = 5 and 7, not bounded below by these data")
    var report = SampleReport.report
    report.sections[0].threshold = result
    #expect(
      "\(report.json)".filter { $0 != " " }.contains("{\"low\":null,\"best\":0.1,\"high\":0.102}"))
    let page = try report.page()
    #expect(page.contains(", not bounded below by these data"))
    #expect(page.contains("Curves cross, ") && !page.contains("Threshold, "))
    #expect(
      ThresholdResult(fit: fit, crossings: [.init(small: 3, large: 5, estimate: nil)], note: "")
        .estimate == nil)
  }

  @Test func tableHasOneLineForEachPoint() {
    let lines = SampleReport.report.csvText.split(separator: "\n")
    #expect(lines.count == 1 + 18)
    let columns = lines[0].split(separator: ",").count
    for line in lines {
      #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == columns)
    }
    #expect(lines[1].hasPrefix("surface-sd6,surface:d=3,3,3,"))
  }

  @Test func fieldsWithCommasAreQuoted() {
    var report = SampleReport.report
    report.sections[0].noise = "a, \"b\""
    #expect(report.csvText.contains(#","a, ""b""","#))
  }
}
