// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How the qubits that a network fuses are encoded in photons.
public enum FusionEncoding: String, Sendable, CaseIterable {
  /// A photon a qubit.
  case bare
  /// The (2,2)-Shor code: four photons a qubit, so that a fusion is four fusions of photons.
  ///
  /// X̄X̄ needs both XX of one of two blocks, Z̄Z̄ a ZZ of each: they are erased with (1 − (1−x)²)² and
  /// 1 − (1 − z²)² when XX and ZZ of a photon's fusion are with x and z.
  /// Source: Bartolucci et al., Nat. Commun. 14, 912 (2023).
  case shor = "shor-2x2"

  /// The probability that an outcome is erased, over a random choice of which parity serves which lattice.
  public func erasure(of gate: FusionGate) -> Double {
    let (x, z) = gate.erasure
    switch self {
    case .bare: return (x + z) / 2
    case .shor:
      let kept = (1 - x) * (1 - x)
      let block = 1 - z * z
      return ((1 - kept) * (1 - kept) + 1 - block * block) / 2
    }
  }

  /// The probability that an outcome that is not erased is wrong, over a random choice of which parity serves which lattice.
  ///
  /// X̄X̄ and Z̄Z̄ of the (2,2)-Shor code are parities of two outcomes each: 2x(1−x) and 2z(1−z).
  public func flip(of gate: FusionGate) -> Double {
    let (x, z) = gate.flip
    switch self {
    case .bare: return (x + z) / 2
    case .shor: return x * (1 - x) + z * (1 - z)
    }
  }

  /// The loss per photon at which outcomes are erased with a probability; nil if failures alone erase more.
  ///
  /// - Parameters:
  ///   - erasure: The erasure per outcome, such as a network's threshold, 0...1.
  ///   - level: The level of boosting.
  /// - Returns: The loss per photon.
  /// - Throws: `NoiseError` with code `.badParameter` if a number is out of its range.
  public func photonLoss(
    erasing erasure: Double, level: Int
  ) throws(NoiseError) -> Double? {
    try checked("erasure", erasure, in: 0...1)
    guard self.erasure(of: try FusionGate(level: level, efficiency: 1)) <= erasure else {
      return nil
    }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if self.erasure(of: try FusionGate(level: level, efficiency: 1 - middle)) <= erasure {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }
}
