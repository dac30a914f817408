// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The decoders that users can choose by name.
public enum Decoders {
  /// Every decoder, in the order in which lists show them.
  public static let all: [any Decoder] = [MatchingDecoder(), MaximumLikelihoodDecoder()]

  /// The decoder of a name.
  ///
  /// - Parameter name: A name from `all`; `-` and `_` are the same.
  /// - Returns: The decoder.
  /// - Throws: `DecodingError` with code `.unknownDecoder`, whose message lists the names there are.
  public static func named(_ name: String) throws(DecodingError) -> any Decoder {
    let wanted = String(name.map { $0 == "_" ? "-" : $0 })
    for decoder in all where decoder.name == wanted { return decoder }
    throw DecodingError(
      .unknownDecoder,
      "There is no decoder '\(name)'. Choose one of: \(all.map(\.name).joined(separator: ", ")).")
  }
}
