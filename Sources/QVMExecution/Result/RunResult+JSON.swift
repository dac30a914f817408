// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import StrictJSON

extension RunResult {
  /// The result as JSON.
  ///
  /// `events` are the names; `values` the values of one shot; `counts` and `probabilities` have the outcomes as
  /// keys, a character an event.
  public var json: JSON {
    var object = JSON.Object()
    object["events"] = .array(events.map(JSON.string))
    if let values {
      var members = JSON.Object()
      for (event, value) in values { members[event] = .integer(Int64(value)) }
      object["values"] = .object(members)
    }
    object["shots"] = .integer(Int64(shots))
    object["counts"] = .object(
      JSON.Object(
        uniqueKeysWithValues: counts.map { ($0.outcome, .integer(Int64($0.shots))) }))
    if let probabilities {
      object["probabilities"] = .object(
        JSON.Object(
          uniqueKeysWithValues: probabilities.map { ($0.outcome, .number($0.probability)) }))
    }
    var account = telemetry.json
    if case .object(var members) = account {
      members["sources"] = sources
      account = .object(members)
    }
    object["telemetry"] = account
    if !history.isEmpty { object["history"] = .array(history.map(\.json)) }
    object["provenance"] = provenance
    return .object(object)
  }

  /// Where the numbers of the telemetry came from; what is not named is counted in the simulation.
  ///
  /// `planned` is the formula of the family of codes (`ProfileFamily`), `rates` the entry of `provenance.rates`.
  private var sources: JSON {
    let costs: JSON = rates.isEmpty ? "planned" : "rates"
    return [
      "physical_qubits": costs, "decoder_cycles": costs, "total_time_us": costs,
      "simulation_time_us": costs, "error_breakdown": rates.isEmpty ? "none" : "rates",
      "realised_errors": rates.isEmpty ? "none" : "simulated",
    ]
  }

  /// Where the result came from.
  var provenance: JSON {
    [
      "program_sha256": .string(programHash), "seed": .string("\(seed)"),
      "noise": .string(rates.isEmpty ? "none" : "measured"),
      "rates": .array(rates.map(\.json)),
    ]
  }
}

extension RunIncident {
  /// The incident as JSON.
  public var json: JSON {
    var object = JSON.Object()
    object["fence"] = .integer(Int64(fence))
    object["attempt"] = .integer(Int64(attempt))
    object["shots"] = .integer(Int64(shots))
    if !cause.isEmpty { object["cause"] = .string(cause) }
    object["action"] = .string(action.rawValue)
    return .object(object)
  }
}

extension RunTelemetry {
  /// The account as JSON.
  public var json: JSON {
    let members = JSON.Object(uniqueKeysWithValues: qubits.map { ($0.name, $0.json) })
    return [
      "resource_usage": [
        "logical_qubits_allocated": .integer(Int64(peakLogicalQubits)),
        "physical_qubits_used": .integer(Int64(peakPhysicalQubits)),
        "channels_opened": number(channelsOpened),
      ],
      "qubits": .object(members),
      "cycles": ["mean": number(cycles.mean), "most": .integer(Int64(cycles.most))],
      "epochs": number(epochs),
      "progress": [
        "nodes_executed": number(nodesExecuted), "nodes_total": .integer(Int64(nodeCount)),
      ],
      "simulation_time_us": number(simulationTime), "channel_pair_errors": number(pairErrors),
      "state": [
        "largest_vector_qubits": .integer(Int64(largestVector)),
        "largest_tableau_qubits": .integer(Int64(largestTableau)),
      ],
    ]
  }
}

extension RunTelemetry.Qubit {
  var json: JSON {
    [
      "qubit_id": .string(name), "profile": .string("\(profile)"),
      "distance": .integer(Int64(profile.distance)),
      "physical_qubits": .integer(Int64(physicalQubits)), "gate_count": number(gateCount),
      "measurement_count": number(measurementCount), "correction_count": number(correctionCount),
      "cycles": number(cycles), "decoder_cycles": number(decoderCycles),
      "total_time_us": number(time),
      "error_breakdown": [
        "idle": number(expected.idle), "gate": number(expected.gate),
        "measurement": number(expected.readout), "total": number(expectedTotal),
      ],
      "realised_errors": [
        "x": number(realised.x), "y": number(realised.y), "z": number(realised.z),
        "measurement": number(realised.readout), "total": number(realisedTotal),
      ],
    ]
  }
}

/// A number, without a fraction where it has none.
private func number(_ value: Double) -> JSON {
  value == value.rounded() && abs(value) < 1e15 ? .integer(Int64(value)) : .number(value)
}
