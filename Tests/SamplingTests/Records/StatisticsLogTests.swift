// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Foundation
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

@Suite(.tags(.exact)) struct StatisticsLogTests {
  static func withFile<Result>(
    _ content: String?, _ body: (String) throws -> Result
  ) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: url) }
    if let content { try Data(content.utf8).write(to: url) }
    return try body(url.path)
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  static let row = TaskStatistics(
    strongID: "id", decoder: "m", metadata: ["d": 3], shots: 10, errors: 1, seconds: 0.5)
  static let header = TaskStatistics.csvHeader + "\n"

  @Test(arguments: [nil, "", header]) func startsAndGrows(content: String?) throws {
    try Self.withFile(content) { path in
      do {
        let log = try StatisticsLog(path: path)
        #expect(log.existing.rows.isEmpty && log.tornLine == nil)
        try log.append(Self.row)
        try log.append(Self.row)
      }
      #expect(
        try Self.text(path) == Self.header + Self.row.csvLine + "\n" + Self.row.csvLine + "\n")
      #expect(try StatisticsLog(path: path).existing["id"]?.shots == 20)
    }
  }

  @Test func dropsATornLine() throws {
    let whole = Self.header + Self.row.csvLine + "\n"
    try Self.withFile(whole + String(Self.row.csvLine.prefix(40))) { path in
      let log = try StatisticsLog(path: path)
      #expect(log.tornLine?.line == 3 && log.existing["id"]?.shots == 10)
      try log.append(Self.row)
      #expect(try Self.text(path) == whole + Self.row.csvLine + "\n")
    }
  }

  @Test func endsAWholeLastLine() throws {
    try Self.withFile(Self.header + Self.row.csvLine) { path in
      let log = try StatisticsLog(path: path)
      #expect(log.tornLine == nil && log.existing["id"]?.shots == 10)
      try log.append(Self.row)
      #expect(
        try StatisticsTable.parse(Array(Self.text(path).utf8), path: path).table.rows[0].shots == 20
      )
    }
  }

  @Test func keepsTheColumnsOfOldFiles() throws {
    let header = "shots,errors,discards,seconds,decoder,strong_id,json_metadata\n"
    try Self.withFile(header) { path in
      do {
        let log = try StatisticsLog(path: path)
        var row = Self.row
        row.customCounts = ["a": 1]
        try log.append(row)
      }
      #expect(try Self.text(path).hasSuffix("\"{\"\"d\"\":3}\"\n"))
    }
  }

  @Test func refusesASecondWriterAndForeignFiles() throws {
    try Self.withFile(nil) { path in
      let log = try StatisticsLog(path: path)
      let error = #expect(throws: SamplingError.self) { try StatisticsLog(path: path) }
      #expect(error?.code == .file && error?.description.contains("Another process") == true)
      try log.append(Self.row)
    }
    try Self.withFile("important text\n") { path in
      #expect(throws: SamplingError.self) { try StatisticsLog(path: path) }
      let text = try Self.text(path)
      #expect(text == "important text\n")
    }
    #expect(throws: SamplingError.self) { try StatisticsLog(path: "/nonexistent/a.csv") }
  }
}
