// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("Commands on circuits")
struct CircuitCommandTests {
  static let noisy = """
    R 0 1 2
    X_ERROR(0.25) 0 1 2
    MR 0 1
    M 2
    DETECTOR(0, 0) rec[-3]
    DETECTOR(1, 0) rec[-2]
    OBSERVABLE_INCLUDE(1) rec[-1]

    """
  static let model = "error(0.25) D0\nerror(0.25) D1 L0\nerror(0.5) D2 L1\n"

  @Test("Generated circuits can be read again and sampled", .tags(.exact))
  func generated() throws {
    for (code, task) in [
      ("repetition_code", "memory"), ("surface_code", "rotated_memory_x"),
      ("surface_code", "unrotated_memory_z"), ("color_code", "memory_xyz"),
    ] {
      let circuit = try Quanta.run(
        "circuit gen --code \(code) --task \(task) --distance 3 --rounds 4")
      #expect(circuit.status == 0)
      #expect(circuit.text.hasPrefix("# Generated \(code) circuit.\n# task: \(task)\n"))
      let events = try Quanta.run("circuit detect --shots 3 --seed 1", input: circuit.text)
      #expect(events.status == 0)
      #expect(events.text.split(separator: "\n").count == 3)
      // Without noise nothing fires.
      #expect(!events.text.contains("1"))
    }
  }

  @Test("One seed gives the same bits for any number of threads, and another seed others")
  func seeds() throws {
    let folder = try ScratchFolder()
    let circuit = try folder.file("noisy.stim", Self.noisy)
    let model = try folder.file("noisy.dem", Self.model)
    for command in ["detect --in \(circuit)", "sample --in \(circuit)", "sample-dem --in \(model)"]
    {
      let run = { (flags: String) in
        try Quanta.run("circuit \(command) --shots 3000 \(flags)").out
      }
      let once = try run("--seed 5")
      #expect(once.count > 3000)
      #expect(try run("--seed 5") == once)
      #expect(try run("--seed 5 --threads 2") == once)
      #expect(try run("--seed 5 --threads 7") == once)
      #expect(try run("--seed 6") != once)
      #expect(try run("") != run(""))
    }
  }

