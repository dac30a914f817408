// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
public import StrictJSON

/// The failures of one distance at one physical error rate.
public struct ThresholdPoint: Sendable, Hashable {
  /// The code distance.
  public var distance: Int
  /// The physical error rate p.
  public var physicalRate: Double
  /// The shots and their failures.
  public var estimate: BinomialEstimate
  /// How many rounds a shot's rate is spread over; 1 leaves the rate per shot.
  public var rounds: Double
  /// How many logical qubits a shot keeps; the rate at which curves are crossed is that of one of them.
  var logicalQubits = 1

  /// Makes a point.
  public init(
    distance: Int, physicalRate: Double, estimate: BinomialEstimate, rounds: Double = 1
  ) {
    self.distance = distance
    self.physicalRate = physicalRate
    self.estimate = estimate
    self.rounds = rounds
  }

  /// The logical error rate of a logical qubit, per shot or per round.
  var rate: Double {
    errorRatePerRound(shotRate: estimate.rate, rounds: rounds, ofEach: logicalQubits)
  }

  /// The point as chance might have made it: hits drawn anew at the observed rate.
  func resampled(using stream: inout RandomStream) -> ThresholdPoint {
    let sampler = BinomialSampler(trials: estimate.shots, probability: estimate.rate)
    var point = self
    point.estimate = BinomialEstimate(
      hits: sampler.next(using: &stream), shots: estimate.shots)
    return point
  }
}

/// The points that belong together: those whose tasks differ in distance, error rate and rounds only.
public struct ThresholdSeries: Sendable, Hashable {
  /// What the tasks have in common, the decoder included.
  public var label: JSON
  /// The points, by ascending distance and error rate.
  public var points: [ThresholdPoint]

  /// The distances, ascending.
  public var distances: [Int] { Set(points.map(\.distance)).sorted() }

  /// Makes a series; points of one distance and error rate are added up.
  public init(label: JSON, points: [ThresholdPoint]) {
    self.label = label
    let sorted = points.sorted {
      ($0.distance, $0.physicalRate) < ($1.distance, $1.physicalRate)
    }
    self.points = []
    for point in sorted {
      guard let last = self.points.last, last.distance == point.distance,
        last.physicalRate == point.physicalRate
      else {
        self.points.append(point)
        continue
      }
      let (shots, overflow) = last.estimate.shots.addingReportingOverflow(point.estimate.shots)
      // Beyond 2^63 shots, more of them would tell nothing.
      if overflow { continue }
      self.points[self.points.count - 1].estimate = BinomialEstimate(
        hits: last.estimate.hits + point.estimate.hits, shots: shots)
    }
  }
}

/// The members of the metadata that a threshold is about.
public struct ThresholdKeys: Sendable, Hashable {
  /// Holds the distance.
  public var distance = "d"
  /// Holds the physical error rate.
  public var rate = "p"
  /// Holds the rounds; may be missing.
  public var rounds = "r"

  /// The usual keys.
  public init() {}
}

extension StatisticsTable {
  /// Sorts the rows into series by what their metadata say.
  ///
  /// Rows that differ in distance, error rate and rounds only make one series. Where one distance has
  /// several numbers of rounds at one error rate, there is a series for each ratio of rounds to distance.
  ///
  /// - Parameters:
  ///   - keys: Which members of the metadata mean what.
  ///   - isPerRound: Whether rates are to be per round instead of per shot.
  /// - Returns: The series, in the order in which they first appear.
  /// - Throws: `SamplingError` if a row lacks one of the members.
  public func thresholdSeries(
    keys: ThresholdKeys = ThresholdKeys(), isPerRound: Bool = false
  ) throws(SamplingError) -> [ThresholdSeries] {
    var labels: [JSON] = []
    var groups: [JSON: [LabelledPoint]] = [:]
    for row in rows where row.shots > row.discards {
      let labelled = try LabelledPoint(row, keys, isPerRound: isPerRound)
      if groups[labelled.label] == nil { labels.append(labelled.label) }
      groups[labelled.label, default: []].append(labelled)
    }
    return labels.flatMap { LabelledPoint.series($0, groups[$0] ?? []) }
  }
}

/// A row as a point, with what it shares with others.
private struct LabelledPoint {
  let label: JSON
  let rounds: Double?
  let point: ThresholdPoint

  init(
    _ row: TaskStatistics, _ keys: ThresholdKeys, isPerRound: Bool
  ) throws(SamplingError) {
    guard let distance = row.metadata[keys.distance]?.intValue, distance > 0,
      let rate = row.metadata[keys.rate]?.doubleValue, rate > 0
    else {
      throw SamplingError(
        .fit,
        "The metadata \(row.metadata) lack a positive \(keys.distance) or \(keys.rate), which "
          + "name the distance and the physical error rate.")
    }
    rounds = row.metadata[keys.rounds]?.doubleValue
    if isPerRound, rounds ?? 0 <= 0 {
      throw SamplingError(
        .fit, "The metadata \(row.metadata) lack a positive \(keys.rounds), the rounds.")
    }
    var members = row.metadata.objectValue ?? JSON.Object()
    for key in [keys.distance, keys.rate, keys.rounds] { members[key] = nil }
    members["decoder"] = .string(row.decoder)
    label = .object(members)
    point = ThresholdPoint(
      distance: distance, physicalRate: rate, estimate: row.estimate,
      rounds: isPerRound ? rounds ?? 1 : 1)
  }

  static func series(_ label: JSON, _ members: [LabelledPoint]) -> [ThresholdSeries] {
    var seen: [[Double]: Double?] = [:]
    let isMixed = members.contains { member in
      let place = [Double(member.point.distance), member.point.physicalRate]
      let known = seen.updateValue(member.rounds, forKey: place)
      return known.map { $0 != member.rounds } ?? false
    }
    guard isMixed else {
      return [ThresholdSeries(label: label, points: members.map(\.point))]
    }
    var ratios: [Double] = []
    var parts: [Double: [ThresholdPoint]] = [:]
    for member in members {
      let ratio = (member.rounds ?? 0) / Double(member.point.distance)
      if parts[ratio] == nil { ratios.append(ratio) }
      parts[ratio, default: []].append(member.point)
    }
    return ratios.map { ratio in
      var part = label.objectValue ?? JSON.Object()
      part["rounds_per_distance"] = .number(ratio)
      return ThresholdSeries(label: .object(part), points: parts[ratio] ?? [])
    }
  }
}
