// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Glibc

/// The sets of errors of a model, at its own probabilities and at others of a family.
///
/// Errors are deviations from the likelier outcome of each mechanism; what mechanisms of p > ½ flip is built
/// into every shot. At scale s each error has s times its odds, so that sets of errors have probabilities in
/// proportion to s^|E| Π odds, and what two scales make of a set differs by its number of errors alone.
struct ErrorSpace: Sendable {
  let detectorCount: Int
  let observableCount: Int
  /// The odds q/(1 − q) of each error, q ≤ ½; 0 for rare errors that are set apart.
  private(set) var odds: [Double]
  private(set) var totalOdds: Double
  /// The odds of the model itself, also those of rare errors.
  let modelOdds: [Double]
  /// The class of each rare error that is set apart, −1 for the others; empty if there is none.
  private(set) var rareClass: [Int32] = []
  /// The detectors of each error: `detectors[starts[i]..<starts[i + 1]]`.
  let starts: [Int]
  let detectors: [UInt32]
  /// The observables that each error flips.
  let masks: [UInt64]
  /// The errors at each detector: `errors[errorStarts[d]..<errorStarts[d + 1]]`.
  let errorStarts: [Int]
  let errors: [UInt32]
  /// What fires when there is no error.
  let baseDetectors: [UInt32]
  let baseObservables: UInt64
  private var alias: AliasTable

  /// The number of errors that can happen.
  var count: Int { odds.count }

  /// Takes a model apart.
  ///
  /// - Throws: `SamplingError` if the model has no observables, more than 64, or no errors.
  init(_ model: DetectorErrorModel) throws(SamplingError) {
    guard model.detectorCount <= PreparedTask.largestModel,
      model.mechanismCount <= PreparedTask.largestModel
    else {
      throw SamplingError(
        .collection, "The model has more than \(PreparedTask.largestModel) detectors or errors.")
    }
    guard (1...64).contains(model.observableCount) else {
      throw SamplingError(
        .collection,
        "The model has \(model.observableCount) observables; rare events need 1 to 64.")
    }
    let mechanisms: [Mechanism]
    do { mechanisms = try model.mechanisms() } catch {
      throw SamplingError(.collection, "The model cannot be unrolled: \(error)")
    }
    detectorCount = Int(model.detectorCount)
    observableCount = model.observableCount
    var odds: [Double] = []
    var starts = [0]
    var detectors: [UInt32] = []
    var masks: [UInt64] = []
    var base = Symptom()
    for (index, mechanism) in mechanisms.enumerated() {
      let p = mechanism.probability
      guard p >= 0, p <= 1 else {
        throw SamplingError(
          .collection, "Error \(index) of the model has probability \(p), not in 0...1.")
      }
      if p > 0.5 { base = base ^ mechanism.symptom }
      if p == 0 || p == 1 || mechanism.symptom.isEmpty { continue }
      odds.append(p > 0.5 ? (1 - p) / p : p / (1 - p))
      detectors += mechanism.symptom.detectors
      starts.append(detectors.count)
      masks.append(bitMask(mechanism.symptom.observables))
    }
    guard !odds.isEmpty else {
      throw SamplingError(
        .collection, "No error of the model has a probability above 0: nothing is rare here.")
    }
    self.odds = odds
    modelOdds = odds
    self.starts = starts
    self.detectors = detectors
    self.masks = masks
    totalOdds = odds.reduce(0, +)
    baseDetectors = base.detectors
    baseObservables = bitMask(base.observables)
    alias = AliasTable(weights: odds)
    (errorStarts, errors) = transposed(starts, detectors, count: Int(model.detectorCount))
  }

  /// The same errors with some that are drawn and counted on their own.
  ///
  /// - Parameter classes: The rare errors, by class; not all errors.
  /// - Returns: The space in which only the other errors are drawn and scaled.
  func setting(apart classes: [[UInt32]]) -> ErrorSpace {
    var space = self
    space.rareClass = [Int32](repeating: -1, count: count)
    for (number, list) in classes.enumerated() {
      for error in list {
        space.odds[Int(error)] = 0
        space.rareClass[Int(error)] = Int32(number)
      }
    }
    space.totalOdds = space.odds.reduce(0, +)
    space.alias = AliasTable(weights: space.odds)
    return space
  }

