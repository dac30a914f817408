// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Glibc
import QVMExecution

/// The rates of a large code, from those of smaller ones with the same noise and decoder.
///
/// - Throws: `CalibrationError` with code `.tooRare` if the smaller codes do not fail less with their distance.
func extrapolatedRates(
  of plan: CalibrationPlan, from smaller: [LogicalRates]
) throws(CalibrationError) -> LogicalRates {
  func fit(_ path: (LogicalRates) -> MeasuredRate?) throws(CalibrationError) -> MeasuredRate? {
    var points: [(distance: Int, rate: MeasuredRate)] = []
    for rates in smaller {
      guard let rate = path(rates) else { return nil }
      points.append((rates.profile.distance, rate))
    }
    return try extrapolated(points, to: plan.profile)
  }
  func fit(_ path: (LogicalRates) -> PauliRates?) throws(CalibrationError) -> PauliRates? {
    guard let x = try fit({ path($0)?.x }), let y = try fit({ path($0)?.y }),
      let z = try fit({ path($0)?.z })
    else { return nil }
    return PauliRates(x: x, y: y, z: z)
  }
  guard let idle = try fit({ $0.idle }) else {
    preconditionFailure("Rates of idling are always measured.")
  }
  return LogicalRates(
    profile: plan.profile, roundsPerCycle: plan.profile.distance,
    physicalQubits: plan.code.resources.totalQubits, cycleTime: plan.profile.plannedCycleTime,
    idle: idle, oneQubitGate: try fit { $0.oneQubitGate },
    twoQubitGate: try fit { $0.twoQubitGate }, measurement: try fit { $0.measurement })
}

/// A weighted straight line through ln of the rates, carried on to a larger distance.
///
/// A rate that is zero within its uncertainty enters as half the upper end of its interval, with a deviation as
/// large as itself.
private func extrapolated(
  _ points: [(distance: Int, rate: MeasuredRate)], to profile: LogicalProfile
) throws(CalibrationError) -> MeasuredRate {
  var (s, sx, sy, sxx, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
  for (distance, rate) in points {
    let value = rate.low > 0 ? rate.value : max(rate.value, rate.high / 2, 1e-300)
    let deviation =
      rate.low > 0 ? max(1e-3, log(rate.high / rate.low) / (2 * 1.959964)) : 1
    let weight = 1 / (deviation * deviation)
    let (x, y) = (Double(distance), log(value))
    s += weight
    sx += weight * x
    sy += weight * y
    sxx += weight * x * x
    sxy += weight * x * y
  }
  let determinant = s * sxx - sx * sx
  let slope = (s * sxy - sx * sy) / determinant
  guard slope < 0 else {
    throw CalibrationError(
      .tooRare,
      "Profile `\(profile)`: smaller distances do not fail less with their distance, so that nothing can be "
        + "extrapolated. The noise is above the threshold, or needs more shots: raise --max-shots.")
  }
  let x = Double(profile.distance)
  let line = (sy - slope * sx) / s + slope * x
  let deviation = ((sxx - 2 * x * sx + x * x * s) / determinant).squareRoot()
  return MeasuredRate(
    value: min(1, exp(line)), low: exp(line - 1.959964 * deviation),
    high: min(1, exp(line + 1.959964 * deviation)), method: .fit,
    shots: points.reduce(0) { $0 + $1.rate.shots },
    failures: points.reduce(0) { $0 + $1.rate.failures }, seed: points.first?.rate.seed ?? 0)
}
