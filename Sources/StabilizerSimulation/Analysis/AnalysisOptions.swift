// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What the analysis of a circuit's errors may do and must produce.
public struct AnalysisOptions: Sendable, Hashable {
  /// Whether mechanisms with more than two detectors are written as products of graphlike ones.
  public var decomposeErrors: Bool
  /// Whether repeated blocks may be kept as `repeat` blocks of the model, when they become periodic.
  public var foldLoops: Bool
  /// Whether detectors without a definite noiseless value are allowed; they get mechanisms of probability ½.
  public var allowGaugeDetectors: Bool
  /// The largest probability of a disjoint case that may be treated as independent; zero allows none.
  public var approximateDisjointErrors: Double
  /// Whether a mechanism that cannot be decomposed is kept whole rather than refused.
  public var ignoreDecompositionFailures: Bool
  /// Whether a decomposition may use only symptoms that some mechanism has on its own.
  public var blockDecompositionFromIntroducingRemnantEdges: Bool

  /// Makes options; every default is off.
  public init(
    decomposeErrors: Bool = false, foldLoops: Bool = false, allowGaugeDetectors: Bool = false,
    approximateDisjointErrors: Double = 0, ignoreDecompositionFailures: Bool = false,
    blockDecompositionFromIntroducingRemnantEdges: Bool = false
  ) {
    self.decomposeErrors = decomposeErrors
    self.foldLoops = foldLoops
    self.allowGaugeDetectors = allowGaugeDetectors
    self.approximateDisjointErrors = approximateDisjointErrors
    self.ignoreDecompositionFailures = ignoreDecompositionFailures
    self.blockDecompositionFromIntroducingRemnantEdges =
      blockDecompositionFromIntroducingRemnantEdges
  }
}
