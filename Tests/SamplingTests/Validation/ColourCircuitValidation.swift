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
  @Test func superdense() throws {
    let found = try ToricCodeValidation.crossing(
      "colour-superdense:d=5,7", "sd6", decoder: "search", rates: [0.003, 0.004, 0.005],
      shots: 20_000)
    #expect((0.0027...0.0046).contains(found))
  }
}
