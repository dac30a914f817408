// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM

/// How a resource estimate models a code: a formula for each cost, with the distance as a variable.
///
/// Source of the format and the presets: as for `PhysicalQubitModel`.
public struct CodeScheme: Sendable, Hashable {
  /// The name of the scheme.
  public var name: String
  /// The physical error rate p* at which larger codes stop helping.
  public var errorCorrectionThreshold: Double
  /// The factor a of a·d^k·(p/p*)^((d+1)/2).
  public var crossingPrefactor: Double
  /// The power k of the distance there; 0 in the presets.
  public var distanceCoefficientPower = 0.0
  /// The length of a logical cycle, as a formula over times in nanoseconds and `codeDistance`.
  public var logicalCycleTime: String
  /// Physical qubits of a logical qubit, as a formula over `codeDistance`.
  public var physicalQubitsPerLogicalQubit: String

  /// The preset schemes, by name and instruction set.
  public static let presets: [(set: PhysicalQubitModel.InstructionSet, scheme: CodeScheme)] = [
    (
      .gateBased,
      CodeScheme(
        name: "surface_code", errorCorrectionThreshold: 0.01, crossingPrefactor: 0.03,
        logicalCycleTime: "(4 * twoQubitGateTime + 2 * oneQubitMeasurementTime) * codeDistance",
        physicalQubitsPerLogicalQubit: "2 * codeDistance * codeDistance")
    ),
    (
      .majorana,
      CodeScheme(
        name: "surface_code", errorCorrectionThreshold: 0.0015, crossingPrefactor: 0.08,
        logicalCycleTime: "20 * oneQubitMeasurementTime * codeDistance",
        physicalQubitsPerLogicalQubit: "2 * codeDistance * codeDistance")
    ),
    (
      .majorana,
      CodeScheme(
        name: "floquet_code", errorCorrectionThreshold: 0.01, crossingPrefactor: 0.07,
        logicalCycleTime: "3 * oneQubitMeasurementTime * codeDistance",
        physicalQubitsPerLogicalQubit: "4 * codeDistance * codeDistance + 8 * (codeDistance - 1)")
    ),
  ]

  /// The value of one of the formulas.
  ///
  /// - Throws: `ExecutionError` with code `.configuration`, naming the formula.
  func value(
    of formula: String, named name: String, _ qubits: PhysicalQubitModel, distance: Int
  ) throws(ExecutionError) -> Double {
    var variables = qubits.times
    variables["codeDistance"] = Double(distance)
    let value: Double
    do throws(QVMError) {
      value = try Formula(parsing: formula).value(variables)
    } catch {
      throw ExecutionError(.configuration, "`\(name)` is `\(formula)`: \(error.message)")
    }
    guard value.isFinite, value > 0 else {
      throw ExecutionError(
        .configuration,
        "`\(name)` is `\(formula)`, which is \(value) at d=\(distance); "
          + "it must be above zero.")
    }
    return value
  }
}
