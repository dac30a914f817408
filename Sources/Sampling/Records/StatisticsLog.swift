// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import Glibc

/// A file of statistics that grows row by row and survives being cut off at any moment.
///
/// Each row is written by one system call to the end of the file, so that a crash leaves at most one
/// torn line, the last; opening the file again drops it. A lock keeps a second writer out.
public final class StatisticsLog: Sendable {
  /// The file.
  public let path: String
  /// What the file held when it was opened.
  public let existing: StatisticsTable
  /// Where a line was found that was cut off while it was written; it has been removed.
  public let tornLine: SourceLocation?
  private let descriptor: Int32
  private let hasCustomCounts: Bool

  /// Opens a file, or makes one that holds only the header.
  ///
  /// - Throws: `SamplingError` if the file cannot be opened or holds something else, or if another
  ///   process is writing to it.
  public init(path: String) throws(SamplingError) {
    self.path = path
    let file = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw SamplingError.system(path) }
    do throws(SamplingError) {
      try checkKind(file, path)
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        throw SamplingError(.file, "Another process is writing to this file.", path: path)
      }
      let bytes = try readAll(file, path)
      if bytes.allSatisfy({ $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }) {
        try writeAll(file, TaskStatistics.csvHeader + "\n", path)
        (existing, tornLine, hasCustomCounts) = (StatisticsTable(), nil, true)
      } else {
        let (table, layout) = try StatisticsTable.read(bytes, path: path)
        guard layout.isStandard else {
          throw SamplingError(
            .table, "Rows cannot be added: the columns are not in the usual order.", path: path)
        }
        if let start = layout.tornStart {
          guard ftruncate(file, off_t(start)) == 0 else { throw SamplingError.system(path) }
        } else if layout.lacksLineEnd {
          try writeAll(file, "\n", path)
        }
        (existing, tornLine) = (table, layout.tornLocation)
        hasCustomCounts = layout.columnCount > 7
      }
      descriptor = file
    } catch {
      close(file)
      throw error
    }
  }

  deinit {
    close(descriptor)
  }

  /// Adds a row at the end of the file.
  ///
  /// - Throws: `SamplingError` with code `.file` if it cannot be written.
  public func append(_ row: TaskStatistics) throws(SamplingError) {
    var line = row.csvLine
    if !hasCustomCounts {
      var bare = row
      bare.customCounts = [:]
      line = String(bare.csvLine.dropLast())
    }
    try writeAll(descriptor, line + "\n", path)
  }
}

extension SamplingError {
  /// What the system said last.
  static func system(_ path: String) -> SamplingError {
    SamplingError(.file, unsafe String(cString: strerror(errno)) + ".", path: path)
  }
}

/// The most bytes of a table that are read.
private let largestTable = 1 << 30

/// Refuses pipes, devices and tables that are too large to hold.
private func checkKind(_ file: Int32, _ path: String) throws(SamplingError) {
  var status = stat()
  guard unsafe fstat(file, &status) == 0 else { throw SamplingError.system(path) }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw SamplingError(
      .file, "Statistics are kept in a regular file; this is a device or a pipe.", path: path)
  }
  guard status.st_size <= largestTable else {
    throw SamplingError(
      .file, "The table has \(status.st_size) bytes; at most \(largestTable) are read.", path: path)
  }
}

private func readAll(_ file: Int32, _ path: String) throws(SamplingError) -> [UInt8] {
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe block.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
    if count == 0 { return bytes }
    if count > 0 {
      bytes.append(contentsOf: block[..<count])
    } else if errno != EINTR {
      throw SamplingError.system(path)
    }
  }
}

private func writeAll(_ file: Int32, _ text: String, _ path: String) throws(SamplingError) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    if count >= 0 {
      rest = rest.dropFirst(count)
    } else if errno != EINTR {
      throw SamplingError.system(path)
    }
  }
}
