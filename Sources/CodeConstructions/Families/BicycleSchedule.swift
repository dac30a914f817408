// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import PauliAlgebra

extension StabilizerCode {
  /// The round of seven layers of gates for A = A1 + A2 + A3 and B = B1 + B2 + B3; nil for other shapes.
  ///
  /// X ancillas take A2, B2, B1, B3, A1, A3 from layer 2 on, Z ancillas A1ᵀ, A3ᵀ, B1ᵀ, B2ᵀ, B3ᵀ, A2ᵀ from
  /// layer 1 on; X ancillas are reset in layer 1, Z ancillas measured in layer 7, so that a round takes eight
  /// steps. Source: Bravyi et al., Nature 627, 778 (2024), table 5.
  static func bicycleSchedule(
    _ checks: [Check], l: Int, m: Int, a: BicyclePolynomial, b: BicyclePolynomial
  ) -> ExtractionSchedule? {
    let size = l * m
    func place(_ start: Int, _ term: BicyclePolynomial.Term, _ sign: Int) -> Int {
      let i = ((start / m + sign * term.x) % l + l) % l
      return i * m + ((start % m + sign * term.y) % m + m) % m
    }
    func isDistinct(_ polynomial: BicyclePolynomial) -> Bool {
      polynomial.terms.count == 3 && Set(polynomial.terms.map { place(0, $0, 1) }).count == 3
    }
    guard isDistinct(a), isDistinct(b) else { return nil }
    // Which polynomial and term each layer takes; X checks find A among the left qubits, Z checks B.
    let xOrder: [(isA: Bool, term: Int)?] = [
      nil, (true, 1), (false, 1), (false, 0), (false, 2), (true, 0), (true, 2),
    ]
    let zOrder: [(isA: Bool, term: Int)?] = [
      (true, 0), (true, 2), (false, 0), (false, 1), (false, 2), (true, 1), nil,
    ]
    var layers = [[ExtractionSchedule.Step]](repeating: [], count: xOrder.count)
    for (index, check) in checks.enumerated() {
      let isX = check.uniformPauli == .x
      for (layer, choice) in (isX ? xOrder : zOrder).enumerated() {
        guard let choice else { continue }
        let term = (choice.isA ? a : b).terms[choice.term]
        let qubit = place(index % size, term, isX ? 1 : -1) + (choice.isA == isX ? 0 : size)
        guard let factor = check.factors.firstIndex(where: { $0.qubit == qubit }) else {
          return nil
        }
        layers[layer].append(.init(check: index, factor: factor))
      }
    }
    return ExtractionSchedule(layers: layers, isStaggered: true)
  }
}
