// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("Commands on hardware noise")
struct NoiseCommandTests {
  private func json(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test("A profile's budget adds up, and its own text is a profile again", .tags(.law))
  func profile() throws {
    let result = try Quanta.run("noise profile photonic --json")
    #expect(result.status == 0)
    let object = try #require(try json(result.text) as? [String: Any])
    let components = try #require(object["components"] as? [[String: Any]])
    var decibels: [String: Double] = [:]
    for component in components {
      decibels[try #require(component["name"] as? String)] = component["loss_db"] as? Double
    }
    for passage in try #require(object["passages"] as? [[String: Any]]) {
      let path = try #require(passage["path"] as? [String])
      let sum = path.reduce(0) { $0 + (decibels[$1] ?? .nan) }
      #expect(abs(sum - (try #require(passage["loss_db"] as? Double))) < 1e-12)
    }
    let folder = try ScratchFolder()
    let source = try Quanta.run("noise profile photonic --source")
    let file = try folder.file("mine.json", source.text)
    #expect(try Quanta.run("noise profile \(file) --json").text == result.text)
  }

  @Test("A profile makes a circuit noisy, and p scales it")
  func collect() throws {
    let table = try Quanta.run(
      "qec collect --code repetition:d=3 --noise profile:photonic --p 1,20 --max-shots 2000 "
        + "--decoders matching")
    #expect(table.status == 0)
    #expect(table.text.contains("profile:photonic"))
  }

  @Test("Heralds become detectors of a circuit, which stays deterministic without its noise")
  func apply() throws {
    let circuit = try Quanta.run(
      "circuit gen --code surface_code --task rotated_memory_z --distance 3 --rounds 4")
    let noisy = try Quanta.run(
      ["noise", "apply", "--noise", "profile:photonic(heralds=detectors)"],
      input: Data(circuit.text.utf8))
    #expect(noisy.status == 0)
    #expect(noisy.text.contains("HERALDED_ERASE("))
    #expect(noisy.text.contains("DETECTOR[herald]("))
    // The analysis refuses a detector that is not certain, as one that looks at the wrong results would be.
    let model = try Quanta.run(
      "circuit analyze-errors --approximate-disjoint-errors 1 --decompose-errors",
      input: noisy.text)
    #expect(model.status == 0 && model.text.contains("error("))
    let twice = try Quanta.run(
      ["noise", "apply", "--noise", "sd6", "--p", "0.01"],
      input: Data(noisy.text.utf8))
    #expect(twice.status == 2 && twice.err.contains("already has noise"))
  }

  @Test("Bad profiles are one line with file, field, value and range, and status 2")
  func badProfile() throws {
    let folder = try ScratchFolder()
    let good = try Quanta.run("noise profile photonic --source").text
    for (old, new, message) in [
      ("\"t1_us\": null", "\"t1_us\": 100", "memory.t2_us="),
      (
        "\"heralded_loss\": 0.9", "\"heralded_loss\": 9",
        "heralded_loss=9: must be a number in 0...1"
      ),
      ("\"heralded_loss\": 0.9", "\"heralded_los\": 0.9", "heralded_loss: is missing"),
      (
        "\"heralded_loss\": 0.9", "\"heralded_loss\": 0.9, \"gain\": 1",
        "gain: there is no such field"
      ),
      ("\"heralded_loss\": 0.9,", "\"heralded_loss\": 0.9,,", ":"),
      (
        "\"dark_count_hz\": 10.0", "\"dark_count_hz\": 1e12",
        "detector.dark_count_hz=1000000000000.0: must be in 0...18000000000 Hz"
      ),
    ] {
      #expect(good.contains(old))
      let file = try folder.file("bad.json", good.replacingOccurrences(of: old, with: new))
      for command in ["noise profile \(file)", "fusion --profile \(file)"] {
        let result = try Quanta.run(command)
        #expect(result.status == 2)
        #expect(result.text.isEmpty)
        #expect(result.err.contains("bad.json:") && result.err.contains(message))
        #expect(result.err.split(separator: "\n").count == 1)
      }
    }
    let missing = try Quanta.run("noise profile laser")
    #expect(missing.status == 2 && missing.err.contains("photonic, photonic-near-term"))
  }

  @Test("A profile is found by a path with spaces and parentheses")
  func spacedPath() throws {
    let folder = try ScratchFolder()
    let good = try Quanta.run("noise profile photonic --source").text
    let file = try folder.file("my profile (2).json", good)
    let circuit = try Quanta.run(
      "circuit gen --code surface_code --task rotated_memory_z --distance 3 --rounds 2")
    for suffix in ["", "(heralds=withheld)", " ( heralds = withheld ) "] {
      let noisy = try Quanta.run(
        ["noise", "apply", "--noise", "profile: \(file)\(suffix)"],
        input: Data(circuit.text.utf8))
      #expect(noisy.status == 0, "\(noisy.err)")
    }
  }

  @Test("STIRAP prints its closed form, and draws", .tags(.exact))
  func stirap() throws {
    let folder = try ScratchFolder()
    let picture = folder.path("passage.svg")
    let result = try Quanta.run(
      "stirap --shape sin-cos --area 10 --json --out \(picture)")
    #expect(result.status == 0)
    let rows = try #require(try json(result.text) as? [[String: Any]])
    let infidelity = try #require(rows.first?["infidelity"] as? Double)
    #expect(abs(1 - infidelity - 0.912921487706) < 1e-9)
    #expect(try String(contentsOfFile: picture, encoding: .utf8).contains("<svg"))
    #expect(try Quanta.run("stirap --area -1").status == 2)
    let several = try Quanta.run("stirap --area 10,20 --out \(picture)")
    #expect(several.status == 0)
    #expect(!(try String(contentsOfFile: picture, encoding: .utf8)).contains("Ω_0"))
    let half = try Quanta.run("stirap --fraction 0.5 --area 200 --json")
    let leakage = try #require(
      (try json(half.text) as? [[String: Any]])?.first?["leakage"] as? Double)
    #expect(leakage < 1e-3)
  }

