// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The checkpoints of jobs in a folder: the newest of each job up to a limit, the oldest evicted.
///
/// A checkpoint of job `j` is the file `ckpt_j_N.qckpt`, N counting up; it appears whole or not at all.
public struct CheckpointStore: Sendable {
  /// When a run is kept.
  public enum Strategy: String, Sendable, CaseIterable {
    /// At every fence.
    case everyFence = "auto"
    /// At each fence that a part with measurements follows.
    case beforeMeasurement = "before-measure"
    /// Not at all.
    case never
  }

  /// One checkpoint in the folder.
  public struct Entry: Sendable, Hashable {
    /// The job.
    public var job: String
    /// The number among the job's checkpoints.
    public var number: Int
    /// The file.
    public var path: String
  }

  /// The folder.
  public let folder: String
  /// The most checkpoints of a job.
  public let limit: Int

  /// The most checkpoints that are kept of a job unless said otherwise.
  public static let standardLimit = 100

  /// Uses a folder, which is made if it is missing.
  ///
  /// - Throws: `ExecutionError` with code `.configuration` if it cannot be made or written to.
  /// - Precondition: `limit >= 1`.
  public init(folder: String, limit: Int = CheckpointStore.standardLimit) throws(ExecutionError) {
    precondition(limit >= 1, "A store keeps at least one checkpoint.")
    self.folder = folder
    self.limit = limit
    // The trailing slash asks for a folder: a file of that name is none.
    guard unsafe mkdir(folder, 0o777) == 0 || errno == EEXIST,
      unsafe access(folder + "/", W_OK | X_OK) == 0
    else {
      throw ExecutionError(.configuration, CheckpointStore.fault(folder).message)
    }
  }

  /// Whether a text can name a job: letters, digits, `-` and `.`, at most 100.
  public static func isJobName(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count) && text.first != "."
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      }
  }

  /// The checkpoints of a job, or of all jobs, the oldest first.
  ///
  /// - Throws: `ExecutionError` with code `.system`.
  public func entries(of job: String? = nil) throws(ExecutionError) -> [Entry] {
    guard let names = fileNames(in: folder) else { throw CheckpointStore.fault(folder) }
    let entries = names.compactMap(entry).filter { job == nil || $0.job == job }
    return entries.sorted { ($0.job, $0.number) < ($1.job, $1.number) }
  }

  private func entry(_ name: String) -> Entry? {
    let suffix = ".qckpt"
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "ckpt", name.hasSuffix(suffix),
      let number = Int(parts[2].dropLast(suffix.count)), number >= 0
    else { return nil }
    return Entry(job: String(parts[1]), number: number, path: "\(folder)/\(name)")
  }

  /// Adds a checkpoint of a job, and evicts the oldest beyond the limit.
  ///
  /// - Returns: The new file.
  /// - Throws: `ExecutionError` with code `.system`.
  /// - Precondition: `isJobName(job)`.
  @discardableResult
  public func save(_ checkpoint: Checkpoint, job: String) throws(ExecutionError) -> Entry {
    precondition(CheckpointStore.isJobName(job), "The name cannot be that of a job.")
    let known = try entries(of: job)
    let number = (known.last?.number ?? -1) + 1
    let path = "\(folder)/ckpt_\(job)_\(number).qckpt"
    try writeWhole(checkpoint.bytes, to: path)
    for old in known.dropLast(max(0, limit - 1)) { unsafe unlink(old.path) }
    return Entry(job: job, number: number, path: path)
  }

  private static func fault(_ path: String) -> ExecutionError {
    let reason = unsafe String(cString: strerror(errno))
    return ExecutionError(.system, "\(path): \(reason).")
  }
}

/// The names in a folder; nil if it cannot be read.
func fileNames(in folder: String) -> [String]? {
  guard let directory = unsafe opendir(folder) else { return nil }
  defer { unsafe closedir(directory) }
  var names: [String] = []
  while let item = unsafe readdir(directory) {
    let name = unsafe withUnsafePointer(to: &item.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
        unsafe String(cString: $0)
      }
    }
    names.append(name)
  }
  return names
}

/// Writes a file beside its place and moves it there, so that nobody ever sees a part of it.
///
/// - Throws: `ExecutionError` with code `.system`.
func writeWhole(_ bytes: [UInt8], to path: String) throws(ExecutionError) {
  let temporary = "\(path).\(getpid())"
  // What an earlier process of the same number left goes; what somebody put there since is not followed.
  unsafe unlink(temporary)
  let descriptor = unsafe open(
    temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
  let fault = { ExecutionError(.system, "\(path): \(unsafe String(cString: strerror(errno))).") }
  guard descriptor >= 0 else { throw fault() }
  var done = 0
  while done < bytes.count {
    let count = unsafe bytes[done...].withUnsafeBytes { rest in
      unsafe write(descriptor, rest.baseAddress, rest.count)
    }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else {
      let error = fault()
      close(descriptor)
      unsafe unlink(temporary)
      throw error
    }
    done += count
  }
  guard fsync(descriptor) == 0, close(descriptor) == 0, unsafe rename(temporary, path) == 0 else {
    let error = fault()
    unsafe unlink(temporary)
    throw error
  }
}

/// Reads a file to its end.
///
/// - Throws: `ExecutionError` with code `.system`.
func readWhole(_ path: String) throws(ExecutionError) -> [UInt8] {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  let fault = { ExecutionError(.system, "\(path): \(unsafe String(cString: strerror(errno))).") }
  guard descriptor >= 0 else { throw fault() }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 20)
  while true {
    let count = unsafe block.withUnsafeMutableBytes { buffer in
      unsafe read(descriptor, buffer.baseAddress, buffer.count)
    }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw fault() }
    if count == 0 { return bytes }
    bytes += block[..<count]
  }
}
