// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Command {
  /// The text that `--help` prints.
  ///
  /// - Parameter path: The command's full name.
  /// - Returns: The text, with a newline at its end.
  public func help(path: String) -> String {
    var text = "\(path): \(summary)\n\nUsage: \(usage(path: path))\n"
    if !discussion.isEmpty {
      for paragraph in paragraphs(discussion) { text += "\n" + wrapped(paragraph) }
    }
    if !subcommands.isEmpty {
      text += "\nCommands:\n" + columns(subcommands.map { ($0.name, $0.summary) })
      text += "\n`\(path) COMMAND --help` says more about one of them.\n"
    }
    if let positional {
      text += "\n" + columns([(positional.name, positional.summary)])
    }
    if !flags.isEmpty {
      text += "\nFlags:\n" + columns(flags.map { ($0.synopsis, $0.sentence) })
    }
    if !example.isEmpty {
      text += "\nExample:\n"
      for line in example.split(separator: "\n") { text += "  \(line)\n" }
    }
    return text
  }

  /// The one-line pattern of the command.
  func usage(path: String) -> String {
    guard run != nil else { return "\(path) COMMAND …" }
    var words = [path] + flags.filter(\.isRequired).map(\.synopsis)
    if flags.contains(where: { !$0.isRequired }) { words.append("[FLAGS]") }
    if let positional {
      let many = positional.count.upperBound > 1 ? "…" : ""
      words.append(
        positional.count.lowerBound == 0 ? "[\(positional.name)]\(many)" : positional.name + many)
    }
    return words.joined(separator: " ")
  }
}

extension Flag {
  /// The flag and the name of its value.
  var synopsis: String {
    switch kind {
    case .toggle: "--\(name)"
    case .optional: "--\(name) [\(shownValue)]"
    default: "--\(name) \(shownValue)"
    }
  }

  /// The summary, with the choices and the default.
  var sentence: String {
    var text = summary
    let inner = if case .list(let element) = kind { element } else { kind }
    if case .choice(let words) = inner { text += " One of \(words.joined(separator: ", "))." }
    if isRequired { text += " Required." }
    if let defaultText { text += " Default: \(defaultText)." }
    return text
  }

  private var shownValue: String { valueName.isEmpty ? kind.valueName : valueName }
}

extension Flag.Kind {
  fileprivate var valueName: String {
    switch self {
    case .toggle: ""
    case .text: "TEXT"
    case .path: "FILE"
    case .integer: "N"
    case .folder: "DIR"
    case .assignment: "NAME=VALUE"
    case .number: "X"
    case .choice: "NAME"
    case .list(let kind): "\(kind.valueName),…"
    case .several(let kind): "\(kind.valueName) …"
    case .optional(let kind, _): kind.valueName
    }
  }
}

/// The paragraphs of a text, each on one line: an empty line ends one, as in Markdown.
private func paragraphs(_ text: String) -> [Substring] {
  var paragraphs: [String] = []
  var isOpen = false
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.isEmpty {
      isOpen = false
    } else if isOpen {
      paragraphs[paragraphs.count - 1] += " " + line
    } else {
      paragraphs.append(String(line))
      isOpen = true
    }
  }
  return paragraphs.map { $0[...] }
}

/// Two columns, the second wrapped to the width of a terminal.
private func columns(_ rows: [(String, String)]) -> String {
  let indent = 26
  var text = ""
  for (left, right) in rows {
    var line = "  " + left
    if line.count > indent - 2 {
      text += line + "\n"
      line = ""
    }
    line += String(repeating: " ", count: indent - line.count)
    text += wrapped(right[...], after: line)
  }
  return text
}

/// A text broken into lines of a terminal's width, the first one after `start`, the others as far indented.
private func wrapped(_ text: Substring, after start: String = "") -> String {
  let indent = start.count
  var result = ""
  var line = start
  for word in text.split(separator: " ", omittingEmptySubsequences: start.isEmpty == false) {
    if line.count + word.count > 99, line.count > indent {
      result += trimmed(line) + "\n"
      line = String(repeating: " ", count: indent)
    }
    line += word + " "
  }
  return result + trimmed(line) + "\n"
}

/// The line without the spaces at its end.
private func trimmed(_ line: String) -> Substring {
  var line = line[...]
  while line.last == " " { line.removeLast() }
  return line
}
