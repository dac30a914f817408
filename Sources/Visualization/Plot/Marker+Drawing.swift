// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc

extension Marker {
  /// Draws the shape with a thin halo, which keeps overlapping markers apart.
  func draw(at center: Point, color: Color, halo: Color, on canvas: borrowing Canvas) {
    let stroke = Stroke(halo, width: 1)
    switch self {
    case .circle:
      canvas.circle(center, radius: 4.6, fill: color, stroke: stroke)
    case .square:
      canvas.rectangle(
        Rectangle(x: center.x - 4.1, y: center.y - 4.1, width: 8.2, height: 8.2), fill: color,
        stroke: stroke)
    default:
      canvas.path(corners(around: center), closed: true, fill: color, stroke: stroke)
    }
  }

  private func corners(around center: Point) -> [Point] {
    switch self {
    case .triangle: regular(3, radius: 6.2, turn: 0, around: Point(center.x, center.y + 1))
    case .invertedTriangle:
      regular(3, radius: 6.2, turn: .pi, around: Point(center.x, center.y - 1))
    case .diamond: regular(4, radius: 5.8, turn: 0, around: center)
    case .pentagon: regular(5, radius: 5.4, turn: 0, around: center)
    case .hexagon: regular(6, radius: 5.2, turn: 0, around: center)
    case .star: star(around: center)
    case .circle, .square: []
    }
  }

  private func regular(
    _ count: Int, radius: Double, turn: Double, around center: Point
  ) -> [Point] {
    (0..<count).map { index in
      let angle = turn + 2 * .pi * Double(index) / Double(count)
      return Point(center.x + radius * sin(angle), center.y - radius * cos(angle))
    }
  }

  private func star(around center: Point) -> [Point] {
    let outer = regular(5, radius: 6.6, turn: 0, around: center)
    let inner = regular(5, radius: 3, turn: .pi / 5, around: center)
    return zip(outer, inner).flatMap { [$0, $1] }
  }
}
