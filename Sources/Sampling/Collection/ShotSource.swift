// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

/// Where the shots of a task come from; shared by workers, each of which makes a sampler of its own.
protocol ShotSource: Sendable {
  func makeSampler() -> any ShotSampler
}

/// The working memory for sampling, of one worker.
protocol ShotSampler: AnyObject {
  /// Replaces the batch by so many new shots.
  func sample(shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch)
}
