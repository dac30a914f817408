// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import StrictJSON
import Synchronization

@testable import Sampling

/// Shots in which observable 0 flips with a given probability, and one detector fires half the time.
struct CoinSource: ShotSource {
  var probability: Double

  func makeSampler() -> any ShotSampler { Sampler(probability) }

  final class Sampler: ShotSampler {
    let probability: Double
    init(_ probability: Double) { self.probability = probability }

    func sample(
      shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch
    ) {
      batch = SyndromeBatch(shotCount: shots, detectorCount: 3, observableCount: 2)
      for shot in 0..<shots {
        if stream.nextUnit() < 0.5 { batch.defects.append(1) }
        batch.offsets[shot + 1] = batch.defects.count
        batch.observables[shot, 0] = stream.nextUnit() < probability
      }
    }
  }
}

/// Predicts that nothing flipped.
struct SilentDecoder: CompiledDecoder {
  var detectorCount: Int { 3 }
  var observableCount: Int { 2 }
  var fails = false

  func makeEngine() -> any DecodingEngine { Engine(fails) }

  final class Engine: DecodingEngine {
    let fails: Bool
    init(_ fails: Bool) { self.fails = fails }

    func decode(
      _ batch: SyndromeBatch, into predictions: inout BitMatrix
    ) throws(DecodingError) {
      if fails { throw DecodingError(.unexplainable, "Nothing explains the shot.") }
      predictions.clear()
    }
  }
}

/// A task made of the doubles.
func coin(_ probability: Double, id: String, fails: Bool = false) -> PreparedTask {
  PreparedTask(
    identity: TaskStatistics(
      strongID: id, decoder: "silent", metadata: ["p": .number(probability)]),
    source: CoinSource(probability: probability), decoder: SilentDecoder(fails: fails), name: id)
}

/// Gathers the rows that a collection saves.
final class RowCollector: Sendable {
  let rows = Mutex<[TaskStatistics]>([])

  var table: StatisticsTable {
    get throws {
      var table = StatisticsTable()
      for row in rows.withLock({ $0 }) { try table.add(row) }
      return table
    }
  }

  var observer: CollectionObserver {
    CollectionObserver(record: { row in self.rows.withLock { $0.append(row) } })
  }
}

/// A row without the time it took, which is never the same.
func timeless(_ row: TaskStatistics?) -> TaskStatistics? {
  var row = row
  row?.seconds = 0
  return row
}
