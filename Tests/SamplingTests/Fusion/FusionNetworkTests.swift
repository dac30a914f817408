// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import NoiseModels
import Sampling
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Fusion networks")
struct FusionNetworkTests {
  @Test(
    "The circuit of resource states and fusions has the model's errors, checks and membranes",
    .tags(.law), arguments: FusionNetwork.Family.allCases)
  func circuit(family: FusionNetwork.Family) throws {
    // The analysis refuses checks or membranes that are not certain, so that this proves both.
    let network = try FusionNetwork(family, size: 3)
    let analyzed = try network.circuit(flip: 0.01).detectorErrorModel(AnalysisOptions())
    func symptoms(_ model: DetectorErrorModel) throws -> [Symptom: Double] {
      var symptoms: [Symptom: Double] = [:]
      try model.forEachMechanism { mechanism in
        let p = symptoms[mechanism.symptom] ?? 0
        symptoms[mechanism.symptom] =
          p * (1 - mechanism.probability) + mechanism.probability * (1 - p)
      }
      return symptoms
    }
    let expected = try symptoms(network.errorModel(flip: 0.01))
    let actual = try symptoms(analyzed)
    #expect(Set(actual.keys) == Set(expected.keys))
    #expect(actual.allSatisfy { abs($1 - (expected[$0] ?? 0)) < 1e-12 })
  }

  @Test("Sizes: states, fusions, outcomes a check", .tags(.exact))
  func counts() throws {
    for (family, states, fusions, valence) in [
      (FusionNetwork.Family.fourStar, 6, 12, 24), (.sixRing, 2, 6, 12),
    ] {
      for size in [3, 4, 5] {
        let network = try FusionNetwork(family, size: size)
        let cubes = size * size * size
        #expect(network.states.count == states * cubes)
        #expect(network.fusions.count == fusions * cubes)
        var uses = [Int](repeating: 0, count: network.checkCount)
        for outcome in network.outcomes {
          uses[Int(outcome.checks.0)] += 1
          uses[Int(outcome.checks.1)] += 1
        }
        #expect(uses.allSatisfy { $0 == valence })
        let qubits = network.fusions.flatMap { [$0.first, $0.second] }
        #expect(Set(qubits).count == network.qubitCount)
        #expect(network.states.joined().sorted() == Array(0..<network.qubitCount))
      }
    }
  }

  @Test("Both lattices of the 6-ring network are face-centred cubic", .tags(.exact))
  func neighbours() throws {
    let network = try FusionNetwork(.sixRing, size: 5)
    var neighbours = [Set<UInt32>](repeating: [], count: network.checkCount)
    for outcome in network.outcomes {
      neighbours[Int(outcome.checks.0)].insert(outcome.checks.1)
      neighbours[Int(outcome.checks.1)].insert(outcome.checks.0)
    }
    #expect(neighbours.allSatisfy { $0.count == 12 })
    // In such a lattice two neighbours have four neighbours in common.
    for (check, around) in neighbours.enumerated() {
      for other in around {
        #expect(neighbours[check].intersection(neighbours[Int(other)]).count == 4)
      }
    }
  }

  @Test("The least that flips a membrane unseen is as long as the lattice", .tags(.exact))
  func distance() throws {
    for family in FusionNetwork.Family.allCases {
      for size in [3, 4] {
        let model = try FusionNetwork(family, size: size).errorModel(flip: 0.01)
        #expect(try model.shortestGraphlikeError(ignoresUngraphlikeErrors: false).count == size)
      }
    }
  }

