// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives

/// Where detection events go: `--out`, and `--obs_out` if it is given.
struct SyndromeFiles: ~Copyable {
  private let detectors: Int
  private let observables: Int
  private let appends: Bool
  private var events: ShotOutput
  private var flips: ShotOutput?

  init(_ arguments: Arguments, detectors: Int, observables: Int) throws {
    let separates = arguments.isGiven("obs-out")
    if separates, arguments.isOn("append-observables") {
      throw CommandFailure("--append-observables and --obs-out exclude each other.")
    }
    let format = try arguments.format("out-format")
    // The format dets tells observables from detectors, so nothing is lost by writing both.
    let appends = !separates && (arguments.isOn("append-observables") || format == .dets)
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

  /// Writes rows of bits.
  mutating func write(
    detectors rows: borrowing BitMatrix, observables flipped: borrowing BitMatrix
  ) throws {
    if appends {
      try events.writer.write(rows.appendingColumns(of: flipped))
    } else {
      try events.writer.write(rows)
    }
    try flips?.writer.write(flipped)
  }

  /// Writes what is left and closes the files.
  mutating func finish() throws {
    try events.finish()
    try flips?.finish()
  }
}
