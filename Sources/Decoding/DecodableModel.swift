// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// The mechanisms of a model, checked to be few enough to hold and to have probabilities in 0...1.
///
/// - Throws: `DecodingError` with code `.tooLarge` or `.badProbability`.
func decodableMechanisms(
  of model: DetectorErrorModel
) throws(DecodingError) -> [Mechanism] {
  guard model.detectorCount <= UInt64(Int32.max) else {
    throw DecodingError(
      .tooLarge, "The model has \(model.detectorCount) detectors; decoders take up to 2^31 − 1.")
  }
  let mechanisms: [Mechanism]
  do {
    mechanisms = try model.mechanisms()
  } catch {
    throw DecodingError(.tooLarge, "The model cannot be unrolled: \(error)")
  }
  guard mechanisms.count <= Int(Int32.max) / 2 else {
    throw DecodingError(
      .tooLarge, "The model has \(mechanisms.count) errors; decoders take up to 2^30.")
  }
  for (index, mechanism) in mechanisms.enumerated() {
    guard mechanism.probability >= 0, mechanism.probability <= 1 else {
      throw DecodingError(
        .badProbability,
        "Error \(index) of the model has probability \(mechanism.probability), not in 0...1.")
    }
  }
  return mechanisms
}
