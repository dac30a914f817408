// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// A row of the table of decoders: a name, its settings, and how to make a decoder of them.
public struct DecoderFamily: Sendable {
  /// The name by which users choose the decoder, in lower case.
  public let name: String
  /// What the decoder does, as a phrase for lists and help.
  public let summary: String
  /// What can be set, in the order in which specifications show it.
  public let settings: [DecoderSetting]

  private let make: @Sendable (DecoderSettings) throws(DecodingError) -> any Decoder

  init(
    _ name: String, _ summary: String, settings: [DecoderSetting] = [],
    make: @escaping @Sendable (DecoderSettings) throws(DecodingError) -> any Decoder
  ) {
    self.name = name
    self.summary = summary
    self.settings = settings
    self.make = make
  }

  /// Makes a decoder.
  ///
  /// - Parameter text: Settings that differ from their standard values, as `name=value,name=value`.
  /// - Returns: The decoder with the full specification: the name and the value of every setting.
  /// - Throws: `DecodingError` with code `.badSetting`.
  func decoder(_ text: Substring) throws(DecodingError) -> SpecifiedDecoder {
    let values: DecoderSettings
    do {
      values = try DecoderSettings(parsing: text, settings)
    } catch {
      throw DecodingError(error.code, "Decoder '\(name)': \(error.message)")
    }
    return SpecifiedDecoder(
      specification: settings.isEmpty ? name : "\(name)(\(values.text))", decoder: try make(values))
  }
}

/// A decoder as a user asked for it.
public struct SpecifiedDecoder: Sendable {
  /// The name and the value of every setting, as results state it: `bp-osd(order=10,schedule=serial)`.
  public let specification: String
  /// The decoder with these settings.
  public let decoder: any Decoder
}

/// The decoders that users can choose by name.
public enum Decoders {
  /// Every decoder, in the order in which lists show them.
  public static let all: [DecoderFamily] = [
    DecoderFamily("matching", "exact minimum-weight perfect matching of the detection events") {
      _ throws(DecodingError) in MatchingDecoder()
    },
    DecoderFamily(
      "correlated-matching",
      "matching, then again with what the first pass tells of errors that flip several edges",
      settings: CorrelatedMatchingDecoder.settings
    ) { values throws(DecodingError) in CorrelatedMatchingDecoder(values) },
    DecoderFamily(
      "union-find", "growing clusters, then peeling: almost linear, less exact than matching",
      settings: UnionFindDecoder.settings
    ) { values throws(DecodingError) in UnionFindDecoder(values) },
    DecoderFamily("peeling", "exact for erasures alone, in linear time") {
      _ throws(DecodingError) in PeelingDecoder()
    },
    DecoderFamily(
      "maximum-likelihood",
      "the likeliest observables, exactly, from a lookup table; for models of few detectors"
    ) { _ throws(DecodingError) in MaximumLikelihoodDecoder() },
    DecoderFamily(
      "likelihood-sweep",
      "the likeliest observables, exactly, by a sweep over all errors; for narrow models",
      settings: LikelihoodSweepDecoder.settings
    ) { values throws(DecodingError) in LikelihoodSweepDecoder(values) },
    BeliefDecoder.plain, BeliefDecoder.ordered, BeliefDecoder.localized, BeliefDecoder.relay,
    BeliefDecoder.matched,
    DecoderFamily(
      "search", "the likeliest set of errors, by best-first search; for any model",
      settings: SearchDecoder.settings
    ) { values throws(DecodingError) in SearchDecoder(values) },
    DecoderFamily(
      "colour", "colour codes, by two matchings for each colour and a search where they disagree",
      settings: ColourDecoder.settings
    ) { values throws(DecodingError) in ColourDecoder(values) },
  ]

  /// The names of those that take probabilities of single shots, and so heralds and analog readings.
  public static let reweighting: [String] = all.filter { family in
    let model = DetectorErrorModel([
      .error(probability: 0.1, targets: [.detector(0), .observable(0)])
    ])
    let engine = try? family.decoder("").decoder.compile(model).makeEngine()
    return engine is any ReweightingEngine
  }.map(\.name)

  /// The specifications in a list, which commas outside parentheses separate.
  public static func list(_ text: String) -> [String] {
    var depth = 0
    return text.split { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == "," && depth == 0
    }.map(String.init)
  }

  /// The decoder of a specification: a name, then settings if any, as in `bp-osd(order=10,schedule=serial)`.
  ///
  /// - Parameter text: A name from `all`, in which `-` and `_` are the same, and settings in parentheses.
  /// - Returns: The decoder.
  /// - Throws: `DecodingError` with code `.unknownDecoder`, whose message lists the names there are, or
  ///   `.badSetting`.
  public static func named(_ text: String) throws(DecodingError) -> SpecifiedDecoder {
    let name = text.prefix { $0 != "(" }
    let settings = text[name.endIndex...]
    let wanted = String(name.map { $0 == "_" ? "-" : $0 })
    guard let family = all.first(where: { $0.name == wanted }) else {
      throw DecodingError(
        .unknownDecoder,
        "There is no decoder '\(name)'. Choose one of: "
          + "\(all.map(\.name).joined(separator: ", ")).")
    }
    guard settings.isEmpty || settings.hasSuffix(")") else {
      throw DecodingError(.badSetting, "The decoder '\(text)' lacks its closing parenthesis.")
    }
    return try family.decoder(settings.dropFirst().dropLast())
  }
}
