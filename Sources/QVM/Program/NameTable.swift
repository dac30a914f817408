// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The names of qubits, channels or events: each has an index, in order of first appearance.
public struct NameTable: Sendable, Hashable {
  /// The names; a name's place is its index.
  public private(set) var names: [String]
  private var indices: [String: Int]

  /// Makes a table without names.
  public init() {
    names = []
    indices = [:]
  }

  /// Makes a table of names, each given once or more.
  public init(_ names: some Sequence<String>) {
    self.init()
    for name in names { insert(name) }
  }

  /// The number of names.
  public var count: Int { names.count }

  /// The indices of all names.
  public var all: Range<Int> { 0..<names.count }

  /// The name with an index.
  public subscript(index: Int) -> String { names[index] }

  /// The index of a name; nil if the table lacks it.
  public func index(of name: String) -> Int? { indices[name] }

  /// The index of a name, which is added if need be.
  @discardableResult
  public mutating func insert(_ name: String) -> Int {
    if let index = indices[name] { return index }
    let index = names.count
    names.append(name)
    indices[name] = index
    return index
  }

  /// Whether both hold the same names in the same order.
  public static func == (first: Self, second: Self) -> Bool { first.names == second.names }

  /// Feeds the names to a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(names) }
}

extension NameTable {
  /// Whether a text may be a name: a letter or `_`, then letters, digits and `_`.
  public static func isName(_ text: String) -> Bool {
    var isFirst = true
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"):
        break
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if isFirst { return false }
      default:
        return false
      }
      isFirst = false
    }
    return !isFirst
  }
}