  /// Whether an error is drawn and counted on its own.
  @inline(__always)
  func isRare(_ error: UInt32) -> Bool { odds[Int(error)] == 0 }

  /// ln of the probability of no error, with the sign turned: Σ ln(1 + s·odds).
  func logPartition(scale: Double) -> Double {
    odds.reduce(0) { $0 + log1p(scale * $1) }
  }

  /// The expected number of errors at a scale.
  func meanWeight(scale: Double) -> Double {
    odds.reduce(0) { $0 + scale * $1 / (1 + scale * $1) }
  }

  /// The probability of an error at a scale.
  @inline(__always)
  func probability(_ error: Int, scale: Double) -> Double {
    let scaled = scale * odds[error]
    return scaled / (1 + scaled)
  }

  /// Adds errors to a list, each one independently with `part` of its probability at a scale.
  ///
  /// A Poisson process of rate s·odds is thinned to one of rate −ln(1 − part·q), of which at least one event
  /// happens with probability part·q.
  ///
  /// - Parameters:
  ///   - scale: The factor on the odds.
  ///   - part: The part of the probabilities, in 0...1.
  ///   - stream: The source of chance.
  ///   - marks: The errors that are left out; those added are marked.
  ///   - list: Receives the errors.
  /// - Complexity: O(part · scale · total odds).
  func draw(
    scale: Double, part: Double, using stream: inout RandomStream, marks: inout MarkSet,
    into list: inout [UInt32]
  ) {
    let events = poissonVariate(mean: part * scale * totalOdds, using: &stream)
    for _ in 0..<events {
      let error = alias.next(using: &stream)
      let scaled = scale * odds[error]
      let chance = stream.nextUnit()
      // 1 − s·odds is below the ratio of the rates, which takes a logarithm.
      if chance >= 1 - scaled {
        let wanted = -log1p(-part * scaled / (1 + scaled))
        if chance * part * scaled >= wanted { continue }
      }
      if marks.insert(error) { list.append(UInt32(error)) }
    }
  }

  /// An error that shares a detector with another: any of its detectors, then any of that one's errors.
  ///
  /// The chance to come from i to j is |j| / |i| times that of the way back, where |i| counts detectors.
  ///
  /// - Returns: The error, perhaps the same one; nil if the error has no detectors.
  func drawNeighbor(of error: UInt32, using stream: inout RandomStream) -> UInt32? {
    let first = starts[Int(error)]
    let size = starts[Int(error) + 1] - first
    guard size > 0 else { return nil }
    let detector = Int(detectors[first + Int(stream.nextUnit() * Double(size))])
    let begin = errorStarts[detector]
    let degree = errorStarts[detector + 1] - begin
    return errors[begin + Int(stream.nextUnit() * Double(degree))]
  }

  /// The number of detectors of an error.
  func size(_ error: UInt32) -> Int {
    starts[Int(error) + 1] - starts[Int(error)]
  }
}

/// A set of small numbers that is emptied in constant time.
struct MarkSet: Sendable {
  private var stamps: [UInt32]
  private var current: UInt32 = 1

  init(count: Int) {
    stamps = [UInt32](repeating: 0, count: count)
  }

  /// Adds a number, and tells whether it was new.
  @inline(__always)
  mutating func insert(_ index: Int) -> Bool {
    if stamps[index] == current { return false }
    stamps[index] = current
    return true
  }

  mutating func removeAll() {
    if current == .max {
      for index in stamps.indices { stamps[index] = 0 }
      current = 0
    }
    current += 1
  }
}

/// The low 64 observables as bits.
private func bitMask(_ observables: [UInt32]) -> UInt64 {
  observables.reduce(0) { $0 | 1 << UInt64($1) }
}

/// The rows at each column of a sparse matrix that is given by its rows.
private func transposed(
  _ starts: [Int], _ columns: [UInt32], count: Int
) -> (starts: [Int], rows: [UInt32]) {
  var ends = [Int](repeating: 0, count: count + 1)
  for column in columns { ends[Int(column) + 1] += 1 }
  for column in 0..<count { ends[column + 1] += ends[column] }
  var next = ends
  var rows = [UInt32](repeating: 0, count: columns.count)
  for row in 0..<starts.count - 1 {
    for place in starts[row]..<starts[row + 1] {
      let column = Int(columns[place])
      rows[next[column]] = UInt32(row)
      next[column] += 1
    }
  }
  return (ends, rows)
}
