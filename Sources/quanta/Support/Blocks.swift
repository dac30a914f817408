// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import ComputePrimitives

/// Shots in blocks of fixed size, each with a random stream of its own: the same for any number of threads.
struct BlockPlan: Sendable {
  /// The number of shots in a full block; a multiple of 64, as ptb64 wants.
  static let size = 1024

  let shots: Int
  let seed: UInt64

  init(_ arguments: Arguments, shots: Int) throws {
    self.shots = shots
    if let given = arguments.integerIfGiven("seed") {
      seed = UInt64(given)
    } else {
      seed = UInt64.random(in: .min ... .max)
    }
  }

  /// The number of blocks.
  var count: Int { shots / Self.size + (shots % Self.size == 0 ? 0 : 1) }

  /// The number of shots in a block.
  func shots(_ block: Int) -> Int { min(Self.size, shots - block * Self.size) }

  /// The random stream of a block.
  func stream(_ block: Int) -> RandomStream { RandomStream(seed: seed, stream: UInt64(block)) }

  /// The blocks, in runs of a number of them.
  func groups(of size: Int) -> some Sequence<Range<Int>> {
    let count = count
    return stride(from: 0, to: count, by: size).lazy.map { $0..<min(count, $0 + size) }
  }
}

/// Runs `body` for the blocks in order, with the number of shots and the stream of each.
func forEachBlock(
  _ arguments: Arguments, shots: Int, _ body: (Int, inout RandomStream) throws -> Void
) throws {
  let plan = try BlockPlan(arguments, shots: shots)
  for block in 0..<plan.count {
    var stream = plan.stream(block)
    try body(plan.shots(block), &stream)
  }
}
