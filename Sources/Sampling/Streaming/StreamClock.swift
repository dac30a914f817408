// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What time is measured by.
public enum StreamClock: String, Sendable, CaseIterable {
  /// The time that passes, in which other work on the machine shows as outliers.
  case wall
  /// The processor time of the thread, which leaves out the time when other threads have the core.
  case processor

  /// Now, in nanoseconds from some moment on.
  public var now: UInt64 {
    var time = timespec()
    let clock = self == .wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID
    unsafe clock_gettime(clock, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  /// Now, in seconds from the same moment on.
  var seconds: Double { 1e-9 * Double(now) }

  /// What two looks at the clock cost, in nanoseconds: the least of many tries.
  public var overhead: Double {
    var least = UInt64.max
    for _ in 0..<1000 {
      let start = now
      least = min(least, now - start)
    }
    return Double(least)
  }
}
