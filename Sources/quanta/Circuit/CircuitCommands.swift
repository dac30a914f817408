// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit

/// The verbs on circuits, error models and shots, with the flags that `stim` gives them.
let circuitCommands = Command(
  group: "circuit", "Makes, analyzes and samples circuits and error models.",
  example: "quanta circuit gen --code repetition_code --task memory --distance 3 --rounds 5",
  subcommands: [
    circuitGenerate, circuitAnalyzeErrors, circuitExplainErrors, circuitDistance, circuitDetect,
    circuitSample, circuitSampleModel, circuitDetectionEvents, circuitConvert,
  ])
