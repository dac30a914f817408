// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Sets of whole numbers that are joined and never cut.
///
/// Source: Galler and Fischer, Communications of the ACM 7, 301 (1964), with halved paths.
@frozen
public struct DisjointSets: Sendable {
  @usableFromInline var parents: [Int]

  /// Makes a set for each of the numbers from 0 up to a count.
  public init(count: Int = 0) {
    parents = Array(0..<count)
  }

  /// The number of numbers.
  @inlinable public var count: Int { parents.count }

  /// Adds the next number, in a set of its own.
  ///
  /// - Returns: The number.
  @inlinable public mutating func add() -> Int {
    parents.append(parents.count)
    return parents.count - 1
  }

  /// The least number of the set that a number is in.
  ///
  /// - Complexity: O(log count) on the average over many calls.
  @inlinable public mutating func root(_ member: Int) -> Int {
    var member = member
    while parents[member] != member {
      parents[member] = parents[parents[member]]
      member = parents[member]
    }
    return member
  }

  /// Joins the sets of two numbers.
  ///
  /// - Returns: The least number of both.
  @discardableResult
  @inlinable public mutating func join(_ first: Int, _ second: Int) -> Int {
    let (a, b) = (root(first), root(second))
    parents[max(a, b)] = min(a, b)
    return min(a, b)
  }
}
