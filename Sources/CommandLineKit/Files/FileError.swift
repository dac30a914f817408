// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether a path leads to a folder.
func isFolder(_ path: String) -> Bool {
  var information = stat()
  return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
}

/// Why a file cannot be read or written.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// No file has the name.
    case notFound
    /// The name is a folder's.
    case isDirectory
    /// The user may not do this.
    case notPermitted
    /// The reader of a pipe has gone away.
    case closedPipe
    /// The file is larger than the limit that the caller set.
    case tooLarge
    /// Anything else that the system reports.
    case system
  }

  /// The kind of fault.
  public let code: Code
  /// The file, as the user named it.
  public let path: String
  /// What happened.
  public let message: String

  /// Makes an error.
  public init(_ code: Code, path: String, _ message: String) {
    self.code = code
    self.path = path
    self.message = message
  }

  /// Tells what the system's last error number means.
  init(number: Int32, path: String) {
    switch number {
    case ENOENT: self.init(.notFound, path: path, "there is no such file.")
    case EISDIR: self.init(.isDirectory, path: path, "this is a folder, not a file.")
    case EACCES, EPERM: self.init(.notPermitted, path: path, "you have no permission for this.")
    case EPIPE: self.init(.closedPipe, path: path, "the reader has closed the pipe.")
    default:
      let text = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
      self.init(.system, path: path, "\(text).")
    }
  }

  /// `file: message`.
  public var description: String { "\(path): \(message)" }
}
