// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import ComputePrimitives

extension Circuit {
  /// The independent errors of the circuit's noise, with the detectors and observables that each one flips.
  ///
  /// Causes with equal symptoms become one mechanism of probability p₁(1 − p₂) + p₂(1 − p₁). Depolarizing
  /// channels, and Pauli channels where it is possible, are rewritten exactly as products of independent
  /// errors; other disjoint cases need `approximateDisjointErrors`.
  ///
  /// - Parameter options: What is allowed and what to produce.
  /// - Returns: The model. Detector declarations are kept where they carry coordinates or a tag, or where
  ///   no mechanism mentions the detector.
  /// - Throws: `CircuitError` with code `.analysis` if a detector or observable is random, if disjoint
  ///   cases are not allowed, or if a mechanism does not decompose.
  /// - Complexity: O(operations · size of symptoms); with `foldLoops`, a block counts for its transient and
  ///   one period only.
  public func detectorErrorModel(
    _ options: AnalysisOptions = AnalysisOptions()
  ) throws(CircuitError) -> DetectorErrorModel {
    guard detectorCount < UInt64(Int64.max) / 2 else {
      throw CircuitError(.limit, "The circuit has too many detectors to be numbered.")
    }
    if !options.foldLoops { try checkUnrolling() }
    var walk = BackwardWalk(sink: ModelSink(options: options), options: options)
    var state = SensitivityState(
      qubitCount: qubitCount, measurementCount: measurementCount,
      detectorOffset: Int64(detectorCount) - Int64(SymptomWord.firstDetector))
    try walk.undo(self, &state)
    try walk.finish(&state)
    try walk.sink.flush(detectorOffset: state.detectorOffset, &walk.store)
    var assembly = ModelAssembly(walk.sink.items)
    return assembly.model(walk.sink.items)
  }

  /// Refuses a circuit whose unrolled analysis would not fit in memory.
  func checkUnrolling() throws(CircuitError) {
    let count = counts.instructions
    guard count <= 100_000_000 else {
      throw CircuitError(
        .limit,
        "The analysis would unroll \(count) instructions; at most 10^8 can be. "
          + "`quanta circuit analyze-errors --fold-loops` keeps repetitions.")
    }
  }
}
