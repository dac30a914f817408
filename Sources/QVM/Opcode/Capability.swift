// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What a session must be allowed to do for an operation to run.
public enum Capability: UInt8, Sendable, CaseIterable, Hashable {
  case allocate, teleport, magic, link
  case compute, measure, reset, send, receive, delegate, admin

  /// The name in programs, such as `CAP_ALLOC`.
  public var name: String { Capability.names[Int(rawValue)] }

  /// The capability of a name, with or without `CAP_`; nil if there is none.
  public init?(name: String) {
    let full = name.hasPrefix("CAP_") ? name : "CAP_" + name
    guard let index = Capability.names.firstIndex(of: full) else { return nil }
    self.init(rawValue: UInt8(index))
  }

  private static let names = [
    "CAP_ALLOC", "CAP_TELEPORT", "CAP_MAGIC", "CAP_LINK", "CAP_COMPUTE", "CAP_MEASURE",
    "CAP_RESET", "CAP_SEND", "CAP_RECV", "CAP_DELEGATE", "CAP_ADMIN",
  ]
}

/// A set of capabilities.
public struct Capabilities: OptionSet, Sendable, Hashable {
  /// The raw bits, one a capability.
  public let rawValue: UInt16

  /// Makes a set of raw bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Makes a set of capabilities.
  public init(_ capabilities: some Sequence<Capability>) {
    self.init(rawValue: capabilities.reduce(0) { $0 | 1 << UInt16($1.rawValue) })
  }

  /// Every capability.
  public static let all = Capabilities(Capability.allCases)

  /// Whether a capability is in the set.
  public func contains(_ capability: Capability) -> Bool {
    rawValue & (1 << UInt16(capability.rawValue)) != 0
  }

  /// Adds a capability.
  public mutating func insert(_ capability: Capability) {
    self = Capabilities(rawValue: rawValue | 1 << UInt16(capability.rawValue))
  }

  /// The capabilities in the order of their declaration.
  public var members: [Capability] { Capability.allCases.filter(contains) }

  /// The names, in the order of declaration.
  public var names: [String] { members.map(\.name) }
}
