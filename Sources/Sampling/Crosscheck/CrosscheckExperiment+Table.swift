// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions

extension CrosscheckExperiment {
  /// The experiments that are run when nothing else is asked for.
  ///
  /// With Stim: circuits that both programs generate on their own, then circuits of ours. With qecsim:
  /// code capacity, where its decoders are of the same kind as ours: minimum-weight matching, or maximum
  /// likelihood, which its tensor networks without truncation and, where every syndrome has one
  /// lightest class, its search for a lightest error both are.
  public static let all: [CrosscheckExperiment] = generated + ours + matching + likelihood

  private static let generated: [CrosscheckExperiment] = [
    stim("surface:d=3", "surface_code:rotated_memory_z", 0.003),
    stim("surface:d=5", "surface_code:rotated_memory_z", 0.005),
    stim("surface:d=7", "surface_code:rotated_memory_z", 0.007),
    stim("surface:d=3", "surface_code:rotated_memory_x", 0.005, .x),
    stim("surface:d=5", "surface_code:rotated_memory_x", 0.003, .x),
    stim("unrotated:d=3", "surface_code:unrotated_memory_z", 0.005),
    stim("unrotated:d=5", "surface_code:unrotated_memory_x", 0.005, .x),
    stim("repetition:d=5", "repetition_code:memory", 0.02),
    stim("repetition:d=9", "repetition_code:memory", 0.03),
  ]

  private static let ours: [CrosscheckExperiment] = [
    stim("surface:d=5", "sd6", 0.004),
    stim("xzzx:d=5", "si1000", 0.003),
    stim("toric:d=4", "phenomenological", 0.02),
    stim("surface:dx=3,dz=5", "sd6", 0.005, .x),
    stim("unrotated:d=5", "code-capacity:bit-flip", 0.08),
  ]

  private static let matching: [CrosscheckExperiment] = [
    planar(3, "bit-flip", 0.05), planar(5, "bit-flip", 0.08), planar(5, "depolarizing", 0.10),
    planar(7, "phase-flip", 0.08), toric(3, "depolarizing", 0.08), toric(5, "bit-flip", 0.07),
    toric(5, "depolarizing", 0.10),
  ]

  private static let likelihood: [CrosscheckExperiment] = [
    rotated(3, "depolarizing", 0.10, .both), rotated(5, "bit-flip", 0.10, .z),
    rotated(5, "phase-flip", 0.08, .x), colour(3, "depolarizing", 0.10, .both, shots: 4000),
    colour(5, "bit-flip", 0.10, .z, shots: 400),
    small("five-qubit", "FiveQubitCode", "depolarizing", 0.10, .both),
    small("five-qubit", "FiveQubitCode", "depolarizing", 0.05, .both),
    small("steane", "SteaneCode", "bit-flip", 0.10, .z),
    small("steane", "SteaneCode", "phase-flip", 0.05, .x),
  ]

  private static func stim(
    _ code: String, _ task: String, _ rate: Double, _ basis: MemoryExperiment.Basis = .z
  ) -> CrosscheckExperiment {
    let isGenerated = task.contains("_")
    return CrosscheckExperiment(
      peer: .stim, code: code, noise: isGenerated ? "stim" : task, rate: rate, basis: basis,
      decoder: "matching", peerDecoder: "pymatching", peerShots: 100_000,
      question: isGenerated ? .generated(task) : .circuit)
  }

  private static func planar(_ d: Int, _ noise: String, _ rate: Double) -> CrosscheckExperiment {
    qecsim(
      "unrotated:d=\(d)", noise, rate, .both, "matching", "planar", "PlanarCode", [d, d],
      "PlanarMWPMDecoder", shots: 4000)
  }

  private static func toric(_ d: Int, _ noise: String, _ rate: Double) -> CrosscheckExperiment {
    qecsim(
      "toric:d=\(d)", noise, rate, .both, "matching", "toric", "ToricCode", [d, d],
      "ToricMWPMDecoder", shots: 4000)
  }

  private static func rotated(
    _ d: Int, _ noise: String, _ rate: Double, _ basis: MemoryExperiment.Basis
  ) -> CrosscheckExperiment {
    qecsim(
      "surface:d=\(d)", noise, rate, basis, "maximum-likelihood", "rotatedplanar",
      "RotatedPlanarCode", [d, d], "RotatedPlanarMPSDecoder", shots: 2000)
  }

  private static func colour(
    _ d: Int, _ noise: String, _ rate: Double, _ basis: MemoryExperiment.Basis, shots: Int
  ) -> CrosscheckExperiment {
    qecsim(
      "colour:d=\(d)", noise, rate, basis, "maximum-likelihood", "color", "Color666Code", [d],
      "Color666MPSDecoder", shots: shots)
  }

  private static func small(
    _ code: String, _ type: String, _ noise: String, _ rate: Double,
    _ basis: MemoryExperiment.Basis
  ) -> CrosscheckExperiment {
    qecsim(
      code, noise, rate, basis, "maximum-likelihood", "basic", type, [], "NaiveDecoder",
      shots: 10_000)
  }

  private static func qecsim(
    _ code: String, _ noise: String, _ rate: Double, _ basis: MemoryExperiment.Basis,
    _ decoder: String, _ module: String, _ type: String, _ size: [Int], _ peerDecoder: String,
    shots: Int
  ) -> CrosscheckExperiment {
    let noises = [
      "bit-flip": "BitFlipErrorModel", "phase-flip": "PhaseFlipErrorModel",
      "depolarizing": "DepolarizingErrorModel",
    ]
    let home = peerDecoder == "NaiveDecoder" ? "generic" : module
    return CrosscheckExperiment(
      peer: .qecsim, code: code, noise: "code-capacity:" + noise, rate: rate, basis: basis,
      decoder: decoder, peerDecoder: peerDecoder, peerShots: shots,
      question: .qecsim(
        module: "qecsim.models." + module, code: type, size: size,
        noise: noises[noise, default: noise],
        decoder: ["qecsim.models." + home, peerDecoder]))
  }
}
