// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A row of the catalogue of noise models: its name, its parameters and what it does.
public struct NoiseModelEntry: Sendable {
  /// A parameter, given as `name=value` in parentheses after the name of the model.
  public struct Parameter: Sendable {
    /// What values a parameter takes.
    public enum Domain: Sendable, Hashable {
      /// A number in a range; `inf` where the range has no end.
      case number(ClosedRange<Double>, default: Double?)
      /// One of several words; the first is the default.
      case choice([String])
    }

    /// The name.
    public let name: String
    /// The values that it takes.
    public let domain: Domain
    /// What it means, for help and documentation.
    public let summary: String
    /// Whether it must be given; a number without default is otherwise p.
    public var isRequired = false
  }

  /// The name.
  public let name: String
  /// How much of the circuit is faulty.
  public let level: NoiseModel.Level
  /// The parameters.
  public let parameters: [Parameter]
  /// The channels, as a function of p.
  public let channels: String
  /// Where the model was published.
  public let source: String
  /// The largest p for which every channel is a channel, given the values of the parameters.
  let largestProbability: @Sendable (Values) -> Double
  /// The strengths for p.
  let rates: @Sendable (Double, Values) -> NoiseModel.Rates

  /// The values of the parameters, defaults filled in.
  struct Values: Sendable {
    var numbers: [String: Double] = [:]
    var words: [String: String] = [:]

    func number(_ name: String) -> Double { numbers[name] ?? .nan }
    func word(_ name: String) -> String { words[name] ?? "" }
  }

  /// The name with its parameters and their ranges, for help.
  public var usage: String {
    if parameters.isEmpty { return name }
    return "\(name)(\(parameters.map(\.usage).joined(separator: ",")))"
  }
}

extension NoiseModelEntry.Parameter {
  /// `name=allowed values`.
  public var usage: String { "\(name)=\(allowed)" }

  /// The allowed values, as text.
  var allowed: String {
    switch domain {
    case .choice(let words): words.joined(separator: "|")
    case .number(let range, _):
      range.upperBound == .infinity
        ? "\(number(range.lowerBound))...inf"
        : "\(number(range.lowerBound))...\(number(range.upperBound))"
    }
  }
}

/// A number without a needless fraction.
func number(_ value: Double) -> String {
  if value == value.rounded(), abs(value) < 1e15 { return "\(Int64(value))" }
  return "\(value)"
}

extension NoiseModel {
  /// How to name the noise of a hardware profile.
  static var profileUsage: String {
    let heralds = Heralds.allCases.map(\.rawValue).joined(separator: "|")
    let names = HardwareProfile.shippedNames.joined(separator: "|")
    return "\(profilePrefix)\(names)|FILE.json(heralds=\(heralds))"
  }

  /// The catalogue as lines of help: how to write each model, its channels and source; then hardware profiles.
  public static var help: String {
    let models = catalogue.map { entry in
      var lines = [entry.usage, "    \(entry.channels)"]
      for parameter in entry.parameters {
        lines.append("    \(parameter.name): \(parameter.summary)")
      }
      lines.append("    \(entry.source)")
      return lines.joined(separator: "\n")
    }
    let profile = [
      profileUsage,
      "    what follows from a hardware profile; p is the factor of all its errors, 1 is the machine itself",
      "    heralds: whether they travel beside the shot, are detectors, are in the record only, or are withheld",
      "    `quanta noise profile` prints the loss budget and the rates",
    ].joined(separator: "\n")
    let joining = """
      Several models join by a plus, each putting its own channels around the same operations. Any model takes p in
      its parentheses as its own strength, in place of the common one, as in sd6+profile:photonic(p=1)
      """
    return (models + [profile, joining]).joined(separator: "\n")
  }
}
