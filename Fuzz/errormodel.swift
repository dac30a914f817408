// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Any bytes give a model or an error with a place; what a model prints reads back as itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzErrorModel(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let model: DetectorErrorModel
  do {
    model = try DetectorErrorModel(parsing: bytes)
  } catch {
    guard let location = error.location else { preconditionFailure("no place: \(error)") }
    precondition(location.line >= 1 && location.column >= 1, "an impossible place: \(error)")
    precondition(location.column <= count + 2, "a place beyond the text: \(error)")
    return 0
  }
  do {
    let again = try DetectorErrorModel(parsing: model.description)
    precondition(again == model, "printing does not read back")
    let counts = model.counts
    precondition(max(counts.mechanisms, counts.detectors, counts.shift) < .max, "saturated")
    if iterations(model) < 2000 { try checkFlat(model) }
  } catch {
    preconditionFailure("a valid model is refused: \(error)")
  }
  return 0
}

/// How many lines run when blocks are unrolled, empty ones included; no more than needed to decide.
func iterations(_ model: DetectorErrorModel) -> UInt64 {
  var total: UInt64 = 0
  for instruction in model.instructions {
    if case .block(let count, let body, _) = instruction {
      let product = count.multipliedReportingOverflow(by: iterations(body) + 1)
      if product.overflow || product.partialValue > 1 << 40 { return 1 << 40 }
      total += product.partialValue
    } else {
      total += 1
    }
  }
  return min(total, 1 << 40)
}

/// The flat form means the same.
func checkFlat(_ model: DetectorErrorModel) throws {
  let flat = model.flattened()
  precondition(flat.detectorCount == model.detectorCount, "flattening lost detectors")
  precondition(flat.mechanismCount == model.mechanismCount, "flattening lost errors")
  guard model.detectorCount < 1 << 32 else { return }
  let mechanisms = try model.mechanisms()
  precondition(UInt64(mechanisms.count) == model.mechanismCount, "mechanisms lost")
  let flatMechanisms = try flat.mechanisms()
  precondition(flatMechanisms == mechanisms, "mechanisms changed")
}
