// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A line of assembly without its comment and the space around it.
struct SourceLine: Sendable {
  /// The included file; empty for the text itself.
  var file: String
  var line: Int
  /// The column of the first byte, from 1.
  var column: Int
  var bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }

  func location(_ offset: Int = 0) -> ProgramLocation {
    ProgramLocation(file: file, line: line, column: column + offset)
  }
}

/// A part of a text of assembly: a line, or lines that are repeated, chosen or named.
indirect enum SourceItem: Sendable {
  case line(SourceLine)
  case loop(SourceLine, body: [SourceItem])
  /// Bodies in order, each under the line `.if`, `.elif` or `.else` before it.
  case branches([(line: SourceLine, body: [SourceItem])])
  case macro(Macro)
}

/// A named sequence of lines.
struct Macro: Sendable {
  var name: String
  var parameters: [String]
  var line: SourceLine
  var body: [SourceItem]
}

/// Splits a text into lines and groups them into blocks.
struct SourceParser {
  private let file: String
  private(set) var problems: [Problem] = []
  /// The blocks that are open, outermost first.
  private var open: [OpenBlock] = []
  private var items: [SourceItem] = []

  /// How deep blocks may be nested.
  private static let depthLimit = 64

  private enum OpenBlock {
    case loop(SourceLine, outer: [SourceItem])
    case branches(SourceLine, done: [(line: SourceLine, body: [SourceItem])], outer: [SourceItem])
    case macro(Macro, outer: [SourceItem])

    var line: SourceLine {
      switch self {
      case .loop(let line, _), .branches(let line, _, _): line
      case .macro(let macro, _): macro.line
      }
    }

    var end: String {
      switch self {
      case .loop: ".endfor"
      case .branches: ".endif"
      case .macro: ".endmacro"
      }
    }
  }

  init(file: String) { self.file = file }

  mutating func parse(_ bytes: [UInt8]) -> [SourceItem] {
    var number = 0
    var start = 0
    while start <= bytes.count {
      number += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      take(bytes[start..<end], number: number)
      start = end + 1
    }
    while let block = open.last {
      fault(.syntax, "The block is never closed; `\(block.end)` is missing.", block.line)
      close(block.end, block.line)
    }
    return items
  }

  private mutating func fault(_ code: Problem.Code, _ message: String, _ line: SourceLine) {
    problems.append(Problem(code, message, at: line.location()))
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>, number: Int) {
    var first = bytes.startIndex
    while first < bytes.endIndex, AssemblyText.isSpace(bytes[first]) { first += 1 }
    var end = SourceParser.commentStart(bytes)
    while end > first, AssemblyText.isSpace(bytes[end - 1]) || bytes[end - 1] == 0x0D { end -= 1 }
    guard first < end else { return }
    let line = SourceLine(
      file: file, line: number, column: first - bytes.startIndex + 1,
      bytes: Array(bytes[first..<end]))
    guard String(validating: line.bytes, as: UTF8.self) != nil else {
      return fault(.syntax, "The line is not valid UTF-8.", line)
    }
    let word = line.bytes.prefix { AssemblyText.isNameByte($0) || $0 == UInt8(ascii: ".") }
    guard word.first == UInt8(ascii: ".") else {
      items.append(.line(line))
      return
    }
    takeDirective(String(decoding: word, as: UTF8.self), line)
  }

  /// Where the comment begins: at a semicolon outside quotes.
  private static func commentStart(_ bytes: ArraySlice<UInt8>) -> Int {
    var quote: UInt8 = 0
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if quote != 0 {
        if byte == UInt8(ascii: "\\") {
          index += 1
        } else if byte == quote {
          quote = 0
        }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ";") {
        return index
      }
      index += 1
    }
    return bytes.endIndex
  }

  private mutating func takeDirective(_ word: String, _ line: SourceLine) {
    switch word {
    case ".for", ".if", ".macro":
      guard open.count < SourceParser.depthLimit else {
        return fault(
          .limit, "Blocks may be nested at most \(SourceParser.depthLimit) deep.", line)
      }
      if word == ".for" {
        open.append(.loop(line, outer: items))
      } else if word == ".if" {
        open.append(.branches(line, done: [], outer: items))
      } else {
        open.append(.macro(macro(line), outer: items))
      }
      items = []
    case ".elif", ".else":
      guard case .branches(let start, let done, let outer) = open.last else {
        return fault(.syntax, "`\(word)` stands outside `.if`.", line)
      }
      if start.text.hasPrefix(".else") {
        return fault(.syntax, "Nothing but `.endif` may follow `.else`.", line)
      }
      open[open.count - 1] = .branches(line, done: done + [(start, items)], outer: outer)
      items = []
    case ".endfor", ".endif", ".endmacro": close(word, line)
    default: items.append(.line(line))
    }
  }

  private mutating func close(_ word: String, _ line: SourceLine) {
    guard let block = open.last else {
      return fault(.syntax, "`\(word)` closes nothing.", line)
    }
    guard block.end == word else {
      return fault(
        .syntax, "`\(word)` closes nothing; `\(block.end)` of line \(block.line.line) is due.", line
      )
    }
    open.removeLast()
    let body = items
    switch block {
    case .loop(let start, let outer): items = outer + [.loop(start, body: body)]
    case .branches(let start, let done, let outer):
      items = outer + [.branches(done + [(start, body)])]
    case .macro(var macro, let outer):
      macro.body = body
      items = outer + [.macro(macro)]
    }
  }

  /// Reads `.macro NAME(a, b)`.
  private mutating func macro(_ line: SourceLine) -> Macro {
    let text = line.text.dropFirst(".macro".count)
    let parts = text.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0].filter { $0 != " " && $0 != "\t" })
    var parameters: [String] = []
    if parts.count == 2 {
      let list = parts[1].split(separator: ")", maxSplits: 1, omittingEmptySubsequences: false)
      if list.count != 2 || list[1].contains(where: { $0 != " " && $0 != "\t" }) {
        fault(.syntax, "A macro begins with `.macro NAME(a, b)`.", line)
      }
      parameters = list[0].split(separator: ",", omittingEmptySubsequences: false).map {
        String($0.filter { $0 != " " && $0 != "\t" })
      }
      if parameters == [""] { parameters = [] }
    }
    if !NameTable.isName(name) || !parameters.allSatisfy(NameTable.isName) {
      fault(.syntax, "A macro begins with `.macro NAME(a, b)`.", line)
    } else if Set(parameters).count < parameters.count {
      fault(.syntax, "Two parameters of the macro have the same name.", line)
    }
    return Macro(name: name, parameters: parameters, line: line, body: [])
  }
}
