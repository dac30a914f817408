// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension NoiseModel {
  /// What one of the models that are joined puts around operations.
  public struct Part: Sendable, Hashable {
    /// The strengths of its faults.
    public let rates: Rates
    /// What becomes of the results of its heralded channels.
    public let heralds: Heralds
  }

  /// Both models at once: each puts its own channels around the same operations, those of this one first.
  ///
  /// Wrong reports of one measurement are independent: a and b make a + b − 2ab. Pauli channels commute, so the order
  /// makes no difference to them.
  public func joined(with other: NoiseModel) -> NoiseModel {
    let levels = Level.allCases
    let highest = levels.last { $0 == level || $0 == other.level }
    return NoiseModel(
      name: name + NoiseModel.joint + other.name, probability: probability,
      level: highest ?? level, parts: parts + other.parts)
  }

  /// What joins the names of models.
  private static let joint = "+"

  /// Cuts the name of joined models into theirs.
  ///
  /// A plus in parentheses joins nothing, nor does one in the path of a profile before its `.json`.
  static func names(joinedIn text: String) -> [String] {
    var names = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if String(character) == joint, depth <= 0, endsName(names[names.count - 1]) {
        names.append("")
      } else {
        names[names.count - 1].append(character)
      }
    }
    return names
  }

  /// Whether a plus after a text joins, and is no part of a profile's path.
  private static func endsName(_ text: String) -> Bool {
    let plain = trimmed(text)
    guard let source = profileSource(plain) else { return true }
    return plain.hasSuffix(")") || source.hasSuffix(".json")
      || HardwareProfile.shippedNames.contains(source)
  }
}
