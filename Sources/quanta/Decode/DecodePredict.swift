// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import Decoding

/// `quanta decode predict`.
let decodePredict = Command(
  "predict", "Predicts from detection events which observables flipped.",
  discussion: """
    Writes one shot of observables for each shot that is read.
    """,
  flags: Flag.recordedShots + [
    Flag("out", .path, "Where to write the predicted observables."),
    .format("out-format", "The format of --out."),
    .correlations,
  ],
  example: "quanta decode predict --dem surface.dem --in shots.b8 --in_format b8 --out_format dets"
) { arguments in
  var shots = try RecordedShots(arguments, name: decoderName(arguments))
  var output = try arguments.output(
    "out", layout: ShotLayout(observables: shots.compiled.observableCount))
  try shots.forEachBatch { _, predictions in try output.writer.write(predictions) }
  try output.finish()
  return .success
}

extension Flag {
  /// `--enable_correlations`, as `pymatching` has it.
  static let correlations = Flag(
    "enable-correlations", .toggle,
    "Short for --decoder correlated-matching.")
}

/// The decoder that the flags choose.
///
/// - Throws: `CommandFailure` if they contradict each other.
func decoderName(_ arguments: Arguments) throws -> String {
  guard arguments.isOn("enable-correlations") else { return try arguments.text("decoder") }
  if arguments.isGiven("decoder") {
    throw CommandFailure("--enable-correlations and --decoder exclude each other.")
  }
  return "correlated-matching"
}
