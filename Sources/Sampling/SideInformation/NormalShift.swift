// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import ComputePrimitives
import Glibc
import StabilizerSimulation

/// A normal shift of a quadrature of a grid code, rounded to the closest multiple of the spacing √π.
///
/// The multiple's parity is a flip, and what is rounded off is the reading: it tells how likely the flip is.
struct NormalShift: Sendable, Hashable {
  /// The deviation of the shift, where the spacing is √π.
  var deviation: Double

  /// The tag that marks a flip by such a shift: `shift:sigma=0.5`.
  var tag: String { "\(SideInformation.readingTag)sigma=\(deviation)" }

  /// Makes a shift of a deviation above 0.
  init(deviation: Double) {
    self.deviation = deviation
  }

  /// Reads the tag of a reading, and holds it against the probability of its flip.
  ///
  /// - Throws: `SamplingError` if the tag is none, or the probability is not that of the shift to 10⁻⁶ of it.
  init(_ reading: SideInformation.Reading) throws(SamplingError) {
    let prefix = SideInformation.readingTag + "sigma="
    guard reading.tag.hasPrefix(prefix), let value = Double(reading.tag.dropFirst(prefix.count)),
      value > 0, let probability = try? GKP.flipProbability(deviation: value)
    else {
      throw SamplingError(
        .collection,
        "tag [\(reading.tag)]: must be \(prefix) and a deviation above 0 and at most 100.")
    }
    guard abs(probability - reading.probability) <= 1e-6 * probability else {
      throw SamplingError(
        .collection,
        "tag [\(reading.tag)]: the flip's probability is \(reading.probability), but a shift of this deviation "
          + "flips with probability \(probability).")
    }
    deviation = value
  }

  /// Draws a shift.
  ///
  /// - Returns: Whether it flips, and the probability of that given the reading.
  func draw(_ stream: inout RandomStream) -> (flips: Bool, posterior: Double) {
    // Box and Muller (1958); the second variate is let go, so that a draw is always two numbers.
    let radius = (-2 * log(1 - stream.nextUnit())).squareRoot()
    let shift = deviation * radius * cos(2 * Double.pi * stream.nextUnit())
    let multiple = (shift / GKP.squareSpacing).rounded()
    let rest = shift - multiple * GKP.squareSpacing
    return (
      multiple.truncatingRemainder(dividingBy: 2) != 0,
      GKP.flipPosterior(offset: rest, deviation: deviation)
    )
  }
}
