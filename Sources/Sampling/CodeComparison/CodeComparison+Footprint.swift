// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions

extension CodeComparison.Footprint {
  /// The largest distance that a footprint is extended to.
  public static let largestDistance = 99

  /// Extends a fit to a target.
  init(
    fit: SuppressionFit?, sizes: [CodeComparison.Size], floors: [Int: Double], target: Double
  ) {
    guard let fit else {
      statement = "too few failures at two distances to fit Λ"
      isUndecided = true
      return
    }
    let floor = CodeComparison.line(floors.map { (Double($0.key), $0.value) })
    let least =
      stride(from: 3, through: CodeComparison.Footprint.largestDistance, by: 2)
      .map { floor(Double($0)) }.min() ?? 0
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
    distance = fit.distance(
      target: target, floor: { max(0, floor(Double($0))) },
      largest: CodeComparison.Footprint.largestDistance)
    qubits = (
      distance.low.flatMap { CodeComparison.qubits(at: $0, of: sizes) },
      distance.best.flatMap { CodeComparison.qubits(at: $0, of: sizes) },
      distance.high.flatMap { CodeComparison.qubits(at: $0, of: sizes) }
    )
    let reach =
      "extended from d = \(fit.distances.lowerBound)…\(fit.distances.upperBound) at "
      + "\(shortest(fit.scales.lowerBound))…\(shortest(fit.scales.upperBound)) times the machine's errors"
    if let best = distance.best {
      statement = "\(reach) to d = \(best) at the machine's own"
    } else {
      statement = "\(reach); not reached up to d = \(CodeComparison.Footprint.largestDistance)"
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

  /// The qubits of a code of some distance, ancillas included.
  ///
  /// The catalogue counts them where it has the family; nil where the family's sizes follow no distance.
  static func qubits(at distance: Int, of sizes: [Size]) -> Int? {
    guard let name = sizes.last?.code, let known = sizes.last?.distance,
      let (text, count) = outerName(name, known, distance)
    else { return nil }
    if count == 1, let codes = try? CodeCatalogue.quantumCodes(named: text), codes.count == 1 {
      return codes[0].resources.totalQubits
    }
    return nil
  }

  /// The outer name with another distance, and how often the distance stood in it.
  private static func outerName(
    _ name: String, _ known: Int, _ wanted: Int
  ) -> (text: String, count: Int)? {
    var outer = name[...]
    if let plus = name.lastIndex(of: "+") { outer = name[name.index(after: plus)...] }
    let old = "d=\(known)"
    let parts = outer.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let terms = parts[1].split(separator: ",").map(String.init)
    let count = terms.count { $0 == old }
    let text = terms.map { $0 == old ? "d=\(wanted)" : $0 }.joined(separator: ",")
    return ("\(parts[0]):\(text)", count)
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
