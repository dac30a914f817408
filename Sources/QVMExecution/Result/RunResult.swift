// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import StrictJSON

/// What a run gives.
public struct RunResult: Sendable {
  /// The names of the events, in the order in which the program's text first produces them.
  public var events: [String]
  /// How often each outcome came: a character an event (a digit, or `-` where it was not produced).
  public var counts: [(outcome: String, shots: Int)]
  /// The exact probability of each outcome, if it was asked for.
  public var probabilities: [(outcome: String, probability: Double)]?
  /// The number of shots.
  public var shots: Int
  /// The seed.
  public var seed: UInt64
  /// What the run used and suffered.
  public var telemetry: RunTelemetry
  /// What went wrong on the way, and what was done.
  public var history: [RunIncident]
  /// Where the noise came from: the rates that were applied.
  public var rates: [LogicalRates]
  /// SHA-256 of the program as canonical JSON.
  public var programHash: String

  /// The values of the events, if there was one shot: those not produced are left out.
  public var values: [(event: String, value: Int)]? {
    guard shots == 1, let outcome = counts.first?.outcome else { return nil }
    return zip(events, outcome).compactMap { event, character in
      character.wholeNumberValue.map { (event, $0) }
    }
  }
}

extension Job {
  /// The result of a run that is over.
  ///
  /// - Precondition: `isFinished`.
  public var result: RunResult {
    precondition(isFinished, "A run has a result when it is over.")
    return RunResult(
      events: plan.reportedEvents.map { plan.program.events[$0] },
      counts: plan.sorted(counts).map { ($0.outcome, $0.value) }, probabilities: nil,
      shots: options.shots, seed: options.seed,
      telemetry: RunTelemetry(tally, of: plan, weight: Double(options.shots)), history: history,
      rates: plan.appliedRates, programHash: plan.programHash)
  }
}

extension ExactDistribution {
  /// The probabilities, by the values of the events that the program reports.
  public func probabilities(
    of plan: ExecutionPlan
  ) -> [(outcome: String, probability: Double)] {
    plan.sorted(outcomes).map { ($0.outcome, $0.value) }
  }
}

extension ExecutionPlan {
  /// Sums values by the text of their outcome, in ascending order of the texts.
  func sorted<Value: AdditiveArithmetic>(
    _ outcomes: [[Int8]: Value]
  ) -> [(outcome: String, value: Value)] {
    var texts: [String: Value] = [:]
    // The order of a sum of doubles must not depend on the hash seed.
    let keys = outcomes.keys.sorted { $0.lexicographicallyPrecedes($1) }
    for key in keys {
      guard let value = outcomes[key] else { continue }
      texts[text(of: key), default: .zero] += value
    }
    return texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func text(of events: [Int8]) -> String {
    String(reportedEvents.map { events[$0] < 0 ? "-" : Character("\(events[$0])") })
  }

  /// The rates that were applied, each once, in the order of the qubits.
  var appliedRates: [LogicalRates] {
    guard case .measured(let table) = noise else { return [] }
    var seen = Set<LogicalProfile>()
    return profiles.filter { seen.insert($0).inserted }.compactMap { table[$0] }
  }

  /// SHA-256 of the program as canonical JSON, in hexadecimal.
  public var programHash: String {
    hexadecimalSHA256(Array(program.json.text(.canonical).utf8))
  }
}
