// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A condition on past events; a node whose guard is false is passed over.
///
/// A comparison with an event that was not produced, because its own producer was passed over, is
/// false.
public indirect enum Guard: Sendable, Hashable {
  /// The event has the value: 0 or 1 for a bit, 0…3 for a Bell index.
  case equals(event: Int, value: Int)
  /// All conditions hold.
  case all([Guard])
  /// At least one condition holds.
  case any([Guard])
}

extension Guard {
  /// Whether it holds.
  ///
  /// - Parameter events: The value of each event by its index; nil where not produced.
  /// - Returns: True if so.
  public func holds(_ events: [Int?]) -> Bool {
    switch self {
    case .equals(let event, let value): events[event] == value
    case .all(let conditions): conditions.allSatisfy { $0.holds(events) }
    case .any(let conditions): conditions.contains { $0.holds(events) }
    }
  }

  /// Calls `body` with each comparison, left to right.
  public func forEachComparison(_ body: (_ event: Int, _ value: Int) -> Void) {
    switch self {
    case .equals(let event, let value): body(event, value)
    case .all(let conditions), .any(let conditions):
      for condition in conditions { condition.forEachComparison(body) }
    }
  }

  /// The same condition on events renumbered.
  public func mapEvents(_ transform: (Int) -> Int) -> Guard {
    switch self {
    case .equals(let event, let value): .equals(event: transform(event), value: value)
    case .all(let conditions): .all(conditions.map { $0.mapEvents(transform) })
    case .any(let conditions): .any(conditions.map { $0.mapEvents(transform) })
    }
  }
}
