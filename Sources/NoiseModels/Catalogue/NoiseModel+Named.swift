// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension NoiseModel {
  /// Makes a model of the catalogue, `sd6`, `code-capacity:biased(eta=10,axis=Z)`, …, or that of a hardware
  /// profile, `profile:photonic`, `profile:machine.json(heralds=withheld)`, or several joined by a plus.
  ///
  /// The parameter `p` of a model is its strength in place of the common one: `sd6+profile:photonic(p=1)`.
  /// Upper and lower case, `-` and `_`, and spaces around the parts make no difference; of a profile's path only the
  /// spaces around it.
  ///
  /// - Parameters:
  ///   - text: The name, with parameters in parentheses where the model has any.
  ///   - probability: The strength p; of a profile, the factor of all its errors.
  /// - Throws: `NoiseError` that lists the names or ranges allowed.
  public init(named text: String, p probability: Double) throws(NoiseError) {
    let names = NoiseModel.names(joinedIn: text)
    guard names.count == 1 || !names.contains(where: { NoiseModel.trimmed($0).isEmpty }) else {
      throw NoiseError(.badParameter, "noise=\(text): a model is missing beside a plus.")
    }
    var model = try NoiseModel(single: names[0], p: probability)
    for name in names.dropFirst() {
      model = model.joined(with: try NoiseModel(single: name, p: probability))
    }
    self = model
  }

  /// Makes a model that is not joined of several.
  private init(single text: String, p common: Double) throws(NoiseError) {
    let trimmed = NoiseModel.trimmed(text)
    if trimmed.lowercased().hasPrefix(NoiseModel.profilePrefix) {
      self = try NoiseModel.derived(
        from: NoiseModel.trimmed(trimmed.dropFirst(NoiseModel.profilePrefix.count)),
        p: common)
      return
    }
    var (name, given) = try NoiseModel.split(text)
    let own = try NoiseModel.takeStrength(from: &given, of: text)
    let probability = own ?? common
    guard let entry = NoiseModel.catalogue.first(where: { $0.name == name }) else {
      let variants = NoiseModel.catalogue.filter { $0.name.hasPrefix(name + ":") }
      let known =
        variants.isEmpty
        ? NoiseModel.catalogue.map(\.usage) + [NoiseModel.profileUsage] : variants.map(\.usage)
      throw NoiseError(
        .unknownName, "noise=\(text): must be one of \(known.joined(separator: ", ")).")
    }
    let values = try NoiseModel.values(given, of: entry)
    let largest = entry.largestProbability(values)
    guard probability >= 0, probability <= largest else {
      throw NoiseError(
        .badParameter, "p=\(probability): must be in 0...\(number(largest)) for \(text).")
    }
    self.init(
      name: NoiseModel.canonicalName(entry, values, strength: own), probability: probability,
      level: entry.level,
      rates: entry.rates(probability, values))
  }

  /// Makes a model of the catalogue.
  ///
  /// - Throws: `NoiseError` that lists the names or ranges allowed.
  public static func named(_ text: String, p probability: Double) throws(NoiseError) -> NoiseModel {
    try NoiseModel(named: text, p: probability)
  }

  /// A text without the spaces around it.
  static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// Cuts `name(key=value,…)` into its parts, in lower case and with `-` and `_` made the same.
  private static func split(
    _ text: String
  ) throws(NoiseError) -> (name: String, parameters: [(name: String, value: String)]) {
    let plain = String(text.filter { !$0.isWhitespace })
    let open = plain.firstIndex(of: "(") ?? plain.endIndex
    let name = plain[..<open].lowercased().replacing("_", with: "-")
    if open == plain.endIndex { return (name, []) }
    guard plain.last == ")" else {
      throw NoiseError(.badParameter, "noise=\(text): the parenthesis is not closed.")
    }
    var parameters: [(String, String)] = []
    for part in plain[plain.index(after: open)...].dropLast().split(separator: ",") {
      guard let equals = part.firstIndex(of: "=") else {
        throw NoiseError(
          .badParameter, "noise=\(text): \(part) must have the form name=value.")
      }
      parameters.append(
        (
          part[..<equals].lowercased().replacing("-", with: "_"),
          String(part[part.index(after: equals)...])
        ))
    }
    return (name, parameters)
  }

  /// Takes the parameter `p` out of those given; nil if it is not among them.
  static func takeStrength(
    from parameters: inout [(name: String, value: String)], of text: String
  ) throws(NoiseError) -> Double? {
    guard let place = parameters.firstIndex(where: { $0.name == "p" }) else { return nil }
    let word = parameters.remove(at: place).value
    guard let strength = Double(word), strength.isFinite,
      !parameters.contains(where: { $0.name == "p" })
    else {
      throw NoiseError(
        .badParameter, "noise=\(text): p=\(word) must be a number, and be given once.")
    }
    return strength
  }

  private static func values(
    _ given: [(name: String, value: String)], of entry: NoiseModelEntry
  ) throws(NoiseError) -> NoiseModelEntry.Values {
    var values = NoiseModelEntry.Values()
    for (name, text) in given {
      guard let parameter = entry.parameters.first(where: { $0.name == name }) else {
        let known = entry.parameters.map(\.usage).joined(separator: ", ")
        throw NoiseError(
          .badParameter,
          known.isEmpty
            ? "\(entry.name) has no parameter \(name), and no other."
            : "\(entry.name) has no parameter \(name); it has \(known).")
      }
      guard values.numbers[name] == nil, values.words[name] == nil else {
        throw NoiseError(.badParameter, "\(entry.name): \(name) is given twice.")
      }
      let wrong = NoiseError(
        .badParameter, "\(entry.name): \(name)=\(text) must be in \(parameter.allowed).")
      switch parameter.domain {
      case .number(let range, _):
        guard let value = Double(text), range.contains(value) else { throw wrong }
        values.numbers[name] = value
      case .choice(let words):
        let word = words.first { $0.lowercased() == text.lowercased().replacing("_", with: "-") }
        guard let word else { throw wrong }
        values.words[name] = word
      }
    }
    try fillDefaults(&values, of: entry)
    return values
  }

  private static func fillDefaults(
    _ values: inout NoiseModelEntry.Values, of entry: NoiseModelEntry
  ) throws(NoiseError) {
    for parameter in entry.parameters {
      switch parameter.domain {
      case .choice(let words):
        if values.words[parameter.name] == nil { values.words[parameter.name] = words.first }
      case .number(_, let standard):
        if values.numbers[parameter.name] != nil { continue }
        if let standard {
          values.numbers[parameter.name] = standard
        } else if parameter.isRequired {
          throw NoiseError(
            .badParameter, "\(entry.name): \(parameter.name) is missing; give \(entry.usage).")
        }
      }
    }
  }

  private static func canonicalName(
    _ entry: NoiseModelEntry, _ values: NoiseModelEntry.Values, strength: Double?
  ) -> String {
    var parts: [String] = []
    for parameter in entry.parameters {
      switch parameter.domain {
      case .choice(let words):
        let word = values.word(parameter.name)
        if word != words.first { parts.append("\(parameter.name)=\(word)") }
      case .number(_, let standard):
        guard let value = values.numbers[parameter.name], value != standard else { continue }
        parts.append("\(parameter.name)=\(value == .infinity ? "inf" : number(value))")
      }
    }
    if let strength { parts.append("p=\(number(strength))") }
    return parts.isEmpty ? entry.name : "\(entry.name)(\(parts.joined(separator: ",")))"
  }
}
