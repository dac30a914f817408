// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Command {
  /// Reads the words after the command's name.
  ///
  /// - Parameters:
  ///   - words: The words.
  ///   - path: The command's full name, for messages.
  /// - Returns: The values, checked against the table.
  /// - Throws: `CommandFailure` for the first word that the table does not allow.
  public func parse(_ words: [String], path: String) throws(CommandFailure) -> Arguments {
    var positionals: [String] = []
    var given: [String: [String]] = [:]
    var index = 0
    var onlyPositionals = false
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--", !onlyPositionals {
        onlyPositionals = true
      } else if onlyPositionals || !word.hasPrefix("-") || word == "-" {
        positionals.append(word)
      } else {
        let (flag, inline) = try find(word, path: path)
        guard given[flag.name] == nil || flag.kind.mayRepeat else {
          throw CommandFailure("--\(flag.name) is given twice; once is enough.")
        }
        given[flag.name, default: []] += try flag.values(
          inline: inline, words: words, index: &index)
      }
    }
    try check(positionals, path: path)
    return try complete(given, positionals: positionals, path: path)
  }

  /// The flag that a word names, and the value after `=`.
  private func find(
    _ word: String, path: String
  ) throws(CommandFailure) -> (Flag, inline: String?) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let written = String(parts[0])
    let wanted = normalized(String(written.drop { $0 == "-" }))
    let inline = parts.count == 2 ? String(parts[1]) : nil
    if written == "-o", let flag = flags.first(where: { $0.name == "out" }) {
      return (flag, inline)
    }
    if written.hasPrefix("--"), let flag = flags.first(where: { $0.name == wanted }) {
      return (flag, inline)
    }
    let near = nearest(to: wanted, among: flags.map(\.name))
    let hint = near.map { "did you mean --\($0)?" } ?? "see `\(path) --help`."
    throw CommandFailure("\(path) has no flag `\(written)`; \(hint)")
  }

  private func check(_ positionals: [String], path: String) throws(CommandFailure) {
    let allowed = positional?.count ?? 0...0
    if positionals.count > allowed.upperBound {
      let extra = positionals[allowed.upperBound]
      throw CommandFailure("`\(extra)` is one word too many; see `\(path) --help`.")
    }
    if positionals.count < allowed.lowerBound, let positional {
      throw CommandFailure("\(positional.name) is missing: \(positional.summary)")
    }
  }

  private func complete(
    _ given: [String: [String]], positionals: [String], path: String
  ) throws(CommandFailure) -> Arguments {
    var values = given
    var table: [String: Flag] = [:]
    for flag in flags {
      table[flag.name] = flag
      guard given[flag.name] == nil else { continue }
      if flag.isRequired {
        throw CommandFailure("--\(flag.name) is missing; see `\(path) --help`.")
      }
      if let text = flag.defaultText { values[flag.name] = try flag.check(text) }
    }
    return Arguments(
      positionals: positionals, flags: table, values: values, given: Set(given.keys))
  }
}

extension Flag {
  /// The values of a flag that stands on the line, taking the next word if it belongs to it.
  func values(
    inline: String?, words: [String], index: inout Int
  ) throws(CommandFailure) -> [String] {
    let next = index < words.count ? words[index] : nil
    switch kind {
    case .toggle:
      guard inline == nil else {
        throw CommandFailure("--\(name) takes no value; write it alone.")
      }
      return [""]
    case .optional(_, let implied):
      if let inline { return try check(inline) }
      guard let next, !next.hasPrefix("-") else { return [implied] }
      index += 1
      return try check(next)
    case .several(let element):
      var elements = inline.map { [$0] } ?? []
      while index < words.count, !words[index].hasPrefix("-") || words[index] == "-",
        elements.isEmpty || !element.isTold || element.accepts(words[index])
      {
        elements.append(words[index])
        index += 1
      }
      guard !elements.isEmpty else {
        throw CommandFailure("--\(name) needs a value: \(kind.demand).")
      }
      for element in elements { _ = try check(element) }
      return elements
    default:
      if let inline { return try check(inline) }
      guard let next, !next.hasPrefix("--") else {
        throw CommandFailure("--\(name) needs a value: \(kind.demand).")
      }
      index += 1
      return try check(next)
    }
  }

  /// The elements of a value, each tried against the kind.
  func check(_ text: String) throws(CommandFailure) -> [String] {
    var elements = [text]
    if case .list = kind {
      elements = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    for element in elements where !kind.accepts(element) {
      throw CommandFailure("--\(name) cannot be `\(element)`: it must be \(kind.demand).")
    }
    return elements
  }
}

extension Flag.Kind {
  /// Whether the flag may stand on the line more than once.
  var mayRepeat: Bool {
    if case .several = self { return true }
    return false
  }

  /// Whether a word of this kind can be told from a file's name.
  var isTold: Bool { self == .folder || self == .assignment }

  /// Whether a text, or an element of a list, is of this kind.
  func accepts(_ text: String) -> Bool {
    switch self {
    case .toggle: false
    case .text: true
    case .path: !text.isEmpty
    case .folder: isFolder(text)
    case .assignment: isAssignment(text)
    case .integer(let range): parseInteger(text).map(range.contains) ?? false
    case .number(let range): parseNumber(text).map(range.contains) ?? false
    case .choice(let words): words.contains(text)
    case .list(let kind), .several(let kind): kind.accepts(text)
    case .optional(let kind, _): kind.accepts(text)
    }
  }

  /// What a value must be, to follow "must be".
  var demand: String {
    switch self {
    case .toggle: "absent"
    case .text: "a text"
    case .path: "the path of a file"
    case .folder: "the path of a folder"
    case .assignment: "NAME=VALUE"
    case .integer(let range):
      range.upperBound == Int.max
        ? "a whole number of at least \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      range.upperBound.isInfinite
        ? "a number of at least \(range.lowerBound.short)"
        : "a number from \(range.lowerBound.short) to \(range.upperBound.short)"
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .list(let kind): kind.demand + ", or several with commas between"
    case .several(let kind): kind.demand + ", or several with spaces between"
    case .optional(let kind, _): kind.demand
    }
  }
}

/// Whether a text is a name of letters, digits and `_`, an equals sign, and anything.
private func isAssignment(_ text: String) -> Bool {
  guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return false }
  let name = text.utf8[..<equals]
  guard let first = name.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
    return false
  }
  return name.allSatisfy {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) || $0 == UInt8(ascii: "_")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
  }
}

extension Double {
  /// The number without a trailing `.0`.
  var short: String { self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)" }
}
