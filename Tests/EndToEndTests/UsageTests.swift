// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("Usage of the program")
struct UsageTests {
  @Test("Help names every command, at each level, and gives an example", .tags(.exact))
  func help() throws {
    let top = try Quanta.run("--help")
    #expect(top.status == 0)
    #expect(top.err.isEmpty)
    let reference = try Quanta.run("help --markdown").text
    let commands = reference.split(separator: "\n").filter { $0.hasPrefix("##") }
      .map { $0.drop { $0 == "#" || $0 == " " } }
    #expect(commands.count > 5)
    for command in commands {
      let words = command.split(separator: " ").dropFirst().joined(separator: " ")
      let asked = try Quanta.run("\(words) --help")
      #expect(asked.status == 0)
      #expect(asked.text.hasPrefix("\(command): "))
      #expect(asked.text.contains("\nExample:\n  "))
      #expect(try Quanta.run("help \(words)").text == asked.text)
      for line in asked.text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    }
    for command in commands where command.split(separator: " ").count == 2 {
      #expect(top.text.contains("\n  \(command.split(separator: " ")[1]) "))
    }
  }

  @Test("The help of one command, word for word", .tags(.exact))
  func snapshot() throws {
    let expected = """
      quanta circuit sample: Samples measurement results from a circuit.

      Usage: quanta circuit sample [FLAGS]

      Flags:
        --in FILE               The circuit.
        --shots N               How many shots. Default: 1.
        --out FILE              Where to write the results.
        --out-format FORMAT     The format of --out. One of 01, b8, r8, ptb64, hits, dets. Default: 01.
        --skip-reference-sample
                                Takes the noiseless results to be all zero, which saves simulating them.
        --skip-loop-folding     Accepted for the sake of scripts; the results are the same with and
                                without.
        --seed N                Makes the result repeatable: the same seed gives the same bits for any
                                number of threads.
        --threads N             How many threads work. The result does not depend on it. Default: 1.

      Example:
        quanta circuit sample --in bell.stim --shots 5

      """
    #expect(try Quanta.run("circuit sample --help").text == expected)
  }

  @Test("The version is one line", .tags(.exact))
  func version() throws {
    let output = try Quanta.run("--version")
    #expect(output.status == 0)
    #expect(output.text.wholeMatch(of: /quanta \d+\.\d+\.\d+\n/) != nil)
  }

  @Test(
    "Bad usage is one line and exit code 2", .tags(.exact),
    arguments: [
      ("circiut", "quanta has no command `circiut`; did you mean `circuit`?"),
      ("circuit samlpe", "quanta circuit has no command `samlpe`; did you mean `sample`?"),
      ("help circuit zebra", "quanta circuit has no command `zebra`; see `quanta circuit --help`."),
      ("--zebra", "quanta has no flag `--zebra`; see `quanta --help`."),
      ("circuit gen", "--code is missing; see `quanta circuit gen --help`."),
      (
        "circuit gen --code x",
        "--code cannot be `x`: it must be one of surface_code, repetition_code, color_code."
      ),
      (
        "circuit convert --in_fromat b8",
        "quanta circuit convert has no flag `--in_fromat`; did you mean --in-format?"
      ),
      ("circuit convert --in nowhere --bits_per_shot 4", "nowhere: there is no such file."),
      ("circuit convert --in / --bits_per_shot 4", "/: this is a folder, not a file."),
      (
        "circuit convert --bits_per_shot 4 --out /nowhere/file",
        "/nowhere/file: its folder does not exist; make it first."
      ),
      (
        "circuit gen --code surface_code --task memory --distance 3 --rounds 3",
        "task=memory: must be one of rotated_memory_x, rotated_memory_z, unrotated_memory_x, "
          + "unrotated_memory_z for surface_code."
      ),
    ])
  func faults(_ words: String, _ message: String) throws {
    expectRefusal(try Quanta.run(words), "quanta: \(message)")
  }

  @Test("A reader that leaves early ends the program quietly")
  func closedPipe() throws {
    let output = try Quanta.shell(
      """
      set -o pipefail
      yes 01 | head -c 3000000 > "$TMPDIR/quanta-pipe.01" || true
      quanta circuit convert --in "$TMPDIR/quanta-pipe.01" --bits_per_shot 2 | head -1
      echo "${PIPESTATUS[0]}"
      rm "$TMPDIR/quanta-pipe.01"
      """.replacing("$TMPDIR", with: FileManager.default.temporaryDirectory.path))
    #expect(output.text == "01\n0\n")
    #expect(output.err.isEmpty)
  }

  @Test("Files and standard streams are the same, and hyphens and underscores are")
  func streams() throws {
    let folder = try ScratchFolder()
    let shots = "0110\n1010\n"
    let input = try folder.file("shots.01", shots)
    let output = folder.path("shots.b8")
    let written = try Quanta.run(
      "circuit convert --in \(input) --out \(output) --out-format b8 --bits-per-shot 4")
    #expect(written.status == 0)
    #expect(written.out.isEmpty)
    #expect(written.err.isEmpty)
    #expect(try Data(contentsOf: URL(filePath: output)) == Data([6, 5]))
    let piped = try Quanta.run(
      "circuit convert --in - --out_format=b8 --bits_per_shot=4", input: shots)
    #expect(piped.out == Data([6, 5]))
    #expect(try Quanta.run("circuit convert --bits_per_shot 4").out.isEmpty)
  }
}
