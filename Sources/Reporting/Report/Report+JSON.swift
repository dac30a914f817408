// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling
public import StrictJSON
import Visualization

extension Report {
  /// All figures of the report, for programs.
  public var json: JSON {
    [
      "title": .string(title), "program": .string(provenance.program),
      "command": .string(provenance.command),
      "seed": .integer(Int64(truncatingIfNeeded: provenance.seed)),
      "date": .string(provenance.date), "threads": count(provenance.threads),
      "seconds": .number(provenance.seconds), "sections": .array(sections.map(\.json)),
      "streaming": streaming?.json ?? .null, "comparison": comparison?.json ?? .null,
    ]
  }
}

extension ReportSection {
  var json: JSON {
    [
      "name": .string(name), "family": .string(family), "noise": .string(noise),
      "decoder": .string(decoder), "threshold": threshold?.json ?? .null,
      "codes": .array(codes.map(\.json)),
    ]
  }
}

extension ThresholdResult {
  var json: JSON {
    let pairs: [JSON] = crossings.map { crossing in
      [
        "small": count(crossing.small), "large": count(crossing.large),
        "estimate": crossing.json, "reason": crossing.reason.map(JSON.string) ?? .null,
      ]
    }
    return [
      "estimate": largest?.json ?? .null, "method": .string(RichText(method).plainText),
      "fit": interval(fit), "note": .string(RichText(note).plainText), "crossings": .array(pairs),
    ]
  }
}

extension ThresholdResult.Crossing {
  /// The interval, with null for an end that the data do not bound.
  var json: JSON {
    interval(
      estimate.map {
        Interval(
          low: isBoundedBelow ? $0.low : -.infinity, best: $0.best,
          high: isBoundedAbove ? $0.high : .infinity)
      })
  }
}

extension CodeResult {
  var json: JSON {
    var gates = JSON.Object()
    for gate in resources.gatesPerRound { gates[gate.gate] = count(gate.count) }
    return [
      "name": .string(name), "distance": count(distance), "rounds": count(rounds),
      "physical_qubits": count(resources.physicalQubits),
      "data_qubits": count(resources.dataQubits),
      "ancilla_qubits": count(resources.ancillaQubits),
      "logical_qubits": count(resources.logicalQubits), "detectors": count(resources.detectors),
      "depth_per_round": count(resources.depthPerRound), "gates_per_round": .object(gates),
      "points": .array(points.map(\.json)),
    ]
  }
}

extension RatePoint {
  var json: JSON {
    [
      "p": .number(p), "shots": count(estimate.shots + discards), "errors": count(estimate.hits),
      "discards": count(discards), "seconds": .number(seconds),
      "per_shot": interval(ratePerShot), "per_round": interval(ratePerRound),
      "circuit_sha256": .string(circuitHash),
    ]
  }
}

private func count(_ value: Int) -> JSON { .integer(Int64(value)) }

/// An interval as `{"low":…,"best":…,"high":…}`; an end that is not known is null.
private func interval(_ interval: Interval?) -> JSON {
  guard let interval else { return .null }
  func number(_ value: Double) -> JSON { value.isFinite ? .number(value) : .null }
  return [
    "low": number(interval.low), "best": number(interval.best), "high": number(interval.high),
  ]
}
