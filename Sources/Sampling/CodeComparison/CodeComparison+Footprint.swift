// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension CodeComparison.Footprint {
  /// Extends a fit to a target.
  ///
  /// - Parameters:
  ///   - fit: How rates of a logical qubit per round fall; nil where the data do not tell.
  ///   - sampled: The sizes that were sampled.
  ///   - sizes: The sizes to choose from.
  ///   - floors: By distance, the rate per logical qubit and round of errors that no distance corrects.
  ///   - target: The rate per logical qubit and round.
  init(
    fit: SuppressionFit?, sampled: [CodeComparison.Size], sizes: FamilySizes,
    floors: [Int: Double], target: Double
  ) {
    let distances = Set(sampled.map(\.distance)).sorted()
    guard distances.count > 1 else {
      let only = "d = \(distances.first ?? 0)"
      if sizes.parameter == nil {
        statement = "the code has one size, \(only): nothing to extend"
      } else if sampled.count > 1 {
        statement =
          "all sizes that were sampled have \(only): larger ones are not known to be better"
      } else {
        statement = "only \(only) was sampled, and a fit needs two distances"
        isUndecided = true
      }
      return
    }
    guard let fit else {
      statement = "too few failures at two distances to fit Λ"
      isUndecided = true
      return
    }
    let line = CodeComparison.line(floors.map { (Double($0.key), $0.value) })
    func floor(_ distance: Int) -> Double { max(0, line(Double(distance))) }
    // Sizes are made only where they are needed, for some take long.
    let hasFloor = floors.values.contains { $0 > 0 }
    let least = hasFloor ? sizes.steps.map { floor($0.distance) }.min() ?? 0 : 0
    guard least <= target else {
      statement =
        "errors that no distance corrects leave \(brief(least)) per round, above the target"
      return
    }
    guard fit.isSuppressing else {
      statement =
        "larger codes are not surely better: Λ = \(brief(fit.suppression.best)) "
        + "[\(brief(fit.suppression.low)), \(brief(fit.suppression.high))]"
      return
    }
    let steps = sizes.steps
    let found = fit.first(of: steps.map(\.distance), target: target, floor: floor)
    func code(_ place: Int?) -> Code? { place.flatMap { sizes.code(steps[$0]) } }
    (low, best, high) = (code(found.low), code(found.best), code(found.high))
    let reach =
      "extended from d = \(fit.distances.lowerBound)…\(fit.distances.upperBound) at "
      + "\(shortest(fit.scales.lowerBound))…\(shortest(fit.scales.upperBound)) times the machine's errors"
    if let best {
      statement = "\(reach) to \(best.name), d = \(best.distance), at the machine's own"
    } else {
      let largest = steps.map(\.distance).max() ?? 0
      statement =
        "\(reach); not reached up to d = \(largest), the largest "
        + (sizes.parameter == "d" ? "that is tried" : "whose distance is known")
    }
  }
}

extension CodeComparison {
  /// The straight line through the first and the last of some points; constant for one, 0 for none.
  static func line(_ points: [(x: Double, y: Double)]) -> (Double) -> Double {
    let sorted = points.sorted { $0.x < $1.x }
    guard let first = sorted.first, let last = sorted.last else { return { _ in 0 } }
    guard last.x > first.x else { return { _ in first.y } }
    let slope = (last.y - first.y) / (last.x - first.x)
    return { first.y + slope * ($0 - first.x) }
  }
}

/// A number with three digits, for sentences.
func brief(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : "∞" }
  if abs(value) >= 1e-3, abs(value) < 1e5 {
    let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 4
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return shortest((value * scale).rounded() / scale)
  }
  var exponent = 0
  var mantissa = abs(value)
  while mantissa < 1 {
    mantissa *= 10
    exponent -= 1
  }
  while mantissa >= 10 {
    mantissa /= 10
    exponent += 1
  }
  return "\(value < 0 ? "−" : "")\(shortest((mantissa * 10).rounded() / 10))e\(exponent)"
}
