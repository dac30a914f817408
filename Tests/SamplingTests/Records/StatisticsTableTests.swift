// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

@Suite struct StatisticsTableTests {
  static let row = TaskStatistics(
    strongID: "test", decoder: "pymatching", metadata: ["a": [1, 2, 3]], shots: 22, errors: 3,
    seconds: 5)

  // The example in the documentation of sinter's TaskStats.to_csv_line.
  @Test(.tags(.exact)) func writesAsSinterDoes() {
    #expect(
      Self.row.csvLine
        == #"        22,         3,         0,    5.00,pymatching,test,"{""a"":[1,2,3]}","#)
    var row = Self.row
    row.customCounts = ["b": 2, "a": 1]
    row.seconds = 0.0123
    row.metadata = "é"
    #expect(
      row.csvLine
        == #"        22,         3,         0,   0.012,pymatching,test,"#
        + #""""\u00e9""","{""a"":1,""b"":2}""#)
    row.seconds = 12345.67
    #expect(row.csvLine.contains(", 12345.7,"))
  }

  @Test(.tags(.exact)) func merges() throws {
    // The example of sinter.read_stats_from_csv_files.
    let text = """
      shots,errors,discards,seconds,decoder,strong_id,json_metadata
      1000,42,0,0.125,pymatching,9c31908e2b,"{""d"":9}"
      3000,24,0,0.125,pymatching,9c31908e2b,"{""d"":9}"\r
      1000,250,0,0.125,pymatching,deadbeef08,"{""d"":7}"

      """
    let (table, torn) = try StatisticsTable.parse(Array(text.utf8), path: "a.csv")
    #expect(torn == nil && table.rows.count == 2)
    #expect(
      table["9c31908e2b"]
        == TaskStatistics(
          strongID: "9c31908e2b", decoder: "pymatching", metadata: ["d": 9], shots: 4000,
          errors: 66, seconds: 0.25))
  }

  @Test(.tags(.law)) func roundTrip() throws {
    var table = StatisticsTable()
    for index in 0..<20 {
      try table.add(
        TaskStatistics(
          strongID: "id\(index)", decoder: index % 2 == 0 ? "a,b" : "c\"d\n",
          metadata: index % 3 == 0 ? nil : ["text": "x,\"y\"\n", "p": 0.001, "i": 7],
          shots: 100 * index, errors: index, discards: index, seconds: 0.125,
          customCounts: index % 4 == 0 ? [:] : ["k,\"": index, "negative": -3]))
    }
    let read = try StatisticsTable.parse(Array(table.csvText.utf8), path: "b.csv").table
    #expect(read.rows == table.rows)
  }

  static let header =
    "shots,errors,discards,seconds,decoder,strong_id,json_metadata,custom_counts\n"
  static let good = "10,1,0,0.5,m,id,null,\n"

  @Test(
    .tags(.exact),
    arguments: [
      ("", "f.csv: The file is empty"), ("\n\n", "f.csv: The file is empty"),
      ("a,b\n", "f.csv:1:1: This is no table"), ("shots," + header, "f.csv:1:7: The column shots"),
      (header + "x,1,0,0.5,m,id,null,\n", "f.csv:2:1: shots must be"),
      (header + "10,-1,0,0.5,m,id,null,\n", "f.csv:2:4: errors must be"),
      (header + "10,1,0.5,0.5,m,id,null,\n", "f.csv:2:6: discards must be"),
      (header + "10,1,0,nan,m,id,null,\n", "f.csv:2:8: seconds must be"),
      (header + "10,1,0,1,m,id,{bad},\n", "f.csv:2:15: json_metadata is not JSON"),
      (header + "10,1,0,1,m,id,null,[]\n", "f.csv:2:20: custom_counts must be"),
      (header + "10,1,0,1,m,id,null,\"{\"\"a\"\":0.5}\"\n", "f.csv:2:20: custom_counts must"),
      (header + "1,1,1,1,m,id,null,\n", "f.csv:2:1: There are fewer shots"),
      (header + good + "10,1\n", "f.csv:3:1: The line has 2 fields"),
      (header + good + "10,1,0,1,n,id,null,\n", "f.csv:3:1: Two rows have the strong id"),
      (header + good + "10,1,0,1,n,id,null,", "f.csv:3:1: Two rows have the strong id"),
      (header + "99999999999999999999,1,0,1,m,id,null,\n", "f.csv:2:1: shots must be"),
    ]) func badTables(text: String, message: String)
  {
    let error = #expect(throws: SamplingError.self) {
      try StatisticsTable.parse(Array(text.utf8), path: "f.csv")
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test(.tags(.law)) func everyPrefixOfATableIsReadOrReported() throws {
    let text = Self.header + Self.good + "5,1,0,0.5,m,i2,\"{\"\"d\"\":3}\",\"{\"\"a\"\":1}\"\n"
    let bytes = Array(text.utf8)
    let firstRow = Self.header.utf8.count + Self.good.utf8.count
    for length in Self.header.utf8.count...bytes.count {
      let (table, torn) = try StatisticsTable.parse(Array(bytes[..<length]), path: "t")
      // A torn row is dropped whole; all but custom counts can be told from the missing field.
      for row in table.rows { #expect(row.shots == 10 || row.shots == 5) }
      if length >= firstRow { #expect(table["id"]?.errors == 1) }
      #expect(torn == nil || length != firstRow)
    }
  }

  @Test(.tags(.exact)) func hugeCountsDoNotOverflow() throws {
    let row = "1152921504606846975,0,0,0.5,m,id,null,\n"
    let text = Self.header + String(repeating: row, count: 20)
    #expect(throws: SamplingError.self) {
      try StatisticsTable.parse(Array(text.utf8), path: "t")
    }
  }
}
