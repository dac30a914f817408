// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Program {
  /// The reference of all commands as Markdown, made from the tables.
  public func markdown() -> String {
    var text = "# Commands of `\(name)`\n\n\(summary)\n\n"
    text += "Made by `\(name) help --markdown`. In a flag's name `-` and `_` are the same.\n"
    text += "Exit code 0: done; 1: it ran, and the answer is no; 2: bad usage or input.\n"
    for command in commands { text += command.markdown(path: "\(name) \(command.name)", level: 2) }
    return text
  }
}

extension Command {
  fileprivate func markdown(path: String, level: Int) -> String {
    var text = "\n\(String(repeating: "#", count: level)) \(path)\n\n\(summary)\n"
    if run != nil { text += "\n```\n\(usage(path: path))\n```\n" }
    if !discussion.isEmpty { text += "\n\(discussion)\n" }
    if let positional { text += "\n`\(positional.name)`: \(positional.summary)\n" }
    if !flags.isEmpty {
      text += "\n| flag | meaning |\n|---|---|\n"
      for flag in flags {
        let sentence = flag.sentence.split(separator: "|").joined(separator: "\\|")
        text += "| `\(flag.synopsis)` | \(sentence) |\n"
      }
    }
    if !example.isEmpty, run != nil { text += "\n```\n\(example)\n```\n" }
    for command in subcommands {
      text += command.markdown(path: "\(path) \(command.name)", level: level + 1)
    }
    return text
  }
}
