// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit

/// The verbs on noise: what hardware does to qubits.
let noiseCommands = Command(
  group: "noise", "Derives the noise of circuits from hardware, and applies it.",
  example: "quanta noise profile photonic",
  subcommands: [noiseProfile, noiseApply, noisePhases])
