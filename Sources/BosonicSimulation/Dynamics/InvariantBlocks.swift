// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import LinearAlgebra

/// The parts of a space that a generator does not mix, found from its elements.
///
/// Conserved quantities show as blocks: two-photon dissipation alone keeps the parity of the difference m − n
/// and of m, so the even cat moves in a quarter of the density matrix. Each block is factored for itself.
struct InvariantBlocks {
  /// One block.
  struct Block {
    /// The places of the block in the whole vector, ascending.
    var places: [Int]
    /// The generator within the block.
    var elements: [BandFactorization.Element]
    /// The block that holds the transposes of the places; nil unless vectors are density matrices.
    var mirror: Int?
    /// Where the transpose of each place lies within the mirror.
    var mirrorPlaces: [Int]
    /// The number of complex numbers that factors take.
    var storage: Int
  }

  /// The length of a vector.
  let size: Int
  /// The blocks, by their first place.
  private(set) var blocks: [Block] = []

  /// Finds the blocks of a generator.
  ///
  /// - Parameters:
  ///   - generator: The generator.
  ///   - mirrored: Whether vectors are Hermitian matrices and the generator keeps them so.
  init(_ generator: BandOperator, mirrored: Bool) {
    size = generator.size
    let owner = Self.owners(generator)
    var blockOf = Array(repeating: -1, count: size)
    var local = Array(repeating: 0, count: size)
    for place in 0..<size {
      let root = owner[place]
      if blockOf[root] < 0 {
        blockOf[root] = blocks.count
        blocks.append(
          Block(places: [], elements: [], mirror: nil, mirrorPlaces: [], storage: 0))
      }
      let block = blockOf[root]
      blockOf[place] = block
      local[place] = blocks[block].places.count
      blocks[block].places.append(place)
    }
    for band in generator.bands {
      for row in 0..<size where band.values[row] != .zero {
        blocks[blockOf[row]].elements.append(
          .init(row: local[row], column: local[row + band.offset], value: band.values[row]))
      }
    }
    let side = Int(Double(size).squareRoot().rounded())
    for index in blocks.indices {
      if mirrored {
        let transposed = blocks[index].places.map { $0 % side * side + $0 / side }
        blocks[index].mirror = transposed.first.map { blockOf[$0] }
        blocks[index].mirrorPlaces = transposed.map { local[$0] }
      }
      let elements = blocks[index].elements
      blocks[index].storage = BandFactorization.storage(
        size: blocks[index].places.count,
        below: elements.reduce(0) { max($0, $1.row - $1.column) },
        above: elements.reduce(0) { max($0, $1.column - $1.row) })
    }
  }

  /// The number of complex numbers that the factors of all blocks for one step size take.
  var factorStorage: Int {
    blocks.reduce(0) { $0 + $1.storage } * RationalExponential.poles.count
  }

  /// The block that holds a place.
  func block(holding place: Int) -> Block? {
    blocks.first { $0.places.contains(place) }
  }

  /// The representative of each place: joined places are those that an element of the generator couples.
  private static func owners(_ generator: BandOperator) -> [Int] {
    var sets = DisjointSets(count: generator.size)
    for band in generator.bands {
      for row in 0..<generator.size where band.values[row] != .zero {
        sets.join(row, row + band.offset)
      }
    }
    return (0..<generator.size).map { sets.root($0) }
  }
}
