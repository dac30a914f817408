// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Testing
import _TestSupport

@Suite("Command lines")
struct ParsingTests {
  static let command = Command(
    "sample", "Samples.",
    flags: [
      Flag("shots", .integer(0...1_000_000_000_000_000_000), "How many.", default: "1"),
      Flag("out-format", .choice(["01", "b8"]), "The format.", default: "01"),
      Flag("p", .list(.number(0...1)), "The probabilities."),
      Flag("in", .path, "The input."),
      Flag("tables", .several(.path), "Inputs."),
      Flag("set", .several(.assignment), "Sets."),
      Flag("include", .several(.folder), "Folders."),
      Flag("append-observables", .toggle, "Appends."),
      Flag("approximate", .optional(.number(0...1), implied: "1"), "Approximates."),
    ],
    positional: Command.Positional("FILE", "a file.", count: 0...1),
    example: "quanta sample --shots 5"
  ) { _ in .success }

  func parse(_ words: String...) throws -> Arguments {
    try Self.command.parse(words, path: "quanta sample")
  }

  @Test("Both spellings of a value and both hyphens mean the same", .tags(.exact))
  func spellings() throws {
    for words in [["--out-format", "b8"], ["--out_format=b8"], ["--out-format=b8"]] {
      let arguments = try Self.command.parse(words, path: "quanta sample")
      #expect(arguments.textIfGiven("out-format") == "b8")
    }
    #expect(try parse().integer("shots") == 1)
    #expect(try !parse().isGiven("shots"))
    #expect(try parse("--shots", "1e6").integer("shots") == 1_000_000)
    #expect(try parse("--shots=1e18").integer("shots") == 1_000_000_000_000_000_000)
    #expect(try parse("--p", "1e-3,0.5,1").numbers("p") == [0.001, 0.5, 1])
    let several = try parse("--tables", "a,b", "-", "--in", "c", "d")
    #expect(several.texts("tables") == ["a,b", "-"] && several.positionals == ["d"])
    #expect(try parse("--tables=a", "b").texts("tables") == ["a", "b"])
    #expect(throws: CommandFailure.self) { try parse("--tables", "--in", "c") }
    #expect(try parse("--tables", "a", "--in", "c", "--tables", "b").texts("tables") == ["a", "b"])
    #expect(try parse("-").positionals == ["-"])
    #expect(try parse("--", "--in").positionals == ["--in"])
    #expect(try parse("--approximate").number("approximate") == 1)
    #expect(try parse("--approximate", "0.5").number("approximate") == 0.5)
    #expect(try parse("--approximate", "--in", "-").textIfGiven("in") == "-")
    #expect(throws: CommandFailure.self) { try parse().text("in") }
  }

  @Test("Assignments and folders end at the first word that is none", .tags(.exact))
  func toldWords() throws {
    let set = try parse("--set", "n=5", "m_2=a=b", "FILE")
    #expect(set.texts("set") == ["n=5", "m_2=a=b"] && set.positionals == ["FILE"])
    let twice = try parse("--set", "n=5", "--set=m=", "./a=b")
    #expect(twice.texts("set") == ["n=5", "m="] && twice.positionals == ["./a=b"])
    let folders = try parse("--include", "/", "/usr", "FILE", "--include", "/tmp")
    #expect(folders.texts("include") == ["/", "/usr", "/tmp"] && folders.positionals == ["FILE"])
    #expect(throws: CommandFailure.self) { try parse("--set", "FILE") }
    #expect(throws: CommandFailure.self) { try parse("--set", "1n=5") }
    #expect(throws: CommandFailure.self) { try parse("--include", "/no/such/folder", "FILE") }
    #expect(throws: CommandFailure.self) { try parse("--include", "/etc/passwd") }
  }

  @Test(
    "Each fault has one clear message",
    .tags(.exact),
    arguments: [
      (["--shost", "1"], "quanta sample has no flag `--shost`; did you mean --shots?"),
      (["--out"], "quanta sample has no flag `--out`; did you mean --out-format?"),
      (["--zebra"], "quanta sample has no flag `--zebra`; see `quanta sample --help`."),
      (["--shots", "1", "--shots=2"], "--shots is given twice; once is enough."),
      (["--shots"], "--shots needs a value: a whole number from 0 to 1000000000000000000."),
      (
        ["--shots", "1.5"],
        "--shots cannot be `1.5`: it must be a whole number from 0 to 1000000000000000000."
      ),
      (
        ["--shots=1e400"],
        "--shots cannot be `1e400`: it must be a whole number from 0 to 1000000000000000000."
      ),
      (["--out_format", "r9"], "--out-format cannot be `r9`: it must be one of 01, b8."),
      (
        ["--p", "0.1,nan"],
        "--p cannot be `nan`: it must be a number from 0 to 1, or several with commas between."
      ),
      (["--append_observables=1"], "--append-observables takes no value; write it alone."),
      (["--in", "--shots"], "--in needs a value: the path of a file."),
      (["a", "b"], "`b` is one word too many; see `quanta sample --help`."),
      (["-s"], "quanta sample has no flag `-s`; see `quanta sample --help`."),
    ])
  func faults(_ words: [String], _ message: String) {
    let failure = #expect(throws: CommandFailure.self) {
      try Self.command.parse(words, path: "quanta sample")
    }
    #expect(failure?.message == message)
    #expect(failure?.exitCode == .invalid)
  }

  @Test("Numbers are decimal, finite and whole where they must be", .tags(.exact))
  func numbers() {
    #expect(parseInteger("12") == 12)
    #expect(parseInteger("-3") == -3)
    #expect(parseInteger("2.5e3") == 2500)
    for text in ["", "+1", "0x10", "1e-3", "1.0", "1e30", "٣", "1 ", "inf"] {
      #expect(parseInteger(text) == nil, "\(text)")
    }
    #expect(parseNumber(".5") == 0.5)
    for text in ["", "nan", "inf", "0x1p3", "1e999", "1,5", " 1"] {
      #expect(parseNumber(text) == nil, "\(text)")
    }
  }

  @Test("Help and reference come from the table", .tags(.exact))
  func help() {
    let text = Self.command.help(path: "quanta sample")
    #expect(text.hasPrefix("quanta sample: Samples.\n\nUsage: quanta sample [FLAGS] [FILE]\n"))
    #expect(text.contains("--out-format NAME       The format. One of 01, b8. Default: 01.\n"))
    #expect(text.hasSuffix("Example:\n  quanta sample --shots 5\n"))
    let program = Program(
      name: "quanta", version: "1", summary: "A test.", commands: [Self.command])
    let markdown = program.markdown()
    #expect(markdown.contains("## quanta sample\n"))
    for flag in Self.command.flags { #expect(markdown.contains("`--\(flag.name)")) }
  }
}
