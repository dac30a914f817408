// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension JSON {
  /// The members of an object, in the order in which they came.
  ///
  /// Two objects with the same members in different order are equal.
  public struct Object: Sendable {
    /// One member.
    public struct Member: Sendable, Hashable {
      /// The name.
      public let key: String
      /// What stands after the colon.
      public var value: JSON
    }

    /// The members, with no key twice.
    public private(set) var members: [Member]

    /// Makes an object without members.
    public init() {
      members = []
    }

    /// Makes an object of members whose keys are known to differ.
    init(distinct members: [Member]) {
      self.members = members
    }

    /// Makes an object of members in order.
    ///
    /// - Precondition: The keys differ.
    /// - Complexity: O(members), where setting them one by one is quadratic.
    public init(uniqueKeysWithValues members: some Sequence<(String, JSON)>) {
      self.members = members.map { Member(key: $0.0, value: $0.1) }
      precondition(
        Set(self.members.map(\.key)).count == self.members.count, "The keys must differ.")
    }

    /// The number of members.
    public var count: Int { members.count }

    /// The keys, in order.
    public var keys: [String] { members.map(\.key) }

    /// The value of a key; setting nil removes the member, setting a new key appends it.
    ///
    /// - Complexity: O(members).
    public subscript(key: String) -> JSON? {
      get { members.first { $0.key == key }?.value }
      set {
        let index = members.firstIndex { $0.key == key }
        switch (index, newValue) {
        case (let index?, let value?): members[index].value = value
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append(Member(key: key, value: value))
        case (nil, nil): break
        }
      }
    }

    /// The members in ascending order of their keys, by Unicode scalar.
    ///
    /// - Complexity: O(members · log members).
    public func sortedMembers() -> [Member] {
      members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
    }
  }
}

extension JSON.Object: Hashable {
  /// Whether both have the same members, in any order.
  public static func == (first: Self, second: Self) -> Bool {
    first.members.count == second.members.count
      && (first.members == second.members || first.sortedMembers() == second.sortedMembers())
  }

  /// Feeds the members to a hasher in an order of their own.
  public func hash(into hasher: inout Hasher) {
    for member in sortedMembers() { hasher.combine(member) }
  }
}
