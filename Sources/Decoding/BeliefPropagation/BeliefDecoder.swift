// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
internal import ComputePrimitives

/// Belief propagation on the errors of a model, alone or with a second step where it does not converge.
///
/// Takes any model, decomposed or not; what a probability of 0, ½ or above means, and how equal errors merge, is said at
/// `BeliefGraph`. Where belief propagation converges, its hard decisions explain the shot and are the answer.
/// Otherwise `bp` answers with hard decisions that do not explain the shot, and flags it (see `FlaggingEngine`);
/// `bp-osd` and `bp-lsd` solve for the syndrome with the most believed errors; `relay-bp` starts again with other
/// memory strengths. An order of
/// statistics beyond the number of free errors, which is that of the errors less their rank, combines all of them.
public struct BeliefDecoder: Decoder {
  private let plan: BeliefPlan

  init(_ plan: BeliefPlan) {
    self.plan = plan
  }

  /// Builds the Tanner graph of a model.
  ///
  /// - Throws: `DecodingError` with code `.badProbability` or `.tooLarge`.
  public func compile(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> any CompiledDecoder {
    try CompiledBelief(model, plan)
  }
}

/// The Tanner graph of a model and what to do on it, shared by workers.
public final class CompiledBelief: CompiledDecoder {
  let model: DetectorErrorModel
  let graph: BeliefGraph
  let plan: BeliefPlan
  /// The rank of the check matrix; of interest to ordered statistics alone.
  let rank: Int

  /// The number of detectors of the model.
  public var detectorCount: Int { graph.detectorCount }
  /// The number of observables of the model.
  public var observableCount: Int { graph.observableCount }

  init(_ model: DetectorErrorModel, _ plan: BeliefPlan) throws(DecodingError) {
    self.model = model
    self.plan = plan
    graph = try BeliefGraph(model)
    guard case .ordered(let sweep) = plan.fallback, sweep.order > 0 else {
      rank = graph.detectorCount
      return
    }
    rank = CompiledBelief.rank(of: graph)
  }

  /// Makes the working memory for one worker.
  public func makeEngine() -> any DecodingEngine { BeliefEngine(self) }

  private static func rank(of graph: BeliefGraph) -> Int {
    var reduction = RowReduction(largestRowCount: graph.detectorCount)
    reduction.addRows(graph.detectorCount)
    for column in 0..<graph.columnCount {
      reduction.beginColumn()
      for place in graph.columnStarts[column]..<graph.columnStarts[column + 1] {
        reduction.addOne(row: Int(graph.columnChecks[Int(place)]))
      }
      _ = reduction.addPivot(UInt32(column))
      if reduction.rank == graph.detectorCount { break }
    }
    return reduction.rank
  }
}
