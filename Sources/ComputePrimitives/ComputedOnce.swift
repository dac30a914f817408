// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import Synchronization

/// A value that is computed when it is first asked for, and only then, whichever thread asks.
///
/// Copies of what holds it share it. Threads that ask while it is being computed wait.
public final class ComputedOnce<Value: Sendable, Failure: Error>: Sendable {
  private let compute: @Sendable () throws(Failure) -> Value
  private let result = Mutex<Result<Value, Failure>?>(nil)

  /// Prepares a value.
  ///
  /// - Parameter compute: What computes it; must not ask for the value itself.
  public init(_ compute: @escaping @Sendable () throws(Failure) -> Value) {
    self.compute = compute
  }

  /// The value.
  ///
  /// - Throws: What the computation threw, every time it is asked for.
  public func value() throws(Failure) -> Value {
    let known = result.withLock { stored in
      if let stored { return stored }
      let new = Result { () throws(Failure) in try compute() }
      stored = new
      return new
    }
    return try known.get()
  }
}
