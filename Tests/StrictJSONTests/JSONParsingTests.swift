// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON
import Testing
import _TestSupport

@Suite(.tags(.exact)) struct JSONParsingTests {
  static let good: [(String, JSON)] = [
    ("null", .null), ("true", true), ("false", false), (" \t\r\n1 ", 1), ("0", 0), ("-1", -1),
    ("-0", .number(-0.0)), ("9223372036854775807", .integer(.max)),
    ("-9223372036854775808", .integer(.min)), ("0.5", 0.5), ("1e3", 1000.0), ("1E+2", 100.0),
    ("25e-1", 2.5), ("-0.001", -0.001), ("1e-400", 0.0), ("0.0", 0.0), ("\"\"", ""),
    ("\"abc\"", "abc"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
    (#""\u00e9\u4e2d""#, "é中"), (#""\ud83d\ude00""#, "😀"), ("\"é中😀\"", "é中😀"),
    (#""\u0000""#, "\0"), ("\"\u{7f}\"", "\u{7f}"), ("[]", []), ("[ ]", []), ("[1,2]", [1, 2]),
    ("[[],{}]", [[], [:]]), ("{}", [:]), (#"{"a":1}"#, ["a": 1]),
    (#"{ "a" : [ true , null ] , "b" : {"c":"d"} }"#, ["a": [true, nil], "b": ["c": "d"]]),
    (#"{"":0}"#, ["": 0]),
  ]

  @Test(arguments: good) func goodText(text: String, value: JSON) throws {
    #expect(try JSON(parsing: text) == value)
  }

  static let bad: [(String, JSONError.Code, Int, Int)] = [
    ("", .unexpectedEnd, 1, 1), ("  \n ", .unexpectedEnd, 2, 2), ("nul", .syntax, 1, 1),
    ("True", .syntax, 1, 1), ("1 2", .syntax, 1, 3), ("01", .syntax, 1, 2),
    ("-", .syntax, 1, 2), ("+1", .syntax, 1, 1), ("1.", .syntax, 1, 3), (".5", .syntax, 1, 1),
    ("1e", .syntax, 1, 3), ("1e+", .syntax, 1, 4), ("0x10", .syntax, 1, 2),
    ("NaN", .syntax, 1, 1), ("Infinity", .syntax, 1, 1), ("-Infinity", .syntax, 1, 2),
    ("9223372036854775808", .numberRange, 1, 1), ("-9223372036854775809", .numberRange, 1, 1),
    ("[1e400]", .numberRange, 1, 2), ("[1,]", .syntax, 1, 4), ("[1 2]", .syntax, 1, 4),
    ("[", .unexpectedEnd, 1, 2), ("[1", .unexpectedEnd, 1, 3), ("[1,", .unexpectedEnd, 1, 4),
    ("]", .syntax, 1, 1), ("{", .unexpectedEnd, 1, 2), ("{1:2}", .syntax, 1, 2),
    ("{\"a\"}", .syntax, 1, 5), ("{\"a\":}", .syntax, 1, 6), ("{\"a\":1,}", .syntax, 1, 8),
    ("{\"a\":1\n,\"a\":2}", .duplicateKey, 2, 2), ("{'a':1}", .syntax, 1, 2),
    ("\"abc", .unexpectedEnd, 1, 1), ("\"a\nb\"", .syntax, 1, 3), ("\"\\x\"", .syntax, 1, 2),
    ("\"\\u12\"", .syntax, 1, 6), ("\"\\u12", .unexpectedEnd, 1, 6),
    ("\"\\ud800\"", .encoding, 1, 2), ("\"\\ud800\\u0041\"", .encoding, 1, 2),
    ("\"\\udc00\"", .encoding, 1, 2), ("\"\\", .unexpectedEnd, 1, 3),
    ("\u{FEFF}1", .syntax, 1, 1), ("1 // c", .syntax, 1, 3), ("\u{0}", .syntax, 1, 1),
    ("[\n\n  x]", .syntax, 3, 3),
  ]

  @Test(arguments: bad) func badText(
    text: String, code: JSONError.Code, line: Int, column: Int
  ) throws {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
    #expect(error?.code == code && error?.line == line && error?.column == column)
    #expect(error?.description.hasPrefix("\(line):\(column): ") == true)
  }

  @Test(arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
    [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE4, 0xB8, 0x22],
  ]) func notUTF8(bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
    #expect(error?.code == .encoding)
  }

  @Test func limits() throws {
    let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(throws: Never.self) { try JSON(parsing: deep) }
    let deeper = #expect(throws: JSONError.self) { try JSON(parsing: "[" + deep + "]") }
    #expect(deeper?.code == .limit && deeper?.column == 129)
    let hostile = String(repeating: "[{\"a\":", count: 100_000)
    #expect(throws: JSONError.self) { try JSON(parsing: hostile, limits: .init(depth: .max)) }
    let long = #expect(throws: JSONError.self) {
      try JSON(parsing: "[1,2,3]", limits: .init(byteCount: 6))
    }
    #expect(long?.code == .limit)
  }

  @Test func manyKeysKeepTheirOrder() throws {
    let keys = (0..<1000).map { "key\($0 * 7919 % 1000)" }
    let body = keys.map { "\"\($0)\":1" }.joined(separator: ",")
    #expect(try JSON(parsing: "{\(body)}").objectValue?.keys == keys)
    let error = #expect(throws: JSONError.self) { try JSON(parsing: "{\(body),\"key5\":2}") }
    #expect(error?.code == .duplicateKey)
  }
}
