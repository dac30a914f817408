// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.
//
// The complementary gap by two exact matchings.
// 1. A potential φ on the detectors turns the one observable L of each error into a bit L ⊕ φ(first) ⊕ φ(second).
//    If φ is chosen along the edges so that the bit is 0 for all errors between two detectors, then only
//    errors at the boundary have it: the boundary falls into two sides.
// 2. A virtual detector takes the place of the side with bit 1. It fires for a shot of defects s
//    and flip L exactly if L ⊕ Σφ(s) = 1.
// 3. So one matching with it and one without give the likeliest errors for either value of L.

internal import CircuitModel

/// How much likelier the better value of the one observable is than the other, shot by shot.
final class GapFinder {
  private let graph: MatchingGraph
  private let solver: MatchingSolver
  private let potentials: [Bool]
  private let virtual: UInt32
  private var seen: [UInt32] = []
  private var defects: [UInt32] = []

  /// Splits the boundary of a model.
  ///
  /// - Throws: `DecodingError` with code `.unsuitable`.
  init(_ model: MatchingGraph, _ priors: EdgePriors) throws(DecodingError) {
    guard model.observableCount == 1 else {
      throw DecodingError(
        .unsuitable,
        "Matching finds the complementary gap for models with one observable; this one has "
          + "\(model.observableCount).")
    }
    let potentials = ObservablePotentials.find(
      priors.strands.lazy.filter { $0.probability > 0 && $0.probability < 1 }.map(\.symptom),
      detectorCount: model.detectorCount)
    virtual = UInt32(model.detectorCount)
    var builder = MatchingGraphBuilder(
      detectorCount: model.detectorCount + 1, observableCount: 0)
    var certain: Set<UInt32> = []
    for strand in priors.strands where strand.probability > 0 {
      var isOdd = !strand.symptom.observables.isEmpty
      for detector in strand.symptom.detectors where potentials[Int(detector)] { isOdd.toggle() }
      let detectors = strand.symptom.detectors + (isOdd ? [virtual] : [])
      if strand.probability == 1 {
        certain.formSymmetricDifference(detectors)
        continue
      }
      guard detectors.count <= 2 else {
        throw DecodingError(
          .unsuitable,
          "Matching finds no complementary gap for this model: errors between detectors form a loop "
            + "that flips the observable, so that the boundary does not tell its two values apart.")
      }
      if !detectors.isEmpty { builder.add(detectors, [], strand.probability) }
    }
    self.potentials = potentials
    graph = MatchingGraph(
      detectorCount: builder.detectorCount, observableCount: 0, edges: builder.edges(),
      flippedDetectors: builder.flippedDetectors.symmetricDifference(certain).sorted(),
      flippedObservables: [], constantWeight: builder.constantWeight)
    solver = MatchingSolver(graph, word: 0)
  }

  /// Decodes one shot.
  ///
  /// - Parameter shot: The defects, ascending.
  /// - Returns: The likelier value of the observable, and by how many nats; nil if nothing explains the shot.
  func decode(_ shot: Span<UInt32>) -> (isFlipped: Bool, gap: Double)? {
    seen.removeAll(keepingCapacity: true)
    var isOdd = false
    for index in shot.indices {
      seen.append(shot[index])
      if potentials[Int(shot[index])] { isOdd.toggle() }
    }
    let without = weight()
    seen.append(virtual)
    let with = weight()
    guard let without else { return with.map { _ in (!isOdd, .infinity) } }
    guard let with else { return (isOdd, .infinity) }
    let gap = graph.nats(abs(with - without))
    return (with < without ? !isOdd : isOdd, gap)
  }

  /// The least weight of errors that give the defects in `seen`, in units.
  private func weight() -> Int64? {
    writeSymmetricDifference(seen.span, graph.flippedDetectors, into: &defects)
    let isSolved = solver.solve(defects.span)
    let weight = solver.weight
    solver.reset()
    return isSolved ? weight : nil
  }
}
