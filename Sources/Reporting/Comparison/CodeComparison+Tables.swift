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
      "profile,distribution,code,distance,logical_qubits,scale,rounds,shots,errors,"
        + "rate_per_logical_qubit_round,rate_per_logical_qubit_round_low,"
        + "rate_per_logical_qubit_round_high,qubits,ancillas,gates_per_round,two_qubit_gates_per_round,depth_per_round,"
        + "decoder,seconds,lambda,lambda_low,lambda_high,threshold_scale,footprint_distance,footprint_qubits,"
        + "footprint_logical_qubits,footprint_qubits_per_logical_qubit,"
        + "footprint_qubits_per_logical_qubit_low,footprint_qubits_per_logical_qubit_high"
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
          "surface:d=\(curve.distance)", "\(curve.distance)", "1", "\(point.probability)", "1",
          "\(point.estimate.shots)", "\(point.estimate.hits)", "\(interval.best)",
          "\(interval.low)", "\(interval.high)",
        ]
        lines.append((cells + Array(repeating: "", count: 17)).joined(separator: ","))
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
      footprint.best?.distance, footprint.best?.qubits, footprint.best?.logicalQubits,
    ]
    let shares: [Double?] = [footprint.best, footprint.low, footprint.high].map {
      $0?.qubitsPerLogicalQubit
    }
    let costs: [Int?] = [
      cost?.totalQubits, cost?.ancillaQubits, cost?.gates.reduce(0) { $0 + $1.count },
      cost?.twoQubitGates, cost?.depth,
    ]
    func words(_ values: [Int?]) -> [String] { values.map { $0.map { "\($0)" } ?? "" } }
    func words(_ values: [Double?]) -> [String] { values.map { $0.map { "\($0)" } ?? "" } }
    let suppression: [Double?] = [fit?.best, fit?.low, fit?.high, entry.threshold?.rate?.best]
    return [
      profile.name, entry.distribution.name, point.code, "\(point.distance)",
      "\(point.logicalQubits)", "\(point.scale)", "\(point.rounds)", "\(point.estimate.shots)",
      "\(point.estimate.hits)", "\(rate.best)",
      "\(rate.low)", "\(rate.high)",
    ] + words(costs) + [entry.decoder, "\(point.seconds)"] + words(suppression) + words(numbers)
      + words(shares)
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
            "not_separated_from": .array(choice.rivals.map(JSON.string)),
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
      "target_rate_per_logical_qubit_round": .number(targetRate),
      "entries": .array(entries.map(json)),
      "choices": choices(advice.choices), "bare_choices": choices(advice.bareChoices),
      "conclusion": .string(advice.conclusion), "remarks": .array(advice.remarks.map(JSON.string)),
      "heralds": .array(curves),
      "omitted_scales": .array(
        omittedScales.map { ["scale": .number($0.scale), "because": .string($0.reason)] }),
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
      "low": json(entry.footprint.low), "best": json(entry.footprint.best),
      "high": json(entry.footprint.high),
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
          "logical_qubits": .integer(Int64(point.logicalQubits)),
          "rate_per_logical_qubit_round": interval(point.ratePerRound),
        ]
      })
    return .object(object)
  }

  private func json(_ size: Size) -> JSON {
    var gates = JSON.Object()
    for gate in size.resources.gates { gates[gate.name] = .integer(Int64(gate.count)) }
    return [
      "code": .string(size.code), "d": .integer(Int64(size.distance)),
      "logical_qubits": .integer(Int64(size.logicalQubits)),
      "qubits": .integer(Int64(size.resources.totalQubits)),
      "qubits_per_logical_qubit": .number(size.qubitsPerLogicalQubit),
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

  private func json(_ code: Footprint.Code?) -> JSON {
    guard let code else { return .null }
    return [
      "code": .string(code.name), "d": .integer(Int64(code.distance)),
      "qubits": .integer(Int64(code.qubits)),
      "logical_qubits": .integer(Int64(code.logicalQubits)),
      "qubits_per_logical_qubit": .number(code.qubitsPerLogicalQubit),
    ]
  }

  /// The advice and the key figures as lines of plain text, for a terminal.
  public var summary: String {
    let advice = advice
    func lines(_ choices: [SwitchingAdvice.Choice]) -> String {
      choices.map { "\($0.distribution.name): \($0.family ?? "none"): \($0.reason)\n" }.joined()
    }
    var text = lines(advice.choices) + "\n" + advice.conclusion + "\n"
    for remark in advice.remarks { text += "- \(remark)\n" }
    for omitted in omittedScales { text += "- \(omitted.sentence)\n" }
    if !advice.bareChoices.isEmpty {
      text += "\nOn bare qubits alone:\n" + lines(advice.bareChoices)
    }
    return text
  }
}

extension CodeComparison.OmittedScale {
  /// What was left out and why, in one sentence.
  public var sentence: String {
    "The machine's errors are not taken \(NumberText.significant(scale, digits: 2)) times as strong: "
      + reason
  }
}
