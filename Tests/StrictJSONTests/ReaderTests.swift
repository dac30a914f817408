// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON
import Testing
import _TestSupport

@Suite(.tags(.exact)) struct JSONReaderTests {
  /// Reads a text piece by piece into a value.
  private func read(_ text: String, depth: Int = 128) throws -> JSON {
    var reader = try JSONReader(Array(text.utf8), limits: JSON.Limits(depth: depth))
    let value = try read(&reader)
    try reader.finish()
    return value
  }

  private func read(_ reader: inout JSONReader) throws -> JSON {
    switch try reader.kind() {
    case .object:
      #expect(try reader.enterObject())
      var object = JSON.Object()
      while let key = try reader.nextKey() { object[key] = try read(&reader) }
      return .object(object)
    case .array:
      #expect(try reader.enterArray())
      var values: [JSON] = []
      while try reader.nextElement() { values.append(try read(&reader)) }
      return .array(values)
    case .string: return try reader.stringIfThere().map(JSON.string) ?? .null
    default: return try reader.value()
    }
  }

  @Test(arguments: JSONParsingTests.good) func goodText(text: String, value: JSON) throws {
    #expect(try read(text) == value)
  }

  /// The same faults at the same places as the parser of whole values.
  @Test(arguments: JSONParsingTests.bad)
  func badText(text: String, code: JSONError.Code, line: Int, column: Int) {
    let error = #expect(throws: JSONError.self) { try read(text) }
    #expect(error?.code == code)
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  @Test func places() throws {
    var reader = try JSONReader(Array("{\n  \"a\": [1,\n 22]}".utf8))
    #expect(try !reader.enterArray())
    #expect(try reader.enterObject())
    #expect(try reader.nextKey() == "a")
    #expect(reader.place() == (2, 8))
    #expect(try reader.enterArray())
    #expect(try reader.nextElement())
    #expect(try reader.value() == 1)
    #expect(try reader.nextElement())
    #expect(reader.place() == (3, 2))
    #expect(try reader.stringIfThere() == nil)
    #expect(try reader.value() == 22)
    #expect(try !reader.nextElement())
    #expect(try reader.nextKey() == nil)
    try reader.finish()
  }

  @Test func limits() throws {
    #expect(throws: JSONError.self) { try read("[[[1]]]", depth: 2) }
    #expect(try read("[[1]]", depth: 2) == [[1]])
    let keys = (0..<40).map { "\"k\($0)\":0" }
    #expect(try read("{\(keys.joined(separator: ","))}").objectValue?.count == 40)
    let twice = #expect(throws: JSONError.self) {
      try read("{\(keys.joined(separator: ",")),\"k3\":1}")
    }
    #expect(twice?.code == .duplicateKey)
  }
}
