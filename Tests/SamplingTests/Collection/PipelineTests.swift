// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

/// From circuits to counts through the real analysis, samplers and decoders.
@Suite struct PipelineTests {
  static func task(_ text: String, decoder: String = "matching") throws -> CollectionTask {
    CollectionTask(
      circuit: try Circuit(parsing: text), decoder: decoder, metadata: ["d": 3], name: "test")
  }

  static func counts(_ task: CollectionTask, shots: Int, workers: Int = 1) throws -> Int {
    let options = CollectionOptions(maxShots: shots, workers: workers, seed: 12)
    let rows = try collect([task], options: options)
    #expect(rows[0]?.shots == shots)
    return rows[0]?.errors ?? -1
  }

  /// A repetition code of three bits, each flipped once by the given noise, with perfect checks.
  static func repetition(_ noise: String) -> String {
    """
    \(noise)
    M 0 1 2
    DETECTOR rec[-3] rec[-2]
    DETECTOR rec[-2] rec[-1]
    OBSERVABLE_INCLUDE(0) rec[-3]
    """
  }

  // Σ_{k>1} C(3,k)·p^k·(1−p)^(3−k) = 0.104 for p = 0.2. False-alarm rate: 6 σ, below 1e-8.
  @Test(.tags(.statistical)) func repetitionCodeFailsAsComputed() throws {
    let task = try Self.task(Self.repetition("X_ERROR(0.2) 0 1 2"))
    let errors = try Self.counts(task, shots: 50_000, workers: 2)
    #expect(abs(Double(errors) - 5200) < 6 * (5200 * 0.896).squareRoot())
  }

  // A channel whose cases exclude each other: no model is exact, so the shots come from frames. Each
  // bit flips with probability 0.2 by X or Y, as above.
  @Test(.tags(.statistical)) func disjointChannelsAreSampledExactly() throws {
    let noise = "PAULI_CHANNEL_2(0,0,0,0.2,0,0,0,0,0,0,0,0,0,0,0) 0 3 1 4 2 5"
    let task = try Self.task(Self.repetition(noise))
    let errors = try Self.counts(task, shots: 50_000)
    #expect(abs(Double(errors) - 5200) < 6 * (5200 * 0.896).squareRoot())
    // Exactly one of two bits flips: the third settles which, and nothing is ever mistaken.
    let either = "E(0.4) X0\nELSE_CORRELATED_ERROR(0.5) X1"
    let prepared = try Self.task(Self.repetition(either)).prepared()
    #expect(prepared.source is FrameSource)
    #expect(try Self.counts(Self.task(Self.repetition(either)), shots: 5000) == 0)
  }

  @Test(.tags(.exact)) func exactModelsAreSampledSparsely() throws {
    let prepared = try Self.task(Self.repetition("DEPOLARIZE1(0.1) 0 1 2")).prepared()
    #expect(prepared.source is ErrorModelSource)
    #expect(prepared.identity.metadata == ["d": 3] && prepared.identity.strongID.count == 64)
  }

  @Test(.tags(.exact)) func longCircuitsHaveSmallBlocksAndHugeOnesAreRefused() throws {
    func chain(_ rounds: String) throws -> CollectionTask {
      try Self.task(
        "REPEAT \(rounds) {\nX_ERROR(0.001) 0\nMR 0\nDETECTOR rec[-1]\n}\n"
          + "M 1\nOBSERVABLE_INCLUDE(0) rec[-1]")
    }
    #expect(try chain("10").prepared().blockSize == 1024)
    #expect(try chain("300000").prepared().blockSize == 128)
    #expect(try Self.counts(chain("300000"), shots: 3) == 0)
    let silent = try Self.task("REPEAT 1000000000000 {\nM 0\nDETECTOR rec[-1]\n}")
    for task in [try chain("1000000000000"), silent] {
      let error = #expect(throws: SamplingError.self) { try task.prepared() }
      #expect(error?.message.contains("1000000000000 detectors") == true)
    }
  }

  @Test(.tags(.exact)) func whatCannotBePreparedNamesTheTask() throws {
    let unknown = try Self.task(Self.repetition("X_ERROR(0.1) 0"), decoder: "zebra")
    let random = try Self.task("H 0\nM 0\nDETECTOR rec[-1]")
    for task in [unknown, random] {
      let error = #expect(throws: SamplingError.self) { try task.prepared() }
      #expect(error?.code == .collection && error?.message.hasPrefix("test: ") == true)
    }
  }
}
