// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import StabilizerSimulation
import Testing
import _TestSupport

/// Small models whose shortest undetected logical errors can be seen by eye.
@Suite(.tags(.exact))
struct DistanceTests {
  @Test func chainFromBoundaryToBoundary() throws {
    let model = try DetectorErrorModel(
      parsing:
        "error(0.1) D0 L0\nerror(0.1) D0 D1\nerror(0.1) D1 D2\nerror(0.1) D2\nerror(0.1) D1 D3")
    let errors = try model.shortestGraphlikeError()
    #expect(errors.count == 4)
    #expect(errors.reduce(Symptom()) { $0 ^ $1 } == Symptom(observables: [0]))
    #expect(try model.undetectableLogicalError().count == 4)
  }

  @Test func parallelEdgesWithDifferentObservables() throws {
    let model = try DetectorErrorModel(
      parsing: "error(0.1) D0 D1\nerror(0.1) D0 D1 L1\nerror(0.1) D0 L0\nerror(0.1) D1 L0")
    #expect(
      try model.shortestGraphlikeError() == [
        Symptom(detectors: [0, 1]), Symptom(detectors: [0, 1], observables: [1]),
      ])
  }

  @Test func undetectableErrorOfItsOwn() throws {
    let model = try DetectorErrorModel(parsing: "error(0.1) D0 L0\nerror(0.1) D0\nerror(0.1) L2")
    #expect(try model.shortestGraphlikeError() == [Symptom(observables: [2])])
    #expect(try model.undetectableLogicalError() == [Symptom(observables: [2])])
  }

  @Test func impossibleErrorsTakeNoPart() throws {
    let model = try DetectorErrorModel(parsing: "error(0) L0\nerror(0.1) D0 L0\nerror(0) D0")
    for search in [
      { try model.shortestGraphlikeError() }, { try model.undetectableLogicalError() },
    ] as [() throws -> [Symptom]] {
      let error = #expect(throws: CircuitError.self) { try search() }
      #expect(error?.code == .notFound)
    }
  }

  @Test func largeErrorsOnlyInTheSearch() throws {
    let model = try DetectorErrorModel(
      parsing: "error(0.1) D0 D1 D2 L0\nerror(0.1) D0 D1 D2\nerror(0.1) D0\nerror(0.1) D1")
    #expect(throws: CircuitError.self) { try model.shortestGraphlikeError() }
    let error = #expect(throws: CircuitError.self) {
      try model.shortestGraphlikeError(ignoresUngraphlikeErrors: false)
    }
    #expect(error?.code == .analysis)
    #expect(try model.undetectableLogicalError().count == 2)
    #expect(throws: CircuitError.self) {
      try model.undetectableLogicalError(LogicalErrorSearchLimits(largestMechanism: 2))
    }
    #expect(throws: CircuitError.self) {
      try model.undetectableLogicalError(LogicalErrorSearchLimits(largestDetectionEventSet: 2))
    }
  }

  @Test func growthMayBeNeeded() throws {
    // D0 can only be cleared through D1 and D2, which takes a step from one detector to two.
    let model = try DetectorErrorModel(
      parsing: "error(0.1) D0 L0\nerror(0.1) D0 D1 D2\nerror(0.1) D1\nerror(0.1) D2")
    #expect(try model.undetectableLogicalError().count == 4)
    #expect(throws: CircuitError.self) {
      try model.undetectableLogicalError(LogicalErrorSearchLimits(allowsGrowth: false))
    }
  }
}
