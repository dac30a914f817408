// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import ComputePrimitives

/// Shots in blocks of fixed size, each with chance of its own: the same bits for any number of threads.
struct BlockPlan: Sendable {
  /// The number of shots in all.
  let shots: Int
  /// The number of shots in a full block.
  let blockSize: Int
  /// What chance is made from: `--seed`, or fresh entropy.
  let seed: UInt64
  /// How many threads work.
  let threads: Int

  /// Reads `--shots`, `--seed` and `--threads`.
  init(_ arguments: Arguments, blockSize: Int) throws {
    shots = try arguments.integer("shots")
    threads = try arguments.integer("threads")
    self.blockSize = blockSize
    if let given = arguments.integerIfGiven("seed") {
      seed = UInt64(given)
    } else {
      seed = UInt64.random(in: .min ... .max)
    }
  }

  /// Says how far the blocks are, on a terminal that is not full of shots.
  func progress(_ arguments: Arguments) -> Progress {
    Progress(output: arguments.textIfGiven("out"))
  }

  /// Tells that a block is done.
  func tell(_ block: Int, _ progress: inout Progress) {
    progress.update(fraction: Double(block + 1) / Double(count), "shots")
  }

  /// The number of blocks.
  var count: Int { shots / blockSize + (shots % blockSize == 0 ? 0 : 1) }

  /// The number of shots in a block.
  func shots(_ block: Int) -> Int { min(blockSize, shots - block * blockSize) }

  /// The random stream of a block, for samplers that take one.
  func stream(_ block: Int) -> RandomStream { RandomStream(seed: seed, stream: UInt64(block)) }

  /// Computes runs of blocks on all threads, and hands out the results in the order of the blocks.
  ///
  /// - Parameters:
  ///   - arguments: Where the command writes.
  ///   - compute: Gives the results of some consecutive blocks; called from several threads at once.
  ///   - write: Receives each result.
  /// - Throws: What `write` throws.
  func forEachResult<Result: Sendable>(
    _ arguments: Arguments, _ compute: @Sendable (Range<Int>) -> [Result],
    write: (Result) throws -> Void
  ) throws {
    let run = 4
    var progress = progress(arguments)
    for first in stride(from: 0, to: count, by: run * threads) {
      let last = min(count, first + run * threads)
      let results = try parallelMap(
        count: (last - first + run - 1) / run, workers: threads
      ) { index in
        let start = first + index * run
        return compute(start..<min(last, start + run))
      }
      for result in results.joined() { try write(result) }
      tell(last - 1, &progress)
    }
    progress.finish()
  }
}
