// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("The catalogue of codes on the command line", .tags(.exact))
struct QECCodesTests {
  @Test("A table with a line for each code")
  func table() throws {
    let output = try Quanta.run("qec codes surface:d=3,5 shyps:r=3 five-qubit")
    #expect(output.status == 0)
    let rows = output.text.split(separator: "\n").map { line in
      line.split(separator: " ").map(String.init)
    }
    #expect(
      rows.dropFirst().map { Array($0.prefix(4)) } == [
        ["surface:d=3", "9", "1", "3"], ["surface:d=5", "25", "1", "5"],
        ["shyps:r=3", "49", "9", "4"], ["five-qubit", "5", "1", "3"],
      ])
    #expect(rows[2].contains("2–4") && rows[3].contains("147"))
  }

  @Test("An inner code is shown with its parameters, each qubit of the outer code being a mode")
  func innerCodes() throws {
    let codes = ["cat(nbar=8)+repetition:d=7", "gkp(db=11)+surface:d=5"]
    let table = try Quanta.run(["qec", "codes"] + codes)
    #expect(table.status == 0, "\(table.err)")
    for code in codes { #expect(table.text.contains(code)) }
    #expect(table.text.contains("nbar = 8.0: the mean photon number"))
    let output = try Quanta.run(["qec", "codes", "--json"] + codes)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: output.out) as? [[String: Any]])
    #expect(rows.map { $0["modes"] as? Int } == [13, 49])
    let inner = try #require(rows[1]["inner"] as? [String: Any])
    #expect((inner["parameters"] as? [String: Any])?["db"] as? Double == 11)
    let folder = try ScratchFolder()
    let path = folder.path("a.svg")
    #expect(try Quanta.run(["qec", "codes", codes[1], "--out", path]).status == 0)
    #expect(try String(contentsOf: URL(filePath: path), encoding: .utf8).contains("gkp(db=11)"))
  }

  @Test("Without names, every family is there")
  func list() throws {
    let output = try Quanta.run("qec codes")
    for word in ["bacon-shor:d=", "lifted-product:n=", "reed-muller:m=", "cat(nbar=", "gkp(db="] {
      #expect(output.text.contains(word))
    }
  }

  @Test("JSON tells the gauge qubits of a subsystem code")
  func json() throws {
    let output = try Quanta.run("qec codes bacon-shor:d=3 --json")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: output.out) as? [[String: Any]])
    #expect(rows.count == 1 && rows[0]["gauge_qubits"] as? Int == 4)
    #expect(rows[0]["n"] as? Int == 9 && rows[0]["decoder"] as? String == "matching")
  }

  @Test(
    "A layout is drawn in the format of its name",
    arguments: ["colour-488:d=5", "bb:n=72", "honeycomb-planar:d=2"])
  func picture(name: String) throws {
    let folder = try ScratchFolder()
    for (file, start) in [("a.svg", "<?xml"), ("a.png", "PNG")] {
      let path = folder.path(file)
      #expect(try Quanta.run(["qec", "codes", name, "--out", path]).status == 0)
      let data = try Data(contentsOf: URL(filePath: path))
      #expect(String(decoding: data.prefix(8), as: UTF8.self).contains(start))
    }
  }

  @Test("What cannot be is refused")
  func refusals() throws {
    for (words, message) in [
      ("qec codes nonesuch", "must be one of"), ("qec codes surface:d=1", "d=1 must be in 2...201"),
      ("qec codes surface:d=3,5 --out a.svg", "draws one code"),
      ("qec codes surface:d=3 --out a.gif", "gif"),
      (
        "qec collect --code surface:d=3 --noise em3 --p 0.001 --max-shots 1",
        "needs a code that measures pairs"
      ),
    ] {
      let output = try Quanta.run(words)
      #expect(output.status == 2 && output.out.isEmpty)
      #expect(output.err.contains(message), "\(output.err)")
    }
  }

  @Test("Codes of every kind are collected with the decoder of their line")
  func collect() throws {
    for (code, noise, decoder) in [
      ("bacon-shor:d=3", "em3", "matching"),
      ("honeycomb:d=2", "em3", "correlated-matching"), ("honeycomb:d=2", "sd6", "matching"),
      ("honeycomb-planar:d=1", "em3", "correlated-matching"),
      ("shyps:r=2", "sd6", "bp-osd"),
      ("colour-488-superdense:d=3", "sd6", "search"), ("hgp:hamming=2", "sd6", "bp-osd"),
    ] {
      let output = try Quanta.run(
        "qec collect --code \(code) --noise \(noise) --p 0.002 --decoders \(decoder)"
          + " --max-shots 64 --seed 1 --quiet")
      #expect(output.status == 0, "\(output.err)")
      #expect(output.text.contains("        64,"))
    }
  }
}
