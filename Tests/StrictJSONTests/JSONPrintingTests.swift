// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import StrictJSON
import Testing
import _TestSupport

@Suite struct JSONPrintingTests {
  static let sample: JSON = ["b": [1, 2.5, "é\n😀"], "a": ["x": nil, "e": [], "f": [:]]]

  @Test(.tags(.exact)) func formats() {
    #expect(Self.sample.text() == #"{"b":[1,2.5,"é\n😀"],"a":{"x":null,"e":[],"f":{}}}"#)
    #expect(
      Self.sample.text(.canonical) == #"{"a":{"e":[],"f":{},"x":null},"b":[1,2.5,"é\n😀"]}"#)
    #expect(
      JSON.string("é😀\u{7f}").text(.init(isASCII: true)) == #""\u00e9\ud83d\ude00\u007f""#)
    #expect(JSON.array([1, ["a": 2]]).text(.indented) == "[\n  1,\n  {\n    \"a\": 2\n  }\n]")
    #expect(JSON.number(.nan).text() == "null")
    #expect(JSON.string("\u{1}\"\\").text() == #""\u0001\"\\""#)
  }

  @Test(.tags(.exact)) func equalityIgnoresTheOrderOfMembers() {
    let first: JSON = ["a": 1, "b": 2]
    let second: JSON = ["b": 2, "a": 1]
    #expect(first == second && first.hashValue == second.hashValue)
    #expect(first != ["a": 1] && first != ["a": 2, "b": 1])
  }

  @Test(.tags(.exact)) func access() {
    #expect(Self.sample["b"]?[1]?.doubleValue == 2.5)
    #expect(Self.sample["b"]?[0]?.intValue == 1 && JSON.number(3).intValue == 3)
    #expect(Self.sample["c"] == nil && Self.sample[0] == nil && JSON.number(0.5).intValue == nil)
    var object = JSON.Object()
    object["k"] = 1
    object["l"] = "v"
    object["k"] = 2
    object["l"] = nil
    #expect(JSON.object(object) == ["k": 2])
  }

  static func random(_ generator: inout some RandomNumberGenerator, depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
    case 3:
      let value = Double(bitPattern: UInt64.random(in: 0 ... .max, using: &generator))
      return .number(value.isFinite ? value : 0.25)
    case 4, 5: return .string(text(&generator))
    case 6:
      let count = Int.random(in: 0..<4, using: &generator)
      return .array((0..<count).map { _ in random(&generator, depth: depth - 1) })
    default:
      var object = JSON.Object()
      for _ in 0..<Int.random(in: 0..<12, using: &generator) {
        object[text(&generator)] = random(&generator, depth: depth - 1)
      }
      return .object(object)
    }
  }

  static func text(_ generator: inout some RandomNumberGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0..<6, using: &generator) {
      let limit: UInt32 = [0x20, 0x7F, 0x300, 0x10FFFF].randomElement(using: &generator) ?? 0x7F
      let value = UInt32.random(in: 0...limit, using: &generator)
      text.unicodeScalars.append(Unicode.Scalar(value) ?? "s")
    }
    return text
  }

  @Test(.tags(.law)) func printedValuesReadBack() throws {
    var generator = Seeded(state: 20260101)
    let formats: [JSON.Format] = [.compact, .canonical, .indented, .init(isASCII: true)]
    for _ in 0..<500 {
      let value = Self.random(&generator, depth: 4)
      for format in formats {
        #expect(try JSON(parsing: value.text(format)) == value)
      }
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(
          with: Data(value.text().utf8), options: .fragmentsAllowed)
      }
    }
  }

  @Test(.tags(.law)) func damagedTextNeverCrashes() {
    var generator = Seeded(state: 7)
    for _ in 0..<2000 {
      var bytes = Array(Self.random(&generator, depth: 4).text().utf8)
      for _ in 0..<3 where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      // What is accepted prints to something that reads back.
      if let value = try? JSON(parsing: bytes) {
        #expect((try? JSON(parsing: value.text())) == value)
      }
    }
  }
}

/// A small generator, since this layer has no other.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var mixed = state ^ state >> 33
    mixed = mixed &* 0xFF51_AFD7_ED55_8CCD
    return mixed ^ mixed >> 29
  }
}
