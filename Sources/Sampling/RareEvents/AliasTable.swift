// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Glibc

/// Draws indices with given weights in constant time (Walker 1977, Vose 1991).
struct AliasTable: Sendable {
  private let thresholds: [Double]
  private let aliases: [UInt32]

  /// Prepares a table.
  ///
  /// - Precondition: there are weights, none is negative, and not all are zero.
  init(weights: [Double]) {
    let total = weights.reduce(0, +)
    precondition(total > 0, "An alias table needs a positive weight.")
    let mean = total / Double(weights.count)
    var thresholds = weights.map { $0 / mean }
    var aliases = (0..<weights.count).map { UInt32($0) }
    var small = thresholds.indices.filter { thresholds[$0] < 1 }
    var large = thresholds.indices.filter { thresholds[$0] >= 1 }
    while let low = small.popLast(), let high = large.last {
      aliases[low] = UInt32(high)
      thresholds[high] -= 1 - thresholds[low]
      if thresholds[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    // What is left differs from 1 by rounding alone.
    for index in large { thresholds[index] = 1 }
    for index in small where aliases[index] == UInt32(index) { thresholds[index] = 1 }
    // Nor does rounding bring back what has no weight.
    let heaviest = UInt32(weights.indices.max { weights[$0] < weights[$1] } ?? 0)
    for index in aliases.indices where weights[index] == 0 {
      thresholds[index] = 0
      if weights[Int(aliases[index])] == 0 { aliases[index] = heaviest }
    }
    self.thresholds = thresholds
    self.aliases = aliases
  }

  func next(using stream: inout RandomStream) -> Int {
    let position = stream.nextUnit() * Double(thresholds.count)
    let index = Int(position)
    return position - Double(index) < thresholds[index] ? index : Int(aliases[index])
  }
}

/// A Poisson variable of the given mean.
///
/// - Precondition: the mean is zero or more and finite.
/// - Complexity: O(mean + 1).
func poissonVariate(mean: Double, using stream: inout RandomStream) -> Int {
  var rest = mean
  var count = 0
  // Sums of Poisson variables are Poisson; exp(−mean) must not underflow.
  while rest > 500 {
    count += poissonVariate(mean: 500, using: &stream)
    rest -= 500
  }
  var term = exp(-rest)
  var sum = term
  let target = stream.nextUnit()
  var hits = 0
  while target >= sum, term > 0 || Double(hits) < rest {
    hits += 1
    term *= rest / Double(hits)
    sum += term
  }
  return count + hits
}
