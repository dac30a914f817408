// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Calibration
import CommandLineKit
import Glibc
import QVMExecution
import Sampling
import StrictJSON
import Synchronization

/// The file of measured logical error rates.
struct RateStore {
  /// The file; nil where there is no folder for it.
  let path: String?
  /// Whether the file is the program's own: one of another version is then as good as none.
  private let isCache: Bool

  /// The file that `--rates` names, or the one in the user's cache.
  ///
  /// - Throws: `CommandFailure` if the cache has no place.
  init(_ arguments: Arguments) throws {
    if let given = arguments.textIfGiven("rates") {
      path = given
      isCache = false
      return
    }
    func variable(_ name: String) -> String? {
      unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    guard let cache = variable("XDG_CACHE_HOME") ?? variable("HOME").map({ $0 + "/.cache" }) else {
      throw CommandFailure("there is no HOME to keep rates in; give a file with --rates FILE.")
    }
    isCache = true
    path = cache + "/quantacore/logical-rates.json"
  }

  /// The rates that are there; none where there is no file yet.
  ///
  /// - Throws: `CommandFailure` that names the file.
  func table() throws -> LogicalRateTable {
    guard let path, unsafe access(path, F_OK) == 0 else { return LogicalRateTable() }
    let bytes = try readFile(path)
    if isCache, let version = try? JSON(parsing: bytes)["version"]?.intValue,
      version < LogicalRateTable.formatVersion
    {
      return LogicalRateTable()
    }
    do {
      return try LogicalRateTable(parsing: bytes)
    } catch {
      throw CommandFailure(file: path, error.message)
    }
  }

  /// The rates that a table has of a profile as it is now, not of what it was when, say, the file with its noise
  /// was another.
  func current(_ profile: LogicalProfile, in table: LogicalRateTable) -> LogicalRates? {
    // What the laboratory cannot measure may still have rates of another origin.
    table[profile, circuitHash: (try? circuitHash(of: profile)) ?? ""]
  }

  /// The rates of some profiles: from the file, or measured now and kept, as far as they are needed.
  func rates(
    of needed: [(profile: LogicalProfile, kinds: LogicalRates.Kinds)]
  ) throws -> LogicalRateTable {
    var options = CalibrationOptions(seed: CalibrationOptions.standardSeed)
    options.workers = processorCount()
    let known = try table()
    var result = LogicalRateTable()
    for (profile, kinds) in needed {
      let before = current(profile, in: known)
      if let before, before.kinds.isSuperset(of: kinds) {
        result.insert(before)
      } else {
        result.insert(
          try measure(
            profile, kinds.union(before?.kinds ?? []), options, tellsProgress: true))
      }
    }
    return result
  }

  /// Measures a profile with progress, and keeps its rates.
  func measure(
    _ profile: LogicalProfile, _ kinds: LogicalRates.Kinds, _ options: CalibrationOptions,
    tellsProgress: Bool = false
  ) throws -> LogicalRates {
    try requireWritable()
    let progress = Mutex(Progress(isForced: tellsProgress))
    let observer = CollectionObserver(
      progress: { state in
        progress.withLock {
          $0.update(fraction: state.fraction, "measuring \(state.current ?? "\(profile)")")
        }
      },
      shouldStop: { Interruption.isRequested })
    defer { progress.withLock { $0.finish() } }
    let rates: LogicalRates
    do {
      rates = try calibrate(profile, kinds: kinds, options: options, observer: observer)
    } catch {
      throw CommandFailure(error.message, exitCode: error.code == .profile ? .invalid : .negative)
    }
    if Interruption.isRequested {
      throw CommandFailure("interrupted; the rates are not kept.", exitCode: .negative)
    }
    try keep(rates)
    return rates
  }

  /// Refuses a file that could not be kept, before hours of work are lost.
  private func requireWritable() throws {
    guard let path else { return }
    try makeFolders(of: path)
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard unsafe access(folder, W_OK | X_OK) == 0 else {
      throw CommandFailure(
        file: path, "rates cannot be kept here: the folder cannot be written to.")
    }
    guard unsafe access(path, F_OK) != 0 || access(path, W_OK) == 0 else {
      throw CommandFailure(file: path, "rates cannot be kept here: the file cannot be written to.")
    }
  }

  /// Adds rates to the file, which is replaced whole so that no reader sees a part.
  private func keep(_ rates: LogicalRates) throws {
    guard let path else { return }
    var table = try table()
    table.insert(rates)
    try makeFolders(of: path)
    let temporary = "\(path).\(getpid())"
    let writer = try ByteWriter(path: temporary)
    try writer.write(table.json.text(.indented) + "\n")
    try writer.finish()
    guard unsafe rename(temporary, path) == 0 else {
      unsafe unlink(temporary)
      throw CommandFailure(file: path, "the file cannot be replaced.")
    }
  }

  private func makeFolders(of path: String) throws {
    var parents: [String] = []
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/"), slash > rest.startIndex {
      rest = rest[..<slash]
      parents.append(String(rest))
    }
    for parent in parents.reversed() where unsafe access(parent, F_OK) != 0 {
      guard unsafe mkdir(parent, 0o777) == 0 || errno == EEXIST else {
        throw CommandFailure(file: parent, "the folder cannot be made.")
      }
    }
  }
}

/// Runs `body` and tells a fault of profiles or programs as one line.
func executing<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as ExecutionError {
    throw CommandFailure(error.message)
  }
}
