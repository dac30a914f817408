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

/// The path of what is a file; nil for standard input.
func filePath(_ path: String) -> String? { path == "-" ? nil : path }

/// Reads a circuit and works on it; `nil` and `-` are standard input.
///
/// - Throws: `FileError`, `CommandFailure` with the place of the fault, or what `body` throws.
func withCircuit<Result: ~Copyable>(
  _ path: String?, _ body: (consuming Circuit) throws -> Result
) throws -> Result {
  let bytes = try readFile(path)
  let circuit = try naming(path) { try Circuit(parsing: bytes) }
  do {
    return try body(circuit)
  } catch let error as CircuitError {
    throw CommandFailure(file: displayName(path), located(error, in: bytes).description)
  }
}

/// A circuit's fault with its place in the text, as far as that can be told.
func located(_ fault: CircuitError, in text: [UInt8]) -> CircuitError {
  guard fault.location == nil else { return fault }
  var fault = fault
  // What exceeds a limit does so because something is repeated.
  fault.location =
    fault.code == .limit
    ? largestRepeat(text)
    : fault.detector.flatMap { SourceLocation(ofDetector: $0, inCircuit: text) }
  return fault
}

/// The most instructions that a circuit may execute in one shot.
private let largestWork: UInt64 = 100_000_000_000

/// Refuses a circuit that would run for years.
///
/// - Throws: `CircuitError` with code `.limit`.
func checkWork(_ circuit: Circuit) throws(CircuitError) {
  let count = circuit.counts.instructions
  guard count <= largestWork else {
    throw CircuitError(
      .limit,
      "One shot would execute \(count) instructions; at most \(largestWork) can be simulated.")
  }
}

/// Where the REPEAT block of the largest count begins.
private func largestRepeat(_ text: [UInt8]) -> SourceLocation? {
  var best: (count: UInt64, place: SourceLocation)?
  var line = 0
  for bytes in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
    line += 1
    let words = bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard words.prefix(6).map({ $0 & 0xDF }) == Array("REPEAT".utf8) else { continue }
    let number = words.drop { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      .prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let count = UInt64(String(decoding: number, as: UTF8.self)) ?? 0
    if count > best?.count ?? 0 {
      let column = words.startIndex - bytes.startIndex + 1
      best = (count, SourceLocation(line: line, column: column))
    }
  }
  return best?.place
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
/// - Throws: `CircuitError` if a circuit or model has more bits than a shot may have.
func shotLayout(
  measurements: UInt64 = 0, detectors: UInt64 = 0, observables: Int = 0
) throws(CircuitError) -> ShotLayout {
  let limit = ShotLayout.maximumWidth
  guard measurements <= limit, detectors <= limit, observables <= limit else {
    let count = max(measurements, detectors, UInt64(observables))
    throw CircuitError(
      .limit, "A shot would have \(count) bits; at most 2^32 can be sampled or converted.")
  }
  return ShotLayout(
    measurements: Int(measurements), detectors: Int(detectors), observables: observables)
}

/// How many shots go through memory at once, so that a batch takes some megabytes.
func batchSize(width: Int) -> Int {
  max(1, min(1024, (64 << 20) / max(1, width)))
}
