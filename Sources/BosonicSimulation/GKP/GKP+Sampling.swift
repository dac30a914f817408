// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import ComputePrimitives

extension GKP {
  /// What decoding one mode of one shot gives: the error that is left, and how sure the mode is.
  public struct ModeResult: Sendable, Hashable {
    /// The logical error that decoding leaves.
    public var error: LogicalError
    /// The analog value: the measured shift from the point that decoding chose.
    public var residual: Shift
    /// The posterior probability that Z was flipped unseen, given the analog value.
    public var posteriorX: Double
    /// The posterior probability that X was flipped unseen.
    public var posteriorZ: Double
  }

  /// How one mode is decoded.
  public enum Decoding: String, Sendable, CaseIterable {
    /// To the closest lattice point: the most likely single shift.
    case closestPoint
    /// To the most likely logical error: all shifts of each are summed.
    case maximumLikelihood
  }

  /// Draws normal shifts of modes and decodes them.
  public struct ShiftSampler: Sendable, Hashable {
    /// The lattice.
    public let lattice: Lattice
    /// σ of each quadrature.
    public let deviation: Double
    /// How the modes are decoded.
    public let decoding: Decoding

    /// Makes a sampler.
    ///
    /// - Throws: `BosonicError` if the deviation is not above 0 and at most 3.
    public init(
      lattice: Lattice = .square, deviation: Double, decoding: Decoding = .closestPoint
    ) throws(BosonicError) {
      try requirePositive(deviation, upTo: 3, "deviation")
      self.lattice = lattice
      self.deviation = deviation
      self.decoding = decoding
    }

    /// Draws one shift and decodes it.
    public func draw(using stream: inout RandomStream) -> ModeResult {
      let (first, second) = normalPair(using: &stream)
      return decode(Shift(x: deviation * first, p: deviation * second))
    }

    /// Decodes one shift.
    public func decode(_ shift: Shift) -> ModeResult {
      let point = lattice.closestPoint(to: shift)
      var residual = shift - lattice.point(point.x, point.z)
      var likelihoods = lattice.likelihoods(residual: residual, deviation: deviation)
      var error = (point.x & 1) | (point.z & 1) << 1
      if decoding == .maximumLikelihood,
        let best = likelihoods.indices.max(by: { likelihoods[$0] < likelihoods[$1] }), best != 0
      {
        // The decoder undoes another error: what is left, and what the others mean, change with it.
        error ^= best
        residual = residual + lattice.point(best & 1, best >> 1)
        likelihoods = likelihoods.indices.map { likelihoods[$0 ^ best] }
      }
      let total = likelihoods.reduce(0, +)
      return ModeResult(
        error: LogicalError(rawValue: error) ?? .identity, residual: residual,
        posteriorX: (likelihoods[1] + likelihoods[3]) / total,
        posteriorZ: (likelihoods[2] + likelihoods[3]) / total)
    }

    /// Counts the logical errors of many modes.
    ///
    /// Shots come in blocks of 4096 with a stream each, so that the counts depend on the seed alone.
    ///
    /// - Parameters:
    ///   - shots: The number of modes, at least 0.
    ///   - seed: The seed.
    ///   - workers: The largest number of threads.
    /// - Returns: The number of shots with each `LogicalError`, in its order.
    /// - Throws: `BosonicError` if the number of shots is negative.
    public func count(shots: Int, seed: UInt64, workers: Int = 1) throws -> [Int] {
      try require(shots, in: 0...1 << 40, "shots")
      let block = 4096
      let parts = try parallelMap(count: (shots + block - 1) / block, workers: workers) { index in
        var stream = RandomStream(seed: seed, stream: UInt64(index))
        var counts = [0, 0, 0, 0]
        for _ in 0..<min(block, shots - index * block) {
          counts[draw(using: &stream).error.rawValue] += 1
        }
        return counts
      }
      return parts.reduce([0, 0, 0, 0]) { zip($0, $1).map(+) }
    }
  }

  /// Two independent numbers from the normal distribution of mean 0 and deviation 1 (Box and Muller, 1958).
  static func normalPair(using stream: inout RandomStream) -> (Double, Double) {
    let radius = (-2 * log(1 - stream.nextUnit())).squareRoot()
    let angle = 2 * Double.pi * stream.nextUnit()
    return (radius * cos(angle), radius * sin(angle))
  }

  /// One round of error correction by teleportation (Knill) through a pair of grid states.
  ///
  /// The mode meets one half of an entangled pair on a balanced beam splitter; x of one output and p of the
  /// other are measured, and the state goes on in the other half of the pair. Both quadratures are corrected at once.
  /// The measured shift of each has the variance
  /// Δ² (left by the round before) + loss + Δ² (of the measured half) + (1 − η_d)/η_d (detectors), and the
  /// state that goes on carries Δ² again, so rounds are independent.
  ///
  /// Source: Walshe, Baragiola, Alexander and Menicucci, Continuous-variable gate teleportation and
  /// bosonic-code error correction (2020); Noh, Chamberland and Brandão (2022).
  public struct TeleportationRound: Sendable, Hashable {
    /// The squeezing of the code states, in decibels.
    public let decibels: Double
    /// The lattice.
    public let lattice: Lattice
    /// The variance of each peak, Δ².
    public let peakVariance: Double
    /// The variance that loss adds.
    public let lossVariance: Double
    /// The variance that the detectors add.
    public let detectorVariance: Double

    /// Makes a round.
    ///
    /// - Parameters:
    ///   - decibels: The squeezing, above 0 and at most 40.
    ///   - transmission: η of the mode between rounds, above 0 and at most 1.
    ///   - amplification: Where the lost amplitude is restored; an amplifier, before or after.
    ///   - detectorEfficiency: η_d, above 0 and at most 1.
    ///   - lattice: The lattice.
    /// - Throws: `BosonicError` if a parameter is out of its range.
    public init(
      decibels: Double, transmission: Double = 1, amplification: Amplification = .before,
      detectorEfficiency: Double = 1, lattice: Lattice = .square
    ) throws(BosonicError) {
      guard amplification != .inSoftware else {
        throw BosonicError(
          .badParameter,
          "amplification=inSoftware is for a mode that is measured; here it must be before or after."
        )
      }
      try requirePositive(detectorEfficiency, upTo: 1, "detector efficiency")
      self.decibels = decibels
      self.lattice = lattice
      peakVariance = try GKP.peakVariance(decibels: decibels)
      lossVariance = try GKP.lossVariance(
        transmission: transmission, amplification: amplification)
      detectorVariance = (1 - detectorEfficiency) / detectorEfficiency
    }

    /// The variance of the measured shift, per quadrature.
    public var measuredVariance: Double { 2 * peakVariance + lossVariance + detectorVariance }

    /// The probability of each logical error in a round, in the order of `LogicalError`.
    ///
    /// - Throws: `BosonicError` if the deviation of the shift is above 3.
    public func errorProbabilities() throws(BosonicError) -> [Double] {
      try lattice.errorProbabilities(deviation: measuredVariance.squareRoot())
    }

    /// A sampler of the round's shifts.
    ///
    /// - Throws: `BosonicError` if the deviation of the shift is above 3.
    public func sampler(
      decoding: Decoding = .closestPoint
    ) throws(BosonicError) -> ShiftSampler {
      try ShiftSampler(
        lattice: lattice, deviation: measuredVariance.squareRoot(), decoding: decoding)
    }
  }
}
