// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Decoding
import StabilizerSimulation
import Testing
import _TestSupport

@testable import Sampling

@Suite("Stream test")
struct StreamTestTests {
  private func experiment(
    _ code: String, p: Double, rounds: UInt64
  ) throws -> StreamExperiment {
    var grid = ExperimentGrid(codes: [code], rates: [p])
    grid.noises = ["stim"]
    grid.rounds = .fixed(rounds)
    return try StreamExperiment(try #require(try grid.tasks(decoders: ["matching"]).first))
  }

  @Test("A generated circuit has the rounds of the unrolled one.", .tags(.law))
  func layers() throws {
    var grid = ExperimentGrid(codes: ["surface:d=3", "repetition:d=3"], rates: [0.001])
    grid.noises = ["stim", "si1000"]
    grid.rounds = .fixed(60)
    for task in try grid.tasks(decoders: ["matching"]) {
      let folded = try StreamExperiment(task).model
      let flat = try LayeredModel(
        task.circuit.detectorErrorModel(AnalysisOptions(decomposeErrors: true)))
      #expect(folded.roundCount == 61)
      #expect(folded.periodLength > 0)
      #expect(folded.roundCount == flat.roundCount)
      #expect(folded.stride == flat.stride)
      for round in 0..<folded.roundCount {
        let left = folded.layers[folded.layer(ofRound: round)].mechanisms
        let right = flat.layers[flat.layer(ofRound: round)].mechanisms
        #expect(Set(left.map(\.symptom)) == Set(right.map(\.symptom)))
        #expect(left.count == right.count)
        let excess =
          left.reduce(0) { $0 + $1.probability }
          - right.reduce(0) { $0 + $1.probability }
        #expect(abs(excess) < 1e-12)
      }
    }
  }

  @Test("A stream is decoded to its end, and its figures add up.")
  func figures() throws {
    let experiment = try experiment("surface:d=3", p: 0.002, rounds: 3000)
    let decoder = try experiment.compile("matching", WindowSettings(commit: 3, buffer: 3))
    let test = StreamTest(
      experiment.model, decoder, cycle: 1, clock: .processor, seed: 4, warmup: 100)
    let statistics = try test.run()
    #expect(statistics.rounds == 3001)
    #expect(statistics.isComplete)
    #expect(statistics.calls.count == 3001)
    #expect(statistics.perRound.count == 3001)
    let ratio = statistics.perRound.total / statistics.calls.total
    #expect(abs(ratio - 1) < 1e-6)
    #expect((990...1001).contains(statistics.windows.count))
    // A second is long: no round ever waits.
    #expect(statistics.keepsUp)
    #expect(statistics.largestBacklog == 1)
    #expect(statistics.finalBacklog == 0)
    var rounds = 0
    _ = try test.run {
      rounds = $0; return false
    }
    #expect(rounds == 1024)
  }

  @Test("At a pace that no decoder keeps, the backlog grows to the number of rounds.")
  func overload() throws {
    let experiment = try experiment("surface:d=3", p: 0.005, rounds: 4000)
    let decoder = try experiment.compile("union-find", WindowSettings(commit: 3, buffer: 3))
    let test = StreamTest(
      experiment.model, decoder, cycle: 1e-10, clock: .processor, seed: 4, warmup: 100)
    let statistics = try test.run()
    #expect(!statistics.keepsUp)
    #expect(statistics.largestBacklog > 4000)
  }

  @Test("Rounds that wait are counted.", .tags(.exact))
  func arrivals() {
    var queue = ArrivalQueue(cycle: 10)
    #expect(queue.serve(5) == 5)
    #expect(queue.serve(35) == 35)
    #expect(queue.serve(1) == 26)
    #expect(queue.serve(1) == 17)
    #expect(queue.serve(1) == 8)
    #expect(queue.largestBacklog == 4)
    #expect(queue.meanBacklog == 2.2)
    #expect(queue.finalBacklog == 0)
    #expect(queue.sinceWindow() == 43)
    #expect(queue.sinceWindow() == 0)
  }

  @Test("Quantiles are right to a bin.", .tags(.law))
  func quantiles() {
    var histogram = TimeHistogram()
    for time in 1...100_000 { histogram.add(Double(time)) }
    for fraction in [0.001, 0.5, 0.9, 0.999] {
      let ratio = histogram.quantile(fraction) / (fraction * 100_000)
      #expect((1...1.0161).contains(ratio))
    }
    #expect(histogram.quantile(1) == 100_000)
    #expect(histogram.mean == 50000.5)
    histogram.add(-1)
    histogram.add(1e30)
    #expect(histogram.maximum == 1e30)
  }

  @Test(
    "Windows of the distance lose nothing, and short buffers do.", .tags(.statistical),
    .optimizedOnly)
  func accuracy() throws {
    let experiment = try experiment("surface:d=5", p: 0.006, rounds: 40)
    let whole = try experiment.compile("matching", WindowSettings(commit: 41, buffer: 1))
    for scheme in WindowSettings.Scheme.allCases {
      func compare(_ commit: Int, _ buffer: Int) throws -> StreamComparison {
        try StreamComparison(
          experiment.compile(
            "matching", WindowSettings(commit: commit, buffer: buffer, scheme: scheme)),
          with: whole, model: experiment.model, shots: 20000, seed: 3, workers: 2)
      }
      // The bound of 2 % with 5 standard deviations on top: a false alarm in 3 · 10⁶ seeds.
      let good = try compare(5, 5)
      #expect(good.wholeMistakes > 500)
      #expect(abs(good.relativeExcess) < 0.02 + 5 * good.relativeDeviation)
      let bad = try compare(2, 1)
      #expect(bad.relativeExcess > 0.02 + 5 * bad.relativeDeviation)
    }
  }
}
