// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Any bytes give a circuit or an error with a place; what a circuit prints reads back as itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCircuit(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let circuit: Circuit
  do {
    circuit = try Circuit(parsing: bytes)
  } catch {
    guard let location = error.location else { preconditionFailure("no place: \(error)") }
    precondition(location.line >= 1 && location.column >= 1, "an impossible place: \(error)")
    precondition(location.column <= count + 2, "a place beyond the text: \(error)")
    return 0
  }
  do {
    try circuit.validate()
    let again = try Circuit(parsing: circuit.description)
    precondition(again == circuit, "printing does not read back")
    let counts = circuit.counts
    precondition(again.counts == counts, "counts differ")
    precondition(max(counts.measurements, counts.detectors, counts.ticks) < .max, "saturated")
    let quiet = circuit.withoutNoise()
    precondition(quiet.measurementCount == counts.measurements, "records lost with the noise")
    let quietAgain = try Circuit(parsing: quiet.description)
    precondition(quietAgain == quiet, "the quiet one does not read back")
    if counts.instructions < 2000 { checkFlat(circuit) }
  } catch {
    preconditionFailure("a valid circuit is refused: \(error)")
  }
  return 0
}

/// The flat form has the same counts and coordinates.
func checkFlat(_ circuit: Circuit) {
  let flat = circuit.flattened()
  precondition(flat.measurementCount == circuit.measurementCount, "flattening lost measurements")
  precondition(flat.detectorCount == circuit.detectorCount, "flattening lost detectors")
  let coordinates = circuit.detectorCoordinates()
  let areFinite = coordinates.values.allSatisfy { $0.allSatisfy(\.isFinite) }
  precondition(!areFinite || flat.detectorCoordinates() == coordinates, "coordinates moved")
}
