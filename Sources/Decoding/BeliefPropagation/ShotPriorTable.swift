// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// Turns the probabilities that a shot brings for mechanisms into priors of columns.
struct ShotPriorTable {
  /// What a shot says of a column.
  struct Change {
    var column: Int
    /// Its prior, 0 or more.
    var prior: Float
    /// Whether the likelier outcome is that it happens.
    var isFlipped: Bool
  }

  private let graph: BeliefGraph
  /// The probability of each mechanism in the current shot.
  private var probabilities: [Double]
  private var isTouched: [Bool]
  /// What the current shot says.
  private(set) var changes: [Change] = []
  /// The columns with priors of their own, by lane.
  var columns: [[UInt32]]

  init(_ graph: BeliefGraph) {
    self.graph = graph
    probabilities = graph.keepsImpossible ? graph.mechanismProbabilities : []
    isTouched = [Bool](repeating: false, count: graph.keepsImpossible ? graph.columnCount : 0)
    columns = [[UInt32]](repeating: [], count: LaneRows.laneCount)
  }

  /// Reads the entries of a shot into `changes`.
  ///
  /// - Throws: `DecodingError` with code `.shape` or `.badProbability`.
  mutating func read(_ priors: ShotPriors, _ shot: Int) throws(DecodingError) {
    changes.removeAll(keepingCapacity: true)
    let entries = priors.offsets[shot]..<priors.offsets[shot + 1]
    for entry in entries {
      let mechanism = priors.mechanisms[entry]
      let p = priors.probabilities[entry]
      guard Int(mechanism) < graph.mechanismColumns.count else {
        throw DecodingError(
          .shape,
          "the priors name error \(mechanism), but the model has "
            + "\(graph.mechanismColumns.count) errors.",
          shot: shot)
      }
      guard p >= 0, p <= 1 else {
        throw DecodingError(
          .badProbability,
          "the priors give error \(mechanism) probability \(p), not in 0...1.", shot: shot)
      }
    }
    for entry in entries {
      probabilities[Int(priors.mechanisms[entry])] = priors.probabilities[entry]
    }
    for entry in entries {
      let column = graph.mechanismColumns[Int(priors.mechanisms[entry])]
      if column == none || isTouched[Int(column)] { continue }
      isTouched[Int(column)] = true
      changes.append(change(of: Int(column)))
    }
    for entry in entries {
      let mechanism = Int(priors.mechanisms[entry])
      probabilities[mechanism] = graph.mechanismProbabilities[mechanism]
    }
    for change in changes { isTouched[change.column] = false }
  }

  private func change(of column: Int) -> Change {
    var p = 0.0
    for place in graph.mechanismStarts[column]..<graph.mechanismStarts[column + 1] {
      p = BeliefGraph.odd(p, probabilities[Int(graph.columnMechanisms[Int(place)])])
    }
    let weight = BeliefGraph.weight(p)
    return Change(
      column: column, prior: weight.isInfinite ? BeliefGraph.impossible : Float(weight),
      isFlipped: p > 0.5)
  }
}
