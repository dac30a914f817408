// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import NoiseModels
public import Sampling

/// What a report is about: codes, noise models, error rates and how much to sample.
///
/// ```swift
/// let plan = ReportPlan(seed: 5)
/// let sections = try plan.collect(workers: 2)
/// ```
public struct ReportPlan: Sendable {
  /// How much is sampled at each point.
  public enum Effort: String, Sendable, CaseIterable {
    case quick, standard, full

    /// The most shots of a point.
    public var maxShots: Int {
      switch self {
      case .quick: 20_000
      case .standard: 500_000
      case .full: 20_000_000
      }
    }

    /// The errors after which a point is done.
    public var maxErrors: Int {
      switch self {
      case .quick: 300
      case .standard: 3000
      case .full: 20_000
      }
    }
  }

  /// Names of the catalogue of codes; each may stand for several.
  public var codes = ["surface:d=3,5,7"]
  /// Names of the catalogue of noise models, one section each.
  public var noises = ["sd6", "si1000", "code-capacity:bit-flip"]
  /// The physical error rates; those that suit each noise model if empty.
  public var rates: [Double] = []
  /// The name of the decoder.
  public var decoder = "matching"
  /// How much is sampled.
  public var effort = Effort.standard
  /// What makes all counts repeatable.
  public var seed: UInt64

  /// A report on rotated surface codes of distance 3, 5 and 7.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// Samples, decodes and fits everything.
  ///
  /// - Parameters:
  ///   - workers: The number of threads; the counts do not depend on it.
  ///   - observer: What shows progress and may stop the work.
  /// - Returns: The sections; points that were not reached are left out.
  /// - Throws: `SamplingError` that names the code, the noise or the rate that cannot be had.
  public func collect(
    workers: Int, observer: CollectionObserver = CollectionObserver()
  ) throws -> [ReportSection] {
    let parts = try parts()
    var options = CollectionOptions(
      maxShots: effort.maxShots, maxErrors: effort.maxErrors, seed: seed)
    options.workers = workers
    let rows = try Sampling.collect(
      parts.flatMap(\.tasks), options: options, observer: observer)
    var sections: [ReportSection] = []
    var start = 0
    for part in parts {
      sections.append(part.section(rows[start..<start + part.tasks.count], seed: seed))
      start += part.tasks.count
    }
    return sections
  }

  /// The sections before anything is sampled, one for each family of codes and noise model.
  func parts() throws(SamplingError) -> [ReportPart] {
    var families: [(name: String, codes: [ConcatenatedCode])] = []
    for text in codes {
      for code in try ConcatenatedCode.codes(named: text) {
        let outer = String(code.outer.name.prefix { $0 != ":" })
        let name = code.inner.map { "\($0.name)+\(outer)" } ?? outer
        if let index = families.firstIndex(where: { $0.name == name }) {
          guard !families[index].codes.contains(where: { $0.name == code.name }) else { continue }
          families[index].codes.append(code)
        } else {
          families.append((name, [code]))
        }
      }
    }
    var parts: [ReportPart] = []
    for family in families {
      for noise in noises {
        parts.append(try ReportPart(family.name, family.codes, noise, of: self))
      }
    }
    return parts
  }
}
