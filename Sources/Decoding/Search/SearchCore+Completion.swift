// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

extension SearchCore {
  /// The detectors that the most nearly complete set of errors leaves unexplained; nil if there is no set.
  func residualOfClosest() -> [UInt32]? {
    guard closest.node != none else { return nil }
    let node = nodes[Int(closest.node)]
    return (node.first..<(node.first + node.count)).map { residuals[$0].detector }
  }

  /// Makes a set of errors the solution.
  mutating func adopt(_ errors: [UInt32], cost: Int64) {
    best = cost
    solution.truncate(to: 0)
    for error in errors { solution.append(error) }
  }

  /// Makes the most nearly complete set of errors the solution, together with some that explain the rest.
  mutating func complete(with errors: [UInt32]) {
    best = 0
    solution.truncate(to: 0)
    if closest.node != none {
      best = nodes[Int(closest.node)].cost
      collect(closest.node)
    }
    for error in errors {
      best += Int64(model.costs[Int(error)])
      solution.append(error)
    }
  }
}
