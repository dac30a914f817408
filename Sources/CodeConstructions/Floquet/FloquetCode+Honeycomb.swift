// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension FloquetCode {
  /// The honeycomb code on a torus of 3d/2 by 3d/2 hexagons: 9d²/2 data qubits, two encoded.
  ///
  /// The three colours are measured in turn. With gates and ancillas, a fault of which strikes one end of an edge, it
  /// takes 3d/2 faults. Source: Hastings and Haah, Quantum 5, 564 (2021); Gidney, Newman, Fowler, Broughton,
  /// Quantum 5, 605 (2021).
  ///
  /// - Throws: `CodeError` if the distance is not even and positive.
  public static func honeycomb(distance: Int) throws(CodeError) -> FloquetCode {
    guard distance >= 2, distance % 2 == 0 else {
      throw CodeError(.badParameter, "honeycomb: d=\(distance) must be even and 2 or more.")
    }
    let size = 3 * distance / 2
    let cells = (0..<size).flatMap { i in (0..<size).map { HoneycombBuilder.Cell(i, $0) } }
    let builder = HoneycombBuilder(cells: cells, circumference: size)
    return try builder.code(
      name: "honeycomb:d=\(distance)", turns: [0, 1, 2], nominalDistance: distance)
  }

  /// The honeycomb code on a parallelogram: 6d² + 12d + 1 data qubits, one encoded.
  ///
  /// Two opposite sides cut edges of colour 1, the other two edges of colour 2, and one corner an edge of colour 0;
  /// a cut edge acts on the qubit that is left. The turns go forth and back, so that what may end at a side is the
  /// same after six turns. With gates and ancillas it takes more faults: 2, 4, 5 for d = 1, 2, 3. Source: Haah and
  /// Hastings, Quantum 6, 693 (2022); Gidney, Newman, McEwen, Quantum 6, 813 (2022), with other corners.
  ///
  /// - Throws: `CodeError` if the distance is not positive.
  public static func planarHoneycomb(distance: Int) throws(CodeError) -> FloquetCode {
    guard distance >= 1 else {
      throw CodeError(.badParameter, "honeycomb-planar: d=\(distance) must be 1 or more.")
    }
    // Hexagons of one colour lie on lines i − j = c and on lines i + 2j = c: a side follows such a line.
    let (first, second) = (1...(1 + 3 * distance), 2...(2 + 3 * distance))
    let reach = 4 * (distance + 1)
    let cells = (-reach...reach).flatMap { i in
      (-reach...reach).compactMap { j in
        first.contains(i - j) && second.contains(i + 2 * j) ? HoneycombBuilder.Cell(i, j) : nil
      }
    }
    return try HoneycombBuilder(cells: cells, circumference: nil).code(
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

    /// The hexagons around, and this one.
    var neighbourhood: [Cell] {
      [(0, 0), (1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)].map { moved($0.0, $0.1) }
    }

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

  private let cells: [Cell]
  /// The number of hexagons around a torus, in both directions.
  private let circumference: Int?
  /// The qubits.
  private let number: [Corner: Int]
  private let corners: [Corner]

  init(cells: [Cell], circumference: Int?) {
    self.cells = cells
    self.circumference = circumference
    corners = Set(
      cells.flatMap { cell in
        HoneycombBuilder.ring(of: cell).map { HoneycombBuilder.wrapped($0, circumference) }
      }
    ).sorted()
    number = [Corner: Int](uniqueKeysWithValues: corners.enumerated().map { ($1, $0) })
  }

  func code(
    name: String, turns: [Int], nominalDistance: Int?
  ) throws(CodeError) -> FloquetCode {
    var edges: [FloquetCode.Edge] = []
    // A qubit belongs to a hexagon and has two neighbours at least, hence one cut edge at most.
    var numberOf: [Set<Int>: Int] = [:]
    for (qubit, corner) in corners.enumerated() {
      for (other, colour) in neighbours(of: corner) {
        let partner = qubitAt(other)
        // Whole edges are added from their upper end only.
        if corner.isDown && partner != nil { continue }
        let qubits = [qubit] + (partner.map { [$0] } ?? [])
        numberOf[Set(qubits)] = edges.count
        edges.append(
          FloquetCode.Edge(
            colour: colour, check: check(qubits, colour, at: middle(corner, other))))
      }
    }
    let places = circumference == nil ? Set(cells.flatMap(\.neighbourhood)).sorted() : cells
    let faces = places.compactMap { face($0, edges, numberOf) }
    return try FloquetCode(
      name: name, positions: corners.map { place($0) }, isSecond: corners.map(\.isDown),
      edges: edges, faces: faces, turns: turns, nominalDistance: nominalDistance)
  }

  /// What is there of a hexagon; nil if nothing is, or if its two cut edges differ in colour, as at corners.
  private func face(
    _ cell: Cell, _ edges: [FloquetCode.Edge], _ numberOf: [Set<Int>: Int]
  ) -> FloquetCode.Face? {
    let ring = HoneycombBuilder.ring(of: cell).map(qubitAt)
    let around = ring.indices.compactMap { index in
      numberOf[Set([ring[index], ring[(index + 1) % ring.count]].compactMap(\.self))]
    }
    let cutColours = Set(around.filter { edges[$0].isCut }.map { edges[$0].colour })
    guard !around.isEmpty, cutColours.count <= 1 else { return nil }
    return FloquetCode.Face(
      colour: cell.colour, edges: around, cutColour: cutColours.first,
      check: check(ring.compactMap(\.self).sorted(), cell.colour, at: place(cell, 0, 0)))
  }

  private func qubitAt(_ corner: Corner) -> Int? {
    number[HoneycombBuilder.wrapped(corner, circumference)]
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
  private static func ring(of face: Cell) -> [Corner] {
    [(0, 0, false), (-1, 0, true), (-1, 0, false), (-1, -1, true), (0, -1, false), (0, -1, true)]
      .map { Corner(cell: face.moved($0.0, $0.1), isDown: $0.2) }
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
  private static func wrapped(_ corner: Corner, _ circumference: Int?) -> Corner {
    guard let size = circumference else { return corner }
    func inside(_ value: Int) -> Int { (value % size + size) % size }
    return Corner(
      cell: Cell(inside(corner.cell.i), inside(corner.cell.j)), isDown: corner.isDown)
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
