// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Flag {
  /// `--python`: the interpreter that has the peers.
  static let python = Flag(
    "python", .path,
    "The interpreter that has the peers; `.peers/bin/python` if there is one, else `python3`.",
    valueName: "PROGRAM")
}

/// The interpreter that has the peers.
func peerInterpreter(_ arguments: Arguments) -> String {
  if let path = arguments.textIfGiven("python") { return path }
  let local = ".peers/bin/python"
  return unsafe access(local, X_OK) == 0 ? local : "python3"
}
