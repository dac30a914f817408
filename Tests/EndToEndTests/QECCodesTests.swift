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

  @Test("Check matrices in files make a code: what it is, its operators, its circuit, its rates")
  func matrices() throws {
    let folder = try ScratchFolder()
    let hx = try folder.file("h,x+1.txt", "# Hamming\n1010101\n0 1 1 0 0 1 1\n\n0001111 # last\n")
    let name = "matrix:hx=\(hx),hz=\(hx)"
    let output = try Quanta.run(["qec", "codes", name, "--search", "--operators", "--json"])
    let rows = try #require(
      try JSONSerialization.jsonObject(with: output.out) as? [[String: Any]])
    #expect([rows[0]["n"], rows[0]["k"], rows[0]["d"]].map { $0 as? Int } == [7, 1, 3])
    #expect((rows[0]["checks"] as? [String])?.first == "X0*X2*X4*X6")
    #expect((rows[0]["logicals"] as? [[String: String]])?.count == 1)
    let table = try Quanta.run(["qec", "codes", name, "--operators"])
    #expect(table.text.contains("  check  Z3*Z4*Z5*Z6\n") && table.text.contains("  X0     X"))
    // The circuit: deterministic, and of distance 3 under noise that checks see.
    let circuit = folder.path("memory.stim")
    #expect(
      try Quanta.run(["qec", "codes", name, "--circuit", circuit, "--rounds", "3"]).status == 0)
    let noisy = folder.path("noisy.stim")
    #expect(
      try Quanta.run(
        ["noise", "apply", "--noise", "code-capacity:depolarizing", "--p", "0.01", "--in", circuit]
          + ["--out", noisy]
      ).status == 0)
    let errors = try Quanta.run(["circuit", "distance", "--search", "--in", noisy])
    #expect(errors.text.split(separator: "\n").count == 3, "\(errors.err)")
    let counts = try Quanta.run(
      ["qec", "collect", "--code", name, "--p", "0.01", "--rounds", "2", "--max-shots", "64"]
        + ["--decoders", "bp-osd", "--quiet"])
    #expect(counts.status == 0 && counts.text.contains("        64,"), "\(counts.err)")
    // [[5,1,3]] by its symplectic matrix.
    let h = try folder.file("five.txt", "1001001100\n0100100110\n1010000011\n0101010001\n")
    let five = try Quanta.run(["qec", "codes", "matrix:h=\(h)", "--search", "--operators"])
    #expect(five.text.contains("  5  1  3  ") && five.text.contains("  check  X0*Z1*Z2*X3\n"))
  }

  @Test(
    "Wrong check matrices are told with file and line",
    arguments: [
      ("101\n11\n", "110\n", "a:2: has 2 columns, where the rows before have 3."),
      ("101\n1x1\n", "110\n", "a:2:2: `x` is neither 0 nor 1"),
      ("101\n000\n", "110\n", "a:2: the row is all 0"),
      ("# none\n", "110\n", "a: has no row"),
      ("1100\n", "\n110\n", "b:2: has 3 columns, where"),
      ("1100\n0110\n", "1111\n\n1001\n0100\n", "b:3: the check does not commute with that of"),
      ("111\n", "110\n011\n", "encodes no qubit: 3 qubits have as many independent checks."),
    ])
  func wrongMatrices(x: String, z: String, message: String) throws {
    let folder = try ScratchFolder()
    let (a, b) = (try folder.file("a", x), try folder.file("b", z))
    let output = try Quanta.run(["qec", "codes", "matrix:hx=\(a),hz=\(b)"])
    #expect(output.status == 2 && output.out.isEmpty)
    #expect(output.err.contains(message), "\(output.err)")
  }

  @Test("Small codes under channels that no Pauli errors describe", .tags(.exact))
  func exactChannels() throws {
    let output = try Quanta.run(
      "qec exact --code repetition:d=3 --angle 0.3 --axis x --rounds 2 --json")
    #expect(output.status == 0)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: output.out) as? [[String: Any]])
    let exact = try #require(rows[0]["exact"] as? [String: Any])
    // Twice the angle whose sine and cosine the encoded turn of one round has.
    let (s, c) = (sin(0.15), cos(0.15))
    let flip = 1 - 2 * (3 * pow(s, 4) * c * c + pow(s, 6))
    let rotation = try #require(exact["rotation"] as? Double)
    #expect(abs(rotation - 2 * flip * 4 * pow(s * c, 3)) < 1e-12)
    let table = try Quanta.run("qec exact --t1 100 --t2 150")
    #expect(table.status == 0)
    for word in ["bare", "repetition:d=3", "five-qubit", "steane", "shift"] {
      #expect(table.text.contains(word))
    }
    for (words, message) in [
      ("--t1 10 --t2 30", "--t2=30.0: must be in 0...20.0, at most twice --t1=10.0"),
      ("--t1 10 --code gkp(db=11)+surface:d=3", "has an inner code"),
      ("--angle 0.1 --code surface:d=5", "has 25 qubits"), ("--angle 9", "--angle cannot be `9`"),
      ("", "nothing happens"), ("--t1 5 --code bacon-shor:d=3", "is no stabilizer code"),
      ("--t1 5 --code zebra", "code=zebra: must be one of"),
    ] {
      let refused = try Quanta.run("qec exact \(words)")
      #expect(refused.status == 2 && refused.out.isEmpty && refused.err.contains(message))
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
