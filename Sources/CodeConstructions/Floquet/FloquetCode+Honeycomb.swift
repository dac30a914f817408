// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension FloquetCode {
  /// The honeycomb code on a torus of 2t columns of 3t hexagons: 12t² data qubits, two encoded.
  ///
  /// The three colours are measured in turn. Source: Hastings and Haah, Quantum 5, 564 (2021); Gidney,
  /// Newman, Fowler, Broughton, Quantum 5, 605 (2021).
  ///
  /// - Throws: `CodeError` if the distance is not even and 4 or more.
  public static func honeycomb(distance: Int) throws(CodeError) -> FloquetCode {
    guard distance >= 4, distance % 2 == 0 else {
      throw CodeError(.badParameter, "honeycomb: d=\(distance) must be even and 4 or more.")
    }
    let size = distance / 2
    let cells = (0..<(2 * size)).flatMap { i in
      (0..<(3 * size)).map { HoneycombBuilder.Cell(i, $0 - i / 2) }
    }
    let builder = HoneycombBuilder(faces: cells, circumference: size)
    return try builder.code(
      name: "honeycomb:d=\(distance)", turns: [0, 1, 2], nominalDistance: distance)
  }

  /// The honeycomb code on a patch of the plane: one encoded qubit.
  ///
  /// Each side cuts edges of one colour, which then act on one qubit; the turns go forth and back, so that the
  /// encoded qubit stays within. Source: Haah and Hastings, Quantum 6, 693 (2022); Gidney, Newman, McEwen,
  /// Quantum 6, 813 (2022).
  ///
  /// - Throws: `CodeError` if the distance is out of range.
  public static func planarHoneycomb(distance: Int) throws(CodeError) -> FloquetCode {
    guard distance >= 2 else {
      throw CodeError(.badParameter, "honeycomb-planar: d=\(distance) must be 2 or more.")
    }
    let (width, height) = (3 * (distance - 1), 3 * (distance - 1))
    var cells: [HoneycombBuilder.Cell] = []
    for i in -4 * distance...4 * distance {
      for j in -4 * distance...4 * distance
      where (1...(1 + width)).contains(i - j) && (2...(2 + height)).contains(i + 2 * j) {
        cells.append(HoneycombBuilder.Cell(i, j))
      }
    }
    let builder = HoneycombBuilder(faces: cells, circumference: nil)
    return try builder.code(
      name: "honeycomb-planar:d=\(distance)", turns: [0, 1, 2, 0, 2, 1],
      nominalDistance: distance)
  }
}

/// Collects the corners and edges of hexagons.
///
/// Hexagons lie at i·a + j·b for two vectors at 60°; each has six neighbours and the colour i − j modulo 3.
/// Corner "up" of hexagon f is where f, f + a and f + b meet, corner "down" where f + a, f + b and f + a + b do.
struct HoneycombBuilder {
  /// The place of a hexagon.
  struct Cell: Hashable, Comparable {
    var i: Int
    var j: Int

    init(_ i: Int, _ j: Int) {
      self.i = i
      self.j = j
    }

    var colour: Int { ((i - j) % 3 + 3) % 3 }

    func moved(_ di: Int, _ dj: Int) -> Cell { Cell(i + di, j + dj) }

    static func < (left: Cell, right: Cell) -> Bool { (left.i, left.j) < (right.i, right.j) }
  }

  private struct Corner: Hashable, Comparable {
    var cell: Cell
    var isDown: Bool

    static func < (left: Corner, right: Corner) -> Bool {
      left.cell == right.cell ? !left.isDown && right.isDown : left.cell < right.cell
    }
  }

  private let faces: [Cell]
  /// For a torus, half its number of columns, and a third of its rows.
  private let circumference: Int?

  init(faces: [Cell], circumference: Int?) {
    self.faces = faces
    self.circumference = circumference
  }

  func code(
    name: String, turns: [Int], nominalDistance: Int?
  ) throws(CodeError) -> FloquetCode {
    let corners = Set(faces.flatMap { ring(of: $0) }).sorted()
    let number = [Corner: Int](uniqueKeysWithValues: corners.enumerated().map { ($1, $0) })
    var edges: [FloquetCode.Edge] = []
    var numberOf: [Set<Int>: Int] = [:]
    for (qubit, corner) in corners.enumerated() {
      for (other, colour) in neighbours(of: corner) {
        let partner = number[wrapped(other)]
        // Whole edges are added from their upper end only.
        if corner.isDown && partner != nil { continue }
        let qubits = [qubit] + (partner.map { [$0] } ?? [])
        numberOf[Set(qubits)] = edges.count
        edges.append(
          FloquetCode.Edge(
            colour: colour, check: check(qubits, colour, at: middle(corner, other))))
      }
    }
    let made = faces.map { face in
      let qubits = ring(of: face).compactMap { number[$0] }
      let around = qubits.indices.compactMap { index in
        numberOf[[qubits[index], qubits[(index + 1) % qubits.count]]]
      }
      return FloquetCode.Face(
        colour: face.colour, edges: around,
        check: check(qubits.sorted(), face.colour, at: place(face, 0, 0)))
    }
    return try FloquetCode(
      name: name, positions: corners.map { place($0) }, isSecond: corners.map(\.isDown),
      edges: edges,
      faces: made, turns: turns, nominalDistance: nominalDistance)
  }

  private func check(
    _ qubits: [Int], _ colour: Int, at place: [Double]
  ) -> StabilizerCode.Check {
    .init(qubits.map { .init($0, FloquetCode.paulis[colour]) }, at: place)
  }

  private func middle(_ first: Corner, _ second: Corner) -> [Double] {
    zip(place(first), place(second)).map { ($0 + $1) / 2 }
  }

  /// The corners of a hexagon, in a ring.
  private func ring(of face: Cell) -> [Corner] {
    [(0, 0, false), (-1, 0, true), (-1, 0, false), (-1, -1, true), (0, -1, false), (0, -1, true)]
      .map { wrapped(Corner(cell: face.moved($0.0, $0.1), isDown: $0.2)) }
  }

  /// The three neighbours of a corner, and the colours of the edges to them.
  private func neighbours(of corner: Corner) -> [(Corner, colour: Int)] {
    let sign = corner.isDown ? 1 : -1
    let steps = [(0, 0), (1, 0), (0, 1)]
    return steps.map { step in
      let cell = corner.cell.moved(sign * step.0, sign * step.1)
      let other = Corner(cell: cell, isDown: !corner.isDown)
      // An edge has the colour of the two hexagons at its ends.
      let end = (corner.isDown ? cell : corner.cell).moved(step.0, step.1)
      return (other, end.colour)
    }
  }

  /// The representative of a corner on the torus.
  private func wrapped(_ corner: Corner) -> Corner {
    guard let size = circumference else { return corner }
    var cell = corner.cell
    let turns = Int((Double(cell.i) / Double(2 * size)).rounded(.down))
    cell = cell.moved(-2 * size * turns, size * turns)
    let row = cell.j + cell.i / 2
    cell.j += ((row % (3 * size)) + 3 * size) % (3 * size) - row
    return Corner(cell: cell, isDown: corner.isDown)
  }

  private func place(_ corner: Corner) -> [Double] {
    let shift = corner.isDown ? 2.0 / 3 : 1.0 / 3
    return place(corner.cell, shift, shift)
  }

  /// Hexagons are 2 apart; b points along y.
  private func place(_ cell: Cell, _ di: Double, _ dj: Double) -> [Double] {
    let (i, j) = (Double(cell.i) + di, Double(cell.j) + dj)
    return [(3.0).squareRoot() * i, 2 * j + i]
  }
}
