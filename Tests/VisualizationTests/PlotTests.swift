// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Testing
import Visualization
import _TestSupport

@Suite struct PlotTests {
  private func text(_ drawing: some Drawing) throws -> String {
    String(decoding: try drawing.encoded(as: .svg), as: UTF8.self)
  }

  private func picture(_ drawing: some Drawing) throws -> Raster {
    try Raster(png: try drawing.encoded(as: .png, scale: 1))
  }

  /// Pixels of exactly the given colour.
  private func count(_ color: Color, in raster: Raster) -> Int {
    let parts = [color.red, color.green, color.blue].map { UInt32(($0 * 255).rounded()) }
    let word = parts[0] << 16 | parts[1] << 8 | parts[2]
    return raster.pixels.count { $0 & 0xFFFFFF == word }
  }

  @Test func svgIsAWellFormedDocumentWithATitle() throws {
    var plot = SamplePictures.threshold
    plot.title = "A & B <1>"
    let svg = try text(plot)
    #expect(svg.hasPrefix("<?xml"))
    #expect(svg.contains("<title>A &amp; B &lt;1&gt;</title>"))
    #expect(svg.contains(#"viewBox="0 0 720 480""#))
    #expect(svg.hasSuffix("</svg>\n"))
  }

  @Test(arguments: DrawingFormat.allCases)
  func sameDataGiveTheSameBytes(format: DrawingFormat) throws {
    let first = try SamplePictures.threshold.encoded(as: format)
    _ = try SamplePictures.surfaceCode(3).encoded(as: .svg)
    #expect(try SamplePictures.threshold.encoded(as: format) == first)
  }

  @Test func formatsStartWithTheirSignatures() throws {
    let plot = SamplePictures.threshold
    #expect(try plot.encoded(as: .pdf).starts(with: Array("%PDF-".utf8)))
    #expect(try plot.encoded(as: .png).starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test func pngHasTheAskedSizeAndEveryColor() throws {
    let plot = SamplePictures.threshold
    let raster = try Raster(png: try plot.encoded(as: .png, scale: 2))
    #expect(raster.width == 1440 && raster.height == 960)
    #expect(raster[0, 0] == 0xFFFFFF)
    for index in plot.series.indices {
      #expect(count(plot.theme.seriesColor(index), in: raster) > 100, "series \(index)")
    }
  }

  @Test func aPointLandsWhereTheAxesSay() throws {
    var plot = Plot(width: 400, height: 300)
    plot.x = Axis("", range: 0...10)
    plot.y = Axis("", range: 0...10)
    plot.series = [Series("", points: [DataPoint(x: 5, y: 5)])]
    let raster = try picture(plot)
    let marks = raster.pixels.indices.filter { raster.pixels[$0] & 0xFFFFFF == 0xE08A1E }
    let columns = marks.map { $0 % raster.width }
    let rows = marks.map { $0 / raster.width }
    let middle = Double(try #require(columns.min()) + (try #require(columns.max()))) / 2
    let level = Double(try #require(rows.min()) + (try #require(rows.max()))) / 2
    #expect(middle > 190 && middle < 225)
    #expect(level > 125 && level < 150)
  }

  @Test func zeroErrorsBecomeAnUpperLimit() throws {
    var plot = Plot()
    plot.y.scale = .logarithmic
    plot.series = [Series("", points: [DataPoint(x: 1, y: 0, interval: 0...1e-4)])]
    let limit = try picture(plot)
    #expect(count(plot.theme.seriesColor(0), in: limit) > 10)
    plot.series[0].points[0] = DataPoint(x: 1, y: 5e-5, interval: 1e-5...1e-4)
    #expect(try picture(plot).pixels != limit.pixels)
  }

  @Test func zeroWithoutALimitIsRefused() {
    var plot = Plot()
    plot.y.scale = .logarithmic
    plot.series = [Series("$d$ = 3", points: [DataPoint(x: 1, y: 1), DataPoint(x: 1, y: 0)])]
    let error = #expect(throws: DrawingError.self) { try plot.encoded(as: .svg) }
    #expect(error?.description.hasPrefix("series 'd = 3', point 2: ") == true)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func notFiniteIsRefused(value: Double) {
    for point in [DataPoint(x: value, y: 1), DataPoint(x: 1, y: value)] {
      var plot = Plot()
      plot.series = [Series("s", points: [point])]
      #expect(throws: DrawingError.self) { try plot.encoded(as: .svg) }
    }
    var plot = Plot()
    plot.threshold = Threshold(value: value)
    #expect(throws: DrawingError.self) { try plot.encoded(as: .svg) }
  }

  @Test func negativeAbscissaOnALogAxisIsRefused() {
    var plot = Plot()
    plot.x.scale = .logarithmic
    plot.series = [Series("s", points: [DataPoint(x: -1, y: 1)])]
    #expect(throws: DrawingError.self) { try plot.encoded(as: .svg) }
    plot.series = []
    plot.x.lower = 0
    #expect(throws: DrawingError.self) { try plot.encoded(as: .svg) }
  }

  @Test(arguments: AxisScale.allCases, AxisScale.allCases)
  func emptyAndSinglePointsAreDrawn(across: AxisScale, up: AxisScale) throws {
    var plot = Plot(title: "t")
    plot.x.scale = across
    plot.y.scale = up
    let empty = try text(plot)
    plot.series = [Series("s", points: [DataPoint(x: 2, y: 3)])]
    let single = try text(plot)
    #expect(single != empty && !single.contains("nan") && !empty.contains("nan"))
  }

  @Test(arguments: [(16.0, 16.0), (120, 90), (320, 240), (3000, 200), (200, 3000)])
  func everySizeIsDrawn(width: Double, height: Double) throws {
    var plot = SamplePictures.threshold
    plot.width = width
    plot.height = height
    #expect(try !text(plot).contains("nan"))
  }

  @Test(arguments: [0.0, 15, 20000, -5, .nan, .infinity])
  func impossibleSizesAreRefused(width: Double) {
    let plot = Plot(width: width, height: 300)
    #expect(throws: DrawingError.self) { try plot.encoded(as: .png) }
  }

  @Test func extremeRangesAreDrawn() throws {
    var plot = Plot()
    plot.y.scale = .logarithmic
    plot.series = [Series("s", points: [DataPoint(x: 0, y: 1e-200), DataPoint(x: 1e12, y: 1e200)])]
    #expect(try !text(plot).contains("nan"))
  }
}
