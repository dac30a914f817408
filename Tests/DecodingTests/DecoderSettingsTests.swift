// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Testing

@testable import Decoding

@Suite("Decoder settings")
struct DecoderSettingsTests {
  let table = [
    DecoderSetting("order", .integer(0...60), standard: "7", "the order"),
    DecoderSetting("scale", .number(0...1), standard: "0.625", "the scale"),
    DecoderSetting(
      "schedule", .choice(["serial", "parallel"]), standard: "serial", "the schedule"),
  ]

  @Test("Settings that are not given take their standard values, and all are stated.")
  func complete() throws {
    let settings = try DecoderSettings(parsing: "schedule=parallel,order=10", table)
    #expect(settings.integer("order") == 10)
    #expect(settings.number("scale") == 0.625)
    #expect(settings.choice("schedule") == "parallel")
    #expect(settings.text == "order=10,scale=0.625,schedule=parallel")
  }

  @Test(
    "A setting that is unknown, repeated, malformed or out of range is refused.",
    arguments: [
      "order=61", "order=x", "scale=2", "scale=nan", "schedule=late", "size=3", "order", "=",
      "order=1,order=2", "order=1,", ",",
    ])
  func refused(text: String) {
    #expect(throws: DecodingError.self) { try DecoderSettings(parsing: text[...], table) }
  }

  @Test("Lists are split at commas outside parentheses.")
  func lists() {
    #expect(
      Decoders.list("matching,bp(a=1,b=2),union-find") == ["matching", "bp(a=1,b=2)", "union-find"])
  }

  @Test("Names are checked with their settings.")
  func names() throws {
    #expect(try Decoders.named("matching").specification == "matching")
    #expect(try Decoders.named("matching()").specification == "matching")
    #expect(throws: DecodingError.self) { try Decoders.named("matching(") }
    #expect(throws: DecodingError.self) { try Decoders.named("matching(order=1)") }
    #expect(throws: DecodingError.self) { try Decoders.named("") }
  }
}