  @Test("Every format holds the same shots, and observables go where they are sent")
  func formats() throws {
    let folder = try ScratchFolder()
    let circuit = try folder.file("noisy.stim", Self.noisy)
    let model = try folder.file("noisy.dem", Self.model)
    for (command, source, detectors) in [("detect", circuit, 2), ("sample-dem", model, 3)] {
      let sampled = "circuit \(command) --in \(source) --shots 128 --seed 3"
      let apart = try Quanta.run(
        "\(sampled) --obs_out \(folder.path("flips")) --obs_out_format 01"
      ).text
      let flips = try String(contentsOfFile: folder.path("flips"), encoding: .utf8)
      let expected = zip(apart.split(separator: "\n"), flips.split(separator: "\n"))
        .map { "\($0)\($1)" }
      #expect(expected.count == 128)
      #expect(expected.allSatisfy { $0.count == detectors + 2 })
      for format in ["01", "b8", "r8", "ptb64", "hits", "dets"] {
        let together = try Quanta.run("\(sampled) --append_observables --out_format \(format)")
        let converted = try Quanta.run(
          [
            "circuit", "convert", "--in_format", format, "--num_detectors", "\(detectors)",
            "--num_observables", "2",
          ], input: together.out)
        #expect(
          converted.text.split(separator: "\n").map(String.init) == expected, "\(format)")
      }
    }
  }

  @Test("Errors are analyzed, and a faulty circuit is refused with what to do", .tags(.exact))
  func analysis() throws {
    let model = try Quanta.run("circuit analyze_errors", input: Self.noisy)
    #expect(model.status == 0)
    #expect(
      model.text
        == "error(0.25) D0\nerror(0.25) D1\nerror(0.25) L1\ndetector(0, 0) D0\n"
        + "detector(1, 0) D1\n")
    let million = "M 0\nREPEAT 1000000000000 {\n X_ERROR(0.125) 0\n MR 0\n"
    let folded = try Quanta.run(
      "circuit analyze-errors --fold_loops", input: million + " DETECTOR rec[-1]\n}\n")
    #expect(folded.status == 0)
    #expect(folded.text.contains("repeat 999999"))
    let disjoint = "PAULI_CHANNEL_1(0.125, 0.25, 0) 0\nM 0\nDETECTOR rec[-1]\n"
    #expect(
      try Quanta.run("circuit analyze-errors --approximate_disjoint_errors", input: disjoint)
        .status == 0)
    let random = try Quanta.run("circuit analyze-errors", input: "H 0\nM 0\nDETECTOR rec[-1]\n")
    #expect(random.status == 2)
    #expect(random.out.isEmpty)
    #expect(
      random.err.hasPrefix("<stdin>:3:1: The circuit has non-deterministic detectors: D0 would"))
    #expect(
      try Quanta.run(
        "circuit analyze-errors --allow_gauge_detectors", input: "H 0\nM 0\nDETECTOR rec[-1]\n"
      ).text == "error(0.5) D0\n")
  }

  @Test(
    "The distance of a circuit and of its model, and the answer that there is none", .tags(.exact))
  func distance() throws {
    let folder = try ScratchFolder()
    let circuit = try Quanta.run(
      "circuit gen --code surface_code --task rotated_memory_z --distance 3 --rounds 3 "
        + "--after_clifford_depolarization 0.001")
    let found = try Quanta.run("circuit distance", input: circuit.text)
    #expect(found.status == 0)
    #expect(found.text.split(separator: "\n").count == 3)
    #expect(found.text.contains("L0"))
    let model = try Quanta.run("circuit analyze-errors", input: circuit.text)
    let file = try folder.file("model.dem", model.text)
    #expect(try Quanta.run("circuit distance --dem \(file)").out == found.out)
    let none = try Quanta.run("circuit distance", input: "M 0\nDETECTOR rec[-1]\n")
    #expect(none.status == 1)
    #expect(none.out.isEmpty)
    #expect(none.err.split(separator: "\n").count == 1)
    expectRefusal(
      try Quanta.run("circuit distance --in a --dem b"),
      "quanta: --in and --dem exclude each other.")
    let wide = try folder.file("wide.dem", "error(0.1) D0 D1 D2 L0\nerror(0.1) D0 L0\n")
    let huge = try folder.file("huge.dem", "error(0.1) D1000000000000000000 L0\n")
    let last = try folder.file("last.dem", "error(0.1) D4294967295 L0\n")
    for words in ["--dem \(wide) --refuse-ungraphlike-errors", "--dem \(huge)", "--dem \(last)"] {
      for search in words.contains("refuse") ? [""] : ["", " --search"] {
        let refused = try Quanta.run("circuit distance \(words)\(search)")
        #expect(refused.status == 2 && refused.out.isEmpty, "\(words)")
        #expect(refused.err.hasPrefix("\(words.split(separator: " ")[1]): "), "\(refused.err)")
        #expect(refused.err.split(separator: "\n").count == 1)
      }
    }
    let explained = try Quanta.run(
      "circuit explain-errors --single", input: "X_ERROR(0.1) 0\nM 0\nDETECTOR rec[-1]\n")
    #expect(explained.status == 0)
    #expect(explained.text.contains("X_ERROR(0.1) 0"))
    #expect(explained.text.contains("D0"))
  }

  @Test(
    "Errors of a circuit are decomposed before those that stay large are refused",
    .tags(.exact),
    arguments: [
      // What stim.Circuit.shortest_graphlike_error(ignore_ungraphlike_errors=False) of 1.16.0 finds.
      ("surface_code --task rotated_memory_x", 3, 3),
      ("surface_code --task rotated_memory_z", 5, 5),
      ("color_code --task memory_xyz", 3, 2),
    ])
  func decomposedDistance(code: String, distance: Int, found: Int) throws {
    let circuit = try Quanta.run(
      "circuit gen --code \(code) --distance \(distance) --rounds 3 "
        + "--after_clifford_depolarization 0.001")
    let output = try Quanta.run("circuit distance --refuse-ungraphlike-errors", input: circuit.text)
    #expect(output.status == 0, "\(output.err)")
    #expect(output.text.split(separator: "\n").count == found)
  }

  @Test("Each command refuses long repetition for its own reason and names what keeps it")
  func longRepetition() throws {
    let circuit = "REPEAT 1000000000000 {\n  MR 0\n  DETECTOR rec[-1]\n}\n"
    for command in ["analyze-errors", "explain-errors", "distance"] {
      expectRefusal(
        try Quanta.run("circuit \(command)", input: circuit),
        "<stdin>:1:1: The analysis would unroll 2000000000000 instructions; at most 10^8 can be. "
          + "`quanta circuit analyze-errors --fold-loops` keeps repetitions.")
    }
    let folded = try Quanta.run("circuit analyze-errors --fold-loops", input: circuit)
    #expect(folded.status == 0)
    #expect(folded.text.contains("repeat 99"))
    let sampled = try Quanta.run("circuit sample", input: circuit)
    #expect(sampled.err.contains("One shot would execute 2000000000000 instructions"))
  }

  @Test("Recorded errors replay to the same shots", .tags(.exact))
  func replay() throws {
    let folder = try ScratchFolder()
    let model = try folder.file("noisy.dem", Self.model)
    let errors = folder.path("errors")
    let command = "circuit sample-dem --in \(model) --shots 200 --append_observables"
    for format in ["01", "b8", "hits", "r8"] {
      let first = try Quanta.run("\(command) --err_out \(errors) --err_out_format \(format)")
      #expect(first.text.split(separator: "\n").count == 200)
      let again = try Quanta.run(
        "\(command) --replay_err_in \(errors) --replay_err_in_format \(format)")
      #expect(again.out == first.out)
    }
    expectRefusal(
      try Quanta.run(
        "circuit sample-dem --in \(model) --shots 201 --replay_err_in \(errors) "
          + "--replay_err_in_format r8"),
      "\(errors): there are 200 shots; 201 are needed.")
  }

  @Test("m2d fires exactly where results differ from the noiseless ones")
  func detectionEvents() throws {
    let folder = try ScratchFolder()
    let circuit = try folder.file(
      "x.stim", "X 0\nM 0 1\nDETECTOR rec[-2]\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(2) rec[-1]\n")
    let output = try Quanta.run(
      "circuit m2d --append_observables --circuit \(circuit) --out_format dets",
      input: "00\n01\n10\n11\n")
    #expect(output.text == "shot D0\nshot D0 D1 L2\nshot\nshot D1 L2\n")
    #expect(output.status == 0)
    let results = try Quanta.run("circuit sample --in \(circuit) --shots 2")
    #expect(results.text == "10\n10\n")
    let flips = try Quanta.run("circuit sample --in \(circuit) --skip_reference_sample")
    #expect(flips.text == "00\n")
  }

  @Test("The observables of dets and the refusal of two places for them")
  func observablePlaces() throws {
    let sure = "X_ERROR(1) 0\nM 0\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(0) rec[-1]\n"
    #expect(
      try Quanta.run("circuit detect --out_format dets", input: sure).text == "shot D0 L0\n")
    #expect(try Quanta.run("circuit detect", input: sure).text == "1\n")
    expectRefusal(
      try Quanta.run("circuit detect --append_observables --obs_out x", input: sure),
      "quanta: --append-observables and --obs-out exclude each other.")
    expectRefusal(
      try Quanta.run("circuit detect --shots 63 --out_format ptb64", input: sure),
      "quanta: the format ptb64 needs a number of shots that is a multiple of 64.")
  }
}
