// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import NoiseModels
import StrictJSON

/// What is told of a hardware profile: its loss budget and the noise derived from it.
struct ProfileSummary {
  let noise: DerivedNoise
  let scale: Double

  private var profile: HardwareProfile { noise.profile }

  /// The passages of a photon, each with a name.
  private var passages: [(name: String, path: [String])] {
    HardwareProfile.OperationKind.allCases.map {
      ($0.rawValue, profile.operations[$0]?.path ?? [])
    } + [("fusion", profile.fusionPath)]
  }

  var text: String {
    var text = "\(profile.name)\(scale == 1 ? "" : ", errors × \(rounded(scale))")\n"
    text += "  \(profile.summary)\n\nLoss budget\n"
    var rows = [["component", "dB", "transmission", "lost", "from"]]
    for component in profile.components {
      rows.append(
        row(component.name, component.attenuation) + [component.reference])
    }
    text += TextTable(rows: rows, side: .left).text(indent: "  ")
    rows = [["passage", "dB", "transmission", "lost", "by way of"]]
    for (name, path) in passages {
      rows.append(row(name, profile.attenuation(of: path)) + [path.joined(separator: " + ")])
    }
    let waiting = noise.fault(of: nil)
    rows.append(
      [
        "idle",
        rounded(profile.memory.decibelsPerMicrosecond * waiting.durationInNanoseconds / 1000),
        rounded(1 - waiting.loss), rounded(waiting.loss),
        "\(rounded(waiting.durationInNanoseconds)) ns of waiting",
      ])
    text += "\n" + TextTable(rows: rows, side: .left).text(indent: "  ")
    text += "\nNoise of circuits, per operation and qubit\n"
    rows = [["operation", "ns", "lost", "heralded", "X", "Y", "Z", "pair", "ZZ", "flip"]]
    for fault in noise.faults {
      rows.append(
        [fault.operation?.rawValue ?? "idle"]
          + [
            fault.durationInNanoseconds, fault.loss, fault.heralded, fault.pauli.x, fault.pauli.y,
            fault.pauli.z, fault.pairDepolarization, fault.pairDephasing, fault.flip,
          ].map(rounded))
    }
    text += TextTable(rows: rows, side: .left).text(indent: "  ")
    return text + "\n" + optics
  }

  private var optics: String {
    let fusion = noise.fusion
    let readout = noise.detector.dualRailReadout
    let rows =
      pairRows + [
        ["photon from source to fusion", rounded(fusion.efficiency)],
        ["fusion of \(fusion.photonCount) photons: succeeds", rounded(fusion.success)],
        ["  one parity only", rounded(fusion.failure)],
        ["  neither", rounded(fusion.loss)],
        ["  XX erased, ZZ erased", "\(rounded(fusion.erasure.xx)), \(rounded(fusion.erasure.zz))"],
        ["  XX wrong, ZZ wrong", "\(rounded(fusion.flip.xx)), \(rounded(fusion.flip.zz))"],
        ["interference: visibility", rounded(noise.interference.visibility)],
        ["detector: dark count in a window", rounded(noise.detector.darkCountProbability)],
        [
          "dual-rail readout: heralded, wrong",
          "\(rounded(readout.heralded)), \(rounded(readout.flip))",
        ],
        ["10 photons together, per second", rounded(rate(10))],
      ]
    return "Optics\n" + TextTable(rows: rows, side: .left).text(indent: "  ")
  }

  /// The pair sources, if photons come from any.
  private var pairRows: [[String]] {
    guard let pairs = profile.source.pairs else { return [] }
    let herald = pairs.source.heraldCounts ? "exactly one photon" : "a click"
    return [
      ["pair source: heralded by \(herald)", rounded(pairs.source.heraldProbability)],
      ["  one of \(pairs.count) switched through", rounded(profile.source.efficiency)],
      ["  heralded g²(0)", rounded(profile.source.correlation)],
    ]
  }

  /// How often n photons all reach a fusion's detectors and are seen, per second.
  private func rate(_ photons: Int) -> Double {
    var rate = profile.repetitionsPerSecond
    for _ in 0..<photons { rate *= noise.fusion.efficiency }
    return rate
  }

  private func row(_ name: String, _ attenuation: Attenuation) -> [String] {
    [
      name, rounded(attenuation.decibels), rounded(attenuation.transmission),
      rounded(attenuation.loss),
    ]
  }

  var json: JSON {
    var object = JSON.Object()
    object["profile"] = .string(profile.name)
    object["summary"] = .string(profile.summary)
    object["scale"] = .number(scale)
    object["components"] = .array(
      profile.components.map { component in
        [
          "name": .string(component.name), "loss_db": .number(component.attenuation.decibels),
          "loss": .number(component.attenuation.loss), "reference": .string(component.reference),
        ]
      })
    object["passages"] = .array(
      passages.map { name, path in
        let attenuation = profile.attenuation(of: path)
        return [
          "name": .string(name), "path": .array(path.map { .string($0) }),
          "loss_db": .number(attenuation.decibels), "loss": .number(attenuation.loss),
        ]
      })
    object["operations"] = .array(noise.faults.map(ProfileSummary.json))
    let fusion = noise.fusion
    object["fusion"] = [
      "photons": .integer(Int64(fusion.photonCount)), "efficiency": .number(fusion.efficiency),
      "success": .number(fusion.success), "failure": .number(fusion.failure),
      "loss": .number(fusion.loss), "xx_erasure": .number(fusion.erasure.xx),
      "zz_erasure": .number(fusion.erasure.zz), "xx_flip": .number(fusion.flip.xx),
      "zz_flip": .number(fusion.flip.zz),
    ]
    object["source"] = [
      "efficiency": .number(profile.source.efficiency), "g2": .number(profile.source.correlation),
      "overlap": .number(profile.source.overlap),
    ]
    object["visibility"] = .number(noise.interference.visibility)
    object["dark_count"] = .number(noise.detector.darkCountProbability)
    object["ten_photon_rate_hz"] = .number(rate(10))
    return .object(object)
  }

  private static func json(_ fault: DerivedFault) -> JSON {
    [
      "operation": .string(fault.operation?.rawValue ?? "idle"),
      "duration_ns": .number(fault.durationInNanoseconds), "loss": .number(fault.loss),
      "heralded_erasure": .number(fault.heralded), "x": .number(fault.pauli.x),
      "y": .number(fault.pauli.y), "z": .number(fault.pauli.z),
      "pair_depolarization": .number(fault.pairDepolarization),
      "pair_dephasing": .number(fault.pairDephasing), "flip": .number(fault.flip),
    ]
  }
}
