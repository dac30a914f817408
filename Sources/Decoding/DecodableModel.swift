// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// The most detectors of a model: each takes a decoder about a hundred bytes.
let largestDetectorCount: UInt64 = 1 << 26

/// Checks that a model is small enough to decode.
///
/// - Throws: `DecodingError` with code `.tooLarge`.
func checkSize(of model: DetectorErrorModel) throws(DecodingError) {
  guard model.detectorCount <= largestDetectorCount else {
    throw DecodingError(
      .tooLarge,
      "The model has \(model.detectorCount) detectors; decoders take up to \(largestDetectorCount)."
    )
  }
  let count = model.mechanismCount
  guard count <= DetectorErrorModel.largestMechanismCount else {
    throw DecodingError(
      .tooLarge,
      "The model has \(count) errors when its blocks are unrolled; decoders take up to "
        + "\(DetectorErrorModel.largestMechanismCount).")
  }
}

/// Checks that a probability is one.
///
/// - Throws: `DecodingError` with code `.badProbability`.
func checkProbability(_ probability: Double, ofError index: Int) throws(DecodingError) {
  guard probability >= 0, probability <= 1 else {
    throw DecodingError(
      .badProbability, "Error \(index) of the model has probability \(probability), not in 0...1.")
  }
}

/// The mechanisms of a model, checked to be few enough to hold and to have probabilities in 0...1.
///
/// - Throws: `DecodingError` with code `.tooLarge` or `.badProbability`.
func decodableMechanisms(
  of model: DetectorErrorModel
) throws(DecodingError) -> [Mechanism] {
  try checkSize(of: model)
  let mechanisms: [Mechanism]
  do {
    mechanisms = try model.mechanisms()
  } catch {
    throw DecodingError(.tooLarge, "The model cannot be unrolled: \(error)")
  }
  for (index, mechanism) in mechanisms.enumerated() {
    try checkProbability(mechanism.probability, ofError: index)
  }
  return mechanisms
}
