// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The Tanner graph of a model: columns are errors, checks are detectors, edges join an error to what it flips.
///
/// Errors that flip the same detectors and observables merge into one column, which says whether an odd number of
/// them happened; suggested decompositions play no part. An error of probability p weighs ln((1 − p)/p).
/// - p = 0 never happens and makes no column, unless `keepsImpossible`; p = ½ weighs nothing.
/// - p > ½ makes a column of probability 1 − p, with its flip built into every syndrome beforehand; p = 1 makes
///   the flip alone.
final class BeliefGraph: Sendable {
  let detectorCount: Int
  let observableCount: Int
  /// The words that hold one bit for each observable.
  let observableWords: Int
  /// Whether columns of probability 0 or 1 are kept, for shots that bring other probabilities.
  let keepsImpossible: Bool
  /// What each column flips.
  let symptoms: [Symptom]
  /// ln((1 − p)/p) of each column after flips are built in, 0 or more; infinite where it cannot happen.
  let weights: [Double]
  /// The weights as priors of belief propagation, `impossible` where infinite.
  let priors: [Float]
  /// The edges of check c are `checkStarts[c]..<checkStarts[c + 1]`.
  let checkStarts: [UInt32]
  /// The column of each edge; ascending within a check.
  let edgeColumns: [UInt32]
  /// The edges of column v are `columnEdges[columnStarts[v]..<columnStarts[v + 1]]`.
  let columnStarts: [UInt32]
  /// The edges, column by column.
  let columnEdges: [UInt32]
  /// The check of each entry of `columnEdges`.
  let columnChecks: [UInt32]
  /// The observables of each column, `observableWords` words a column.
  let observables: [UInt64]
  /// Detectors that the likelier outcomes of errors of p > ½ flip, ascending.
  let flippedDetectors: [UInt32]
  /// The observables that these flip.
  let flippedObservables: [UInt64]
  /// The weight of these outcomes: Σ ln((1 − p)/p) ≤ 0, without the errors of p = 1.
  let constantWeight: Double
  /// The columns of which the likelier outcome is that they happen.
  let isFlipped: [Bool]
  /// The column of each mechanism of the model; `none` where it has none.
  let mechanismColumns: [UInt32]
  /// The probability of each mechanism of the model.
  let mechanismProbabilities: [Double]
  /// The mechanisms of column v are `columnMechanisms[mechanismStarts[v]..<mechanismStarts[v + 1]]`.
  let mechanismStarts: [UInt32]
  /// The mechanisms, column by column; none unless `keepsImpossible`.
  let columnMechanisms: [UInt32]
  /// The largest number of edges of a check or a column.
  let largestDegree: Int

  /// The prior of a column that cannot happen: far beyond all messages.
  static let impossible: Float = 1e6

  var columnCount: Int { symptoms.count }
  var edgeCount: Int { edgeColumns.count }

  init(_ model: DetectorErrorModel, keepsImpossible: Bool = false) throws(DecodingError) {
    let mechanisms = try decodableMechanisms(of: model)
    detectorCount = Int(model.detectorCount)
    observableCount = model.observableCount
    observableWords = (observableCount + 63) / 64
    self.keepsImpossible = keepsImpossible
    mechanismProbabilities = mechanisms.map(\.probability)
    let columns = MergedErrors(mechanisms, keepsImpossible: keepsImpossible)
    symptoms = columns.symptoms
    mechanismColumns = columns.mechanismColumns
    (mechanismStarts, columnMechanisms) = columns.mechanisms(isWanted: keepsImpossible)
    isFlipped = columns.probabilities.map { $0 > 0.5 }
    weights = columns.probabilities.map(BeliefGraph.weight)
    priors = weights.map { $0.isInfinite ? BeliefGraph.impossible : Float($0) }
    flippedDetectors = columns.flippedDetectors.sorted()
    flippedObservables = columns.flippedObservableWords(observableWords)
    constantWeight = columns.constantWeight
    var masks = [UInt64](repeating: 0, count: symptoms.count * observableWords)
    for (column, symptom) in symptoms.enumerated() {
      for observable in symptom.observables {
        masks[column * observableWords + Int(observable >> 6)] |= 1 << UInt64(observable & 63)
      }
    }
    observables = masks
    let edges = symptoms.reduce(0) { $0 + $1.detectors.count }
    guard edges <= Int(Int32.max) else {
      throw DecodingError(.tooLarge, "The errors of the model flip \(edges) detectors in all.")
    }
    let links = BeliefLinks(symptoms, checkCount: detectorCount)
    checkStarts = links.checkStarts
    edgeColumns = links.edgeColumns
    columnStarts = links.columnStarts
    columnEdges = links.columnEdges
    columnChecks = links.columnChecks
    largestDegree = max(
      links.largestDegree, symptoms.reduce(0) { max($0, $1.detectors.count) })
  }

  /// The weight of the less likely outcome of an error.
  static func weight(_ p: Double) -> Double {
    p == 0 || p == 1 ? .infinity : abs(log1p(-p) - log(p))
  }

  /// The probability that an odd number of two independent errors happens.
  static func odd(_ p: Double, _ q: Double) -> Double { p * (1 - q) + q * (1 - p) }
}

/// The edges between columns and checks, in both orders.
struct BeliefLinks {
  private(set) var checkStarts: [UInt32]
  private(set) var edgeColumns: [UInt32]
  private(set) var columnStarts: [UInt32] = [0]
  private(set) var columnEdges: [UInt32] = []
  private(set) var columnChecks: [UInt32] = []
  let largestDegree: Int

  init(_ symptoms: [Symptom], checkCount: Int) {
    checkStarts = [UInt32](repeating: 0, count: checkCount + 1)
    for symptom in symptoms {
      for check in symptom.detectors { checkStarts[Int(check) + 1] += 1 }
    }
    largestDegree = Int(checkStarts.max() ?? 0)
    for check in 0..<checkCount { checkStarts[check + 1] += checkStarts[check] }
    var next = checkStarts
    edgeColumns = [UInt32](repeating: 0, count: Int(checkStarts[checkCount]))
    columnEdges.reserveCapacity(edgeColumns.count)
    columnChecks.reserveCapacity(edgeColumns.count)
    for (column, symptom) in symptoms.enumerated() {
      for check in symptom.detectors {
        let edge = next[Int(check)]
        next[Int(check)] += 1
        edgeColumns[Int(edge)] = UInt32(column)
        columnEdges.append(edge)
        columnChecks.append(check)
      }
      columnStarts.append(UInt32(columnEdges.count))
    }
  }
}
