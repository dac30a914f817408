// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension StabilizerCode {
  /// The rotated surface code on dx rows of dz columns: dx·dz data qubits, one logical qubit.
  ///
  /// The logical X operator is a column, of weight dx, the logical Z operator a row, of weight dz.
  /// The two types of check reach their data in orders that spread a fault halfway through a check
  /// across the logical operator of its type (Tomita and Svore, Phys. Rev. A 90, 062320, 2014).
  ///
  /// - Throws: `CodeError` if a size is below 2.
  public static func rotatedSurface(dx: Int, dz: Int) throws(CodeError) -> StabilizerCode {
    try rotated(name: "surface", dx: dx, dz: dz) { pauli, _ in pauli }
  }

  /// The XZZX code: the rotated surface code with X and Z exchanged on every second data qubit.
  ///
  /// Source: Bonilla Ataides, Tuckett, Bartlett, Flammia, Brown, Nat. Commun. 12, 2172 (2021).
  ///
  /// - Throws: `CodeError` if a size is below 2.
  public static func xzzx(dx: Int, dz: Int) throws(CodeError) -> StabilizerCode {
    try rotated(name: "xzzx", dx: dx, dz: dz) { pauli, place in
      if (place.x + place.y) / 2 % 2 == 1 { return pauli }
      return pauli == .x ? .z : .x
    }
  }

  private static func rotated(
    name: String, dx: Int, dz: Int, turned: (Pauli, LatticeBuilder.Place) -> Pauli
  ) throws(CodeError) -> StabilizerCode {
    try requireSizes(name, dx, dz)
    let grid = SurfaceGrid.rotated(rows: dx, columns: dz)
    return try surface(grid, name: name, dx: dx, dz: dz, turned: turned)
  }

  /// The unrotated (planar) surface code on 2dx − 1 by 2dz − 1 places: dx·dz + (dx−1)(dz−1) data.
  ///
  /// - Throws: `CodeError` if a size is below 2.
  public static func unrotatedSurface(dx: Int, dz: Int) throws(CodeError) -> StabilizerCode {
    try requireSizes("unrotated", dx, dz)
    let grid = SurfaceGrid.unrotated(rows: dx, columns: dz)
    return try surface(grid, name: "unrotated", dx: dx, dz: dz) { pauli, _ in pauli }
  }

  private static func requireSizes(_ name: String, _ dx: Int, _ dz: Int) throws(CodeError) {
    guard dx >= 2, dz >= 2 else {
      throw CodeError(.badParameter, "\(name): dx=\(dx) and dz=\(dz) must be 2 or more.")
    }
  }

  private static func surface(
    _ grid: SurfaceGrid, name: String, dx: Int, dz: Int,
    turned: (Pauli, LatticeBuilder.Place) -> Pauli
  ) throws(CodeError) -> StabilizerCode {
    var builder = LatticeBuilder(layerCount: 4)
    for place in grid.data { builder.addData(place) }
    for (pauli, checks, steps) in [
      (Pauli.x, grid.xChecks, grid.xSteps), (.z, grid.zChecks, grid.zSteps),
    ] {
      for check in checks {
        builder.addCheck(at: [Double(check.x), Double(check.y)], steps.map { check + $0 }) {
          turned(pauli, $0)
        }
      }
    }
    let pair = LogicalPair(
      x: builder.logical(grid.xLogical) { turned(.x, $0) },
      z: builder.logical(grid.zLogical) { turned(.z, $0) })
    let size = dx == dz ? "d=\(dx)" : "dx=\(dx),dz=\(dz)"
    return try builder.code(
      name: "\(name):\(size)", logicals: [pair], distance: min(dx, dz))
  }

  /// The toric code on a d × d torus: 2d² data qubits, two logical qubits.
  ///
  /// Source: Kitaev, Ann. Phys. 303, 2 (2003).
  ///
  /// - Throws: `CodeError` if the distance is below 2.
  public static func toric(distance: Int) throws(CodeError) -> StabilizerCode {
    guard distance >= 2 else {
      throw CodeError(.badParameter, "toric: d=\(distance) must be 2 or more.")
    }
    let width = 2 * distance
    var builder = LatticeBuilder(layerCount: 4)
    let places = (0..<width).flatMap { y in
      (0..<width).map { x in LatticeBuilder.Place(x: x, y: y) }
    }
    for place in places where (place.x + place.y) % 2 == 0 { builder.addData(place) }
    for (pauli, column) in [(Pauli.x, 1), (.z, 0)] {
      for place in places where place.x % 2 == column && (place.x + place.y) % 2 == 1 {
        let touched = SurfaceGrid.straightSteps.map { step in
          LatticeBuilder.Place(
            x: (place.x + step.x + width) % width, y: (place.y + step.y + width) % width)
        }
        builder.addCheck(at: [Double(place.x), Double(place.y)], touched) { _ in pauli }
      }
    }
    let even = stride(from: 0, to: width, by: 2)
    let odd = stride(from: 1, to: width, by: 2)
    let pairs = [
      LogicalPair(
        x: builder.logical(even.map { .init(x: 0, y: $0) }) { _ in .x },
        z: builder.logical(even.map { .init(x: $0, y: 0) }) { _ in .z }),
      LogicalPair(
        x: builder.logical(odd.map { .init(x: $0, y: 1) }) { _ in .x },
        z: builder.logical(odd.map { .init(x: 1, y: $0) }) { _ in .z }),
    ]
    return try builder.code(
      name: "toric:d=\(distance)", logicals: pairs, distance: distance)
  }
}
