// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension NoiseRewriter {
  /// The most passes through one block that are written out where none repeats another.
  private static let largestUnrolling: UInt64 = 100_000

  /// What the rewriting of a block's body depends on.
  private struct Entry: Equatable {
    var layer: NoiseLayer
    var gaps: ArraySlice<Int>
    var pending: Int
  }

  /// Rewrites a block.
  ///
  /// The body starts in the layer left open before it and looks back at the results before it; from
  /// some pass on it starts as the pass before, and then all further passes are alike. The passes before that are
  /// written apart where they differ.
  mutating func rewrite(
    _ block: Circuit.RepeatBlock, into result: inout Circuit
  ) throws(NoiseError) {
    let looksBack = hasHeralds && block.body.counts.lookback > 0
    var passes: [(body: Circuit, count: UInt64)] = []
    var previous: Entry?
    var done: UInt64 = 0
    while done < block.count {
      let visible: (gaps: ArraySlice<Int>, pending: Int) = looksBack ? records.visible : ([], 0)
      let entry = Entry(layer: layer, gaps: visible.gaps, pending: visible.pending)
      let isAlike = !passes.isEmpty && (entry == previous || !hasIdleNoise && !looksBack)
      if isAlike {
        passes[passes.count - 1].count += block.count - done
        skip(passes[passes.count - 1].body, block.body, times: block.count - done)
        break
      }
      guard done < NoiseRewriter.largestUnrolling else {
        throw NoiseError(
          .tooLarge,
          "REPEAT \(block.count): each pass looks back further than the one before, past more heralds; "
            + "at most \(NoiseRewriter.largestUnrolling) such passes can be written out.")
      }
      previous = entry
      let body = try rewrite(block.body)
      if body == passes.last?.body {
        passes[passes.count - 1].count += 1
      } else {
        passes.append((body, 1))
      }
      done += 1
    }
    for pass in passes { append(pass.body, count: pass.count, tag: block.tag, to: &result) }
  }

  /// Counts the results of passes that are not walked.
  private mutating func skip(_ body: Circuit, _ original: Circuit, times: UInt64) {
    guard hasHeralds else { return }
    let results = original.measurementCount
    if results > 0 {
      records.repeatLast(results: Int(clamping: results), times: times)
    } else {
      // More than can be looked back at is refused where something does look back.
      let (heralds, overflow) = body.measurementCount.multipliedReportingOverflow(by: times)
      records.addHeralds(overflow ? 1 << 40 : min(1 << 40, Int(clamping: heralds)))
    }
  }

  private func append(
    _ body: Circuit, count: UInt64, tag: String, to result: inout Circuit
  ) {
    if body.operations.isEmpty { return }
    if count == 1 && tag.isEmpty {
      result.operations += body.operations
    } else {
      result.operations.append(.block(Circuit.RepeatBlock(count: count, body: body, tag: tag)))
    }
  }
}
