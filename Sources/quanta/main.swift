// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit

let program = Program(
  name: "quanta", version: quantaVersion,
  summary: "a laboratory for quantum error correction",
  commands: [
    circuitCommands, decodeCommands, qecCommands, noiseCommands, stirapCommand, fusionCommand,
    reportCommand,
  ],
  topics: helpTopics)

program.main()
