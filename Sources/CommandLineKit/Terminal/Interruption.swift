// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let requested = Atomic<Bool>(false)

/// Lets a long command end cleanly on Ctrl-C (SIGINT) or SIGTERM, and keep what it has found.
public enum Interruption {
  /// Starts to watch: the first signal sets `isRequested`, the second ends the process at once.
  public static func watch() {
    // Touched here, so that the handler finds it initialized.
    requested.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      _ = signal(number) { number in
        if requested.exchange(true, ordering: .relaxed) { _exit(128 + number) }
      }
    }
    // A parent may start the process with signals blocked; then they would never arrive.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { unsafe sigaddset(&signals, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Whether the user has asked to stop.
  public static var isRequested: Bool { requested.load(ordering: .relaxed) }
}
