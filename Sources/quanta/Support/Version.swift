// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The version of the program, as `--version` and reports print it.
let quantaVersion = "0.1.0"
