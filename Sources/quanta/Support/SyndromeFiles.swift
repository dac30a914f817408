// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives

/// Where detection events go: `--out`, and `--obs_out` if it is given.
struct SyndromeFiles: ~Copyable {
  private let detectors: Int
  private let observables: Int
  /// Whether --out has the observables after the detectors.
  let appends: Bool
  private var events: ShotOutput
  private var flips: ShotOutput?

  /// The number of bits of a shot in --out.
  var width: Int { detectors + (appends ? observables : 0) }

  /// Opens the files that the flags name; `appendsInDets` puts observables into dets unasked.
  init(
    _ arguments: Arguments, detectors: Int, observables: Int, appendsInDets: Bool = false
  ) throws {
    let separates = arguments.isGiven("obs-out")
    if separates, arguments.isOn("append-observables") {
      throw CommandFailure("--append-observables and --obs-out exclude each other.")
    }
    let format = try arguments.format("out-format")
    let appends =
      arguments.isOn("append-observables") || (appendsInDets && format == .dets && !separates)
    if arguments.hasFlag("shots") {
      try checkShots(
        arguments.integer("shots"), format,
        separates ? arguments.format("obs-out-format") : .zeroOne)
    }
    let events = try arguments.output(
      "out", layout: ShotLayout(detectors: detectors, observables: appends ? observables : 0))
    let flips =
      separates
      ? try arguments.output("obs-out", layout: ShotLayout(observables: observables)) : nil
    takesPackedRows =
      try format == .b8 && !appends && (!separates || arguments.format("obs-out-format") == .b8)
    self.detectors = detectors
    self.observables = observables
    self.appends = appends
    self.events = events
    self.flips = flips
  }

  /// A batch of the right shape.
  func makeBatch(shots: Int) -> SyndromeBatch {
    SyndromeBatch(shotCount: shots, detectorCount: detectors, observableCount: observables)
  }

  /// Writes lists of defects.
  mutating func write(_ batch: borrowing SyndromeBatch) throws {
    try events.writer.write(batch, appendingObservables: appends)
    try flips?.writer.write(batch.observables)
  }

  /// Whether all files take rows of packed bytes as they are.
  let takesPackedRows: Bool

  /// Writes rows of packed bytes.
  mutating func write(detectors rows: [UInt8], observables flipped: [UInt8]) throws {
    try events.writer.write(packedRows: rows.span)
    try flips?.writer.write(packedRows: flipped.span)
  }

  /// Writes rows of bits, with the observables after the detectors if `appends`.
  ///
  /// - Parameters:
  ///   - rows: Shape (at least `count` shots × the bits of --out).
  ///   - flipped: The observables for --obs-out, shape (observables × at least `count` shots).
  ///   - count: How many shots to write.
  /// - Throws: `FileError` if a file cannot be written.
  mutating func write(
    _ rows: borrowing BitMatrix, observables flipped: borrowing BitMatrix, count: Int
  ) throws {
    try events.writer.write(rows, count: count)
    if flips != nil { try flips?.writer.write(flipped.transposed(), count: count) }
  }

  /// Writes what is left and closes the files.
  mutating func finish() throws {
    try events.finish()
    try flips?.finish()
  }
}
