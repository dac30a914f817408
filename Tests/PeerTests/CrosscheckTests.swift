// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Foundation
import Sampling
import Testing
import _TestSupport

@Suite("Crosscheck", .tags(.peer))
struct CrosscheckTests {
  private let python = Peer.binaries.appending(path: "python").path

  @Test("Every experiment of the table can be made, and each peer has at least twelve")
  func table() throws {
    for peer in CrosscheckExperiment.Peer.allCases {
      #expect(CrosscheckExperiment.all.count { $0.peer == peer } >= 12)
    }
    for experiment in CrosscheckExperiment.all {
      let task = try experiment.task()
      #expect(task.decoder == experiment.decoder)
      #expect(task.circuit.observableCount >= 1)
    }
  }

  // Two experiments at 5 sigma: a false alarm once in a million runs; seeds are fixed.
  @Test("A quick experiment through each peer agrees", .needsPeers, .tags(.statistical))
  func quick() throws {
    let experiments = CrosscheckExperiment.all.filter {
      $0.peer == .qecsim && $0.code == "steane" || $0.code == "repetition:d=5"
    }
    try #require(experiments.count == 3)
    let results = try crosscheck(experiments, python: python, seed: 5, workers: 2) { _ in }
    for result in results { #expect(abs(result.z) < 5, "\(result.experiment.code)") }
  }

  // Thirty experiments at 5 sigma: a false alarm below twice in 10^5; seeds are fixed.
  @Test("Every experiment agrees", .needsPeers, .validationOnly, .tags(.statistical))
  func all() throws {
    let results = try crosscheck(
      CrosscheckExperiment.all, python: python, seed: 1, workers: 2
    ) { _ in }
    #expect(results.count == CrosscheckExperiment.all.count)
    for result in results { #expect(abs(result.z) < 5, "\(result.experiment.code)") }
  }

  @Test("A missing interpreter and a missing package are said clearly")
  func missing() throws {
    let experiments = Array(CrosscheckExperiment.all.prefix(1))
    #expect(throws: SamplingError.self) {
      try crosscheck(experiments, python: "/nonexistent/python", seed: 0, workers: 1) { _ in }
    }
    #expect(throws: SamplingError.self) {
      // A program that is no interpreter ends without an answer.
      try crosscheck(experiments, python: "/bin/true", seed: 0, workers: 1) { _ in }
    }
  }
}
