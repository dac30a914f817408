// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("Codes of modes on the command line", .tags(.exact))
struct BosonicTests {
  @Test("Grid codes are told row by row, and the published CNOT failures are among them")
  func grid() throws {
    let output = try Quanta.run("bosonic gkp --db 12 --loss 0,0.01 --lattice square hexagonal")
    #expect(output.status == 0, "\(output.err)")
    let lines = output.text.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[1].contains("0.00875"))
    let json = try Quanta.run("bosonic gkp --db 10..12 --json --shots 2000 --seed 1")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: json.out) as? [[String: Any]])
    #expect(rows.count == 3)
    let apart = try #require(rows[2]["cnot_apart"] as? Double)
    #expect(abs(apart - 0.00875) < 1e-5)
    #expect(
      try Quanta.run("bosonic gkp --db 10..12 --json --shots 2000 --seed 1 --threads 2").text
        == json.text)
  }

  @Test("Cats flip at the rates of the formulas where noise is weak")
  func cat() throws {
    let output = try Quanta.run(
      "bosonic cat --nbar 1 --loss 1e-4 --dephasing 1e-4 --dimension 22 --json")
    #expect(output.status == 0, "\(output.err)")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: output.out) as? [[String: Double]])
    let row = try #require(rows.first)
    let bit = try #require(row["bit_flip"])
    let formula = try #require(row["bit_flip_formula"])
    #expect(abs(bit / formula - 1) < 0.01)
  }

  @Test("States are drawn, and evolve")
  func pictures() throws {
    let folder = try ScratchFolder()
    let out = folder.path("cat.svg")
    let drawn = try Quanta.run([
      "bosonic", "wigner", "--state", "cat(nbar=1)", "--points", "21", "--dimension", "30",
      "--out", out, "--json",
    ])
    #expect(drawn.status == 0, "\(drawn.err)")
    #expect(drawn.text.contains("\"mean_photons\": 0.76159"))
    #expect(try String(contentsOfFile: out, encoding: .utf8).contains("<svg"))
    let evolved = try Quanta.run([
      "bosonic", "evolve", "--state", "fock(n=1)", "--stabilization", "none", "--loss", "1",
      "--time", "1", "--steps", "1", "--dimension", "6",
    ])
    #expect(evolved.status == 0, "\(evolved.err)")
    #expect(evolved.text.contains("0.3679"))
  }

  @Test("Trajectories that the levels do not hold are refused, whatever the seed and the times")
  func truncatedTrajectories() throws {
    let words =
      "bosonic evolve --state vacuum --stabilization none --loss 1 --thermal 9 --steps 1 "
    for rest in [
      "--time 1 --dimension 10 --trajectories 10 --seed 1",
      "--time 5 --dimension 20 --trajectories 100", "--time 2.5 --dimension 16 --trajectories 100",
    ] {
      expectLine(try Quanta.run(words + rest), "of mode 0 is too small")
    }
  }

  @Test("The failure of a CNOT is told for perfect detectors alone, and does not vanish")
  func gateColumns() throws {
    let imperfect = try Quanta.run("bosonic gkp --detector-efficiency 0.9 --db 10 --json")
    #expect(imperfect.status == 0 && imperfect.text.contains("\"cnot_apart\": null"))
    let squeezed = try Quanta.run("bosonic gkp --db 26 --json")
    #expect(squeezed.status == 0 && !squeezed.text.contains("\"cnot_together\": 0\n"))
  }

  @Test("Bad input is one line that names the field, the value and what is allowed")
  func refusals() throws {
    expectLine(try Quanta.run("bosonic gkp --db 0"), "squeezing in dB=0.0 must be above 0")
    expectLine(try Quanta.run("bosonic gkp --loss -0.1"), "--loss")
    expectLine(try Quanta.run("bosonic gkp --lattice round"), "no lattice is named 'round'")
    expectLine(
      try Quanta.run("bosonic cat --nbar 4 --dimension 10"), "dimension=10 leaves out a population")
    expectLine(try Quanta.run("bosonic cat --loss 0"), "one must be above 0")
    expectLine(try Quanta.run("bosonic cat --nbar 2..x"), "LOW..HIGH")
    expectLine(
      try Quanta.run(["bosonic", "wigner", "--state", "gkp(db=12)", "--dimension", "20", "--json"]),
      "grid state: dimension=20")
    expectLine(
      try Quanta.run(["bosonic", "wigner", "--state", "cat(n=1)", "--json"]), "no parameter of cat")
  }

  /// Expects exit code 2, nothing on standard output, and one line that contains the text.
  private func expectLine(
    _ output: Peer.Output, _ part: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(output.status == 2 && output.out.isEmpty, sourceLocation: sourceLocation)
    #expect(output.err.contains(part), "\(output.err)", sourceLocation: sourceLocation)
    #expect(output.err.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
  }
}
