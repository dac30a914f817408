// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import ComputePrimitives
import Visualization

/// What every row of `quanta bosonic cat` shares.
struct CatSweep: Sendable {
  let components: Int
  let stabilization: CatSimulation.Stabilization
  let dephasing: Double
  let thermal: Double
  let dimension: Int?
  let checkTime: Double

  /// The names of a row's numbers.
  var columns: [String] {
    let rates =
      components == 2
      ? ["bit_flip", "bit_flip_formula", "phase_flip", "phase_flip_formula"]
      : ["hopping", "jumps", "jumps_formula", "undetected", "undetected_formula"]
    return ["loss", "nbar", "levels"] + rates
  }

  /// The numbers of one loss and photon number.
  ///
  /// - Throws: `BosonicError` if a parameter is out of its range or the levels are too few.
  func row(loss: Double, nbar: Double) throws -> [Double] {
    let cat = try CatSimulation(
      nbar: nbar, components: components, stabilization: stabilization,
      disturbance: .init(loss: loss, dephasing: dephasing, thermalPhotons: thermal),
      dimension: dimension)
    if components == 2 {
      let rates = try cat.flipRates()
      return [
        loss, nbar, Double(rates.dimension), rates.bitFlip, rates.bitFlipByFormula,
        rates.phaseFlip, rates.phaseFlipByFormula,
      ]
    }
    let rates = try cat.fourComponentRates(checkedEvery: checkTime)
    return [
      loss, nbar, Double(rates.dimension), rates.hopping, rates.jumps, rates.jumpsByFormula,
      rates.undetected, rates.undetectedByFormula,
    ]
  }

  /// The rates over the photon number: markers for the simulation, dashes for the formulas.
  func plot(_ rows: [[Double]], losses: [Double]) -> Plot {
    var plot = Plot(
      title: components == 2 ? "Flips of a \(stabilization.rawValue) cat" : "A four-component cat")
    plot.subtitle = "rates in the unit of the stabilization; dashed: by formula"
    plot.x = Axis("mean photon number")
    plot.y = Axis("rate", scale: .logarithmic)
    // The columns of a simulated rate and of its formula.
    let kinds: [(name: String, simulated: Int, formula: Int?)] =
      components == 2
      ? [("bit flip", 3, 4), ("phase flip", 5, 6)] : [("hopping", 3, nil), ("jumps", 4, 5)]
    var color = 0
    for loss in losses {
      for kind in kinds {
        let own = rows.filter { $0[0] == loss }
        func points(_ column: Int) -> [DataPoint] {
          own.filter { $0[column] > 0 }.map { DataPoint(x: $0[1], y: $0[column]) }
        }
        let label = losses.count > 1 ? "\(kind.name), loss \(rounded(loss))" : kind.name
        var simulated = Series(label, points: points(kind.simulated))
        simulated.colorIndex = color
        plot.series.append(simulated)
        if let formula = kind.formula {
          var dashed = Series("", points: points(formula))
          dashed.colorIndex = color
          dashed.isDashed = true
          dashed.hasMarkers = false
          plot.series.append(dashed)
        }
        color += 1
      }
    }
    return plot
  }
}

/// The rows of all losses and photon numbers, several at once.
func parallelRows(
  _ losses: [Double], _ numbers: [Double], workers: Int, _ sweep: CatSweep
) throws -> [[Double]] {
  try parallelMap(count: losses.count * numbers.count, workers: workers) { index in
    try sweep.row(loss: losses[index / numbers.count], nbar: numbers[index % numbers.count])
  }
}
