// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc

/// A number computed from the shares of several counts, with its standard deviation.
struct DerivedRate: Sendable {
  /// The number.
  var value: Double
  /// Its standard deviation, by linear propagation of the counts' covariance.
  var deviation: Double
}

/// Computes numbers from counted shares, and propagates their uncertainty.
///
/// Derivatives are taken by symmetric differences over a thousandth of each share's own deviation: the functions are
/// smooth, and nearly linear over what chance moves the shares.
///
/// - Parameters:
///   - counts: Independent experiments.
///   - function: From the concatenated shares of X, Y, Z of each experiment to the numbers.
/// - Returns: Each number with its deviation.
func derivedRates(
  from counts: [PauliCounts], _ function: ([Double]) -> [Double]
) -> [DerivedRate] {
  let shares = counts.flatMap(\.shares)
  let values = function(shares)
  var gradients: [[Double]] = []
  for (index, count) in counts.enumerated() {
    let covariance = count.covariance
    for axis in 0..<3 {
      let step = 1e-3 * covariance[axis][axis].squareRoot()
      var (up, down) = (shares, shares)
      up[3 * index + axis] += step
      down[3 * index + axis] -= step
      let (high, low) = (function(up), function(down))
      gradients.append(values.indices.map { (high[$0] - low[$0]) / (2 * step) })
    }
  }
  return values.indices.map { number in
    var variance = 0.0
    for (index, count) in counts.enumerated() {
      let covariance = count.covariance
      for i in 0..<3 {
        for j in 0..<3 {
          variance +=
            gradients[3 * index + i][number] * covariance[i][j] * gradients[3 * index + j][number]
        }
      }
    }
    return DerivedRate(value: values[number], deviation: max(0, variance).squareRoot())
  }
}
