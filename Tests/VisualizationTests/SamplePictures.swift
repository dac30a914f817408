// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Visualization

/// Pictures that several tests draw.
enum SamplePictures {
  /// Errors in shots of `surface_code:rotated_memory_z` for p = 1e-3 … 1e-2.
  private static let rates: [(distance: Int, counts: [(errors: Double, shots: Double)])] = [
    (3, [(2061, 2.6e6), (2447, 8e5), (2582, 4e5), (3469, 2e5), (6353, 2e5), (12004, 2e5)]),
    (5, [(554, 4e6), (2120, 2e6), (2064, 6e5), (2749, 2e5), (6835, 2e5), (16537, 2e5)]),
    (7, [(27, 2e6), (566, 2e6), (2260, 1.6e6), (3986, 4e5), (6655, 2e5), (20589, 2e5)]),
    (9, [(2, 2e6), (142, 2e6), (1113, 2e6), (2717, 4e5), (6264, 2e5), (24531, 2e5)]),
  ]

  /// A log-log threshold plot with error bars.
  static var threshold: Plot {
    var plot = Plot(title: "Rotated surface code, memory Z")
    plot.subtitle = "uniform circuit noise, $d$ rounds, matching; bars: 95 % intervals"
    plot.x = Axis("physical error rate $p$", scale: .logarithmic)
    plot.y = Axis("logical error rate per shot", scale: .logarithmic)
    plot.series = rates.map { distance, counts in
      let points = zip([1e-3, 2e-3, 3e-3, 5e-3, 7e-3, 1e-2], counts).map { p, count in
        let rate = count.errors / count.shots
        let spread = 1.96 * count.errors.squareRoot() / count.shots
        return DataPoint(x: p, y: rate, interval: max(rate - spread, 0)...rate + spread)
      }
      return Series("$d$ = \(distance)", points: points)
    }
    plot.threshold = Threshold(
      value: 0.0075, interval: 0.0072...0.0078, label: "threshold 0.75(3) %")
    return plot
  }

  /// The rotated surface code of distance 3 or more, without noise or circuit.
  static func surfaceCode(_ distance: Int) -> CodePicture {
    var picture = CodePicture(title: "Rotated surface code, $d$ = \(distance)")
    picture.subtitle = "\(distance * distance) data + \(distance * distance - 1) ancilla qubits"
    for row in 0..<distance {
      for column in 0..<distance {
        picture.dataQubits.append(Point(Double(column), Double(row)))
      }
    }
    for row in 0...distance {
      for column in 0...distance {
        let isX = (row + column) % 2 == 0
        let atSide = column == 0 || column == distance
        let atEnd = row == 0 || row == distance
        if atSide && atEnd || atSide && isX || atEnd && !isX { continue }
        let center = Point(Double(column) - 0.5, Double(row) - 0.5)
        let corners = picture.dataQubits.filter {
          abs($0.x - center.x) < 0.6 && abs($0.y - center.y) < 0.6
        }
        picture.ancillas.append(center)
        picture.tiles.append(.init(isX ? .x : .z, corners: corners, center: center))
      }
    }
    return picture
  }
}
