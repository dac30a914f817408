// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension StabilizerCode {
  /// The triangular colour code on hexagons (6.6.6): (3d² + 1)/4 data qubits, one logical qubit.
  ///
  /// Each hexagon carries an X and a Z check, side by side. The gates of a round take seven layers
  /// (Beverland, Kubica, Svore, PRX Quantum 2, 020341, 2021; Lee et al., arXiv:2404.07482). One ancilla a
  /// check lets single faults spread to two data qubits of a logical operator, so that fewer than d faults can go
  /// unnoticed. In the superdense cycle the two ancillas of a hexagon share a Bell pair and tell of such
  /// faults (Gidney and Jones, arXiv:2312.08813). Source: Bombin and Martin-Delgado, Phys. Rev. Lett. 97,
  /// 180501 (2006).
  ///
  /// - Throws: `CodeError` if the distance is not odd and 3 or more.
  public static func colour(
    distance: Int, isSuperdense: Bool = false
  ) throws(CodeError) -> StabilizerCode {
    guard distance >= 3, distance % 2 == 1 else {
      throw CodeError(.badParameter, "colour: d=\(distance) must be odd and 3 or more.")
    }
    let triangle = ColorTriangle(distance: distance)
    var builder = LatticeBuilder(layerCount: 7)
    for qubit in triangle.data {
      builder.addData(.init(x: triangle.places[qubit].x, y: triangle.places[qubit].y))
    }
    for pauli in [Pauli.x, .z] {
      for check in triangle.checks {
        let centre = triangle.places[check]
        let touched = hexagonSteps.map {
          LatticeBuilder.Place(x: centre.x + $0.x, y: centre.y + $0.y)
        }
        let shift = pauli == .x ? -0.25 : 0.25
        builder.addCheck(
          at: [Double(centre.x) / 2 + shift, Double(centre.y)], touched,
          inLayers: hexagonSteps.map { pauli == .x ? $0.layer : $0.layer + 1 },
          colour: UInt8(centre.y % 3)
        ) { _ in pauli }
      }
    }
    let bottom = builder.data.filter { $0.y == 0 }
    let pair = LogicalPair(
      x: builder.logical(bottom) { _ in .x }, z: builder.logical(bottom) { _ in .z })
    return try builder.code(
      name: "\(isSuperdense ? "colour-superdense" : "colour"):d=\(distance)", logicals: [pair],
      distance: distance, bellPairs: isSuperdense ? bellPairs(triangle.checks.count) : [],
      position: { [Double($0.x) / 2, Double($0.y)] })
  }

  /// The way to each corner of a hexagon, and the layer of its X gate; the Z gate follows in the next.
  private static let hexagonSteps: [(x: Int, y: Int, layer: Int)] = [
    (2, 0, 1), (1, 1, 2), (-1, 1, 5), (-2, 0, 4), (-1, -1, 3), (1, -1, 0),
  ]

  /// The Bell pairs of so many X checks and the Z checks that follow them in the same order.
  private static func bellPairs(_ count: Int) -> [ExtractionSchedule.BellPair] {
    (0..<count).map { .init(control: $0, target: count + $0) }
  }

  /// The triangular colour code on squares and octagons (4.8.8): (d² + 2d − 1)/2 data qubits.
  ///
  /// Each face carries an X and a Z check, side by side. All X gates come before all Z gates, in eight layers
  /// each. Source: Landahl, Anderson, Rice, arXiv:1108.5738.
  ///
  /// - Throws: `CodeError` if the distance is not odd and 3 or more.
  public static func colour488(
    distance: Int, isSuperdense: Bool = false
  ) throws(CodeError) -> StabilizerCode {
    guard distance >= 3, distance % 2 == 1 else {
      throw CodeError(.badParameter, "colour-488: d=\(distance) must be odd and 3 or more.")
    }
    let triangle = OctagonTriangle(distance: distance)
    let faces = triangle.faces
    let places = Set(faces.flatMap(\.corners)).sorted { ($0.y, $0.x) < ($1.y, $1.x) }
    let number = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
    let checks = [Pauli.x, .z].flatMap { pauli in
      faces.map { face in
        Check(
          face.corners.compactMap { number[$0] }.sorted().map { Factor($0, pauli) },
          at: face.middle(shiftedBy: pauli == .x ? -0.4 : 0.4), colour: face.colour)
      }
    }
    let side = triangle.side.compactMap { number[$0] }.sorted()
    let pair = LogicalPair(x: side.map { Factor($0, .x) }, z: side.map { Factor($0, .z) })
    let order = ExtractionSchedule(for: checks, qubitCount: places.count)
    return try StabilizerCode(
      name: "\(isSuperdense ? "colour-488-superdense" : "colour-488"):d=\(distance)",
      qubitCount: places.count, checks: checks,
      positions: places.map { [Double($0.x), Double($0.y)] }, logicals: [pair],
      schedule: ExtractionSchedule(
        layers: order.layers, bellPairs: isSuperdense ? bellPairs(faces.count) : []),
      nominalDistance: distance)
  }
}

/// A triangle of the tiling by squares and octagons, in units of half an octagon's edge distance.
///
/// Octagons are centred at multiples of 4, squares between four of them. Of the octagons that two sides cut,
/// every second one is left out, so that each side misses one of the three colours.
struct OctagonTriangle {
  typealias Place = SurfaceGrid.Place

  /// A face and those of its corners that belong to the triangle.
  struct Face {
    let corners: [Place]
    /// 0 and 1 for octagons in turn, 2 for squares.
    let colour: UInt8

    /// The middle of the corners, some way along x.
    func middle(shiftedBy shift: Double) -> [Double] {
      let count = Double(corners.count)
      return [
        Double(corners.map(\.x).reduce(0, +)) / count + shift,
        Double(corners.map(\.y).reduce(0, +)) / count,
      ]
    }
  }

  let faces: [Face]
  /// The corners along one side: those of octagons that are left out there.
  let side: [Place]

  init(distance: Int) {
    let size = (distance - 3) / 2
    var faces: [Face] = []
    var side: [Place] = []
    for row in -1...(size + 1) {
      for column in -1...(size + 1) {
        let square = Place(x: 4 * column + 2, y: 4 * row + 2)
        faces.append(Face(square, OctagonTriangle.squareCorners, size, colour: 2))
        let isOdd = (row + column) % 2 != 0
        let octagon = Face(
          Place(x: 4 * column, y: 4 * row), OctagonTriangle.octagonCorners, size,
          colour: isOdd ? 1 : 0)
        if column == -1 && !isOdd {
          side += octagon.corners
        } else if row != -1 || !isOdd {
          faces.append(octagon)
        }
      }
    }
    self.faces = faces.filter { $0.corners.count >= 4 }
    self.side = side
  }

  private static let squareCorners = [(1, 0), (0, 1), (-1, 0), (0, -1)]
  private static let octagonCorners = [
    (2, 1), (1, 2), (-1, 2), (-2, 1), (-2, -1), (-1, -2), (1, -2), (2, -1),
  ]
}

extension OctagonTriangle.Face {
  /// The face at a place; corners beyond the sides of the triangle are left out.
  init(_ centre: OctagonTriangle.Place, _ steps: [(Int, Int)], _ size: Int, colour: UInt8) {
    self.colour = colour
    corners = steps.map { .init(x: centre.x + $0.0, y: centre.y + $0.1) }
      .filter { $0.x >= -3 && $0.y >= -3 && $0.x + $0.y <= 4 * size - 1 }
  }
}
