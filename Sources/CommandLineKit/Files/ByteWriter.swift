// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a file, a pipe or standard output through a buffer.
///
/// Call `finish()` at the end: only then is everything written, and faults are reported.
public final class ByteWriter {
  /// The file, as the user named it; `<stdout>` for standard output.
  public let path: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private let capacity: Int

  /// Creates or replaces a file; `-` or `nil` is standard output.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - appending: Whether to keep what the file holds and write after it.
  ///   - capacity: How many bytes are collected before they are written.
  /// - Throws: `FileError` if the file cannot be made.
  public init(path: String?, appending: Bool = false, capacity: Int = 1 << 16) throws(FileError) {
    self.capacity = capacity
    guard let path, path != "-" else {
      self.path = "<stdout>"
      descriptor = STDOUT_FILENO
      return
    }
    self.path = path
    let mode = O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_TRUNC)
    descriptor = unsafe open(path, mode, 0o666)
    guard descriptor >= 0 else {
      // The file would be made, so it is a folder on the way that is missing.
      if errno == ENOENT {
        throw FileError(.notFound, path: path, "its folder does not exist; make it first.")
      }
      throw FileError(number: errno, path: path)
    }
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// Writes bytes.
  ///
  /// - Throws: `FileError` if the system cannot write; code `.closedPipe` if the reader has gone.
  public func write(_ bytes: Span<UInt8>) throws(FileError) {
    if buffer.count + bytes.count > capacity { try flush() }
    if bytes.count >= capacity { return try put(bytes) }
    unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
  }

  /// Writes bytes.
  ///
  /// - Throws: `FileError` if the system cannot write; code `.closedPipe` if the reader has gone.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    try write(bytes.span)
  }

  /// Writes a text as UTF-8.
  ///
  /// - Throws: `FileError` if the system cannot write; code `.closedPipe` if the reader has gone.
  public func write(_ text: String) throws(FileError) {
    try write(Array(text.utf8))
  }

  /// Hands what is collected to the system.
  ///
  /// - Throws: `FileError` if the system cannot write.
  public func flush() throws(FileError) {
    guard !buffer.isEmpty else { return }
    let full = buffer
    buffer.removeAll(keepingCapacity: true)
    try put(full.span)
  }

  /// Writes what is left and closes the file.
  ///
  /// - Throws: `FileError` if the system cannot write.
  public func finish() throws(FileError) {
    try flush()
    guard descriptor > STDERR_FILENO else { return }
    let closed = close(descriptor)
    descriptor = -1
    if closed != 0 { throw FileError(number: errno, path: path) }
  }

  private func put(_ bytes: Span<UInt8>) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let count = writeBytes(descriptor, bytes.extracting(droppingFirst: done))
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw FileError(number: errno, path: path)
      }
    }
  }
}

/// One write(2).
private func writeBytes(_ descriptor: Int32, _ bytes: Span<UInt8>) -> Int {
  unsafe bytes.withUnsafeBufferPointer { bytes in
    #if canImport(Glibc)
      unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}

/// Writes a text to standard output.
///
/// - Throws: `FileError` if the system cannot write; code `.closedPipe` if the reader has gone.
public func printOutput(_ text: String) throws(FileError) {
  let writer = try ByteWriter(path: nil)
  try writer.write(text)
  try writer.finish()
}

/// Writes a line to standard error; a fault there has nowhere to be reported.
public func printError(_ line: String) {
  let text = line.hasSuffix("\n") ? line : line + "\n"
  _ = writeBytes(STDERR_FILENO, Array(text.utf8).span)
}
