// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// A triangle of hexagons: data qubits around one check qubit each hexagon.
struct ColorTriangle {
  /// A place; `x` counts half units, so that the rows interlock.
  struct Place: Hashable {
    var x: Int
    var y: Int

    var coordinates: [Double] { [Double(x) / 2, Double(y)] }
  }

  /// All places in the order of the qubit numbers.
  var places: [Place] = []
  var number: [Place: Int] = [:]
  var data: [Int] = []
  var checks: [Int] = []

  /// The steps from a check to its six neighbours, layer by layer.
  static let steps = [(2, 0), (1, 1), (1, -1), (-2, 0), (-1, 1), (-1, -1)].map {
    Place(x: $0.0, y: $0.1)
  }

  init(distance: Int) {
    let width = distance + (distance - 1) / 2
    for y in 0..<width {
      for i in 0..<(width - y) {
        let place = Place(x: y + 2 * i, y: y)
        number[place] = places.count
        if (i + 2 * y) % 3 == 2 { checks.append(places.count) } else { data.append(places.count) }
        places.append(place)
      }
    }
  }

  func neighbour(_ check: Int, _ step: Place) -> Int? {
    number[Place(x: places[check].x + step.x, y: places[check].y + step.y)]
  }
}

extension GeneratedCircuit {
  func colorCircuit() -> Circuit {
    let triangle = ColorTriangle(distance: distance)
    let checks = triangle.checks
    let data = triangle.data
    func coordinates(_ check: Int, _ time: Double) -> [Double] {
      triangle.places[check].coordinates + [time]
    }

    var builder = NoisyBuilder(noise)
    for (qubit, place) in triangle.places.enumerated() {
      builder.coordinates(place.coordinates, of: qubit)
    }
    builder.reset(.r, Array(triangle.places.indices))
    var round = NoisyBuilder(noise)
    measureColorRound(&round, triangle)
    builder.repeat(round, count: 2)
    for (index, check) in checks.enumerated() {
      let back = checks.count - index
      builder.detector(coordinates(check, 0), lookbacks: [back, back + checks.count])
    }

    // The three bases of successive rounds multiply to the identity: XYZ = i.
    var body = round
    body.shift([0, 0, 1])
    for (index, check) in checks.enumerated() {
      let back = checks.count - index
      body.detector(
        coordinates(check, 0), lookbacks: [back, back + checks.count, back + 2 * checks.count])
    }
    builder.repeat(body, count: rounds - 2)

    let basis: Gate = [.m, .mx, .my][Int(rounds % 3)]
    builder.measure(basis, data)
    var lookback: [Int: Int] = [:]
    for (index, qubit) in data.enumerated() { lookback[qubit] = data.count - index }
    for (index, check) in checks.enumerated() {
      var touched = ColorTriangle.steps.compactMap { triangle.neighbour(check, $0) }
        .compactMap { lookback[$0] }.sorted()
      let back = data.count + checks.count - index
      if basis != .mx { touched.append(back) }
      if basis != .m { touched.append(back + checks.count) }
      builder.detector(coordinates(check, 1), lookbacks: touched)
    }
    let bottom = data.filter { triangle.places[$0].y == 0 }
    builder.observable(lookbacks: bottom.compactMap { lookback[$0] }.sorted())
    return builder.circuit
  }

  private func measureColorRound(_ builder: inout NoisyBuilder, _ triangle: ColorTriangle) {
    let checks = triangle.checks.sorted {
      (triangle.places[$0].x, triangle.places[$0].y) < (
        triangle.places[$1].x, triangle.places[$1].y
      )
    }
    builder.beginRound(data: triangle.data)
    builder.oneQubit(.cXYZ, triangle.data)
    for step in ColorTriangle.steps {
      builder.tick()
      builder.twoQubit(
        .cx, checks.flatMap { check in triangle.neighbour(check, step).map { [$0, check] } ?? [] })
    }
    builder.tick()
    builder.measureAndReset(triangle.checks)
  }
}
