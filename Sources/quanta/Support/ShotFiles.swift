// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives

extension Flag {
  /// A flag whose value is a shot format.
  static func format(_ name: String, _ summary: String) -> Flag {
    Flag(
      name, .choice(ShotFormat.allCases.map(\.rawValue)), summary, valueName: "FORMAT",
      default: ShotFormat.zeroOne.rawValue)
  }

  /// `--shots`: how many are sampled.
  static let shots = Flag(
    "shots", .integer(0...1_000_000_000_000_000_000), "How many shots.", default: "1")

  /// `--append_observables`.
  static let appendObservables = Flag(
    "append-observables", .toggle,
    "Writes the observables after the detectors of each shot, in place of --obs-out.")

  /// `--obs_out` and its format.
  static let observableFiles = [
    Flag("obs-out", .path, "Where to write the observables, apart from the detectors."),
    format("obs-out-format", "The format of --obs-out."),
  ]
}

extension Arguments {
  /// The shot format that a flag chooses.
  func format(_ name: String) throws -> ShotFormat {
    let text = try text(name)
    guard let format = ShotFormat(rawValue: text) else {
      throw CommandFailure("--\(name) cannot be `\(text)`.")
    }
    return format
  }

  /// The format in which a flag's file is read or written: `--NAME-format`.
  func reader(_ name: String, layout: ShotLayout) throws -> ShotReader {
    try ShotReader(
      format("\(name)-format"), layout: layout, from: ByteReader(path: textIfGiven(name)))
  }

  /// A file of shots to be written.
  func output(_ name: String, layout: ShotLayout) throws -> ShotOutput {
    try ShotOutput(path: textIfGiven(name), format: format("\(name)-format"), layout: layout)
  }
}

/// A file that shots are written to.
struct ShotOutput: ~Copyable {
  private let file: ByteWriter
  var writer: ShotWriter

  init(path: String?, format: ShotFormat, layout: ShotLayout) throws {
    let file = try ByteWriter(path: path)
    writer = try ShotWriter(format, layout: layout, to: file)
    self.file = file
  }

  /// Writes what is left and closes the file.
  mutating func finish() throws {
    try writer.finish()
    try file.finish()
  }
}

/// Refuses a number of shots that the format cannot hold, before the work starts.
func checkShots(_ shots: Int, _ formats: ShotFormat...) throws {
  if formats.contains(.ptb64), shots % 64 != 0 {
    throw CommandFailure("the format ptb64 needs a number of shots that is a multiple of 64.")
  }
}