  @Test("Bad sizes, probabilities and decoders are refused by name, value and range")
  func refusals() throws {
    #expect(throws: CodeError(.badParameter, "6-ring: size=2 must be in 3...40.")) {
      try FusionNetwork(.sixRing, size: 2)
    }
    let network = try FusionNetwork(.sixRing, size: 3)
    #expect(throws: SamplingError(.task, "erasure=1.5: must be in 0...1.0.")) {
      try FusionExperiment(network, erasure: 1.5, flip: 0, decoder: "union-find")
    }
    #expect(throws: SamplingError(.task, "flip=0.7: must be in 0...0.5.")) {
      try FusionExperiment(network, erasure: 0, flip: 0.7, decoder: "union-find")
    }
    #expect(throws: SamplingError.self) {
      try FusionExperiment(network, erasure: 0.1, flip: 0, decoder: "search")
    }
  }

  @Test("The counts depend on the seed alone, not on the threads", .tags(.law))
  func threads() throws {
    let experiment = try FusionExperiment(
      FusionNetwork(.sixRing, size: 3), erasure: 0.08, flip: 0.005, decoder: "union-find")
    let one = try experiment.statistics(shots: 640, failures: 40, seed: 3, workers: 1)
    for workers in [2, 3] {
      let many = try experiment.statistics(shots: 640, failures: 40, seed: 3, workers: workers)
      #expect(many.shots == one.shots && many.errors == one.errors)
    }
    #expect(one.errors > 0)
    // No more shots than are asked for, and those are the first of a longer run.
    let counts = try [10, 64, 100].map {
      try experiment.statistics(shots: $0, seed: 3, workers: 2)
    }
    #expect(counts.map(\.shots) == [10, 64, 100])
    #expect(counts[0].errors <= counts[1].errors && counts[1].errors <= counts[2].errors)
  }

  @Test("Peeling, union-find and matching fail alike where only erasures happen", .tags(.law))
  func erasureDecoders() throws {
    let network = try FusionNetwork(.fourStar, size: 3)
    let counts = try ["peeling", "union-find", "matching"].map { decoder in
      try FusionExperiment(network, erasure: 0.05, flip: 0, decoder: decoder)
        .statistics(shots: 640, seed: 9, workers: 1).errors
    }
    // Within an erasure every correction is as likely; decoders differ only in which one they take, which is
    // a fair coin where a membrane is undetermined. 5 standard deviations: a false alarm in 2 million.
    let spread = 5 * (Double(counts.max() ?? 0) * 2).squareRoot()
    #expect(Double((counts.max() ?? 0) - (counts.min() ?? 0)) < spread)
    #expect(counts[0] > 0)
  }

  @Test("Withheld erasures cost failures", .tags(.statistical))
  func withheld() throws {
    let network = try FusionNetwork(.sixRing, size: 4)
    let told = try FusionExperiment(network, erasure: 0.08, flip: 0, decoder: "union-find")
      .statistics(shots: 384, seed: 1, workers: 1).errors
    // An erasure that nobody is told of is a flip with half its probability.
    let untold = try FusionExperiment(network, erasure: 0, flip: 0.04, decoder: "union-find")
      .statistics(shots: 384, seed: 1, workers: 1).errors
    #expect(untold > told + 10 * Int(Double(told + 1).squareRoot()))
  }

  @Test("(2,2)-Shor encoded fusions of a 6-ring: 10.4 % a fusion, 2.7 % a photon", .tags(.exact))
  func encoded() throws {
    // The erasure that the unencoded network tolerates, 11.98 % of outcomes.
    let photon = try #require(
      try FusionEncoding.shor.photonLoss(erasing: 0.1198, level: 2))
    #expect(abs(photon - 0.027) < 0.0005)
    func fusionLoss(_ photon: Double) throws -> Double {
      try FusionGate(level: 2, efficiency: 1 - photon).loss
    }
    let atThreshold = try fusionLoss(photon)
    #expect(abs(atThreshold - 0.104) < 0.001)
    let published = try fusionLoss(0.027)
    #expect(abs(published - 0.1037) < 5e-5)
    // A quarter of boosted fusions fail, which erases an eighth of bare outcomes: more than the network bears.
    #expect(try FusionEncoding.bare.photonLoss(erasing: 0.1198, level: 2) == nil)
    let gate = try FusionGate(level: 2, efficiency: 1)
    #expect(abs(FusionEncoding.bare.erasure(of: gate) - 0.125) < 1e-12)
  }
}
