// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The whole program: its name and its table of commands.
public struct Program: Sendable {
  /// The word that starts the program.
  public let name: String
  /// The version, as `--version` prints it.
  public let version: String
  /// What the program is, in one sentence.
  public let summary: String
  /// The verbs and groups, in the order of the help.
  public let commands: [Command]
  /// What `help` tells besides commands.
  public let topics: [Topic]

  /// Describes a program.
  public init(
    name: String, version: String, summary: String, commands: [Command], topics: [Topic] = []
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.commands = commands
    self.topics = topics
  }

  /// Runs the command that the words name, and prints on standard error why it could not.
  ///
  /// A reader that closes the pipe early is no fault: the program ends quietly with 0.
  ///
  /// - Parameter words: The command line after the program's name.
  /// - Returns: The exit code for the process.
  public func run(_ words: [String]) -> Int32 {
    // A closed pipe is then an error of write(2) and not the death of the process.
    _ = signal(SIGPIPE, SIG_IGN)
    do {
      return try dispatch(words).rawValue
    } catch let error as FileError where error.code == .closedPipe {
      return ExitCode.success.rawValue
    } catch let failure as CommandFailure {
      printError(failure.namesFile ? failure.message : "\(name): \(failure.message)")
      return failure.exitCode.rawValue
    } catch {
      printError("\(name): \(error)")
      return ExitCode.invalid.rawValue
    }
  }

  /// Runs the command that the process was started with, and ends the process.
  public func main() -> Never {
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  private var root: Command {
    Command(
      group: name, summary,
      discussion: "Files default to standard input and output. `\(name) --version` says which "
        + "version this is.",
      example: "\(name) circuit gen --code surface_code --task rotated_memory_z --distance 3 "
        + "--rounds 3",
      subcommands: commands + [helpCommand])
  }

  private var helpCommand: Command {
    Command(
      "help", "Says what a command does.",
      discussion: (["Other words to ask about:"] + topics.map { "\($0.name): \($0.summary)" })
        .joined(separator: topics.isEmpty ? "" : "\n\n"),
      flags: [
        Flag(
          "markdown", .toggle, "Prints the reference of all commands, or of a word, as Markdown.")
      ],
      positional: Command.Positional("COMMAND", "The command or word.", count: 0...4),
      example: "\(name) help circuit detect"
    ) { _ in .success }
  }

  private func dispatch(_ words: [String]) throws -> ExitCode {
    if words.first == "--version" {
      try printOutput("\(name) \(version)\n")
      return .success
    }
    if words.first == "help" {
      let arguments = try helpCommand.parse(Array(words.dropFirst()), path: "\(name) help")
      if let topic = topics.first(where: { $0.name == arguments.positionals.first }) {
        let text = try read(topic, arguments)
        try printOutput(text.hasSuffix("\n") ? text : text + "\n")
      } else if arguments.isOn("markdown") {
        try printOutput(markdown())
      } else {
        let (command, path, _) = try resolve(arguments.positionals, isHelp: true)
        try printOutput(command.help(path: path))
      }
      return .success
    }
    let (command, path, rest) = try resolve(words, isHelp: false)
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      try printOutput(command.help(path: path))
      return .success
    }
    guard let work = command.run else {
      if rest.isEmpty, path == name {
        printError(command.help(path: path))
        return .invalid
      }
      let names = command.subcommands.map(\.name).joined(separator: ", ")
      throw CommandFailure("\(path) needs a command: \(names).")
    }
    return try work(try command.parse(rest, path: path))
  }

  private func read(_ topic: Topic, _ arguments: Arguments) throws(CommandFailure) -> String {
    guard arguments.positionals.count > 1 else { return topic.text(arguments.isOn("markdown")) }
    let word = arguments.positionals[1]
    guard let text = topic.entry(word) else {
      throw CommandFailure(
        "\(name) help \(topic.name) knows no `\(word)`; see `\(name) help \(topic.name)`.")
    }
    return text
  }

  /// Follows the words down the table, to the command that they name and the words left over.
  private func resolve(
    _ words: [String], isHelp: Bool
  ) throws(CommandFailure) -> (Command, path: String, rest: [String]) {
    var command = root
    var path = name
    var rest = words[...]
    while !command.subcommands.isEmpty, let word = rest.first, isHelp || !word.hasPrefix("-") {
      guard let next = command.subcommands.first(where: { $0.name == normalized(word) }) else {
        let near = nearest(to: normalized(word), among: command.subcommands.map(\.name))
        let hint = near.map { "did you mean `\($0)`?" } ?? "see `\(path) --help`."
        throw CommandFailure("\(path) has no command `\(word)`; \(hint)")
      }
      command = next
      path += " " + next.name
      rest = rest.dropFirst()
    }
    if command.run == nil, let word = rest.first, word.hasPrefix("-"), word != "--help",
      word != "-h"
    {
      throw CommandFailure("\(path) has no flag `\(word)`; see `\(path) --help`.")
    }
    if isHelp, let word = rest.first {
      throw CommandFailure("\(path) has no command `\(word)`; see `\(path) --help`.")
    }
    return (command, path, Array(rest))
  }
}
