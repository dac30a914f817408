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
      try checked(
        "operations.\(word).pair_depolarization", fault.pairDepolarization, in: 0...0.9375)
      try checked("operations.\(word).flip", fault.flip, in: 0...0.5)
    }
    return NoiseModel(
      name: name, probability: scale, level: .circuit,
      rates: NoiseModel.Rates(
        resetFlip: fault(of: .reset).flip, measurementFlip: fault(of: .measurement).flip,
        faults: NoiseModel.Faults(
          oneQubit: channels(.oneQubit), twoQubit: channels(.twoQubit), reset: channels(.reset),
          measurement: channels(.measurement), idle: channels(nil), memories: memories)),
      heralds: heralds)
  }

  /// The slow part of the phase noise over layers of waiting, if there is any.
  private var memories: [PhaseMemory] {
    let noise = profile.memory.phaseNoise
    let time = fault(of: nil).durationInNanoseconds / 1000
    return noise.amplitude > 0 && time > 0 ? [PhaseMemory(noise, layerTime: time)] : []
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
  ///   - text: `NAME` of a shipped profile or the path of a file, then `(heralds=WORD,p=X)` or one of these if wanted.
  ///   - common: p where none is given: the factor of every loss, rate and error probability; 1 is the profile itself.
  /// - Returns: The model.
  /// - Throws: `NoiseError`.
  static func derived(from text: String, p common: Double) throws(NoiseError) -> NoiseModel {
    let (source, settings) = profileParts(text)
    var parameters = try profileParameters(settings, of: text)
    let own = try takeStrength(from: &parameters, of: profilePrefix + text)
    let scale = own ?? common
    guard (0...1000).contains(scale) else {
      throw NoiseError(
        .badParameter,
        "p=\(scale): must be in 0...1000 for \(profilePrefix)\(text), whose errors it multiplies.")
    }
    var heralds = Heralds.information
    if let (name, value) = parameters.first {
      guard parameters.count == 1, name == "heralds", let word = Heralds(rawValue: value) else {
        throw NoiseModel.wrongProfileParameters(text)
      }
      heralds = word
    }
    let profile = try HardwareProfile.named(source)
    var words = heralds == .information ? [] : ["heralds=\(heralds.rawValue)"]
    if let own { words.append("p=\(number(own))") }
    let suffix = words.isEmpty ? "" : "(\(words.joined(separator: ",")))"
    let place = scale == 1 ? "" : "\(profilePrefix)\(source), p=\(number(scale)): "
    return try within(place) { () throws(NoiseError) in
      try DerivedNoise(profile.scaled(by: scale)).model(
        name: profilePrefix + source + suffix, scale: scale, heralds: heralds)
    }
  }

  private static func wrongProfileParameters(_ text: String) -> NoiseError {
    let words = Heralds.allCases.map(\.rawValue).joined(separator: "|")
    return NoiseError(
      .badParameter,
      "noise=\(profilePrefix)\(text): the parameters are heralds=\(words) and p, each once.")
  }

  /// The parameters in the parentheses behind a profile.
  private static func profileParameters(
    _ settings: Substring?, of text: String
  ) throws(NoiseError) -> [(name: String, value: String)] {
    guard let settings else { return [] }
    var parameters: [(name: String, value: String)] = []
    for setting in settings.split(separator: ",", omittingEmptySubsequences: false) {
      let words = setting.split(separator: "=", omittingEmptySubsequences: false).map {
        trimmed($0)
      }
      guard words.count == 2 else { throw wrongProfileParameters(text) }
      parameters.append((words[0], words[1]))
    }
    return parameters
  }

  /// The source of a profile in the name of a noise model such as `profile:photonic`; nil for other models.
  ///
  /// The name is that of one model, not of several joined.
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
