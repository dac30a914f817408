// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import Decoding
import Foundation
import StabilizerSimulation
import Testing
import _TestSupport

@testable import Sampling

/// The search decoder beside matching, on the same shots of SI1000 surface circuits at p = 2·10⁻³, r = d.
///
/// The circuits are those of `quanta qec collect --code surface:d=… --noise si1000 --gates …`, the ancillas measured and
/// reset each round. Published gaps of near-maximum-likelihood decoders (1.7, 2.6, 4.6 at d = 5, 7, 9) are for
/// circuits of CZ gates, whose errors are more correlated.
@Suite("Search beside matching", .tags(.statistical))
struct SearchValidation {
  /// Which shots each decoder mistakes, of the same shots.
  static func mistakes(
    _ decoders: [any Decoder], distance: Int, gates: MemoryExperiment.Gates = .cx, shots: Int,
    seed: UInt64
  ) throws -> [[Bool]] {
    var grid = ExperimentGrid(codes: ["surface:d=\(distance)"], rates: [2e-3])
    grid.noises = ["si1000"]
    grid.gates = gates
    let task = try #require(try grid.tasks(decoders: ["matching"]).first)
    let model = try task.circuit.detectorErrorModel(AnalysisOptions(decomposeErrors: true))
    var batch = SyndromeBatch(
      shotCount: shots, detectorCount: Int(model.detectorCount),
      observableCount: model.observableCount)
    var stream = RandomStream(seed: seed)
    try ErrorModelSampler(model).sample(shots: shots, using: &stream, into: &batch)
    return try decoders.map { decoder in
      var rows = BitMatrix(rowCount: shots, columnCount: model.observableCount)
      try decoder.compile(model).makeEngine().decode(batch, into: &rows)
      return (0..<shots).map { rows.words[$0] != batch.observables.words[$0] }
    }
  }

  // About 320 failures of matching, 180 of the search, most of them of both: a ratio below 1.3 is 6 σ away.
  @Test("At d = 5 the search fails clearly less often", .optimizedOnly)
  func fiveWide() throws {
    let counts = try Self.mistakes(
      [MatchingDecoder(), SearchDecoder()], distance: 5, shots: 40_000, seed: 21
    ).map { mistakes in mistakes.count { $0 } }
    print("d=5: matching \(counts[0]), search \(counts[1])")
    #expect(Double(counts[0]) > 1.3 * Double(counts[1]))
    #expect(counts[0] > 200)
  }

  // Measured with 20 000 shots: 969 and 752 failures at 7.8 %, 1668 and 1756 at 8.6 %.
  @Test("Colour codes by matching cross within 0.4 % of 8.2 %", .validationOnly)
  func colourThreshold() throws {
    let grid = {
      var grid = ExperimentGrid(codes: ["colour:d=21,31"], rates: [0.078, 0.086])
      grid.noises = ["code-capacity:bit-flip"]
      return grid
    }()
    let options = CollectionOptions(maxShots: 80_000, workers: 2, seed: 23)
    let rows = try collect(try grid.tasks(decoders: ["colour"]), options: options)
      .compactMap(\.self)
    let errors = rows.map { $0.errors }
    print("colour d=21, 31 at 7.8 and 8.6 %: \(errors)")
    try #require(errors.count == 4)
    // Whatever the order of the grid, of the two codes at the lower rate the larger fails least.
    #expect(errors.min() != errors[0])
    #expect(errors.max() == errors[3])
  }

  // Shots for some 500 failures of matching or more in either form. The published gaps are for the form of CZ gates,
  // which the bar is held to; four fifths of it for CX gates are a guard we chose, not a figure measured.
  @Test(
    "The gap to matching grows with the distance", .validationOnly, arguments: [5, 7, 9],
    MemoryExperiment.Gates.allCases)
  func gaps(distance: Int, gates: MemoryExperiment.Gates) throws {
    let shots = distance == 5 ? 80_000 : distance == 7 ? 150_000 : 300_000
    let pair = try Self.mistakes(
      [MatchingDecoder(), SearchDecoder()], distance: distance, gates: gates, shots: shots,
      seed: 22)
    let counts = pair.map { mistakes in mistakes.count { $0 } }
    let (first, second) = (Double(counts[0]), Double(counts[1]))
    // The counts have the shots that both mistake in common: only the others make the ratio uncertain.
    let differing = Double(zip(pair[0], pair[1]).count { $0 != $1 })
    let spread = 1.96 * (differing / (first * second)).squareRoot()
    let ratio = first / second
    print(
      "d=\(distance) \(gates.rawValue): matching \(counts[0]), search \(counts[1]) of \(shots): "
        + "\(ratio), 95 % interval \(ratio * exp(-spread)) to \(ratio * exp(spread))")
    let bar = distance == 5 ? 1.6 : distance == 7 ? 2.3 : 4.0
    #expect(ratio >= (gates == .cz ? bar : 0.8 * bar))
  }
}
