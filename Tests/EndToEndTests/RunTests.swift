// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite struct RunTests {
  static func example(_ name: String) -> String {
    Peer.packageRoot.appending(path: "Examples/\(name)").path
  }

  static func object(_ output: Peer.Output) throws -> [String: Any] {
    try #require(output.status == 0, "\(output.err)")
    return try #require(JSONSerialization.jsonObject(with: output.out) as? [String: Any])
  }

  @Test(.tags(.exact))
  func printsOutcomesForPeopleAndPrograms() throws {
    let bell = Self.example("bell.qvm.asm")
    let json = try Self.object(
      Quanta.run("run \(bell) --shots 200 --seed 4 --json --probabilities"))
    #expect(json["events"] as? [String] == ["m0", "m1"])
    let counts = try #require(json["counts"] as? [String: Int])
    #expect(Set(counts.keys) == ["00", "11"] && counts.values.reduce(0, +) == 200)
    #expect(json["probabilities"] as? [String: Double] == ["00": 0.5, "11": 0.5])
    let provenance = try #require(json["provenance"] as? [String: Any])
    #expect(provenance["seed"] as? String == "4" && provenance["noise"] as? String == "none")
    let telemetry = try #require(json["telemetry"] as? [String: Any])
    #expect((telemetry["qubits"] as? [String: Any])?.count == 2)
    let sources = try #require(telemetry["sources"] as? [String: String])
    #expect(sources["physical_qubits"] == "planned" && sources["error_breakdown"] == "none")
    let one = try Self.object(
      Quanta.run("run \(Self.example("grover.qvm.asm")) --set target=2 --json"))
    #expect(one["values"] as? [String: Int] == ["m0": 0, "m1": 1])
    let text = try Quanta.run("run \(bell) --shots 200 --seed 4 --probabilities --threads 2")
    #expect(text.text.hasPrefix("events: m0 m1\n"))
    #expect(text.text.contains("00") && text.text.contains("0.5"))
    #expect(
      try Quanta.run("run \(bell) --shots 3000 --seed 4 --json --threads 1").out
        == Quanta.run("run \(bell) --shots 3000 --seed 4 --json --threads 2").out)
  }

  @Test(.tags(.exact))
  func badInputAndFailedRunsAreToldApart() throws {
    let folder = try ScratchFolder()
    let unknown = try folder.file("unknown.json", ProgramLines.json("ALLOC_LQ q;APPLY_FOO q"))
    let refused = try Quanta.run(["run", unknown])
    #expect(refused.status == 2 && refused.out.isEmpty)
    #expect(refused.err.hasPrefix("\(unknown):3:") && refused.err.contains("APPLY_FOO"))
    let failing = try folder.file(
      "failing.json", ProgramLines.json("ALLOC_LQ q;APPLY_X q;FREE_LQ q expect=zero"))
    let failed = try Quanta.run(["run", failing])
    #expect(failed.status == 1 && failed.out.isEmpty && failed.err.contains("n2"))
    let bell = Self.example("bell.qvm.asm")
    for (words, message) in [
      ("run", "FILE is missing"), ("run \(bell) --rates x", "--rates goes with --noise measured"),
      ("run \(bell) --retry sometimes", "--retry cannot be `sometimes`"),
      ("run \(bell) --profile surfce:d=3", "there is no family `surfce`"),
      ("run \(bell) --shots 0", "--shots"), ("run \(bell) --migrate-at 7", "--migrate-at"),
      ("run \(bell) --checkpoint-dir \(folder.url.path) --job a/b", "--job cannot be `a/b`"),
      ("run --resume \(bell)", "This is no checkpoint"),
      ("run \(bell) --resume x", "exclude each other"),
      ("run \(bell) --job a", "--job goes with --checkpoint-dir"),
      ("run \(bell) --worker true", "--worker goes with --migrate-at"),
      ("run \(bell) --branch-limit 5", "--branch-limit goes with --probabilities"),
      ("run \(bell) --check-reversible --shots 5", "--check-reversible and --shots exclude"),
      ("run \(bell) --checkpoint-dir \(bell)", "\(bell): Not a directory"),
      ("run \(bell) --checkpoint-dir \(folder.path("a/b"))", "No such file or directory"),
    ] {
      let output = try Quanta.run(words)
      #expect(output.status == 2 && output.out.isEmpty, "\(words)")
      #expect(output.err.contains(message), "\(words): \(output.err)")
    }
  }

  @Test(.tags(.exact))
  func whatIsMeantAsJSONIsReadAsJSON() throws {
    let folder = try ScratchFolder()
    for (text, message) in [
      ("[]", "1:1: error [structure] A program is a JSON object"),
      (String(repeating: "[", count: 100_000), "error [limit] Arrays and objects"),
      ("\u{FEFF}{}", "1:1: error [syntax] The text begins with a byte order mark"),
    ] {
      let file = try folder.file("graph.json", text)
      let output = try Quanta.run(["run", file])
      #expect(output.status == 2 && output.err.contains(message), "\(output.err)")
    }
  }

  @Test(.tags(.exact))
  func longRunsCanBeStopped() throws {
    // More shots than fit any memory at once.
    let output = try Quanta.shell(
      """
      "\(Quanta.binary.path)" run \(Self.example("bell.qvm.asm")) --shots 1000000000000 --seed 1 &
      sleep 1; kill -INT $!; wait $!
      """)
    #expect(output.status == 1 && output.out.isEmpty)
    #expect(output.err.contains("The run was stopped"))
  }

  @Test(.tags(.exact))
  func measuredRatesComeFromATable() throws {
    let folder = try ScratchFolder()
    let rate = { (value: Double) in
      """
      {"value": \(value), "low": 0, "high": 1, "method": "sampled", "circuit_sha256": "ab", "decoder": "matching", "shots": 9,
       "failures": 1, "seed": "5"}
      """
    }
    let paulis = "{\"x\": \(rate(0.01)), \"y\": \(rate(0)), \"z\": \(rate(0.02))}"
    let table = try folder.file(
      "rates.json",
      """
      {"format": "quantacore-logical-rates", "version": 3, "rates": [{"profile": "surface:d=5,p=0.003",
       "rounds_per_cycle": 5, "physical_qubits": 49, "cycle_time_us": 5.5, "idle": \(paulis),
       "one_qubit_gate": \(paulis), "two_qubit_gate": \(paulis), "measurement": \(rate(0.001))}]}
      """)
    let lines = "ALLOC_LQ q profile=surface:d=5,p=0.003;FENCE_EPOCH;FENCE_EPOCH;MEASURE_Z q -> m"
    let program = try folder.file("memory.json", ProgramLines.json(lines))
    let words = ["run", program, "--json", "--seed", "1", "--probabilities", "--noise", "measured"]
    let json = try Self.object(Quanta.run(words + ["--rates", table]))
    // Two cycles of X with 1 %, then readout with 0.1 %.
    let flip = 2 * 0.01 * 0.99
    let exact = try #require(json["probabilities"] as? [String: Double])
    #expect(abs((exact["1"] ?? 0) - (flip * 0.999 + (1 - flip) * 0.001)) < 1e-12)
    let telemetry = try #require(json["telemetry"] as? [String: Any])
    let usage = try #require(telemetry["resource_usage"] as? [String: Any])
    #expect(usage["physical_qubits_used"] as? Int == 49)
    let sources = try #require(telemetry["sources"] as? [String: String])
    #expect(sources["physical_qubits"] == "rates" && sources["realised_errors"] == "simulated")
    let provenance = try #require(json["provenance"] as? [String: Any])
    #expect((provenance["rates"] as? [Any])?.count == 1)
    // What the table lacks is measured, if the laboratory can.
    let missing = try Quanta.run(words + ["--rates", table, "--profile", "qldpc:d=9"])
    #expect(missing.status == 2 && missing.err.contains("qldpc"))
  }

  @Test(.tags(.law), .optimizedOnly)
  func ratesAreMeasuredOnFirstUse() throws {
    let folder = try ScratchFolder()
    let program = try folder.file(
      "memory.json",
      ProgramLines.json("ALLOC_LQ q profile=surface:d=3,p=0.02;FENCE_EPOCH;MEASURE_Z q -> m"))
    let words = [
      "run", program, "--json", "--seed", "1", "--shots", "2000", "--noise", "measured", "--rates",
    ]
    let first = try Quanta.run(words + [folder.path("new/rates.json")])
    let counts = try #require(try Self.object(first)["counts"] as? [String: Int])
    // A cycle of three rounds at p = 0.02 flips a sixth of the shots or so: neither all nor none.
    #expect((counts["1"] ?? 0) > 100 && (counts["0"] ?? 0) > 1000)
    let kept = try Data(contentsOf: URL(fileURLWithPath: folder.path("new/rates.json")))
    #expect(String(decoding: kept, as: UTF8.self).contains("surface:d=3,decoder=matching"))
    let second = try Quanta.run(words + [folder.path("new/rates.json")])
    let third = try Quanta.run(words + [folder.path("other.json")])
    #expect(second.out == first.out && third.out == first.out)
  }

  @Test(.tags(.law))
  func reversibleSegmentsAreChecked() throws {
    let output = try Quanta.run([
      "run", Self.example("reversible.qvm.json"), "--check-reversible", "--json",
    ])
    try #require(output.status == 0, "\(output.err)")
    let list = try #require(JSONSerialization.jsonObject(with: output.out) as? [[String: Any]])
    #expect(!list.isEmpty && list.allSatisfy { $0["restored"] as? Bool == true })
  }

  /// Runs a program with checkpoints, and each rest again in a new process; returns how many there were.
  static func checkRestores(seed: UInt64, _ folder: ScratchFolder) throws -> Int {
    let text = RandomProgram.text(seed: seed, nodes: 30)
    let file = try folder.file("p\(seed).json", ProgramLines.json(text))
    let kept = folder.path("kept\(seed)")
    let whole = try Quanta.run([
      "run", file, "--shots", "20", "--seed", "\(seed)", "--json", "--checkpoint-dir", kept,
    ])
    try #require(whole.status == 0, "\(whole.err)")
    let fences = text.split(separator: "\n").count { $0 == "FENCE_EPOCH" }
    for fence in 0..<fences {
      let again = folder.path("again\(seed)-\(fence)")
      let rest = try Quanta.run([
        "run", "--resume", "\(kept)/ckpt_run_\(fence).qckpt", "--json", "--checkpoint-dir", again,
        "--threads", "2",
      ])
      #expect(rest.out == whole.out, "seed \(seed), fence \(fence): \(rest.err)")
      for later in fence + 1..<max(fences, fence + 1) {
        let (a, b) = ("\(kept)/ckpt_run_\(later)", "\(again)/ckpt_run_\(later - fence - 1)")
        let first = try Data(contentsOf: URL(filePath: a + ".qckpt"))
        #expect(try Data(contentsOf: URL(filePath: b + ".qckpt")) == first)
      }
    }
    return fences
  }

  @Test(.tags(.law))
  func restoredInANewProcessTheRestIsTheSame() throws {
    let folder = try ScratchFolder()
    var count = 0
    for seed in 0..<3 as Range<UInt64> { count += try Self.checkRestores(seed: seed, folder) }
    #expect(count > 3)
  }

  @Test(.tags(.law), .optimizedOnly)
  func everyFenceOfFiftyProgramsIsRestored() throws {
    let folder = try ScratchFolder()
    var count = 0
    for seed in 100..<150 as Range<UInt64> { count += try Self.checkRestores(seed: seed, folder) }
    #expect(count > 100)
  }

  @Test(.tags(.law))
  func alteredCheckpointsAreRefused() throws {
    let folder = try ScratchFolder()
    let kept = folder.path("kept")
    let example = Self.example("checkpoint.qvm.json")
    _ = try Quanta.run(["run", example, "--seed", "1", "--checkpoint-dir", kept])
    let path = "\(kept)/ckpt_run_1.qckpt"
    let bytes = try Data(contentsOf: URL(filePath: path))
    var altered = bytes
    altered[bytes.count / 2] ^= 1
    let cases: [(Data, String)] = [
      (altered, "was altered"), (bytes.dropLast(9), "cut short"), (Data(), "no checkpoint"),
    ]
    for (data, message) in cases {
      try data.write(to: URL(filePath: path))
      let output = try Quanta.run(["run", "--resume", path])
      #expect(output.status == 2 && output.out.isEmpty)
      #expect(output.err.hasPrefix("\(path): ") && output.err.contains(message), "\(output.err)")
    }
  }

  /// A worker that stands in for the program.
  static func worker(_ folder: ScratchFolder, _ script: String) throws -> String {
    let path = try folder.file(
      "worker", "#!/bin/bash\nquanta() { exec \"\(Quanta.binary.path)\" \"$@\"; }\n" + script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  @Test(.tags(.law))
  func runsMigrateAndComeBack() throws {
    let folder = try ScratchFolder()
    let example = Self.example("checkpoint.qvm.json")
    let words = ["run", example, "--seed", "3", "--shots", "50", "--json"]
    let plain = try Self.object(Quanta.run(words))
    let scripts: [(script: String, action: String, cause: String)] = [
      ("quanta \"$@\"", "migrated", ""),
      // Killed at work: after the handshake and the first fence.
      (
        """
        mkfifo \(folder.path("pipe")); quanta "$@" <&0 >\(folder.path("pipe")) & child=$!
        count=0
        while read -r line; do
          echo "$line"; count=$((count + 1))
          if [ $count = 2 ]; then kill -9 $child; exit 1; fi
        done <\(folder.path("pipe"))
        """, "kept-local", "ended before"
      ),
      ("exit 3", "kept-local", "exit code 3"),
      (
        "echo '{\"worker\":\"ready\",\"digest\":\"00\",\"fence\":1}'; read line", "kept-local",
        "did not read"
      ),
      ("echo nonsense", "kept-local", "not JSON"),
    ]
    for (script, action, cause) in scripts {
      let worker = try Self.worker(folder, script)
      let moved = try Self.object(
        Quanta.run(words + ["--migrate-at", "1", "--worker", worker]))
      #expect(moved["counts"] as? [String: Int] == plain["counts"] as? [String: Int])
      let history = try #require(moved["history"] as? [[String: Any]])
      #expect(history.count == 1 && history[0]["action"] as? String == action, "\(history)")
      let told = history[0]["cause"] as? String ?? ""
      #expect(cause.isEmpty ? told.isEmpty : told.contains(cause), "\(history)")
    }
  }
}
