// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The line that opens a repeated block.
struct BlockHeader {
  /// How deep blocks may nest.
  static let largestDepth = 256
  /// How often a block may run: 2⁶³ − 1.
  static let largestCount = UInt64(Int64.max)

  var count: UInt64
  var tag: String
  /// Where the name stands.
  var offset: Int
}

extension ByteCursor {
  /// Reads the tag, the count and the brace of a block whose name has been read.
  ///
  /// - Throws: `CircuitError` where the header is malformed or a limit is exceeded.
  mutating func readBlockHeader(
    name: StaticString, start: Int, depth: Int, smallestCount: UInt64
  ) throws(CircuitError) -> BlockHeader {
    let tag = try readTag()
    if current == Byte.openParenthesis {
      throw error(
        .badArgument, "\(name) takes no parentheses; write the count as in \(name) 100 {.",
        at: position)
    }
    skipSpaces()
    let countAt = position
    guard let count = try readWhole(upTo: BlockHeader.largestCount, "repeat count") else {
      throw error(
        .syntax,
        "Expected how often to repeat, as in \(name) 100 {, found \(self.name(ofByteAt: countAt)).",
        at: countAt)
    }
    if count < smallestCount {
      throw error(.badArgument, "A block must run at least once; remove it.", at: countAt)
    }
    skipSpaces()
    guard current == Byte.openBrace else {
      throw error(
        .syntax,
        "Expected '{' after the repeat count on the same line, found "
          + "\(self.name(ofByteAt: position)).", at: position)
    }
    guard depth < BlockHeader.largestDepth else {
      throw error(.limit, "Blocks may nest at most \(BlockHeader.largestDepth) deep.", at: start)
    }
    position &+= 1
    return BlockHeader(count: count, tag: tag, offset: start)
  }

  func unclosed(_ header: BlockHeader) -> CircuitError {
    error(
      .syntax, "The block that opens here never ends; close it with '}' on a line of its own.",
      at: header.offset)
  }

  func uninitiatedBlock() -> CircuitError {
    error(.syntax, "This '}' closes nothing; remove it or open a block before it.", at: position)
  }
}
