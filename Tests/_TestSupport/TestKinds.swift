// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
public import Testing

extension Tag {
  /// Worked values, with their source cited.
  @Tag public static var exact: Tag
  /// Algebraic identities over seeded random inputs.
  @Tag public static var law: Tag
  /// Agreement with another program.
  @Tag public static var peer: Tag
  /// A statistical test with a stated false-alarm rate of at most 1e-6 and a fixed seed.
  @Tag public static var statistical: Tag
}

/// Which tests run.
public enum TestRun {
  /// Whether the tests were built with optimization; heavy kernels are tested only then.
  public static let isOptimized: Bool = {
    var isDebug = false
    assert(
      {
        isDebug = true
        return true
      }())
    return !isDebug
  }()

  /// Whether the long Monte Carlo validations were asked for, with QUANTACORE_VALIDATE=1.
  public static let isValidation =
    ProcessInfo.processInfo.environment["QUANTACORE_VALIDATE"] != nil
}

extension Trait where Self == ConditionTrait {
  /// Runs only in an optimized build (`swift test -c release -Xswiftc -enable-testing`).
  public static var optimizedOnly: Self {
    .enabled(if: TestRun.isOptimized, "runs in optimized builds only")
  }

  /// Runs only in `make validate`.
  public static var validationOnly: Self {
    .enabled(if: TestRun.isValidation && TestRun.isOptimized, "runs in `make validate` only")
  }

  /// Runs where the peers are installed; in CI their absence is a failure, not a skip.
  public static var needsPeers: Self {
    .enabled(
      if: Peer.isInstalled || Peer.isRequired, "needs the peer tools; `make peers` installs them")
  }
}
