// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension StabilizerState {
  /// The amplitudes that are not zero: all have the same modulus and a power of i as phase.
  ///
  /// With x₀ a basis state of the support and g₁ … g_k generators whose X parts are independent, the state
  /// is Π (1 + gᵢ)/√2 |x₀⟩; a Gray code visits its terms with one generator each. The phase of |x₀⟩ is
  /// chosen to be 1.
  public struct Amplitudes: Sendable {
    /// The number of amplitudes is 2^rank, and each has the modulus 2^(−rank/2).
    public var rank: Int { flips.count }
    /// A basis state of the support; bit b belongs to the b-th place asked for.
    let start: UInt64
    /// For each generator: the X part, the Z part, and the power of i in front of X^x Z^z.
    let flips: [(x: UInt64, z: UInt64, phase: Int)]

    /// Calls `body` with each basis state of the support and the power of i in front of it.
    ///
    /// - Complexity: O(2^rank).
    public func forEach(_ body: (_ basisState: UInt64, _ power: Int) -> Void) {
      var state = start
      var power = 0
      body(state, power)
      for step in 1..<max(1, UInt64(1) << UInt64(rank)) {
        let flip = flips[step.trailingZeroBitCount]
        power = (power + flip.phase + 2 * (flip.z & state).nonzeroBitCount) & 3
        state ^= flip.x
        body(state, power)
      }
    }
  }

  /// The amplitudes of the qubits at some places; all other places must be free.
  ///
  /// - Parameter order: The places; bit b of a basis state belongs to the b-th.
  /// - Precondition: at most 63 places.
  /// - Complexity: O(places³ / 64).
  public func amplitudes(of order: [Int]) -> Amplitudes {
    precondition(order.count <= 63, "Amplitudes of at most 63 qubits can be numbered.")
    var support = self
    var start: UInt64 = 0
    for (bit, place) in order.enumerated()
    where support.measure(.z, at: place, choosing: false) { start |= 1 << UInt64(bit) }
    let pack = { (string: PauliString) -> (x: UInt64, z: UInt64) in
      var (x, z): (UInt64, UInt64) = (0, 0)
      for (bit, place) in order.enumerated() {
        if string[place].hasX { x |= 1 << UInt64(bit) }
        if string[place].hasZ { z |= 1 << UInt64(bit) }
      }
      return (x, z)
    }
    var generators = canonicalStabilizers
    var flips: [(x: UInt64, z: UInt64, phase: Int)] = []
    for bit in order.indices {
      let place = order[bit]
      guard let index = generators.firstIndex(where: { $0[place].hasX }) else { continue }
      let pivot = generators.remove(at: index)
      for other in generators.indices where generators[other][place].hasX {
        generators[other] *= pivot
      }
      let (x, z) = pack(pivot)
      // Y = iXZ.
      flips.append((x, z, (Int(pivot.phase) + (x & z).nonzeroBitCount) & 3))
    }
    return Amplitudes(start: start, flips: flips)
  }
}
