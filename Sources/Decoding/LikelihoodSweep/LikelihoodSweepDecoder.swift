// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
internal import ComputePrimitives

/// Exact maximum likelihood by a sweep over the model: the likeliest flips of the observables, all errors counted.
///
/// Adds up the probabilities of all errors that give a syndrome, for each value of the observables. The detectors
/// are taken up in an order in which few are open at a time, that is reached by errors both summed and still to be
/// summed: one weight is kept for every value of the open detectors and the observables. This contracts the
/// tensor network of Bravyi, Suchara and Vargo, Phys. Rev. A 90, 032326 (2014), without their truncation, and takes
/// any model that is narrow in some direction: codes of d × d qubits without errors of measurement open d + 3
/// detectors at most. Equal sums are answered with the fewest high observables. Values of the open detectors that are
/// less likely than others by a factor of 1e300 are taken to be impossible.
///
/// - Complexity: O(n · 2ʷ) a shot for n distinct errors and at most w open detectors and observables.
public struct LikelihoodSweepDecoder: Decoder {
  /// The most detectors and observables that may be open at once.
  public var width: Int

  /// Makes the decoder.
  ///
  /// - Precondition: `width` is in 1...26.
  public init(width: Int = 20) {
    precondition(Self.widths.contains(width), "A sweep is 1 to 26 bits wide.")
    self.width = width
  }

  static let widths = 1...26

  static let settings = [
    DecoderSetting(
      "width", .integer(widths), standard: "20",
      "the most detectors and observables open at once; each one more doubles time and memory")
  ]

  init(_ values: DecoderSettings) {
    self.init(width: values.integer("width"))
  }

  /// Finds an order in which the sweep is narrow.
  ///
  /// - Throws: `DecodingError` with code `.badProbability`, or `.tooLarge` if no order found is narrow enough.
  public func compile(_ model: DetectorErrorModel) throws(DecodingError) -> any CompiledDecoder {
    try compileSweep(model)
  }

  /// Finds an order in which the sweep is narrow; as `compile`, with the type known.
  public func compileSweep(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> CompiledLikelihoodSweep {
    let errors = MergedErrors(try decodableMechanisms(of: model), keepsImpossible: false)
    let detectorCount = Int(model.detectorCount)
    let shape = SweepShape(errors.symptoms, detectorCount: detectorCount)
    guard let order = SweepOrder.narrowest(shape, model.detectorCoordinates(), width: width) else {
      throw DecodingError(
        .tooLarge,
        "The model has no order found in which a sweep opens at most \(width) detectors and "
          + "observables at once. Set a larger width, up to \(Self.widths.upperBound), or use "
          + "search or matching instead.")
    }
    return CompiledLikelihoodSweep(
      detectorCount: detectorCount, observableCount: model.observableCount,
      plan: SweepPlan(shape, order, errors.probabilities), shape: shape, errors: errors)
  }
}

/// The order of a sweep over a model, shared by workers.
public final class CompiledLikelihoodSweep: CompiledDecoder {
  /// The number of detectors of the model.
  public let detectorCount: Int
  /// The number of observables of the model.
  public let observableCount: Int
  /// The most detectors and observables that are open at once.
  public var width: Int { plan.width }

  let plan: SweepPlan
  /// The detectors that fire unless errors happen.
  let flippedDetectors: [UInt32]
  /// The observables that are flipped unless errors happen.
  let flippedObservables: [UInt32]
  /// The detectors that no error reaches.
  let silentDetectors: [UInt32]

  init(
    detectorCount: Int, observableCount: Int, plan: SweepPlan, shape: SweepShape,
    errors: MergedErrors
  ) {
    self.detectorCount = detectorCount
    self.observableCount = observableCount
    self.plan = plan
    flippedDetectors = errors.flippedDetectors.sorted()
    flippedObservables = errors.flippedObservables.sorted()
    silentDetectors = (0..<UInt32(detectorCount)).filter { shape.errors[Int($0)].isEmpty }
  }

  /// Makes the working memory for one worker.
  public func makeEngine() -> any DecodingEngine { makeSweepEngine() }

  /// Makes the working memory for one worker, with the type known.
  public func makeSweepEngine() -> LikelihoodSweepEngine { LikelihoodSweepEngine(self) }
}
