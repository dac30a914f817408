// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import QVMExecution
import CodeConstructions
import Glibc
public import Sampling

/// How much to sample for a profile.
public struct CalibrationOptions: Sendable {
  /// The most shots of an experiment.
  public var maxShots = 1_000_000
  /// The failures that end an experiment.
  public var maxErrors = 2000
  /// The failures in the short memory below which rates are extrapolated from smaller distances instead.
  public var leastErrors = 100
  /// The number of threads; results do not depend on it.
  public var workers = 1
  /// What makes the shots repeatable.
  public var seed: UInt64

  /// The seed where nobody chose one, so that rates that are measured on first use are the same everywhere.
  public static let standardSeed: UInt64 = 0

  /// Makes options.
  public init(seed: UInt64) {
    self.seed = seed
  }
}

/// Measures the logical error rates of a profile by simulating its code, noise and decoder.
///
/// Each Pauli's rate is read off the decay of the logical expectations: a channel shrinks X, Y and Z by its
/// eigenvalues, those of successive cycles multiply, and the ends of the experiments, which are better than rounds
/// between rounds, divide out. A gate's rate includes the cycle in which it is done; the measurement's is that of
/// preparation, one cycle and readout together. Rates below zero within their uncertainty become zero.
///
/// Where the code fails too rarely to be counted, the rates of the largest three smaller distances that fail
/// often enough are extrapolated: ln of each rate is linear in the distance (Λ constant). Such rates say `fit`.
///
/// - Parameters:
///   - profile: What to measure.
///   - options: How much to sample.
///   - observer: What shows progress and may stop the work.
/// - Returns: The rates with 95 % intervals and provenance.
/// - Throws: `CalibrationError`.
public func calibrate(
  _ profile: LogicalProfile, options: CalibrationOptions,
  observer: CollectionObserver = CollectionObserver()
) throws(CalibrationError) -> LogicalRates {
  let plan = try CalibrationPlan(profile)
  let measured = try CalibrationRun(plan, options, observer)
  if measured.failures >= options.leastErrors { return measured.rates }
  var smaller: [CalibrationRun] = []
  var distance = profile.distance - 2
  while distance >= 3, smaller.count < 3 {
    var other = profile
    other.distance = distance
    let run = try CalibrationRun(CalibrationPlan(other), options, observer)
    if run.failures >= options.leastErrors { smaller.append(run) }
    distance -= 2
  }
  guard smaller.count >= 2 else {
    throw CalibrationError(
      .tooRare,
      "Profile `\(profile)`: \(measured.failures) failures in \(measured.shots) shots, and smaller distances "
        + "fail too rarely to extrapolate from. Raise --max-shots, or take a larger p.")
  }
  return try extrapolatedRates(of: plan, from: smaller)
}

/// The counts of a plan's experiments, and the rates that follow.
struct CalibrationRun: Sendable {
  let plan: CalibrationPlan
  /// The failing shots of the short memory.
  let failures: Int
  /// The shots of the short memory.
  let shots: Int
  let rates: LogicalRates

  init(
    _ plan: CalibrationPlan, _ options: CalibrationOptions, _ observer: CollectionObserver
  ) throws(CalibrationError) {
    self.plan = plan
    var collection = CollectionOptions(
      maxShots: options.maxShots, maxErrors: options.maxErrors, workers: options.workers,
      seed: options.seed)
    collection.countsObservableErrorCombos = true
    let rows: [TaskStatistics?]
    do {
      rows = try collect(plan.parts.map(\.task), options: collection, observer: observer)
    } catch {
      throw CalibrationError(.collection, "\(error)")
    }
    var statistics: [CalibrationPlan.Part: TaskStatistics] = [:]
    for (index, row) in rows.enumerated() { statistics[plan.parts[index].part] = row }
    guard rows.allSatisfy({ $0.map { $0.shots > 0 } ?? false }),
      let short = statistics[.short]
    else {
      throw CalibrationError(
        .collection, "Profile `\(plan.profile)`: the work was stopped before there were counts.")
    }
    failures = short.errors
    shots = short.shots
    rates = CalibrationRates(plan, statistics, seed: options.seed).rates
  }
}
