// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc

extension CodePicture {
  /// The map from the code's plane to the page.
  private struct Frame {
    var scale: Double
    var origin: Point

    func place(_ point: Point) -> Point {
      Point(origin.x + point.x * scale, origin.y + point.y * scale)
    }
  }

  private static let edge = 16.0
  private static let legendHeight = 30.0

  /// Draws the layout; see `Drawing`.
  public func draw(on canvas: borrowing Canvas) throws(DrawingError) {
    let everything =
      dataQubits + ancillas + tiles.flatMap { $0.corners + [$0.center] } + lines.flatMap(\.points)
    guard everything.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
      throw .invalidRange(axis: "layout", reason: "a position is not finite")
    }
    canvas.fillPage(theme.background)
    var top = CodePicture.edge
    if !title.isEmpty {
      let style = TextStyle(size: 15, color: theme.text, isBold: true)
      canvas.text(title, at: Point(CodePicture.edge, top + 13), style: style)
      top += 22
    }
    if !subtitle.isEmpty {
      let style = TextStyle(size: 12.5, color: theme.mutedText)
      canvas.text(subtitle, at: Point(CodePicture.edge, top + 11), style: style)
      top += 20
    }
    var labels: [Point] = []
    for line in lines {
      guard let first = line.points.first, let last = line.points.last else { continue }
      labels.append(labelPosition(first, last))
    }
    let frame = frame(everything + labels, top: top)
    for tile in tiles { draw(tile, frame, on: canvas) }
    for line in lines { draw(line, frame, on: canvas) }
    drawQubits(frame, on: canvas)
    drawLegend(on: canvas)
  }

  private func frame(_ points: [Point], top: Double) -> Frame {
    let (left, right) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 1)
    let (low, high) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 1)
    let room = Rectangle(
      x: 34, y: top + 22, width: width - 68,
      height: height - top - 44 - CodePicture.legendHeight)
    let scale = min(
      room.width / max(right - left, 1e-9), room.height / max(high - low, 1e-9), 60)
    return Frame(
      scale: max(scale, 1e-6),
      origin: Point(
        room.x + room.width / 2 - scale * (left + right) / 2,
        room.y + room.height / 2 - scale * (low + high) / 2))
  }

  /// The shortest distance between two data qubits, in the code's plane.
  private var spacing: Double {
    var least = Double.infinity
    for (index, first) in dataQubits.enumerated() {
      for second in dataQubits[(index + 1)...] {
        let distance = hypot(first.x - second.x, first.y - second.y)
        if distance > 1e-9 { least = min(least, distance) }
      }
    }
    return least.isFinite ? least : 1
  }

  // MARK: Tiles

  private func color(_ kind: TileKind) -> Color {
    switch kind {
    case .x: Color(0xE9A23B)
    case .z: Color(0x3F74B5)
    case .mixed: Color(0x7E6BB0)
    case .face(let index):
      [Color(0xD9694F), Color(0x4E9F6E), Color(0x3F74B5)][abs(index) % 3]
    }
  }

  private func draw(_ tile: Tile, _ frame: Frame, on canvas: borrowing Canvas) {
    let color = color(tile.kind)
    let fill = color.withOpacity(0.5)
    let stroke = Stroke(theme.background, width: 1.5)
    if tile.corners.count == 2 {
      drawHalfDisc(tile, frame, fill: fill, on: canvas)
      return
    }
    let middle = Point(
      tile.corners.map(\.x).reduce(0, +) / Double(max(tile.corners.count, 1)),
      tile.corners.map(\.y).reduce(0, +) / Double(max(tile.corners.count, 1)))
    let ordered = tile.corners.sorted {
      atan2($0.y - middle.y, $0.x - middle.x) < atan2($1.y - middle.y, $1.x - middle.x)
    }
    canvas.path(ordered.map(frame.place), closed: true, fill: fill, stroke: stroke)
  }

  /// A tile of two qubits: a half disc on the ancilla's side, or a bar if the ancilla lies between.
  private func drawHalfDisc(
    _ tile: Tile, _ frame: Frame, fill: Color, on canvas: borrowing Canvas
  ) {
    let (first, second) = (frame.place(tile.corners[0]), frame.place(tile.corners[1]))
    let center = frame.place(tile.center)
    let middle = Point((first.x + second.x) / 2, (first.y + second.y) / 2)
    let radius = hypot(first.x - second.x, first.y - second.y) / 2
    let angle = atan2(second.y - first.y, second.x - first.x)
    let side =
      (second.x - first.x) * (center.y - first.y) - (second.y - first.y) * (center.x - first.x)
    if abs(side) < radius * radius * 0.05 {
      let length = 2 * radius
      let thickness = max(radius * 0.55, 4)
      canvas.rectangle(
        Rectangle(
          x: middle.x - (abs(cos(angle)) > 0.5 ? length / 2 : thickness / 2),
          y: middle.y - (abs(cos(angle)) > 0.5 ? thickness / 2 : length / 2),
          width: abs(cos(angle)) > 0.5 ? length : thickness,
          height: abs(cos(angle)) > 0.5 ? thickness : length),
        radius: thickness / 2, fill: fill)
    } else {
      let start = side > 0 ? angle : angle + .pi
      canvas.arc(
        middle, radius: radius, from: start, to: start + .pi, fill: fill,
        stroke: Stroke(theme.background, width: 1.5))
    }
  }

  // MARK: Logical operators and qubits

  private func draw(_ line: Line, _ frame: Frame, on canvas: borrowing Canvas) {
    guard let last = line.points.last, let first = line.points.first else { return }
    let color = darker(color(line.kind))
    canvas.path(
      line.points.map(frame.place), stroke: Stroke(color, width: line.label.isEmpty ? 1.5 : 4))
    if line.label.isEmpty { return }
    // Past the half discs at the border.
    let (end, beyond) = (frame.place(last), frame.place(labelPosition(first, last)))
    let length = max(hypot(beyond.x - end.x, beyond.y - end.y), 1e-9)
    let center = Point(
      beyond.x + (beyond.x - end.x) / length * 12, beyond.y + (beyond.y - end.y) / length * 12)
    canvas.circle(center, radius: 10, fill: theme.background.withOpacity(0.9))
    canvas.text(
      line.label, at: Point(center.x, center.y + 5),
      style: TextStyle(size: 14, color: color, isBold: true), anchor: .middle)
  }

  /// The place past a line's end that a half disc beside it does not reach.
  private func labelPosition(_ first: Point, _ last: Point) -> Point {
    let length = max(hypot(last.x - first.x, last.y - first.y), 1e-9)
    let reach = min(spacing / 2, length)
    return Point(
      last.x + (last.x - first.x) / length * reach, last.y + (last.y - first.y) / length * reach)
  }

  private func darker(_ color: Color) -> Color {
    var result = color
    result.red *= 0.72
    result.green *= 0.72
    result.blue *= 0.72
    return result
  }

  private func drawQubits(_ frame: Frame, on canvas: borrowing Canvas) {
    let radius = min(max(spacing * frame.scale * 0.11, 1.6), 8)
    var pulled: [Point: Point] = [:]
    for tile in tiles where tile.corners.count == 2 {
      // Inside its half disc, not on the rim.
      let x = (tile.corners[0].x + tile.corners[1].x) / 2
      let y = (tile.corners[0].y + tile.corners[1].y) / 2
      pulled[tile.center] = Point(
        x + (tile.center.x - x) * 0.5, y + (tile.center.y - y) * 0.5)
    }
    for qubit in ancillas {
      canvas.circle(
        frame.place(pulled[qubit] ?? qubit), radius: radius * 0.72, fill: theme.background,
        stroke: Stroke(theme.mutedText, width: 1.3))
    }
    for qubit in dataQubits {
      canvas.circle(
        frame.place(qubit), radius: radius, fill: theme.text,
        stroke: Stroke(theme.background, width: 1.2))
    }
  }

  // MARK: Legend

  private func drawLegend(on canvas: borrowing Canvas) {
    let style = TextStyle(size: 12, color: theme.text)
    let middle = height - CodePicture.legendHeight / 2 - 4
    var entries: [(label: String, kind: TileKind?)] = [("data", nil)]
    if !ancillas.isEmpty { entries.append(("ancilla", nil)) }
    if tiles.contains(where: { $0.kind == .x }) { entries.append(("$X$ check", .x)) }
    if tiles.contains(where: { $0.kind == .z }) { entries.append(("$Z$ check", .z)) }
    if tiles.contains(where: { $0.kind == .mixed }) { entries.append(("mixed check", .mixed)) }
    var total = -18.0
    for entry in entries { total += 18 + canvas.width(of: entry.label, style: style) + 18 }
    var x = (width - total) / 2
    for entry in entries {
      let spot = Point(x + 6, middle)
      if let kind = entry.kind {
        canvas.rectangle(
          Rectangle(x: spot.x - 6, y: spot.y - 6, width: 12, height: 12), radius: 2,
          fill: color(kind).withOpacity(0.5))
      } else if entry.label == "data" {
        canvas.circle(spot, radius: 5, fill: theme.text)
      } else {
        canvas.circle(spot, radius: 4, stroke: Stroke(theme.mutedText, width: 1.3))
      }
      canvas.text(entry.label, at: Point(x + 18, middle + 4.2), style: style)
      x += 18 + canvas.width(of: entry.label, style: style) + 18
    }
  }
}
