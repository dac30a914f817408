// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How far the crossings move from the smallest pair of distances to the largest.
///
/// Small codes cross away from the threshold of large ones, and the interval of one crossing says
/// nothing about that; the drift does.
public struct CrossingDrift: Sendable, Hashable {
  /// The smallest pair.
  public let first: Crossing
  /// The largest pair.
  public let last: Crossing
  /// The change of the crossing, relative to that of the smallest pair.
  public let change: Double
  /// Whether the change is larger than the intervals of the two crossings together explain.
  public let isSignificant: Bool

  /// The drift among crossings, smallest pair first; nil if fewer than two pairs cross.
  public init?(_ crossings: [Crossing]) {
    let found = crossings.compactMap { crossing in crossing.rate.map { (crossing, $0) } }
    guard let (first, low) = found.first, let (last, high) = found.last, found.count > 1 else {
      return nil
    }
    self.first = first
    self.last = last
    change = high.best / low.best - 1
    // The ends that face each other decide; one that the data do not bound excludes nothing.
    let rises = high.best > low.best
    let isBounded =
      rises
      ? first.isBoundedAbove && last.isBoundedBelow
      : first.isBoundedBelow && last.isBoundedAbove
    let (one, other) =
      rises
      ? (low.high - low.best, high.best - high.low) : (low.best - low.low, high.high - high.best)
    isSignificant =
      isBounded && abs(high.best - low.best) > (one * one + other * other).squareRoot()
  }

  /// The drift in words.
  ///
  /// - Parameter format: Writes an error rate.
  /// - Returns: A sentence.
  public func text(_ format: (Double) -> String) -> String {
    let places = [first, last].map { crossing in
      "\(crossing.rate.map { format($0.best) } ?? "") (d = \(crossing.smaller) and \(crossing.larger))"
    }
    let percent = (abs(change) * 1000).rounded() / 10
    let moved =
      "Crossings moved by \(change < 0 ? "−" : "+")\(percent) %, from \(places[0]) to \(places[1]), "
    guard isSignificant else {
      return moved + "no more than their intervals allow. Small codes cross below the threshold of "
        + "large ones."
    }
    return moved
      + (change > 0
        ? "more than chance explains: small codes cross below the threshold of large ones, which "
          + "these distances do not reach."
        : "more than chance explains: these distances do not reach the threshold of large codes.")
  }
}
