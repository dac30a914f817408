// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit

/// The verbs on Monte Carlo statistics, with the meaning that `sinter` gives them.
let qecCommands = Command(
  group: "qec", "Collects, combines, fits, plots and checks Monte Carlo statistics.",
  example: "quanta qec plot --in stats.csv --out rates.svg",
  subcommands: [
    qecCollect, qecCombine, qecThreshold, qecPlot, qecCrosscheck, qecRare, qecCodes, qecCalibrate,
    qecProfile, qecCompare, qecExact,
  ])
