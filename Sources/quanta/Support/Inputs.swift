// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import CommandLineKit

extension ByteReader: ByteSource {}
extension ByteWriter: ByteSink {}

/// Runs `body` and tells its fault as one within the file.
func naming<Result: ~Copyable>(_ path: String?, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as CircuitError {
    throw CommandFailure(file: displayName(path), error.description)
  }
}

/// How messages name an input.
func displayName(_ path: String?) -> String {
  if let path, path != "-" { path } else { "<stdin>" }
}

/// Reads a circuit; `nil` and `-` are standard input.
///
/// - Throws: `FileError`, or `CommandFailure` with the place of the fault.
func readCircuit(_ path: String?) throws -> Circuit {
  let bytes = try readFile(path)
  return try naming(path) { try Circuit(parsing: bytes) }
}

/// Reads a detector error model; `nil` and `-` are standard input.
///
/// - Throws: `FileError`, or `CommandFailure` with the place of the fault.
func readModel(_ path: String?) throws -> DetectorErrorModel {
  let bytes = try readFile(path)
  return try naming(path) { try DetectorErrorModel(parsing: bytes) }
}

/// A width of shots that fits in memory.
///
/// - Throws: `CommandFailure` if a circuit or model has more bits than a shot may have.
func shotLayout(
  measurements: UInt64 = 0, detectors: UInt64 = 0, observables: Int = 0
) throws -> ShotLayout {
  let limit = ShotLayout.maximumWidth
  guard measurements <= limit, detectors <= limit, observables <= limit else {
    let count = max(measurements, detectors, UInt64(observables))
    throw CommandFailure(
      "a shot would have \(count) bits; at most 2^32 can be sampled or converted.")
  }
  return ShotLayout(
    measurements: Int(measurements), detectors: Int(detectors), observables: observables)
}

/// How many shots go through memory at once, so that a batch takes some megabytes.
func batchSize(width: Int) -> Int {
  max(1, min(1024, (64 << 20) / max(1, width)))
}
