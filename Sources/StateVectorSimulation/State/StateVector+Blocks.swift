// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// Passes over the planes in blocks of fixed size, so that sums do not depend on the number of workers.
extension StateVector {
  /// The size of a block of a simple pass, as a power of two.
  static var simpleBlockBits: Int { 14 }

  /// Does something to every block of consecutive amplitudes: its first place and its size.
  mutating func forEachBlock(
    _ body:
      @Sendable (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int, Int) -> Void
  ) {
    let bits = min(Self.simpleBlockBits, qubitCount)
    let workers = workers
    let blocks = 1 << (qubitCount - bits)
    let perItem = max(1, blocks / 64)
    unsafe real.withSharedMemory { real in
      unsafe imaginary.withSharedMemory { imaginary in
        parallelFor(count: blocks / perItem, workers: workers) { item, _ in
          for block in item * perItem..<(item + 1) * perItem {
            unsafe body(real.base, imaginary.base, block << bits, 1 << bits)
          }
        }
      }
    }
  }

  /// Numbers that consecutive blocks of amplitudes yield, in order: for each block its first place and its size.
  borrowing func mapBlocks<Result: Sendable>(
    _ body: @Sendable (UnsafePointer<Scalar>, UnsafePointer<Scalar>, Int, Int) -> Result
  ) -> [Result] {
    let bits = min(Self.simpleBlockBits, qubitCount)
    // Several blocks to an item, but no more than keeps 64 items: handing out is not free.
    let blocks = 1 << (qubitCount - bits)
    let perItem = max(1, blocks / 64)
    let workers = workers
    return unsafe real.withSharedElements { real in
      unsafe imaginary.withSharedElements { imaginary in
        let parts = parallelResults(count: blocks / perItem, workers: workers) { item in
          (item * perItem..<(item + 1) * perItem).map { block in
            unsafe body(real.base, imaginary.base, block << bits, 1 << bits)
          }
        }
        return Array(parts.joined())
      }
    }
  }

  /// The total weight of the basis states with the given values under a mask of positions.
  borrowing func weight(mask: Int, values: Int) -> Double {
    let kernel = unsafe Scalar.kernels.weight
    let weights = unsafe mapBlocks { real, imaginary, start, count in
      (start ^ values) & mask & ~(count - 1) == 0
        ? unsafe kernel(
          real, imaginary, UInt64(start), UInt64(count), UInt64(mask), UInt64(values)) : 0
    }
    return sum(weights)
  }
}

/// The sum of numbers, halves first: rounding grows with the logarithm of the count.
func sum(_ numbers: [Double]) -> Double {
  func part(_ range: Range<Int>) -> Double {
    if range.count <= 8 {
      return range.reduce(0) { $0 + numbers[$1] }
    }
    let middle = (range.lowerBound + range.upperBound) / 2
    return part(range.lowerBound..<middle) + part(middle..<range.upperBound)
  }
  return part(numbers.indices)
}
