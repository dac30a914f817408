// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a file, a pipe or standard input in large blocks.
public final class ByteReader {
  /// The file, as the user named it; `<stdin>` for standard input.
  public let path: String
  private let descriptor: Int32

  /// Opens a file; `-` or `nil` is standard input.
  ///
  /// - Throws: `FileError` if there is no such file, it is a folder, or it may not be read.
  public init(path: String?) throws(FileError) {
    guard let path, path != "-" else {
      self.path = "<stdin>"
      descriptor = STDIN_FILENO
      return
    }
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(number: errno, path: path) }
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// Fills as much of `buffer` as one read gives.
  ///
  /// - Returns: The number of bytes; 0 at the end of the file only.
  /// - Throws: `FileError` if the system cannot read.
  /// - Precondition: `buffer` is not empty.
  public func read(into buffer: inout [UInt8]) throws(FileError) -> Int {
    precondition(!buffer.isEmpty, "A read needs room for at least one byte.")
    while true {
      let fd = descriptor
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        #if canImport(Glibc)
          unsafe Glibc.read(fd, bytes.baseAddress, bytes.count)
        #else
          unsafe Darwin.read(fd, bytes.baseAddress, bytes.count)
        #endif
      }
      if count >= 0 { return count }
      if errno != EINTR { throw FileError(number: errno, path: path) }
    }
  }

  /// Everything that is left.
  ///
  /// - Parameter limit: The most bytes to accept.
  /// - Returns: The bytes.
  /// - Throws: `FileError` if the system cannot read, or with code `.tooLarge`.
  public func readToEnd(limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var status = stat()
    if unsafe fstat(descriptor, &status) == 0, status.st_size > 0, status.st_size <= limit {
      bytes.reserveCapacity(Int(status.st_size))
    }
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try read(into: &block)
      if count == 0 { return bytes }
      guard count <= limit - bytes.count else {
        throw FileError(
          .tooLarge, path: path,
          "the input is larger than \(limit >> 20) MiB, the most that is read; split it.")
      }
      bytes.append(contentsOf: block[..<count])
      if count == block.count, block.count < 1 << 20 {
        block = [UInt8](repeating: 0, count: block.count * 4)
      }
    }
  }
}

/// The whole content of a file; `-` or `nil` is standard input.
///
/// - Throws: `FileError` if there is no such file, it is a folder, or it may not be read.
public func readFile(_ path: String?) throws(FileError) -> [UInt8] {
  try ByteReader(path: path).readToEnd()
}
