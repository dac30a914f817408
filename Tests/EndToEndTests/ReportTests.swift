// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("Plots and reports on the command line")
struct ReportTests {
  private let table = """
    shots,errors,discards,seconds,decoder,strong_id,json_metadata
    1000,100,0,1.0,matching,a,"{""d"":3,""p"":0.01,""r"":3}"
    1000,10,0,1.0,matching,b,"{""d"":3,""p"":0.001,""r"":3}"
    1000,50,0,1.0,matching,c,"{""d"":5,""p"":0.01,""r"":5}"
    1000,0,0,1.0,matching,d,"{""d"":5,""p"":0.001,""r"":5}"

    """

  @Test("A table becomes a picture in each format", arguments: ["svg", "png", "pdf"])
  func plot(format: String) throws {
    let folder = try ScratchFolder()
    let input = try folder.file("stats.csv", table)
    let out = folder.path("rates.\(format)")
    let output = try Quanta.run([
      "qec", "plot", "--in", input, "--out", out, "--type", "per_round", "--threshold",
      "0.004..0.005..0.006", "--title", "Rates",
    ])
    #expect(output.status == 0 && output.text.isEmpty && output.err.isEmpty)
    let bytes = try Data(contentsOf: URL(filePath: out))
    let signature = ["svg": "<?xml", "png": "\u{89}PNG", "pdf": "%PDF"][format] ?? ""
    #expect(bytes.starts(with: signature.unicodeScalars.map { UInt8($0.value) }))
    #expect(bytes.count > 5000)
  }

  @Test("Faults of a plot are one line each")
  func plotFaults() throws {
    let folder = try ScratchFolder()
    let input = try folder.file("stats.csv", table)
    let gif = folder.path("rates.gif")
    expectRefusal(
      try Quanta.run(["qec", "plot", input, "--out", gif]),
      "quanta: \(gif): unknown picture format; use a name that ends in .svg, .png or .pdf")
    let lost = folder.path("none/rates.svg")
    expectRefusal(
      try Quanta.run(["qec", "plot", input, "--out", lost]),
      "quanta: \(lost): cannot write: No such file or directory")
    let svg = folder.path("rates.svg")
    expectRefusal(
      try Quanta.run(["qec", "plot", input, "--out", svg, "--group", "r", "--filter", "d=7"]),
      "quanta: no row of the tables is left to plot; check --filter.")
    expectRefusal(
      try Quanta.run(["qec", "plot", input, "--out", svg, "--x", "q"]),
      "quanta: the metadata {\"d\":3,\"p\":0.01,\"r\":3} have no `q`; give --x one of d, p, r, "
        + "decoder")
    #expect(!FileManager.default.fileExists(atPath: svg))
  }

  @Test("A report is a page, a table and pictures, the same for every number of workers")
  func report() throws {
    let folder = try ScratchFolder()
    var tables: [String] = []
    for workers in ["1", "2"] {
      let out = folder.path("deep/er/\(workers)")
      let output = try Quanta.run([
        "report", "--quick", "--code", "repetition:d=3,5", "--noise", "code-capacity:bit-flip",
        "--p", "0.1,0.2,0.4", "--workers", workers, "--out", out,
      ])
      #expect(output.status == 0 && output.err.isEmpty)
      #expect(output.text.hasSuffix("\(out)/index.html\n"))
      let page = try String(contentsOfFile: "\(out)/index.html", encoding: .utf8)
      #expect(page.contains("--noise code-capacity:bit-flip --p 0.1,0.2,0.4"))
      let csv = try String(contentsOfFile: "\(out)/report.csv", encoding: .utf8)
      // Seconds are the eleventh column, and differ.
      let lines = csv.split(separator: "\n").map { $0.split(separator: ",").prefix(10) }
      #expect(lines.count == 7)
      tables.append("\(lines)")
      let names = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
      #expect(
        names == [
          "index.html", "layout-repetition-d-3.png", "layout-repetition-d-3.svg",
          "layout-repetition-d-5.png", "layout-repetition-d-5.svg",
          "repetition-code-capacity-bit-flip-per-shot.png",
          "repetition-code-capacity-bit-flip-per-shot.svg", "report.csv",
        ])
    }
    #expect(tables[0] == tables[1])
  }

  @Test("Results come as JSON on request")
  func json() throws {
    let folder = try ScratchFolder()
    let output = try Quanta.run([
      "report", "--quick", "--code", "repetition:d=3", "--noise", "code-capacity:bit-flip", "--p",
      "0.3", "--json", "--out", folder.path("r"),
    ])
    let value = try JSONSerialization.jsonObject(with: Data(output.text.utf8))
    let sections = (value as? [String: Any])?["sections"] as? [[String: Any]]
    #expect(sections?.count == 1)
    #expect((sections?.first?["codes"] as? [[String: Any]])?.first?["data_qubits"] as? Int == 3)
  }

  @Test("Faults of a report are one line each, before any work")
  func reportFaults() throws {
    let folder = try ScratchFolder()
    let file = try folder.file("taken", "")
    for command in [["report"], ["qec", "compare"]] {
      expectRefusal(
        try Quanta.run(command + ["--out", file + "/r"]),
        "quanta: --out \(file)/r: the folder \(file)/r cannot be made: Not a directory.")
      expectRefusal(
        try Quanta.run(command + ["--out", "/proc/x/y"]),
        "quanta: --out /proc/x/y: the folder /proc/x cannot be made: No such file or directory.")
    }
    let out = folder.path("r")
    for words in [["--quick", "--full"], ["--noise", "none"], ["--code", "surface:d=1"]] {
      let output = try Quanta.run(["report", "--out", out] + words)
      #expect(output.status == 2 && output.text.isEmpty)
      #expect(output.err.hasSuffix("\n") && output.err.split(separator: "\n").count == 1)
    }
  }
}
