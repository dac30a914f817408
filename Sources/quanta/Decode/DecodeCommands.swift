// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit

/// The verbs that decode recorded shots; the first two have the meaning that `pymatching` gives them.
let decodeCommands = Command(
  group: "decode", "Decodes recorded shots, and measures decoders.",
  example: "quanta decode count-mistakes --dem surface.dem --in shots.dets --in_format dets",
  subcommands: [decodePredict, decodeCountMistakes, decodeBench, decodeStream, decodeHardware])
