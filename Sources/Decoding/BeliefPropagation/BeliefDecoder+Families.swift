// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension BeliefDecoder {
  /// The row of the table of decoders for belief propagation alone.
  static let plain = DecoderFamily(
    "bp", "belief propagation; shots on which it does not converge are flagged",
    settings: BeliefSettings.table
  ) { settings throws(DecodingError) in
    BeliefDecoder(BeliefPlan(settings: BeliefSettings(settings)))
  }

  /// The row of the table of decoders for ordered statistics.
  static let ordered = DecoderFamily(
    "bp-osd", "belief propagation, then ordered statistics where it does not converge",
    settings: BeliefSettings.table + BeliefFallback.Sweep.table(order: "7")
  ) { settings throws(DecodingError) in
    try BeliefDecoder(BeliefSettings(settings), .ordered(BeliefFallback.Sweep(settings)))
  }

  /// The row of the table of decoders for localized statistics.
  static let localized = DecoderFamily(
    "bp-lsd", "belief propagation, then localized statistics where it does not converge",
    settings: BeliefSettings.table + BeliefFallback.Sweep.table(order: "0")
  ) { settings throws(DecodingError) in
    try BeliefDecoder(BeliefSettings(settings), .localized(BeliefFallback.Sweep(settings)))
  }

  /// The row of the table of decoders for Relay-BP.
  static let relay = DecoderFamily(
    "relay-bp", "min-sum with memory, in legs of random memory strengths until solved",
    settings: RelaySettings.table
  ) { settings throws(DecodingError) in
    BeliefDecoder(
      BeliefPlan(
        settings: BeliefSettings(
          schedule: .parallel, scale: settings.number("scale"),
          iterations: settings.integer("iterations")),
        relay: RelaySettings(settings)))
  }

  /// The row of the table of decoders for belief-matching.
  static let matched = DecoderFamily(
    "belief-matching",
    "belief propagation, then matching by its beliefs where it does not converge",
    settings: BeliefSettings.table(method: .productSum, schedule: .parallel, iterations: 20)
  ) { settings throws(DecodingError) in BeliefMatchingDecoder(BeliefSettings(settings)) }

  /// Makes a decoder with a second step.
  ///
  /// - Throws: `DecodingError` with code `.badSetting` for an exhaustive sweep beyond the largest order.
  init(_ settings: BeliefSettings, _ fallback: BeliefFallback) throws(DecodingError) {
    if case .ordered(let sweep) = fallback { try sweep.check() }
    if case .localized(let sweep) = fallback { try sweep.check() }
    self.init(BeliefPlan(settings: settings, fallback: fallback))
  }
}

extension BeliefFallback.Sweep {
  /// Checks that the sweep is short enough to be done for each shot.
  fileprivate func check() throws(DecodingError) {
    let largest = BeliefFallback.Sweep.largestExhaustiveOrder
    guard method != .exhaustive || order <= largest else {
      throw DecodingError(
        .badSetting,
        "An exhaustive sweep of order \(order) would try 2^\(order) solutions a shot; the largest "
          + "order is \(largest).")
    }
  }
}
