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
