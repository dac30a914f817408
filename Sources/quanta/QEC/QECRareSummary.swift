// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling
import StrictJSON

/// What is told of one rare rate.
struct RareEventSummary {
  let task: RareEventTask
  let isExact: Bool
  let result: RareEventResult
  let seed: UInt64

  init(task: RareEventTask, isExact: Bool, _ result: RareEventResult, seed: UInt64) {
    self.task = task
    self.isExact = isExact
    self.result = result
    self.seed = seed
  }

  /// Whether there is an estimate as accurate as was asked for.
  var hasAnswer: Bool {
    if case .estimate(let estimate) = result { return estimate.ending == .accuracy }
    return false
  }

  /// What speaks against trusting the interval, in a phrase.
  var warning: String? {
    guard case .estimate(let estimate) = result else { return nil }
    if estimate.ending == .contradicted, let least = estimate.singlesRate {
      return
        "errors that fail alone happen at a rate of \(rounded(least)), which the search did not "
        + "find; that is a lower bound, and nothing is known from above"
    }
    if estimate.ending == .unexplored {
      return "failures of a rate up to \(rounded(estimate.unexplored)) may not have been seen; the "
        + "upper end allows for them"
    }
    if !estimate.isConsistent {
      return
        "one population makes \(Int(estimate.largestShare * 100)) % of the rate: the interval is "
        + "not to be trusted; use more --sweeps or a larger --population-size"
    }
    return nil
  }

  var text: String {
    var text = "\(task.name)\n"
    if !isExact { text += "  Disjoint errors of the circuit are taken as independent ones.\n" }
    switch result {
    case .noFailure(let bound):
      text += "  no failure was found, up to \(rounded(bound.largestScale)) times the odds of all "
      text += "errors\n"
      text += "  rate per shot   below \(rounded(bound.rate)) with 95 % confidence, from "
      text += "\(bound.shots) shots\n"
    case .estimate(let estimate):
      text += table(estimate)
      if estimate.strata.count > 1 { text += strataTable(estimate) }
      text += "  rate per shot   \(shown(estimate.rate))\n"
      if let round = perRound(estimate.rate) { text += "  rate per round  \(shown(round))\n" }
      text += "  \(estimate.populations) populations of \(estimate.populationSize) sets, worth "
      text += "\(rounded(estimate.effectiveSamples)) independent ones "
      text += "(inflation \(rounded(estimate.inflation))); \(estimate.decodedCount) shots decoded\n"
      if estimate.ending != .accuracy {
        text += "  \(estimate.ending.rawValue): the interval is wider than was asked for\n"
      }
      if let warning { text += "  \(warning)\n" }
    }
    return text + "  seed \(seed)\n"
  }

  /// The rate per round, if the rounds are known.
  private func perRound(_ rate: Interval) -> Interval? {
    task.rounds.map { rounds in
      rate.map { errorRatePerRound(shotRate: min(1, $0), rounds: rounds) }
    }
  }

  private func table(_ estimate: RareEventEstimate) -> String {
    var rows = [
      ["scale", "errors", "rate", "95 % interval", "worth", "redrawn", "shifted", "families"]
    ]
    for rung in estimate.rungs {
      rows.append([
        rounded(rung.position), rounded(rung.meanWeight), rounded(rung.rate.best),
        "\(rounded(rung.rate.low)) to \(rounded(rung.rate.high))", rounded(rung.efficiency),
        rounded(rung.refreshRate), rounded(rung.shiftRate), rounded(rung.families),
      ])
    }
    return TextTable(rows: rows, side: .right).text(indent: "  ")
  }

  /// How many errors of each rare class there are in a stratum, likeliest class first, and what it contributes.
  private func strataTable(_ estimate: RareEventEstimate) -> String {
    var rows = [["rare errors", "probability", "rate", "95 % interval"]]
    for stratum in estimate.strata {
      rows.append([
        stratum.rareErrors.map(String.init).joined(separator: "+"), rounded(stratum.probability),
        stratum.isFound ? rounded(stratum.rate.best) : "none found",
        "\(rounded(stratum.rate.low)) to \(rounded(stratum.rate.high))",
      ])
    }
    return TextTable(rows: rows, side: .right).text(indent: "  ")
  }

  private func shown(_ interval: Interval) -> String {
    "\(rounded(interval.best))  [\(rounded(interval.low)), \(rounded(interval.high))]  95 %"
  }

  var json: JSON {
    var object = JSON.Object()
    object["name"] = .string(task.name)
    object["metadata"] = task.metadata
    object["decoder"] = .string(task.decoder)
    object["seed"] = .integer(Int64(seed))
    object["is_model_exact"] = .bool(isExact)
    switch result {
    case .noFailure(let bound):
      object["rate"] = .null
      object["upper_bound"] = .number(bound.rate)
      object["shots"] = .integer(Int64(bound.shots))
      object["largest_scale"] = .number(bound.largestScale)
    case .estimate(let estimate):
      object["rate"] = interval(estimate.rate)
      object["rate_per_round"] = perRound(estimate.rate).map(interval) ?? .null
      object["confidence"] = .number(0.95)
      object["relative_error"] = number(estimate.relativeError)
      object["ending"] = .string(estimate.ending.rawValue)
      object["populations"] = .integer(Int64(estimate.populations))
      object["population_size"] = .integer(Int64(estimate.populationSize))
      object["effective_samples"] = number(estimate.effectiveSamples)
      object["inflation"] = number(estimate.inflation)
      object["largest_share"] = .number(estimate.largestShare)
      object["is_consistent"] = .bool(estimate.isConsistent)
      object["shots_decoded"] = .integer(Int64(estimate.decodedCount))
      object["warning"] = warning.map(JSON.string) ?? .null
      object["singles_rate"] = estimate.singlesRate.map(number) ?? .null
      object["unexplored"] = number(estimate.unexplored)
      object["strata"] = .array(
        estimate.strata.map { stratum in
          [
            "rare_errors": .array(stratum.rareErrors.map { .integer(Int64($0)) }),
            "probability": number(stratum.probability), "rate": interval(stratum.rate),
            "is_found": .bool(stratum.isFound),
          ]
        })
      object["rungs"] = .array(estimate.rungs.map(json))
    }
    return .object(object)
  }

  private func json(_ rung: RareEventRung) -> JSON {
    [
      "scale": .number(rung.position), "rate": interval(rung.rate),
      "mean_errors": .number(rung.meanWeight), "efficiency": .number(rung.efficiency),
      "redrawn": .number(rung.refreshRate), "shifted": .number(rung.shiftRate),
      "families": .number(rung.families),
    ]
  }

  private func interval(_ interval: Interval) -> JSON {
    ["low": number(interval.low), "best": number(interval.best), "high": number(interval.high)]
  }

  /// A number, or null where there is none.
  private func number(_ value: Double) -> JSON { value.isFinite ? .number(value) : .null }
}
