// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import NoiseModels
public import Sampling
public import StrictJSON

extension CodeComparison {
  /// One line for each point; a header names the columns, and what belongs to a family repeats on its lines.
  public var csvText: String {
    var lines = [
      "profile,distribution,code,distance,scale,rounds,shots,errors,rate_per_round,rate_per_round_low,"
        + "rate_per_round_high,qubits,ancillas,gates_per_round,two_qubit_gates_per_round,depth_per_round,"
        + "decoder,seconds,lambda,lambda_low,lambda_high,threshold_scale,footprint_distance,footprint_qubits,"
        + "footprint_qubits_low,footprint_qubits_high"
    ]
    for entry in entries {
      for point in entry.points {
        lines.append(fields(entry, point).map(CodeComparison.quoted).joined(separator: ","))
      }
    }
    for curve in heralds {
      for point in curve.points {
        let interval = point.estimate.clopperPearsonInterval()
        let cells = [
          "heralds \(curve.isInformed ? "used" : "withheld")", "erasure",
          "surface:d=\(curve.distance)", "\(curve.distance)", "\(point.probability)", "1",
          "\(point.estimate.shots)", "\(point.estimate.hits)", "\(interval.best)",
          "\(interval.low)", "\(interval.high)",
        ]
        lines.append((cells + Array(repeating: "", count: 15)).joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func fields(_ entry: Entry, _ point: Point) -> [String] {
    let rate = point.ratePerRound
    let cost = entry.sizes.first { $0.code == point.code }?.resources
    let fit = entry.fit?.suppression
    let footprint = entry.footprint
    let numbers: [Int?] = [
      footprint.distance.best, footprint.qubits.best, footprint.qubits.low, footprint.qubits.high,
    ]
    let costs: [Int?] = [
      cost?.totalQubits, cost?.ancillaQubits, cost?.gates.reduce(0) { $0 + $1.count },
      cost?.twoQubitGates, cost?.depth,
    ]
    func words(_ values: [Int?]) -> [String] { values.map { $0.map { "\($0)" } ?? "" } }
    let suppression: [String] = [fit?.best, fit?.low, fit?.high, entry.threshold?.rate?.best].map {
      $0.map { "\($0)" } ?? ""
    }
    return [
      profile.name, entry.distribution.name, point.code, "\(point.distance)", "\(point.scale)",
      "\(point.rounds)", "\(point.estimate.shots)", "\(point.estimate.hits)", "\(rate.best)",
      "\(rate.low)", "\(rate.high)",
    ] + words(costs) + [entry.decoder, "\(point.seconds)"] + suppression + words(numbers)
  }

  private static func quoted(_ field: String) -> String {
    field.contains(",") || field.contains("\"")
      ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
  }

  /// All figures, for programs.
  public var json: JSON {
    let advice = advice
    func choices(_ choices: [SwitchingAdvice.Choice]) -> JSON {
      .array(
        choices.map { choice in
          [
            "distribution": .string(choice.distribution.name),
            "candidate": choice.family.map(JSON.string) ?? .null,
            "because": .string(choice.reason),
          ]
        })
    }
    let curves: [JSON] = heralds.map { curve in
      [
        "d": .integer(Int64(curve.distance)),
        "heralds": .string(curve.isInformed ? "used" : "withheld"),
        "points": .array(
          curve.points.map { point in
            [
              "p": .number(point.probability), "shots": .integer(Int64(point.estimate.shots)),
              "errors": .integer(Int64(point.estimate.hits)),
            ]
          }),
      ]
    }
    return [
      "profile": .string(profile.name), "decoder": .string(decoders),
      "target_rate_per_round": .number(targetRate), "entries": .array(entries.map(json)),
      "choices": choices(advice.choices), "bare_choices": choices(advice.bareChoices),
      "conclusion": .string(advice.conclusion), "remarks": .array(advice.remarks.map(JSON.string)),
      "heralds": .array(curves),
    ]
  }

  private func json(_ entry: Entry) -> JSON {
    var object = JSON.Object()
    object["distribution"] = .string(entry.distribution.name)
    object["family"] = .string(entry.family)
    object["lambda"] = interval(entry.fit?.suppression)
    object["threshold_scale"] = interval(entry.threshold?.rate)
    object["gain_over_bare_qubit"] = interval(gain(entry))
    object["breaks_even_to_scale"] = breakEven(entry).map { JSON.number($0) } ?? .null
    object["footprint"] = [
      "distance": whole(entry.footprint.distance), "qubits": whole(entry.footprint.qubits),
      "statement": .string(entry.footprint.statement),
    ]
    object["sizes"] = .array(entry.sizes.map(json))
    object["points"] = .array(
      entry.points.map { point in
        [
          "code": .string(point.code), "d": .integer(Int64(point.distance)),
          "scale": .number(point.scale), "rounds": .integer(Int64(point.rounds)),
          "shots": .integer(Int64(point.estimate.shots)),
          "errors": .integer(Int64(point.estimate.hits)),
          "rate_per_round": interval(point.ratePerRound),
        ]
      })
    return .object(object)
  }

  private func json(_ size: Size) -> JSON {
    var gates = JSON.Object()
    for gate in size.resources.gates { gates[gate.name] = .integer(Int64(gate.count)) }
    return [
      "code": .string(size.code), "d": .integer(Int64(size.distance)),
      "qubits": .integer(Int64(size.resources.totalQubits)),
      "ancillas": .integer(Int64(size.resources.ancillaQubits)),
      "gates_per_round": .object(gates), "depth_per_round": .integer(Int64(size.resources.depth)),
      "decoding_seconds_per_round": size.decodingSecondsPerRound.map { JSON.number($0) } ?? .null,
    ]
  }

  private func interval(_ interval: Interval?) -> JSON {
    guard let interval else { return .null }
    func number(_ value: Double) -> JSON { value.isFinite ? .number(value) : .null }
    return [
      "low": number(interval.low), "best": number(interval.best), "high": number(interval.high),
    ]
  }

  private func whole(_ values: (low: Int?, best: Int?, high: Int?)) -> JSON {
    func number(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
    return ["low": number(values.low), "best": number(values.best), "high": number(values.high)]
  }

  /// The advice and the key figures as lines of plain text, for a terminal.
  public var summary: String {
    let advice = advice
    func lines(_ choices: [SwitchingAdvice.Choice]) -> String {
      choices.map { "\($0.distribution.name): \($0.family ?? "none"): \($0.reason)\n" }.joined()
    }
    var text = lines(advice.choices) + "\n" + advice.conclusion + "\n"
    for remark in advice.remarks { text += "- \(remark)\n" }
    if !advice.bareChoices.isEmpty {
      text += "\nOn bare qubits alone:\n" + lines(advice.bareChoices)
    }
    return text
  }
}
