// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import NoiseModels
import StrictJSON

/// `quanta noise profile`.
let noiseProfile = Command(
  "profile", "Prints the loss budget of a hardware profile, and the noise that follows.",
  discussion: """
    A profile is one JSON file: components with their losses, operations with the components that a photon
    passes, memory, sources, detectors, fusions and leakage. The noise derived from it is used as
    --noise profile:NAME or --noise profile:FILE wherever noise is named; --p then is the factor of all its errors.
    With --source the text of the profile itself is printed, to begin a file of one's own.
    Shipped: \(HardwareProfile.shippedNames.joined(separator: ", ")).
    """,
  flags: [
    Flag("scale", .number(0...1000), "The factor of all errors.", default: "1"),
    Flag("source", .toggle, "Prints the profile as it is written."),
    .json,
  ],
  positional: .init("PROFILE", "A shipped name, or a file that ends in .json."),
  example: "quanta noise profile photonic --json"
) { arguments in
  let name = arguments.positionals[0]
  let scale = try arguments.number("scale")
  do {
    let profile = try HardwareProfile.named(name)
    if arguments.isOn("source") {
      try printOutput(profile.json.text(.indented) + "\n")
      return .success
    }
    let summary = ProfileSummary(noise: try derived(profile, scale), scale: scale)
    try printOutput(
      arguments.isOn("json") ? summary.json.text(.indented) + "\n" : summary.text)
  } catch let error as NoiseError {
    throw CommandFailure(error.message)
  }
  return .success
}

/// The noise of a profile at a scale; what the scale makes impossible is told as its fault.
private func derived(_ profile: HardwareProfile, _ scale: Double) throws -> DerivedNoise {
  do throws(NoiseError) {
    return try DerivedNoise(profile.scaled(by: scale))
  } catch {
    let place = scale == 1 ? profile.name : "--scale=\(rounded(scale))"
    throw CommandFailure("\(place): \(error.message)")
  }
}
