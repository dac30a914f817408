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
  /// The failures in the short memory below which rates are too small to count.
  public var leastErrors = 100
  /// What is done about rates that are too small to count.
  public var smallRates = SmallRates.rareEvents

  /// What is done about rates that are too small to count.
  public enum SmallRates: String, Sendable, CaseIterable {
    /// Failures are sought at raised error rates and followed down to the real ones; a fit where none are found.
    case rareEvents = "rare-event"
    /// They are extrapolated from smaller distances.
    case fit
  }
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
/// Where the code fails too rarely to be counted, the experiments are estimated through a ladder of scales of their
/// errors (`estimateRareEvents`); such rates say `rare-event`. Where that finds nothing, or on demand, the rates of the
/// largest three smaller distances that fail often enough are extrapolated: ln of each rate is linear in the
/// distance (Λ constant). Such rates say `fit`.
///
/// - Parameters:
///   - profile: What to measure; its rates say by the hash of its circuits what it stood for (`circuitHash(of:)`).
///   - kinds: The rates that are wanted besides those of idling; the others stay nil.
///   - options: How much to sample.
///   - observer: What shows progress and may stop the work.
/// - Returns: The rates with 95 % intervals and provenance.
/// - Throws: `CalibrationError`.
public func calibrate(
  _ profile: LogicalProfile, kinds: LogicalRates.Kinds = .all, options: CalibrationOptions,
  observer: CollectionObserver = CollectionObserver()
) throws(CalibrationError) -> LogicalRates {
  var rates = try measuredRates(of: profile, kinds, options, observer)
  rates.circuitHash = try circuitHash(of: profile)
  return rates
}

/// SHA-256 of the circuits that a profile stands for as its files are, memories of its code under its noise, in hexadecimal.
///
/// It changes with a file that the noise is derived from, for example, or with the order of the code's gates: rates with
/// another hash are those of something else.
///
/// - Throws: `CalibrationError` with code `.profile`.
public func circuitHash(of profile: LogicalProfile) throws(CalibrationError) -> String {
  try CalibrationPlan.circuitHash(of: profile)
}

private func measuredRates(
  of profile: LogicalProfile, _ kinds: LogicalRates.Kinds, _ options: CalibrationOptions,
  _ observer: CollectionObserver
) throws(CalibrationError) -> LogicalRates {
  let plan = try CalibrationPlan(profile, kinds)
  let probe = try CalibrationProbe(plan, options, observer)
  if probe.failures >= options.leastErrors { return try probe.rates() }
  if options.smallRates == .rareEvents, let rates = try rareRates(of: plan, options, observer) {
    return rates
  }
  var smaller: [LogicalRates] = []
  var distance = profile.distance - 2
  while distance >= 3, smaller.count < 3 {
    var other = profile
    other.distance = distance
    let probe = try CalibrationProbe(CalibrationPlan(other, kinds), options, observer)
    if probe.failures >= options.leastErrors { smaller.append(try probe.rates()) }
    distance -= 2
  }
  guard smaller.count >= 2 else {
    throw CalibrationError(
      .tooRare,
      "Profile `\(profile)`: \(probe.failures) failures in \(probe.shots) shots, and smaller distances "
        + "fail too rarely to extrapolate from. Raise --max-shots, or take a larger p.")
  }
  return try extrapolatedRates(of: plan, from: smaller)
}

/// The short memory of a plan, which tells whether the profile fails often enough for the other experiments.
struct CalibrationProbe: Sendable {
  private let plan: CalibrationPlan
  private let options: CalibrationOptions
  private let observer: CollectionObserver
  private let short: TaskStatistics

  /// The failing shots.
  var failures: Int { short.errors }
  /// The shots.
  var shots: Int { short.shots }

  init(
    _ plan: CalibrationPlan, _ options: CalibrationOptions, _ observer: CollectionObserver
  ) throws(CalibrationError) {
    self.plan = plan
    self.options = options
    self.observer = observer
    short = try CalibrationProbe.counts(
      [plan.parts[0].task], of: plan.profile, options, StatisticsTable(), observer)[0]
  }

  /// The rates, from all experiments.
  func rates() throws(CalibrationError) -> LogicalRates {
    var known = StatisticsTable()
    do throws(SamplingError) {
      try known.add(short)
    } catch {
      throw CalibrationError(.collection, "\(error)")
    }
    let rows = try CalibrationProbe.counts(
      plan.parts.map(\.task), of: plan.profile, options, known, observer)
    var statistics: [CalibrationPlan.Part: TaskStatistics] = [:]
    for (index, row) in rows.enumerated() { statistics[plan.parts[index].part] = row }
    return CalibrationRates(plan, statistics, seed: options.seed).rates
  }

  private static func counts(
    _ tasks: [CollectionTask], of profile: LogicalProfile, _ options: CalibrationOptions,
    _ known: StatisticsTable, _ observer: CollectionObserver
  ) throws(CalibrationError) -> [TaskStatistics] {
    var collection = CollectionOptions(
      maxShots: options.maxShots, maxErrors: options.maxErrors, workers: options.workers,
      seed: options.seed)
    collection.countsObservableErrorCombos = true
    let rows: [TaskStatistics?]
    do {
      rows = try collect(tasks, options: collection, existing: known, observer: observer)
    } catch {
      throw CalibrationError(.collection, "\(error)")
    }
    let counted = rows.compactMap(\.self).filter { $0.shots > 0 }
    guard counted.count == tasks.count else {
      throw CalibrationError(
        .collection, "Profile `\(profile)`: the work was stopped before there were counts.")
    }
    return counted
  }
}
