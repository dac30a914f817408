// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

extension DetectorErrorModel {
  /// The fewest graphlike errors that together flip an observable and no detector.
  ///
  /// Only components with at most two detectors take part, so the count bounds the distance of the
  /// circuit from above.
  ///
  /// - Parameter ignoresUngraphlikeErrors: Whether components with more detectors are left out; they
  ///   are a fault otherwise.
  /// - Returns: The symptoms of the errors, sorted.
  /// - Throws: `CircuitError` with code `.notFound` if there are no such errors, and `.analysis` if a component
  ///   is not graphlike.
  public func shortestGraphlikeError(
    ignoresUngraphlikeErrors: Bool = true
  ) throws -> [Symptom] {
    let graph = try MatchingGraph(self, skippingUngraphlike: ignoresUngraphlikeErrors)
    if let free = graph.freeLogical { return [free] }
    guard let walk = graph.shortestLogicalWalk() else {
      throw CircuitError(
        .notFound,
        "No graphlike errors flip an observable undetected\(missing). "
          + "If all errors have more than two detectors, decompose them.")
    }
    return walk.map { graph.symptoms[$0] }.sorted(by: precedes)
  }

  /// Errors that together flip an observable and no detector, as few as the limits allow.
  ///
  /// Errors with any number of detectors take part. Without limits the search is exhaustive, and feasible
  /// for small models only.
  ///
  /// - Parameter limits: What the search leaves out.
  /// - Returns: The symptoms of the errors, sorted.
  /// - Throws: `CircuitError` with code `.notFound` if there are none.
  public func undetectableLogicalError(
    _ limits: LogicalErrorSearchLimits = LogicalErrorSearchLimits()
  ) throws -> [Symptom] {
    var search = try LogicalErrorSearch(self, limits)
    guard let result = search.run() else {
      throw CircuitError(
        .notFound,
        "No errors within the limits of the search flip an observable undetected\(missing).")
    }
    return result.sorted(by: precedes)
  }

  private var missing: String {
    observableCount == 0 ? "; the model has no observables" : ""
  }
}

/// The order of symptoms in a list.
private func precedes(_ first: Symptom, _ second: Symptom) -> Bool {
  first.detectors == second.detectors
    ? first.observables.lexicographicallyPrecedes(second.observables)
    : first.detectors.lexicographicallyPrecedes(second.detectors)
}
