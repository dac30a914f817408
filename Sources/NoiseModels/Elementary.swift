// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The elementary functions that the formulas of this module need, in one place for each platform.
enum Elementary {
  static func exp(_ x: Double) -> Double { exponential(x) }
  /// eˣ − 1 without the loss of digits near 0.
  static func expm1(_ x: Double) -> Double { exponentialLessOne(x) }
  static func log(_ x: Double) -> Double { logarithm(x) }
  /// ln(1 + x) without the loss of digits near 0.
  static func log1p(_ x: Double) -> Double { logarithmOfOnePlus(x) }
  static func sin(_ x: Double) -> Double { sine(x) }
  static func cos(_ x: Double) -> Double { cosine(x) }
  static func power(_ x: Double, _ y: Double) -> Double { raised(x, y) }
}

private func exponential(_ x: Double) -> Double { exp(x) }
private func exponentialLessOne(_ x: Double) -> Double { expm1(x) }
private func logarithm(_ x: Double) -> Double { log(x) }
private func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
private func sine(_ x: Double) -> Double { sin(x) }
private func cosine(_ x: Double) -> Double { cos(x) }
private func raised(_ x: Double, _ y: Double) -> Double { pow(x, y) }

/// Runs a check of a part, and tells its fault as one of the place where the part is.
func within<Value>(
  _ place: String, _ body: () throws(NoiseError) -> Value
) throws(NoiseError) -> Value {
  do throws(NoiseError) {
    return try body()
  } catch {
    throw NoiseError(error.code, place + error.message)
  }
}

/// Refuses a number outside its range.
///
/// - Throws: `NoiseError` with code `.badParameter`, naming the field, the value and the range.
@discardableResult
func checked(
  _ name: String, _ value: Double, in range: ClosedRange<Double>, unit: String = ""
) throws(NoiseError) -> Double {
  guard range.contains(value) else {
    let low = number(range.lowerBound)
    let high = range.upperBound == .infinity ? "inf" : number(range.upperBound)
    let measure = unit.isEmpty ? "" : " \(unit)"
    throw NoiseError(
      .badParameter, "\(name)=\(number(value)): must be in \(low)...\(high)\(measure).")
  }
  return value
}
