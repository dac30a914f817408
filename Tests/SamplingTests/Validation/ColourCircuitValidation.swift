// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Testing
import _TestSupport

@testable import Sampling

/// Thresholds of colour codes under the noise of circuits.
///
/// Published: 0.27 % (4.8.8) and 0.36 % (6.6.6) by integer programming with flags, arXiv:2402.13958, and 0.46 % (6.6.6)
/// by concatenated matching, arXiv:2404.07482.
@Suite(.tags(.statistical), .validationOnly, .serialized) struct ColourCircuitValidation {
  // Measured at 0.2 and 0.3 %: 62 and 189 of 4096 for d = 5, 37 and 185 for d = 7, which cross near 0.30 %.
  @Test func superdense() throws {
    let found = try ToricCodeValidation.crossing(
      "colour-superdense:d=5,7", "sd6", decoder: "bp-osd", rates: [0.0025, 0.003, 0.0035],
      shots: 5000)
    #expect((0.0027...0.0046).contains(found))
  }
}
