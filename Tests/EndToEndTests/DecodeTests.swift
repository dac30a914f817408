// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("Decoding recorded shots")
struct DecodeTests {
  static let chain = """
    error(0.1) D0 L0
    error(0.1) D0 D1
    error(0.1) D1

    """

  @Test("Predictions and counts of mistakes of shots worked out by hand", .tags(.exact))
  func byHand() throws {
    let folder = try ScratchFolder()
    let model = try folder.file("chain.dem", Self.chain)
    let shots = try folder.file("shots.dets", "shot\nshot D0\nshot D0 D1\nshot D1\n")
    let predicted = try Quanta.run(
      "decode predict --dem \(model) --in \(shots) --in_format dets --out_format dets")
    #expect(predicted.status == 0)
    #expect(predicted.text == "shot\nshot L0\nshot\nshot\n")
    let truth = try folder.file("truth.01", "0\n1\n1\n0\n")
    let counted = try Quanta.run(
      "decode count-mistakes --dem \(model) --in \(shots) --in_format dets --obs_in \(truth)")
    #expect(counted.text == "1 / 4\n")
    let appended = try folder.file("appended.01", "000\n101\n111\n010\n")
    let json = try Quanta.run(
      "decode count-mistakes --dem \(model) --in \(appended) --in_includes_appended_observables "
        + "--json --decoder maximum_likelihood")
    #expect(json.status == 0)
    #expect(json.text.contains("\"mistakes\": 1,") && json.text.contains("\"shots\": 4,"))
    #expect(json.text.contains("\"decoder\": \"maximum-likelihood\""))
  }

  @Test("Input that does not fit is refused with its place and status 2")
  func refused() throws {
    let folder = try ScratchFolder()
    let model = try folder.file("chain.dem", Self.chain)
    let wide = try folder.file("wide.dem", "error(0.1) D0 D1 D2 L0\n")
    let island = try folder.file("island.dem", "error(0.1) D0 D1\ndetector D2\n")
    let shots = try folder.file("shots.01", "00\n10\n")
    let three = try folder.file("three.01", "000\n000\n100\n")
    let short = try folder.file("short.01", "0\n")
    let long = try folder.file("long.01", "0\n0\n0\n")
    let cases: [(String, String)] = [
      ("predict --dem \(wide) --in \(three)", "wide.dem: Error 0 of the model"),
      ("predict --dem \(island) --in \(three)", "three.01: shot 2: no errors explain"),
      ("predict --dem \(model) --in \(three)", "three.01:1:3: the line goes on"),
      ("predict --dem \(model) --decoder matching(x=1)", "--decoder: Decoder 'matching':"),
      ("predict --dem \(model) --decoder guess", "There is no decoder 'guess'"),
      ("predict --in \(shots)", "--dem"),
      ("count-mistakes --dem \(model) --in \(shots)", "the true observables are not known"),
      (
        "count-mistakes --dem \(model) --in \(shots) --obs_in \(short)",
        "short.01: it ends after 1 shots"
      ),
      (
        "count-mistakes --dem \(model) --in \(shots) --obs_in \(long)",
        "long.01: it has more than the 2 shots"
      ),
    ]
    for (command, message) in cases {
      let result = try Quanta.run("decode \(command)")
      #expect(result.status == 2 && result.out.isEmpty, "\(command)")
      #expect(result.err.contains(message), "\(command): \(result.err)")
    }
  }
}

@Suite("Comparing decoders")
struct DecodeBenchTests {
  @Test("Every decoder gets the same shots, and what does not take the model says why")
  func table() throws {
    let folder = try ScratchFolder()
    let picture = folder.path("front.svg")
    let result = try Quanta.run(
      "decode bench --code surface:d=3 --noise code-capacity:bit-flip --p 0.1 --shots 3000 --seed 3 "
        + "--decoders matching,maximum-likelihood --with none --out \(picture)")
    #expect(result.status == 0)
    let lines = result.text.split(separator: "\n").map { $0.split(separator: " ") }
    let rows = lines.filter { $0.contains("quanta") }
    #expect(rows.count == 2)
    // On odd distances the two agree shot by shot, so they make the same mistakes.
    let mistakes = rows.map { row in row.drop { $0 != "3000" }.dropFirst().first }
    #expect(mistakes[0] != nil && mistakes[0] == mistakes[1])
    #expect(try String(contentsOf: URL(filePath: picture), encoding: .utf8).contains("<svg"))
    let large = try Quanta.run(
      "decode bench --code surface:d=5 --p 0.01 --shots 10 --decoders maximum-likelihood "
        + "--with none")
    #expect(large.status == 1)
    #expect(large.text.contains("maximum-likelihood: not run: The model has"))
  }

  @Test("Wrong use is refused")
  func refused() throws {
    for (flags, message) in [
      ("", "nothing is to be decoded"),
      ("--code surface:d=3", "--p is missing"),
      ("--code surface:d=3,5 --p 0.1", "--code stands for 2 codes"),
      ("--code surface:d=3 --p 0.1 --decoders guess", "There is no decoder 'guess'"),
      ("--code surface:d=3 --p 0.1 --with none --out x.bmp", "bmp"),
    ] {
      let result = try Quanta.run("decode bench \(flags)")
      #expect(result.status == 2 && result.out.isEmpty, "\(flags)")
      #expect(result.err.contains(message), "\(result.err)")
    }
  }
}
