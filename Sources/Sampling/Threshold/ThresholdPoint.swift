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

  /// Makes a point.
  public init(
    distance: Int, physicalRate: Double, estimate: BinomialEstimate, rounds: Double = 1
  ) {
    self.distance = distance
    self.physicalRate = physicalRate
    self.estimate = estimate
    self.rounds = rounds
  }

  /// The logical error rate, per shot or per round.
  var rate: Double { errorRatePerRound(shotRate: estimate.rate, rounds: rounds) }

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

  /// Makes a series.
  public init(label: JSON, points: [ThresholdPoint]) {
    self.label = label
    self.points = points.sorted {
      ($0.distance, $0.physicalRate) < ($1.distance, $1.physicalRate)
    }
  }
}

extension StatisticsTable {
  /// Sorts the rows into series by what their metadata say.
  ///
  /// - Parameters:
  ///   - distanceKey: The member of the metadata that holds the distance.
  ///   - rateKey: The member that holds the physical error rate.
  ///   - roundsKey: The member that holds the rounds.
  ///   - isPerRound: Whether rates are to be per round instead of per shot.
  /// - Returns: The series, in the order in which they first appear.
  /// - Throws: `SamplingError` if a row lacks one of the members.
  public func thresholdSeries(
    distanceKey: String = "d", rateKey: String = "p", roundsKey: String = "r",
    isPerRound: Bool = false
  ) throws(SamplingError) -> [ThresholdSeries] {
    var labels: [JSON] = []
    var points: [JSON: [ThresholdPoint]] = [:]
    for row in rows where row.shots > row.discards {
      guard let distance = row.metadata[distanceKey]?.intValue, distance > 0,
        let rate = row.metadata[rateKey]?.doubleValue, rate > 0
      else {
        throw SamplingError(
          .fit,
          "The metadata \(row.metadata) lack a positive \(distanceKey) or \(rateKey), which name the "
            + "distance and the physical error rate.")
      }
      var rounds = 1.0
      if isPerRound {
        guard let count = row.metadata[roundsKey]?.doubleValue, count > 0 else {
          throw SamplingError(
            .fit, "The metadata \(row.metadata) lack a positive \(roundsKey), the rounds.")
        }
        rounds = count
      }
      var label = row.metadata.objectValue ?? JSON.Object()
      for key in [distanceKey, rateKey, roundsKey] { label[key] = nil }
      label["decoder"] = .string(row.decoder)
      let key = JSON.object(label)
      if points[key] == nil { labels.append(key) }
      points[key, default: []].append(
        ThresholdPoint(
          distance: distance, physicalRate: rate, estimate: row.estimate, rounds: rounds))
    }
    return labels.map { ThresholdSeries(label: $0, points: points[$0] ?? []) }
  }
}
