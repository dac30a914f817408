// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("Statistics on the command line", .tags(.exact))
struct QECTests {
  static let header =
    "     shots,    errors,  discards, seconds,decoder,strong_id,json_metadata,custom_counts\n"

  @Test("Tables are merged, and sorted by the values of numbers")
  func combine() throws {
    let folder = try ScratchFolder()
    let first = try folder.file(
      "a.csv",
      """
      shots,errors,discards,seconds,decoder,strong_id,json_metadata
      300,2,20,1.0,pymatching,abc123,"{""d"":19}"
      1000,3,40,3.0,pymatching,aaa,"{""d"":9}"

      """)
    let second = try folder.file(
      "b.csv",
      """
      shots,errors,discards,seconds,decoder,strong_id,json_metadata,custom_counts
      600,5,0,1.25,pymatching,abc123,"{""d"":19}","{""k"":4}"
      10,5,0,1
      """)
    let output = try Quanta.run(["qec", "combine", first, second])
    #expect(output.status == 0)
    #expect(
      output.err
        == "\(second):3:1: the last line was cut off while it was written; it is left out.\n")
    #expect(
      output.text == Self.header
        + "      1000,         3,        40,    3.00,pymatching,aaa,\"{\"\"d\"\":9}\",\n"
        + "       900,         7,        20,    2.25,pymatching,abc123,\"{\"\"d\"\":19}\","
        + "\"{\"\"k\"\":4}\"\n")
    let bare = try Quanta.run([
      "qec", "combine", "--order", "error", "--strip_custom_counts", second, first,
    ])
    #expect(bare.text.hasSuffix("{\"\"d\"\":19}\",\n") && !bare.text.contains("\"\"k\"\""))
    let piped = try Quanta.run("qec combine --order preserve", input: bare.text)
    #expect(piped.status == 0 && piped.text == bare.text)
  }

  @Test("A bad table is refused with its place")
  func badTable() throws {
    let folder = try ScratchFolder()
    let path = try folder.file(
      "bad.csv", Self.header + "1,0,0,1,m,id,null,\n1,2,0,1,m,id,null,\n")
    for words in [["combine", path], ["threshold", path]] {
      expectRefusal(
        try Quanta.run(["qec"] + words),
        "\(path):3:1: There are fewer shots than errors and discards together.")
    }
  }

  @Test("A threshold is found in a table, and its absence is exit code 1")
  func threshold() throws {
    let folder = try ScratchFolder()
    var rows = Self.header
    var below = Self.header
    for d in [5, 7, 9] {
      for p in [0.008, 0.009, 0.01, 0.011, 0.012] {
        let x = (p - 0.01) * pow(Double(d), 1 / 1.5)
        let errors = Int((0.15 + 9 * x + 60 * x * x) * 1e6)
        let row = "1000000,\(errors),0,1,m,\(d)-\(p),\"{\"\"d\"\":\(d),\"\"p\"\":\(p)}\",\n"
        rows += row
        if p < 0.01 { below += row }
      }
    }
    let output = try Quanta.run([
      "qec", "threshold", "--json", "--resamples", "40", try folder.file("t.csv", rows),
    ])
    #expect(output.status == 0 && output.err.isEmpty)
    let json = try #require(
      try JSONSerialization.jsonObject(with: output.out) as? [[String: Any]])
    let headline = try #require(json[0]["estimate"] as? [String: Any])
    #expect(headline["method"] as? String == "crossing of d = 7 and 9")
    #expect(json[0]["threshold"] == nil && json[0]["drift"] is [String: Any])
    let found = try #require(json[0]["fit"] as? [String: Double])
    #expect(abs((found["best"] ?? 0) - 0.01) < 2e-5)
    #expect((found["low"] ?? 1) < 0.01001 && (found["high"] ?? 0) > 0.00999)
    #expect((json[0]["crossings"] as? [Any])?.count == 2)
    let text = try Quanta.run(["qec", "threshold", "--resamples", "20", folder.path("t.csv")])
    #expect(text.text.contains("  crossing d=5/7  p = ") && text.text.contains("ν = 1.5"))
    #expect(text.text.contains(": crossing of d = 7 and 9\n"))
    let none = try Quanta.run(["qec", "threshold", try folder.file("b.csv", below)])
    #expect(none.status == 1 && none.text.contains("sample higher error rates"))
  }

  /// Shots and errors of each row of a table, sorted: rows come as tasks end, whose order depends on the threads.
  static func counts(_ text: String) -> [[String]] {
    text.split(separator: "\n").dropFirst()
      .map { line in
        line.split(separator: ",").prefix(2).map { $0.trimmingCharacters(in: .whitespaces) }
      }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  @Test("The counts depend on the seed and on nothing else")
  func workersAndResumption() throws {
    let folder = try ScratchFolder()
    let base = "qec collect --code surface:d=3 --noise sd6 --p 0.01,0.02 --seed 5"
    let alone = try Quanta.run(base + " --max-shots 5000 --workers 1")
    #expect(alone.status == 0 && alone.err.isEmpty)
    let counts = Self.counts(alone.text)
    #expect(counts.map(\.first) == ["5000", "5000"] && counts[0][1] != counts[1][1])
    for workers in [2, 8] {
      let output = try Quanta.run(base + " --max-shots 5000 --workers \(workers)")
      #expect(Self.counts(output.text) == counts)
    }
    #expect(
      Self.counts(try Quanta.run(base + "1 --max-shots 5000").text) != counts, "another seed")
    let path = folder.path("resumed.csv")
    for shots in [1500, 3000, 5000, 5000] {
      let output = try Quanta.run(
        base + " --max-shots \(shots) --save_resume_filepath \(path)")
      #expect(output.status == 0 && output.out.isEmpty)
    }
    let resumed = try Quanta.run(["qec", "combine", path])
    #expect(Self.counts(resumed.text) == counts)
  }

  @Test("A signal ends a collection with what it has, and a resumed one ends alike")
  func interruption() throws {
    let folder = try ScratchFolder()
    let script = """
      cd "\(folder.url.path)"
      "\(Quanta.binary.path)" qec collect --code surface:d=3 --noise sd6 --p 0.01 --seed 5 \
        --max-shots 1000000000000 --save-resume-filepath a.csv &
      until [ -s a.csv ]; do sleep 0.1; done
      sleep 1
      kill -INT $!
      wait $!
      """
    let stopped = try Quanta.shell(script)
    #expect(stopped.status == 1, "\(stopped.err)")
    #expect(stopped.err == "quanta: interrupted; all that was counted is kept.\n")
    let path = folder.path("a.csv")
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    let kept = try #require(Self.counts(text).first.flatMap { Int($0[0]) })
    #expect(kept > 0)
    let base = "qec collect --code surface:d=3 --noise sd6 --p 0.01 --seed 5"
    let limit = kept + 2000
    let resumed = try Quanta.run(base + " --max-shots \(limit) --save-resume-filepath \(path)")
    #expect(resumed.status == 0)
    let whole = try Quanta.run(base + " --max-shots \(limit) --workers 2")
    let merged = try Quanta.run(["qec", "combine", path])
    #expect(Self.counts(merged.text) == Self.counts(whole.text))
  }

  @Test("sinter and quanta merge each other's tables", .tags(.peer), .needsPeers)
  func sinterTables() throws {
    let folder = try ScratchFolder()
    let circuit = folder.path("d=3,p=0.01.stim")
    _ = try Quanta.run([
      "circuit", "gen", "--code", "repetition_code", "--task", "memory", "--distance", "3",
      "--rounds", "3", "--before_round_data_depolarization", "0.01", "--out", circuit,
    ])
    let theirs = folder.path("theirs.csv")
    let collected = try Peer.run(
      "sinter",
      [
        "collect", "--circuits", circuit, "--decoders", "pymatching", "--max_shots", "1000",
        "--metadata_func", "auto", "--processes", "1", "--save_resume_filepath", theirs, "--quiet",
      ])
    #expect(collected.status == 0, "\(collected.err)")
    let ours = folder.path("ours.csv")
    let output = try Quanta.run([
      "qec", "collect", "--circuits", circuit, "--max_shots", "1000", "--metadata_func", "auto",
      "--save_resume_filepath", ours, "--quiet",
    ])
    #expect(output.status == 0, "\(output.err)")
    let merged = try Quanta.run(["qec", "combine", "--order", "preserve", ours, theirs])
    let peer = try Peer.run("sinter", ["combine", "--order", "preserve", ours, theirs])
    #expect(peer.status == 0 && merged.out == peer.out, "\(peer.err)")
    #expect(Self.counts(merged.text).count == 2)
  }

  @Test("A circuit whose detectors are random is refused with the line of one")
  func randomDetector() throws {
    let folder = try ScratchFolder()
    let path = try folder.file(
      "random.stim", "R 0\nX_ERROR(0.1) 0\nREPEAT 3 {\n  H 0\n  M 0\n  DETECTOR rec[-1]\n}\n")
    let analysis = try Quanta.run("circuit analyze-errors --in \(path)")
    #expect(analysis.status == 2 && analysis.err.hasPrefix("\(path):6:3: "))
    for words in [
      "qec collect --circuits \(path) --max-shots 9 --quiet", "decode bench --circuit \(path)",
      "decode stream --circuit \(path)", "qec rare --circuit \(path) --rounds 3",
    ] {
      let output = try Quanta.run(words)
      #expect(output.status == 2 && output.err == analysis.err, "\(words)")
    }
    let piped = try Quanta.run(
      "qec collect --circuits - --max-shots 9 --quiet", input: "H 0\nM 0\nDETECTOR rec[-1]\n")
    #expect(piped.status == 2 && piped.err.contains("non-deterministic detectors"))
  }

  @Test(
    "Bad usage is one line and exit code 2",
    arguments: [
      ("collect --max-shots 10", "nothing is to be sampled; use --circuits FILE or --code NAME."),
      ("collect --code surface:d=3 --p 0.1", "sampling would never end; use --max-shots"),
      ("collect --code surface:d=3 --max-shots 10", "--p is missing"),
      ("collect --code surface:d=3 --p 2000 --max-shots 9", "--p cannot be `2000`"),
      ("collect --code surface:d=3 --p 2 --max-shots 9", "sd6"),
      ("collect --code zebra --p 0.1 --max-shots 9", "code=zebra: must be one of"),
      ("collect --code surface:d=3 --noise zebra --p 0.1 --max-shots 9", "noise=zebra: must be"),
      ("collect --code surface:d=3 --p 0.1 --rounds 3x --max-shots 9", "--rounds cannot be `3x`"),
      ("collect --code surface:d=3 --p 0.1 --basis y --max-shots 9", "--basis cannot be `y`"),
      ("collect --code surface:d=3 --p 0.1 --max-shots 9 --workers 0", "--workers cannot be `0`"),
      ("collect --circuits nowhere.stim --max-shots 9", "nowhere.stim: there is no such file."),
      ("collect --circuits a --p 0.1 --max-shots 9", "--p goes with --code"),
      ("collect --circuits a --code b --max-shots 9", "give either --circuits or --code"),
      ("collect --code surface:d=3 --p 0.1 --max-shots 9 --decoders zebra", "zebra"),
      ("threshold", "no data; name a table"),
      ("threshold nowhere.csv", "nowhere.csv: there is no such file."),
    ])
  func badUsage(words: String, message: String) throws {
    let output = try Quanta.run("qec " + words)
    #expect(output.status == 2 && output.out.isEmpty)
    #expect(output.err.contains(message) && output.err.filter { $0 == "\n" }.count == 1)
  }
}
