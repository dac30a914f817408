// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension DerivedNoise {
  /// The noise as a model for circuits.
  ///
  /// - Parameters:
  ///   - name: The name that the model bears.
  ///   - scale: The factor that the profile was scaled by, which the model states as its p.
  ///   - heralds: What becomes of the heralds.
  /// - Returns: The model.
  /// - Throws: `NoiseError` with code `.badParameter` if an operation is so bad that no channel describes it.
  public func model(
    name: String, scale: Double = 1, heralds: NoiseModel.Heralds = .information
  ) throws(NoiseError) -> NoiseModel {
    for fault in faults {
      let word = fault.operation?.rawValue ?? "idle"
      try checked("\(word).pair_depolarization", fault.pairDepolarization, in: 0...0.9375)
      try checked("\(word).flip", fault.flip, in: 0...0.5)
    }
    return NoiseModel(
      name: name, probability: scale, level: .circuit,
      rates: NoiseModel.Rates(
        resetFlip: fault(of: .reset).flip, measurementFlip: fault(of: .measurement).flip,
        faults: NoiseModel.Faults(
          oneQubit: channels(.oneQubit), twoQubit: channels(.twoQubit), reset: channels(.reset),
          measurement: channels(.measurement), idle: channels(nil))),
      heralds: heralds)
  }

  private func channels(_ operation: HardwareProfile.OperationKind?) -> [NoiseModel.Channel] {
    let fault = fault(of: operation)
    var channels: [NoiseModel.Channel] = []
    if fault.pairDepolarization > 0 {
      channels.append(NoiseModel.Channel(.depolarize2, fault.pairDepolarization))
    }
    if fault.pairDephasing > 0 {
      var dephasing = NoiseModel.Channel(.pauliChannel2)
      dephasing.arguments = [Double](repeating: 0, count: 14) + [fault.pairDephasing]
      channels.append(dephasing)
    }
    if fault.heralded > 0 {
      channels.append(NoiseModel.Channel(.heraldedErase, fault.heralded))
    }
    return channels + fault.pauli.channels
  }
}

extension NoiseModel {
  /// The prefix of names of noise that is derived from a hardware profile.
  static let profilePrefix = "profile:"

  /// The noise of a hardware profile, made p times as strong.
  ///
  /// - Parameters:
  ///   - text: `NAME` of a shipped profile or the path of a file, then `(heralds=WORD)` if wanted.
  ///   - scale: p: the factor of every loss, rate and error probability; 1 is the profile itself.
  /// - Returns: The model.
  /// - Throws: `NoiseError`.
  static func derived(from text: String, p scale: Double) throws(NoiseError) -> NoiseModel {
    guard (0...1000).contains(scale) else {
      throw NoiseError(
        .badParameter,
        "p=\(scale): must be in 0...1000 for \(profilePrefix)\(text), whose errors it multiplies.")
    }
    let (source, parameter) = profileParts(text)
    var heralds = Heralds.information
    if let parameter {
      let setting = parameter.split(separator: "=").map { trimmed($0) }
      let words = Heralds.allCases.map(\.rawValue)
      guard setting.count == 2, setting[0] == "heralds", let word = Heralds(rawValue: setting[1])
      else {
        throw NoiseError(
          .badParameter,
          "noise=\(profilePrefix)\(text): the one parameter is heralds=\(words.joined(separator: "|"))."
        )
      }
      heralds = word
    }
    let profile = try HardwareProfile.named(source).scaled(by: scale)
    let suffix = heralds == .information ? "" : "(heralds=\(heralds.rawValue))"
    return try DerivedNoise(profile).model(
      name: profilePrefix + source + suffix, scale: scale, heralds: heralds)
  }

  /// The source of a profile in the name of a noise model such as `profile:photonic`; nil for other models.
  public static func profileSource(_ name: String) -> String? {
    let plain = trimmed(name)
    guard plain.lowercased().hasPrefix(profilePrefix) else { return nil }
    return profileParts(trimmed(plain.dropFirst(profilePrefix.count))).source
  }

  /// Cuts what follows `profile:` into the source and the parameter in parentheses behind it.
  ///
  /// Parentheses may be part of a path; a parameter has an equals sign.
  private static func profileParts(_ text: String) -> (source: String, parameter: Substring?) {
    guard let open = text.lastIndex(of: "("), text.hasSuffix(")"),
      text[open...].contains("=") || !text.contains("/")
    else { return (text, nil) }
    return (trimmed(text[..<open]), text[text.index(after: open)...].dropLast())
  }
}
