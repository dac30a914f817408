// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import StabilizerSimulation

extension Circuit {
  /// How many detectors and observables fired in 192 shots.
  func firings() throws -> (detectors: Int, observables: Int) {
    var detectors = 0
    var observables = 0
    try DetectionSampler(self).sample(shots: 192, seed: 4) { batch in
      detectors += batch.detectors.words.reduce(0) { $0 + $1.nonzeroBitCount }
      observables += batch.observables.words.reduce(0) { $0 + $1.nonzeroBitCount }
    }
    return (detectors, observables)
  }
}
