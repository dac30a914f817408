// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// What an experiment gave on both sides.
public struct CrosscheckResult: Sendable {
  /// The experiment.
  public let experiment: CrosscheckExperiment
  /// Our failures of shots.
  public let ours: BinomialEstimate
  /// The peer's failures of shots.
  public let theirs: BinomialEstimate

  /// How many standard deviations our rate is above the peer's.
  public var z: Double { ours.z(against: theirs) }
}

/// Runs experiments through us and through their peers, one after the other.
///
/// - Parameters:
///   - experiments: What to run.
///   - python: The interpreter that has the peers.
///   - seed: What makes both sides repeatable.
///   - workers: Our number of threads; results do not depend on it.
///   - shouldStop: Asked between experiments and during ours; a stop returns what is done.
///   - report: Called with each result as it comes.
/// - Returns: The results, in the order of the experiments.
/// - Throws: `SamplingError`, with code `peer` when the fault is on the peer's side.
public func crosscheck(
  _ experiments: [CrosscheckExperiment], python: String, seed: UInt64, workers: Int,
  shouldStop: @escaping @Sendable () -> Bool = { false },
  report: (CrosscheckResult) -> Void
) throws -> [CrosscheckResult] {
  let process = try PeerProcess(python: python, script: peerScript)
  var results: [CrosscheckResult] = []
  for experiment in experiments where !shouldStop() {
    let task = try experiment.task()
    let answer = try process.ask(experiment.question(task: task, seed: seed))
    guard let shots = answer["shots"]?.intValue, let errors = answer["errors"]?.intValue,
      shots > 0, (0...shots).contains(errors)
    else {
      throw SamplingError(.peer, "The peer's answer lacks counts of shots and errors.")
    }
    var options = CollectionOptions(
      maxShots: min(10 * experiment.peerShots, 1_000_000), workers: workers, seed: seed)
    // One row at the end is enough.
    options.savePeriod = 86_400
    let total = try collect(
      [task], options: options, observer: CollectionObserver(shouldStop: shouldStop))
    guard let ours = total.first ?? nil, !shouldStop() else { break }
    let result = CrosscheckResult(
      experiment: experiment, ours: BinomialEstimate(hits: ours.errors, shots: ours.shots),
      theirs: BinomialEstimate(hits: errors, shots: shots))
    report(result)
    results.append(result)
  }
  return results
}
