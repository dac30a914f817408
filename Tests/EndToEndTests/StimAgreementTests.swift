// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

/// Commands without chance in them give the bytes that `stim` gives with the same flags.
@Suite("Agreement with Stim's command line")
struct StimAgreementTests {
  static let formats = ["01", "b8", "r8", "ptb64", "hits", "dets"]

  /// Runs both programs with the same flags, and expects the same output.
  private func compare(_ flags: String, input: Data = Data()) throws -> Data {
    let words = flags.split(separator: " ").map(String.init)
    let ours = try Quanta.run(["circuit"] + words, input: input)
    let theirs = try Peer.run("stim", words, input: input)
    #expect(theirs.status == 0, "\(theirs.err)")
    #expect(ours.status == 0, "\(ours.err)")
    #expect(ours.out == theirs.out, "\(flags)")
    return ours.out
  }

  @Test(
    "convert, from every format to every format that stim convert writes",
    .tags(.peer), .needsPeers)
  func convert() throws {
    let folder = try ScratchFolder()
    for width in [1, 8, 63, 65] {
      let bits = "--num_measurements \(width)"
      var text = ""
      var state: UInt64 = 88_172_645_463_325_252
      for _ in 0..<64 {
        for _ in 0..<width {
          state ^= state << 13
          state ^= state >> 7
          state ^= state << 17
          text += state >> 40 & 3 == 0 ? "1" : "0"
        }
        text += "\n"
      }
      let shots = try folder.file("shots", text)
      for input in Self.formats {
        let file = folder.path("shots.\(input)")
        let made = try Quanta.run(
          "circuit convert --in \(shots) \(bits) --out_format \(input) --out \(file)")
        #expect(made.status == 0)
        // stim convert cannot write ptb64; Stim's Python interface can, and is asked elsewhere.
        for output in Self.formats where output != "ptb64" {
          _ = try compare(
            "convert --in \(file) --in_format \(input) --out_format \(output) \(bits)")
        }
      }
    }
  }

  @Test("m2d, with feedback, sweep bits and observables", .tags(.peer), .needsPeers)
  func detectionEvents() throws {
    let folder = try ScratchFolder()
    let circuit = try folder.file(
      "feedback.stim",
      """
      R 0 1 2
      X 2
      CX sweep[0] 0 sweep[2] 1
      M 0 2
      CX rec[-2] 1
      M !1
      DETECTOR rec[-1]
      DETECTOR rec[-2] rec[-3]
      OBSERVABLE_INCLUDE(1) rec[-1]

      """)
    let results = try folder.file("results", "000\n011\n101\n110\n111\n")
    let sweep = try folder.file("sweep", "000\n100\n001\n111\n010\n")
    for flags in [
      "", "--skip_reference_sample", "--ran_without_feedback",
      "--sweep \(sweep) --sweep_format 01",
      "--sweep \(sweep) --sweep_format 01 --ran_without_feedback",
    ] {
      for format in ["01", "dets", "hits"] {
        _ = try compare(
          "m2d --circuit \(circuit) --in \(results) --in_format 01 --out_format \(format) "
            + "--append_observables \(flags)")
      }
    }
  }

  @Test(
    "sample_dem replaying errors, and sample of a circuit without chance",
    .tags(.peer), .needsPeers)
  func deterministic() throws {
    let folder = try ScratchFolder()
    let model = try folder.file(
      "x.dem",
      """
      error(0.1) D0 L0
      repeat 3 {
        error(0.2) D0 D1 ^ D2
        shift_detectors 1
      }
      error(0.3) D0 D5 L2

      """)
    let errors = try folder.file("errors", "00000\n11111\n10101\n01010\n00001\n")
    for format in ["01", "b8", "r8", "hits", "dets"] {
      _ = try compare(
        "sample_dem --in \(model) --shots 5 --replay_err_in \(errors) "
          + "--replay_err_in_format 01 --out_format \(format)")
    }
    let sure = Data("X 0 2\nCX 0 1\nM 0 1 !2 3\nMPP Z0*Z3 !Z1*Z2\n".utf8)
    for format in ["01", "b8", "r8", "hits", "dets"] {
      let out = try compare("sample --shots 3 --out_format \(format)", input: sure)
      #expect(!out.isEmpty)
    }
  }
}
