// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A new folder that only its owner can use, and that goes with all files in it.
struct PrivateFolder {
  let path: String

  /// Makes the folder within another one.
  ///
  /// - Throws: `ExecutionError` with code `.system`.
  init(in folder: String) throws(ExecutionError) {
    var template = Array("\(folder)/migration-XXXXXX".utf8) + [0]
    let isMade = unsafe template.withUnsafeMutableBytes { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { name in
        unsafe name.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
      }
    }
    guard isMade else {
      throw ExecutionError(.system, "\(folder): \(unsafe String(cString: strerror(errno))).")
    }
    path = String(decoding: template.dropLast(), as: UTF8.self)
  }

  /// Removes the folder and its files.
  func remove() {
    for name in fileNames(in: path) ?? [] where name != "." && name != ".." {
      unsafe unlink("\(path)/\(name)")
    }
    unsafe rmdir(path)
  }
}
