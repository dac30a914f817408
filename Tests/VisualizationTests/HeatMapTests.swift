// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Testing
import Visualization
import _TestSupport

@Suite("Heat maps", .tags(.exact))
struct HeatMapTests {
  private func map(_ values: [Double]) -> HeatMap {
    HeatMap(
      title: "W", x: Axis("x", range: -1...1), y: Axis("p", range: -1...1), columns: 2,
      values: values)
  }

  @Test("Each value colours its cell: blue below zero, white at it, red above")
  func colours() throws {
    let raster = try Raster(png: try map([1, -1, 0, 0.5]).encoded(as: .png, scale: 1))
    func pixel(_ x: Int, _ y: Int) -> (red: Int, green: Int, blue: Int) {
      let word = Int(raster[x, y])
      return (word >> 16 & 255, word >> 8 & 255, word & 255)
    }
    // Points well within the four cells of the frame.
    let (left, right, top, bottom) = (150, 380, 120, 380)
    #expect(pixel(left, bottom).red > 150 && pixel(left, bottom).blue < 60)
    #expect(pixel(right, bottom).blue > 150 && pixel(right, bottom).red < 60)
    #expect(pixel(left, top) == (255, 255, 255))
    let pale = pixel(right, top)
    #expect(pale.red > pale.blue && pale.blue > 100)
  }

  @Test("The same values give the same bytes; a value that is not finite is refused")
  func bytes() throws {
    #expect(
      try map([1, 2, 3, 4]).encoded(as: .svg) == map([1, 2, 3, 4]).encoded(as: .svg))
    #expect(throws: DrawingError.self) { try map([1, .nan, 0, 0]).encoded(as: .svg) }
  }
}
