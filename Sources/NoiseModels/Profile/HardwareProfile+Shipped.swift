// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import FoundationEssentials

extension HardwareProfile {
  /// The profiles that come with the program, by name.
  public static let shippedNames = shippedTexts.map(\.name)

  private static let shippedTexts: [(name: String, bytes: [UInt8])] = [
    ("photonic", PackageResources.photonic_json),
    ("photonic-near-term", PackageResources.photonic_near_term_json),
  ]

  /// The text of a shipped profile; nil if none bears the name.
  public static func shippedText(_ name: String) -> [UInt8]? {
    shippedTexts.first { $0.name == name }?.bytes
  }

  /// Every shipped profile, read once, so that whoever asks shares the passages it has followed.
  private static let shipped: [String: Result<HardwareProfile, NoiseError>] =
    Dictionary(
      uniqueKeysWithValues: shippedTexts.map { name, bytes in
        let read = Result { () throws(NoiseError) in
          try HardwareProfile(parsing: bytes, file: name)
        }
        return (name, read)
      })

  /// The profile of a name, or of a file.
  ///
  /// - Parameter text: The name of a shipped profile, or a path: anything with a `/` or that ends in `.json`.
  /// - Returns: The profile.
  /// - Throws: `NoiseError` that lists the names, or says what is wrong with the file.
  public static func named(_ text: String) throws(NoiseError) -> HardwareProfile {
    if let profile = shipped[text] { return try profile.get() }
    guard text.contains("/") || text.hasSuffix(".json") else {
      throw NoiseError(
        .unknownName,
        "profile=\(text): must be one of \(shippedNames.joined(separator: ", ")), "
          + "or the path of a file that ends in .json.")
    }
    guard let bytes = FileManager.default.contents(atPath: text) else {
      throw NoiseError(.badProfile, "\(text): cannot be read.")
    }
    return try HardwareProfile(parsing: [UInt8](bytes), file: text)
  }
}
