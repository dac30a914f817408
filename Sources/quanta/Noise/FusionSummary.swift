// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import NoiseModels
import Sampling
import StrictJSON

/// What is told of sampled fusion networks.
struct FusionSummary {
  private let rows: [TaskStatistics]
  private let scan: FusionScan
  private let crossings: [Crossing]
  private let seed: UInt64

  init(_ table: StatisticsTable, _ scan: FusionScan, seed: UInt64) throws {
    rows = table.rows
    self.scan = scan
    self.seed = seed
    crossings = try scan.profile == nil ? FusionSummary.crossings(table, seed) : []
  }

  private static func crossings(_ table: StatisticsTable, _ seed: UInt64) throws -> [Crossing] {
    // Along a scan erasure and flip change with p; they are not what tells series apart.
    var points: [ThresholdPoint] = []
    for row in table.rows {
      guard let distance = row.metadata["d"]?.intValue, let rate = row.metadata["p"]?.doubleValue,
        rate > 0
      else { continue }
      points.append(
        ThresholdPoint(distance: distance, physicalRate: rate, estimate: row.estimate))
    }
    let series = ThresholdSeries(label: .null, points: points)
    let sizes = series.distances
    var options = BootstrapOptions()
    options.seed = seed
    return zip(sizes, sizes.dropFirst()).map { series.crossing($0, $1, options: options) }
  }

  /// What a threshold of the scanned rate means for outcomes, fusions and photons.
  private func meaning(_ rate: Double) -> (erasure: Double, flip: Double, photon: Double?)? {
    do throws(NoiseError) {
      let outcome = try scan.outcome(rate)
      let photon =
        outcome.erasure > 0
        ? try scan.encoding.photonLoss(erasing: outcome.erasure, level: scan.level) : nil
      return (outcome.erasure, outcome.flip, photon)
    } catch {
      return nil
    }
  }

  /// The loss of a fusion whose photons are each lost with a probability: 1 − (1−l)^(2^level).
  private func fusionLoss(_ photon: Double) -> Double {
    var arrival = 1 - photon
    for _ in 0..<scan.level { arrival *= arrival }
    return 1 - arrival
  }

  var text: String {
    var lines = [["L", "rate", "erasure", "flip", "shots", "failures", "failure rate", "95 %"]]
    for row in rows {
      let interval = row.estimate.wilsonInterval()
      func field(_ key: String) -> String { row.metadata[key]?.doubleValue.map(rounded) ?? "" }
      lines.append([
        row.metadata["d"]?.text() ?? "", field("p"), field("erasure"), field("flip"),
        "\(row.shots)", "\(row.errors)", rounded(interval.best),
        "\(rounded(interval.low)) to \(rounded(interval.high))",
      ])
    }
    var text = "\(scan.family.rawValue) fusion network"
    text += scan.profile.map { ", fusions of \($0.name)" } ?? ", \(scan.kind.rawValue)"
    text += "\n" + TextTable(rows: lines, side: .right).text(indent: "  ")
    for crossing in crossings {
      text += "  crossing L=\(crossing.smaller)/\(crossing.larger)  "
      guard let rate = crossing.rate else {
        text += (crossing.reason ?? "") + "\n"
        continue
      }
      text += "\(rounded(rate.best))  [\(rounded(rate.low)), \(rounded(rate.high))]"
      text += (crossing.reason.map { ", \($0)" } ?? "") + "\n"
      guard let meaning = meaning(rate.best), meaning.erasure > 0 else { continue }
      text += "    per outcome \(rounded(meaning.erasure)) erased"
      if let photon = meaning.photon {
        text += "; with \(scan.encoding.rawValue) fusions of level \(scan.level), loss of "
        text += "\(rounded(fusionLoss(photon))) per fusion, \(rounded(photon)) per photon"
      } else {
        text +=
          "; \(scan.encoding.rawValue) fusions of level \(scan.level) fail more often than that"
      }
      text += "\n"
    }
    return text
  }

  var json: JSON {
    var object = JSON.Object()
    object["network"] = .string(scan.family.rawValue)
    object["error"] = .string(scan.profile == nil ? scan.kind.rawValue : "profile")
    object["seed"] = .integer(Int64(bitPattern: seed))
    object["points"] = .array(rows.map(\.json))
    object["crossings"] = .array(
      crossings.map { crossing in
        var entry = JSON.Object()
        entry["sizes"] = [.integer(Int64(crossing.smaller)), .integer(Int64(crossing.larger))]
        if let reason = crossing.reason { entry["reason"] = .string(reason) }
        if let rate = crossing.rate {
          entry["rate"] = [
            "low": .number(rate.low), "best": .number(rate.best), "high": .number(rate.high),
          ]
          if let meaning = meaning(rate.best) {
            entry["erasure"] = .number(meaning.erasure)
            entry["flip"] = .number(meaning.flip)
            entry["photon_loss"] = meaning.photon.map { .number($0) } ?? .null
            entry["fusion_loss"] = meaning.photon.map { .number(fusionLoss($0)) } ?? .null
          }
        }
        return .object(entry)
      })
    return .object(object)
  }
}
