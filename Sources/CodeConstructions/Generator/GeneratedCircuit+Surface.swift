// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Where the qubits of a generated surface code are, and in which order its checks touch the data.
struct SurfaceGrid {
  /// A place on the grid.
  ///
  /// The generator's detectors are ordered by column, then by row.
  struct Place: Hashable, Comparable {
    var x: Int
    var y: Int

    static func < (left: Place, right: Place) -> Bool { (left.x, left.y) < (right.x, right.y) }
    static func + (left: Place, right: Place) -> Place {
      Place(x: left.x + right.x, y: left.y + right.y)
    }
  }

  /// Data qubits, by number.
  var data: [Place] = []
  /// Checks of type X, by column and row.
  var xChecks: [Place] = []
  /// Checks of type Z, by column and row.
  var zChecks: [Place] = []
  /// The steps from an X check to its data, layer by layer.
  var xSteps: [Place]
  /// The steps from a Z check to its data, layer by layer.
  var zSteps: [Place]
  /// Data of the logical X operator.
  var xLogical: [Place] = []
  /// Data of the logical Z operator.
  var zLogical: [Place] = []
  /// The number of the qubit at (x, y) is x + stride · (y / rowsPerStride).
  var stride: Int
  var rowsPerStride: Int

  func number(_ place: Place) -> Int { place.x + stride * (place.y / rowsPerStride) }

  /// Data at odd places, checks at even ones, of which the boundary keeps every second.
  static func rotated(rows: Int, columns: Int) -> SurfaceGrid {
    // The two orders differ so that a fault halfway through a check spreads across, not along, the
    // logical operator that it could shorten (Tomita and Svore, Phys. Rev. A 90, 062320, 2014).
    var grid = SurfaceGrid(
      xSteps: [(1, 1), (-1, 1), (1, -1), (-1, -1)].map { Place(x: $0.0, y: $0.1) },
      zSteps: [(1, 1), (1, -1), (-1, 1), (-1, -1)].map { Place(x: $0.0, y: $0.1) },
      stride: 2 * columns + 1, rowsPerStride: 2)
    let right = 2 * columns
    let top = 2 * rows
    for y in Swift.stride(from: 1, to: top, by: 2) {
      for x in Swift.stride(from: 1, to: right, by: 2) {
        let place = Place(x: x, y: y)
        grid.data.append(place)
        if x == 1 { grid.xLogical.append(place) }
        if y == 1 { grid.zLogical.append(place) }
      }
    }
    for x in Swift.stride(from: 0, through: right, by: 2) {
      for y in Swift.stride(from: 0, through: top, by: 2) {
        let place = Place(x: x, y: y)
        if (x + y) / 2 % 2 == 1 {
          if x > 0 && x < right { grid.xChecks.append(place) }
        } else if y > 0 && y < top {
          grid.zChecks.append(place)
        }
      }
    }
    return grid
  }

  static let straightSteps = [(1, 0), (0, 1), (0, -1), (-1, 0)].map { Place(x: $0.0, y: $0.1) }

  /// Data where x + y is even, X checks at odd x, Z checks at odd y.
  static func unrotated(rows: Int, columns: Int) -> SurfaceGrid {
    let width = 2 * columns - 1
    let height = 2 * rows - 1
    var grid = SurfaceGrid(
      xSteps: straightSteps, zSteps: straightSteps, stride: width, rowsPerStride: 1)
    for y in 0..<height {
      for x in 0..<width {
        let place = Place(x: x, y: y)
        switch (x % 2, y % 2) {
        case (1, 0): grid.xChecks.append(place)
        case (0, 1): grid.zChecks.append(place)
        default:
          grid.data.append(place)
          if x == 0 { grid.xLogical.append(place) }
          if y == 0 { grid.zLogical.append(place) }
        }
      }
    }
    grid.xChecks.sort()
    grid.zChecks.sort()
    return grid
  }
}

extension GeneratedCircuit {
  func surfaceCircuit(_ grid: SurfaceGrid, isXBasis: Bool) -> Circuit {
    let data = grid.data.map(grid.number)
    let checks = (grid.xChecks + grid.zChecks).sorted { grid.number($0) < grid.number($1) }
    let checkQubits = checks.map(grid.number)
    let chosen = isXBasis ? grid.xChecks : grid.zChecks
    var lookback: [SurfaceGrid.Place: Int] = [:]
    for (index, place) in checks.enumerated() { lookback[place] = checks.count - index }
    for (index, place) in grid.data.enumerated() { lookback[place] = data.count - index }

    var builder = NoisyBuilder(noise)
    for place in (grid.data + checks).sorted(by: { grid.number($0) < grid.number($1) }) {
      builder.coordinates([Double(place.x), Double(place.y)], of: grid.number(place))
    }
    builder.reset(isXBasis ? .rx : .r, data)
    builder.reset(.r, checkQubits)
    measureSurfaceRound(&builder, grid, data: data, checks: checkQubits)
    for place in chosen {
      builder.detector(
        [Double(place.x), Double(place.y), 0], lookbacks: [lookback[place, default: 0]])
    }

    var body = NoisyBuilder(noise)
    measureSurfaceRound(&body, grid, data: data, checks: checkQubits)
    body.shift([0, 0, 1])
    for (index, place) in checks.enumerated() {
      let back = checks.count - index
      body.detector(
        [Double(place.x), Double(place.y), 0], lookbacks: [back, back + checks.count])
    }
    builder.repeat(body, count: rounds - 1)

    builder.measure(isXBasis ? .mx : .m, data)
    for place in chosen {
      let steps = isXBasis ? grid.xSteps : grid.zSteps
      let touched = steps.compactMap { lookback[place + $0] }.sorted()
      builder.detector(
        [Double(place.x), Double(place.y), 1],
        lookbacks: touched + [data.count + lookback[place, default: 0]])
    }
    let logical = isXBasis ? grid.xLogical : grid.zLogical
    builder.observable(lookbacks: logical.compactMap { lookback[$0] }.sorted())
    return builder.circuit
  }

  private func measureSurfaceRound(
    _ builder: inout NoisyBuilder, _ grid: SurfaceGrid, data: [Int], checks: [Int]
  ) {
    let places = Set(grid.data)
    let xChecks = grid.xChecks.map(grid.number).sorted()
    builder.beginRound(data: data)
    builder.oneQubit(.h, xChecks)
    for (xStep, zStep) in zip(grid.xSteps, grid.zSteps) {
      var pairs: [Int] = []
      for check in grid.xChecks where places.contains(check + xStep) {
        pairs += [grid.number(check), grid.number(check + xStep)]
      }
      for check in grid.zChecks where places.contains(check + zStep) {
        pairs += [grid.number(check + zStep), grid.number(check)]
      }
      builder.tick()
      builder.twoQubit(.cx, pairs)
    }
    builder.tick()
    builder.oneQubit(.h, xChecks)
    builder.tick()
    builder.measureAndReset(checks)
  }
}
