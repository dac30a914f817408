// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling

extension Report {
  /// One line for each code, noise model and physical error rate; a header names the columns.
  public var csvText: String {
    var lines = [Report.csvColumns.joined(separator: ",")]
    for section in sections {
      for code in section.codes {
        for point in code.points {
          lines.append(fields(section, code, point).map(Report.quoted).joined(separator: ","))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let csvColumns = [
    "section", "code", "distance", "rounds", "noise", "p", "decoder", "shots", "errors", "discards",
    "seconds", "rate_per_shot", "rate_per_shot_low", "rate_per_shot_high", "rate_per_round",
    "rate_per_round_low", "rate_per_round_high", "physical_qubits", "data_qubits",
    "ancilla_qubits", "detectors", "depth_per_round", "gates_per_round", "crossing",
    "crossing_low", "crossing_high", "circuit_sha256",
  ]

  private func fields(
    _ section: ReportSection, _ code: CodeResult, _ point: RatePoint
  ) -> [String] {
    let (shot, round, cost) = (point.ratePerShot, point.ratePerRound, code.resources)
    let gates = cost.gatesPerRound.map { "\($0.gate)=\($0.count)" }.joined(separator: " ")
    let crossing = section.threshold?.largest
    let limits = [
      crossing?.estimate?.best,
      crossing?.isBoundedBelow == true ? crossing?.estimate?.low : nil,
      crossing?.isBoundedAbove == true ? crossing?.estimate?.high : nil,
    ].map { value in
      value.map { "\($0)" } ?? ""
    }
    return [
      section.name, code.name, "\(code.distance)", "\(code.rounds)", section.noise, "\(point.p)",
      section.decoder, "\(point.estimate.shots + point.discards)", "\(point.estimate.hits)",
      "\(point.discards)", "\(point.seconds)", "\(shot.best)", "\(shot.low)", "\(shot.high)",
      "\(round.best)", "\(round.low)", "\(round.high)", "\(cost.physicalQubits)",
      "\(cost.dataQubits)", "\(cost.ancillaQubits)", "\(cost.detectors)",
      "\(cost.depthPerRound)", gates,
    ] + limits + [point.circuitHash]
  }

  /// A field with quotes around it where RFC 4180 asks for them.
  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\r\n".contains($0) }) else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
