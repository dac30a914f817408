// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import PauliAlgebra

/// The stabilizers, up to signs, that turns of measurements leave.
struct InstantaneousGroup {
  typealias Factor = StabilizerCode.Factor

  /// Independent generators.
  private(set) var generators: [[Factor]]

  /// The group after some turns, each of commuting measurements.
  ///
  /// - Complexity: O(turns · n³ / 64).
  init(starting: [[Factor]], qubitCount: Int, turns: [[[Factor]]]) {
    generators = starting
    for turn in turns {
      for measured in turn { replace(by: measured) }
      generators += turn
      reduce(qubitCount)
    }
  }

  /// Keeps what commutes with a measurement.
  private mutating func replace(by measured: [Factor]) {
    let odd = generators.indices.filter { !StabilizerCode.commute(generators[$0], measured) }
    guard let first = odd.first else { return }
    for index in odd.dropFirst() {
      generators[index] = StabilizerCode.product(generators[index], generators[first])
    }
    generators.remove(at: first)
  }

  private mutating func reduce(_ qubitCount: Int) {
    var matrix = StabilizerCode.matrix(of: generators, qubitCount: qubitCount)
    let rank = matrix.reduceRows().count
    generators = (0..<rank).map { StabilizerCode.factors(of: matrix, row: $0) }
  }
}
