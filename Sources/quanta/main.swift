// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit

let program = Program(
  name: "quanta", version: "0.1.0",
  summary: "a laboratory for quantum error correction",
  commands: [
    circuitCommands, qecCommands,
  ])

program.main()
