// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling
import StrictJSON

/// The results of `quanta decode bench`, for people and for programs.
struct BenchTable {
  /// What was decoded.
  let name: String
  let seed: UInt64
  let outcomes: [DecoderOutcome]

  /// The results that there are.
  var trials: [DecoderTrial] { outcomes.compactMap(\.trial) }

  /// A line for each decoder, and one for each that does not take the model.
  var text: String {
    let front = Set(trials.front.map(\.decoder))
    let header = [
      "", "decoder", "by", "shots", "mistakes", "rate", "95 % interval", "doubtful", "µs/shot",
      "s to prepare",
    ]
    let rows = trials.map { trial in
      let interval = trial.mistakes.clopperPearsonInterval()
      return [
        front.contains(trial.decoder) ? "*" : "", trial.decoder, trial.isPeer ? "peer" : "quanta",
        "\(trial.mistakes.shots)", "\(trial.mistakes.hits)", rounded(trial.mistakes.rate),
        "\(rounded(interval.low)) … \(rounded(interval.high))",
        trial.doubtful.map { "\($0)" } ?? "–", rounded(1e6 * trial.secondsPerShot),
        rounded(trial.preparation),
      ]
    }
    var text =
      "\(name), seed \(seed)\n" + TextTable(rows: [header] + rows, side: .left).text()
    for outcome in outcomes {
      if case .failure(let fault) = outcome.result {
        text += "\(outcome.decoder): not run: \(fault.message)\n"
      }
    }
    return text
  }

  /// The same as JSON.
  var json: JSON {
    let front = Set(trials.front.map(\.decoder))
    let rows: [JSON] = outcomes.map { outcome in
      switch outcome.result {
      case .success(let trial):
        return [
          "decoder": .string(trial.decoder), "peer": .bool(trial.isPeer),
          "shots": .integer(Int64(trial.mistakes.shots)),
          "mistakes": .integer(Int64(trial.mistakes.hits)),
          "doubtful": trial.doubtful.map { .integer(Int64($0)) } ?? .null,
          "seconds": .number(trial.seconds), "preparation": .number(trial.preparation),
          "front": .bool(front.contains(trial.decoder)),
        ]
      case .failure(let fault):
        return ["decoder": .string(outcome.decoder), "error": .string(fault.message)]
      }
    }
    return ["task": .string(name), "seed": .string("\(seed)"), "decoders": .array(rows)]
  }
}
