// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import COpenBLAS

/// The library's settings, made once.
enum Library {
  private static let isPrepared: Bool = {
    qk_useOneThread()
    return true
  }()

  /// Makes sure that the library computes on the calling thread alone.
  static func prepare() {
    _ = isPrepared
  }
}
