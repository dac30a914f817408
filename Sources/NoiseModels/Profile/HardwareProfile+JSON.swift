// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PulseDynamics
public import StrictJSON

extension HardwareProfile {
  /// The profile as it is written in a file; reading it back gives the same profile.
  public var json: JSON {
    var object = JSON.Object()
    object["format"] = .string(HardwareProfile.format)
    object["name"] = .string(name)
    object["summary"] = .string(summary)
    var list = JSON.Object()
    for component in components {
      list[component.name] = [
        "loss_db": .number(component.attenuation.decibels),
        "reference": .string(component.reference),
      ]
    }
    object["components"] = .object(list)
    var operationList = JSON.Object()
    for kind in OperationKind.allCases {
      guard let operation = operations[kind] else { continue }
      operationList[kind.rawValue] = HardwareProfile.json(operation, kind)
    }
    object["operations"] = .object(operationList)
    object["heralded_loss"] = .number(heraldedLoss)
    object["memory"] = memory.json
    object["source"] = source.json
    object["detector"] = [
      "efficiency": .number(detection.efficiency),
      "dark_count_hz": .number(detection.darkCountsPerSecond),
      "window_ns": .number(detection.windowInNanoseconds),
      "number_resolving": .bool(detection.resolvesNumbers),
    ]
    object["fusion"] = [
      "level": .integer(Int64(fusionLevel)), "path": .array(fusionPath.map { .string($0) }),
    ]
    object["leakage"] = [
      "per_gate": .number(leakage.leakage.leak), "seepage": .number(leakage.leakage.seepage),
      "heralded": .number(leakage.heralded),
    ]
    object["repetitions_hz"] = .number(repetitionsPerSecond)
    return .object(object)
  }

  private static func json(_ operation: Operation, _ kind: OperationKind) -> JSON {
    var object = JSON.Object()
    object["path"] = .array(operation.path.map { .string($0) })
    object["duration_ns"] = .number(operation.durationInNanoseconds)
    object["infidelity"] = .number(operation.infidelity)
    if let rotation = operation.overRotation {
      object["over_rotation"] = [
        "mean_rad": .number(rotation.mean), "rms_rad": .number(rotation.deviation),
      ]
    }
    if let passage = operation.passage { object["stirap"] = passage.json }
    if kind == .twoQubit { object["interferes"] = .bool(operation.interferes) }
    return .object(object)
  }
}

extension HardwareProfile.Passage {
  fileprivate var json: JSON {
    [
      "shape": .string(pulses.shape.rawValue), "area": .number(pulses.area),
      "delay": .number(pulses.delay), "decay": .number(pulses.decay),
      "area_rms": .number(errors.area), "delay_rms": .number(errors.delay),
      "detuning_rms": .number(errors.detuning), "two_photon_rms": .number(errors.twoPhotonDetuning),
      "returns": .bool(returns),
    ]
  }
}

extension HardwareProfile.Source {
  fileprivate var json: JSON {
    guard let pairs else {
      return [
        "efficiency": .number(efficiency), "overlap": .number(overlap), "g2": .number(correlation),
      ]
    }
    return [
      "pairs": [
        "squeezing": .number(pairs.source.squeezing),
        "herald_efficiency": .number(pairs.source.heraldEfficiency),
        "sources": .integer(Int64(pairs.count)),
      ],
      "overlap": .number(overlap),
    ]
  }
}

extension HardwareProfile.Memory {
  fileprivate var json: JSON {
    func time(_ value: Double) -> JSON { value == .infinity ? .null : .number(value) }
    return [
      "loss_db_per_us": .number(decibelsPerMicrosecond), "t1_us": time(decoherence.t1),
      "t2_us": time(decoherence.t2),
      "phase_noise": [
        "white_rad2_per_us": .number(phaseNoise.white),
        "slow_rad_per_us": .number(phaseNoise.amplitude),
        "correlation_us": .number(phaseNoise.correlationTime),
      ],
    ]
  }
}
