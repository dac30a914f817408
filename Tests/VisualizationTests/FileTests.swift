// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import Visualization
import _TestSupport

@Suite struct FileTests {
  @Test func formatComesFromTheExtension() throws {
    #expect(try DrawingFormat(path: "a/b.c/plot.SVG") == .svg)
    #expect(try DrawingFormat(path: "x.png") == .png)
    #expect(try DrawingFormat(path: ".pdf") == .pdf)
    for path in ["plot", "plot.gif", "dir.svg/plot", "", "plot."] {
      #expect(throws: DrawingError.unknownFormat(path: path)) { try DrawingFormat(path: path) }
    }
  }

  @Test func unwritablePathsSayWhy() {
    let path = "/nonexistent/folder/plot.svg"
    let error = #expect(throws: DrawingError.self) {
      try SamplePictures.threshold.write(to: path)
    }
    #expect(error?.description == "\(path): cannot write: No such file or directory")
  }

  @Test func writtenFileIsTheEncoding() throws {
    let path = NSTemporaryDirectory() + "quanta-\(UUID().uuidString).svg"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try SamplePictures.surfaceCode(5).write(to: path)
    let written = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(try written == SamplePictures.surfaceCode(5).encoded(as: .svg))
  }

  @Test func garbageIsNotAPicture() {
    #expect(throws: DrawingError.notAPicture) { try Raster(png: []) }
    #expect(throws: DrawingError.notAPicture) { try Raster(png: Array("not a png".utf8)) }
  }

  @Test func truncatedPictureIsRefused() throws {
    let png = try SamplePictures.surfaceCode(3).encoded(as: .png)
    #expect(throws: DrawingError.notAPicture) { try Raster(png: Array(png.prefix(200))) }
  }

  @Test func embeddedPicturesDoNotShareIds() throws {
    let first = try SamplePictures.threshold.embeddableSVG(idPrefix: "a-")
    let second = try SamplePictures.threshold.embeddableSVG(idPrefix: "b-")
    #expect(first.hasPrefix("<svg "))
    #expect(first.contains(#"id="a-glyph0-1""#) && first.contains(##"href="#a-glyph0-1""##))
    #expect(!first.contains(#" id="glyph"#) && !second.contains("a-glyph"))
    #expect(first.replacingOccurrences(of: #""a-"#, with: #""b-"#).count == second.count)
  }

  @Test func tilesShowBothColors() throws {
    let raster = try Raster(png: try SamplePictures.surfaceCode(3).encoded(as: .png))
    let colors = Set(raster.pixels.map { $0 & 0xFFFFFF })
    // Half-opaque 0xE9A23B and 0x3F74B5 on white.
    #expect(colors.contains { $0 & 0xFF0000 > 0xF00000 && $0 & 0xFF < 0xA5 })
    #expect(colors.contains { $0 & 0xFF0000 < 0xA50000 && $0 & 0xFF > 0xD0 })
  }

  @Test func misplacedQubitIsRefused() {
    var picture = CodePicture()
    picture.dataQubits = [Point(.nan, 0)]
    #expect(throws: DrawingError.self) { try picture.encoded(as: .svg) }
  }
}
