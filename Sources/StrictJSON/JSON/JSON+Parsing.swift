// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension JSON {
  /// How large a text may be.
  public struct Limits: Sendable, Hashable {
    /// The largest number of bytes.
    public var byteCount: Int
    /// The deepest nesting of arrays and objects; at most 1000, since each level takes stack.
    public var depth: Int

    /// Makes limits; by default 64 MiB and 128 levels.
    public init(byteCount: Int = 64 << 20, depth: Int = 128) {
      self.byteCount = byteCount
      self.depth = min(depth, 1000)
    }
  }

  /// Reads one value from UTF-8 bytes that hold nothing else.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - limits: How large it may be.
  /// - Throws: `JSONError` with line and column.
  /// - Complexity: O(bytes).
  public init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) {
    guard bytes.count <= limits.byteCount else {
      throw JSONError(
        .limit, "The text has \(bytes.count) bytes; at most \(limits.byteCount) are allowed.",
        line: 1, column: 1)
    }
    var parser = JSONParser(bytes: bytes, depthLimit: limits.depth)
    self = try parser.parseDocument()
  }

  /// Reads one value from a text that holds nothing else.
  ///
  /// - Throws: `JSONError` with line and column.
  public init(parsing text: String, limits: Limits = Limits()) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }
}
