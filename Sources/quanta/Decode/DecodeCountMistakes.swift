// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives
import Decoding
import StrictJSON

/// `quanta decode count-mistakes`.
let decodeCountMistakes = Command(
  "count-mistakes", "Counts the shots whose observables a decoder mistakes.",
  discussion: """
    Prints `mistakes / shots`. The true observables are in --in after the detectors, or in --obs_in.
    """,
  flags: Flag.recordedShots + [
    Flag("obs-in", .path, "The true observables, where --in does not have them."),
    .format("obs-in-format", "The format of --obs-in."),
    Flag("out", .path, "Where to write the result."),
    Flag("time", .toggle, "Prints the time that decoding took, on standard error."),
    .correlations, .json,
  ],
  example: "quanta decode count-mistakes --dem surface.dem --in shots.01 --obs_in truth.01"
) { arguments in
  let appended = arguments.isOn("in-includes-appended-observables")
  guard appended != arguments.isGiven("obs-in") else {
    throw CommandFailure(
      appended
        ? "--in-includes-appended-observables and --obs-in exclude each other."
        : "the true observables are not known; give --obs-in, or say "
          + "--in-includes-appended-observables.")
  }
  var shots = try RecordedShots(arguments, name: decoderName(arguments))
  var truth: TrueObservables?
  if arguments.isGiven("obs-in") {
    truth = try TrueObservables(arguments, count: shots.compiled.observableCount)
  }
  var mistakes = 0
  var read = 0
  try shots.forEachBatch { batch, predictions in
    read += batch.shotCount
    if truth == nil {
      mistakes += predictions.countOfRowsDiffering(from: batch.observables)
    } else {
      mistakes += try truth?.mistakes(predictions) ?? 0
    }
  }
  try truth?.finish()
  try write(arguments, shots, mistakes)
  return .success
}

/// Writes the counts, and the time if it is asked for.
private func write(
  _ arguments: Arguments, _ shots: borrowing RecordedShots, _ mistakes: Int
) throws {
  let time = shots.decodingTime
  let seconds = Double(time.components.seconds) + 1e-18 * Double(time.components.attoseconds)
  if arguments.isOn("time") {
    let each = shots.shotCount == 0 ? 0 : seconds / Double(shots.shotCount)
    printError(
      "decoding took \(rounded(seconds)) s, \(rounded(each * 1e6)) µs a shot\n")
  }
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  if arguments.isOn("json") {
    let doubtful: JSON = shots.isFlagging ? .integer(Int64(shots.doubtfulCount)) : .null
    let result: JSON = [
      "decoder": .string(shots.specification), "mistakes": .integer(Int64(mistakes)),
      "shots": .integer(Int64(shots.shotCount)), "doubtful": doubtful, "seconds": .number(seconds),
    ]
    try file.write(result.text(.indented) + "\n")
  } else {
    try file.write("\(mistakes) / \(shots.shotCount)\n")
  }
  try file.finish()
}

/// The file of `--obs-in`.
private struct TrueObservables: ~Copyable {
  private let path: String?
  private var reader: ShotReader
  private let count: Int
  private var shotCount = 0

  init(_ arguments: Arguments, count: Int) throws {
    path = arguments.textIfGiven("obs-in")
    reader = try arguments.reader("obs-in", layout: ShotLayout(observables: count))
    self.count = count
  }

  /// Reads as many shots as there are predictions, and counts those that differ.
  mutating func mistakes(_ predictions: borrowing BitMatrix) throws -> Int {
    var rows = BitMatrix(rowCount: predictions.rowCount, columnCount: count)
    let found = try naming(path) { try reader.read(into: &rows) }
    shotCount += found
    guard found == predictions.rowCount || (count == 0 && found == 0) else {
      throw CommandFailure(
        file: displayName(path), "it ends after \(shotCount) shots, but --in has more.")
    }
    return predictions.countOfRowsDiffering(from: rows)
  }

  /// Refuses shots that --in does not have.
  mutating func finish() throws {
    guard count > 0 else { return }
    var row = BitMatrix(rowCount: 1, columnCount: count)
    if try naming(path, { try reader.read(into: &row) }) > 0 {
      throw CommandFailure(
        file: displayName(path), "it has more than the \(shotCount) shots of --in.")
    }
  }
}