  @Test("A fusion network is sampled repeatably, and its table can be read")
  func fusion() throws {
    let folder = try ScratchFolder()
    let table = folder.path("fusion.csv")
    let command =
      "fusion --network 4-star --size 3,4 --rates 0.06,0.08 --max-shots 128 --seed 5 --json"
    let once = try Quanta.run("\(command) --out \(table)")
    #expect(once.status == 0)
    let object = try #require(try json(once.text) as? [String: Any])
    #expect((object["points"] as? [Any])?.count == 4)
    #expect(try Quanta.run("qec combine \(table)").status == 0)
    #expect(try Quanta.run("fusion --size 3").status == 2)
    #expect(try Quanta.run("fusion --size 2 --rates 0.1").status == 2)
    #expect(try Quanta.run("fusion --rates 0.1 --decoder search").status == 2)
    for words in ["--level 5", "--error flip", "--rates 0.1"] {
      let result = try Quanta.run("fusion --profile photonic \(words)")
      #expect(result.status == 2 && result.err.contains("--profile and --"))
    }
  }

  @Test("A course of phase noise composes with a noise model, and is repeatable")
  func phases() throws {
    let words =
      "noise phases --code surface:d=3 --rounds 4 --slow 0.2 --correlation 50 --course "
    let course = try Quanta.run(words + "3")
    #expect(course.status == 0 && course.text.contains("Z_ERROR[course]("))
    #expect(try Quanta.run(words + "3").text == course.text)
    #expect(try Quanta.run(words + "4").text != course.text)
    let noisy = try Quanta.run(
      ["noise", "apply", "--noise", "si1000", "--p", "0.001"], input: Data(course.text.utf8))
    #expect(noisy.status == 0 && noisy.text.contains("Z_ERROR[course]("))
    let model = try Quanta.run("circuit analyze-errors", input: noisy.text)
    #expect(model.status == 0 && model.text.contains("error("))
    // The flips are seen: the errors of the course alone have detectors.
    let seen = try Quanta.run("circuit analyze-errors", input: course.text)
    #expect(seen.status == 0 && seen.text.contains(" D"))
    let kept = try Quanta.run(words + "3 --basis z")
    #expect(kept.status == 0 && kept.text != course.text)
    let blind = try Quanta.run("noise phases --code repetition:d=5 --slow 0.1")
    #expect(blind.status == 2 && blind.err.contains("see no phase flips"))
    let silent = try Quanta.run("noise phases --code surface:d=3")
    #expect(silent.status == 2 && silent.err.contains("--white and --slow are both 0"))
    let several = try Quanta.run("noise phases --code surface:d=3,5 --white 0.1")
    #expect(several.status == 2 && several.err.contains("must name one code"))
  }

  @Test("A scale beyond what a profile's figures allow is one error, not a crash")
  func largeScale() throws {
    let folder = try ScratchFolder()
    let good = try Quanta.run("noise profile photonic --source").text
    let file = try folder.file(
      "bad.json", good.replacing("\"infidelity\": 5e-05", with: "\"infidelity\": 0.5"))
    let scaled = try Quanta.run("noise profile \(file) --scale 2")
    #expect(scaled.status == 2)
    #expect(scaled.err.contains("operations.one_qubit.infidelity=1: must be in 0...0.5"))
    // Photons too bad to interfere at all.
    expectRefusal(
      try Quanta.run("noise profile photonic --scale 1000"),
      "quanta: --scale=1000.0: source.g2=0.5: must be in 0...0.11899281474813929.")
  }

  @Test("Models join by a plus, and add to the noise of a circuit only where that is asked for")
  func joined() throws {
    let circuit = try Quanta.run(
      "circuit gen --code repetition_code --task memory --distance 3 --rounds 2")
    func apply(_ noise: String, _ flags: [String], to text: String) throws -> Peer.Output {
      try Quanta.run(
        ["noise", "apply", "--noise", noise, "--p", "0.01"] + flags, input: Data(text.utf8))
    }
    let both = try apply("sd6+profile:photonic(p=2)", [], to: circuit.text)
    #expect(both.status == 0 && both.text.contains("DEPOLARIZE1[herald]("))
    let one = try apply("profile:photonic(p=2)", [], to: circuit.text)
    let refused = try apply("sd6", [], to: one.text)
    #expect(refused.status == 2 && refused.err.contains("With --keep-noise"))
    let added = try apply("sd6", ["--keep-noise"], to: one.text)
    // The same lines, those of one place in another order.
    func lines(_ output: Peer.Output) -> [Substring] { output.text.split(separator: "\n").sorted() }
    #expect(added.status == 0 && lines(added) == lines(both))
    let wrong = try apply("sd6+profile:photonic(p=2000)", [], to: circuit.text)
    #expect(wrong.status == 2 && wrong.err.contains("p=2000.0: must be in 0...1000"))
    let table = try Quanta.run(
      "qec collect --code repetition:d=3 --noise sd6+profile:photonic(p=1) --p 0.01 --max-shots 64")
    #expect(table.status == 0 && table.text.contains("sd6+profile:photonic(p=1)"))
  }

  @Test("Errors of detunings have a range within which pulses are averaged over in seconds")
  func detunings() throws {
    for (flag, range) in [("two-photon-rms", "0 to 50"), ("detuning-rms", "0 to 5000")] {
      let result = try Quanta.run("stirap --\(flag) 5e4")
      #expect(result.status == 2 && result.err.contains("it must be a number from \(range)"))
    }
  }
}
