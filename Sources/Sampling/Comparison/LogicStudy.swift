// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
public import Decoding

/// What a decoder in logic does on the shots of one task, and what the same method in software answers.
public struct LogicStudy: Sendable {
  /// What the layout needs.
  public let resources: LogicResources
  /// The clocks of each shot, ascending by their total.
  public let cycles: [LogicCycles]
  /// The failures of the logic.
  public let mistakes: BinomialEstimate
  /// The failures of unweighted union-find in software, on the same shots.
  public let softwareMistakes: BinomialEstimate
  /// The shots on which both answer the same.
  public let agreements: Int

  /// Decodes the shots of a comparison.
  ///
  /// - Parameters:
  ///   - comparison: The shots.
  ///   - architecture: How the decoder is laid out.
  ///   - shouldStop: Asked between batches.
  /// - Throws: `DecodingError` if the model does not suit the logic, or a shot cannot be explained.
  public init(
    _ comparison: DecoderComparison, architecture: LogicArchitecture,
    shouldStop: () -> Bool = { false }
  ) throws(DecodingError) {
    let logic = try LogicDecoder(comparison.model, architecture: architecture)
    let engine = logic.makeEngine()
    let software = try UnionFindDecoder(growth: .unweighted, order: .together)
      .compile(comparison.model).makeEngine()
    var cycles: [LogicCycles] = []
    var (shots, mistakes, softwareMistakes, agreements) = (0, 0, 0, 0)
    for batch in comparison.batches where !shouldStop() {
      var predictions = BitMatrix(rowCount: batch.shotCount, columnCount: batch.observableCount)
      try software.decode(batch, into: &predictions)
      softwareMistakes += predictions.countOfRowsDiffering(from: batch.observables)
      for shot in 0..<batch.shotCount {
        let answer = try engine.decode(batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]])
        cycles.append(answer.cycles)
        let width = predictions.wordsPerRow
        if width == 0 || answer.observables != batch.observables.words[shot * width] {
          mistakes += width == 0 ? 0 : 1
        }
        if width == 0 || answer.observables == predictions.words[shot * width] { agreements += 1 }
      }
      shots += batch.shotCount
    }
    resources = logic.resources
    self.cycles = cycles.sorted { $0.total < $1.total }
    self.mistakes = BinomialEstimate(hits: mistakes, shots: shots)
    self.softwareMistakes = BinomialEstimate(hits: softwareMistakes, shots: shots)
    self.agreements = agreements
  }

  /// The mean number of clocks.
  public var meanCycles: Double {
    cycles.isEmpty ? 0 : Double(cycles.reduce(0) { $0 + $1.total }) / Double(cycles.count)
  }

  /// The part of all clocks in which the elements stood still.
  public var stallShare: Double {
    let total = cycles.reduce(0) { $0 + $1.total }
    return total == 0 ? 0 : Double(cycles.reduce(0) { $0 + $1.stalls }) / Double(total)
  }

  /// The clocks that a part of the shots does not exceed.
  ///
  /// - Parameter part: Between 0 and 1.
  /// - Returns: The clocks; 0 without shots.
  public func quantile(_ part: Double) -> Int {
    guard !cycles.isEmpty else { return 0 }
    let index = Int((part * Double(cycles.count)).rounded(.up)) - 1
    return cycles[min(max(index, 0), cycles.count - 1)].total
  }
}
