// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import QVM

extension Flag {
  /// `--set`: parameters of an assembly.
  static let set = Flag(
    "set", .several(.assignment), "Sets parameters of the assembly.", valueName: "NAME=VALUE")

  /// `--include`: where included files are looked for.
  static let include = Flag(
    "include", .several(.folder),
    "Folders with files to include, besides the file's own and before the library.",
    valueName: "DIR")

  /// The flags of every command that reads a program.
  static let program: [Flag] = [set, include]
}

/// Where the program of a command comes from.
let programPositional = Command.Positional(
  "FILE", "The program, as JSON or assembly; `-` is standard input.", count: 0...1)

/// Reads a program as JSON or assembly; no file and `-` are standard input.
///
/// - Throws: `FileError`, or `CommandFailure` for a parameter that is given twice.
func readProgram(_ arguments: Arguments) throws -> Reading {
  let path = arguments.positionals.first
  return try assembler(arguments).readAny(try readFile(path))
}

/// An assembler with the parameters and folders of the command line.
private func assembler(_ arguments: Arguments) throws -> Assembler {
  var parameters: [String: AssemblyValue] = [:]
  for text in arguments.texts("set") {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let (name, value) = (String(sides[0]), AssemblyValue(parameter: String(sides[1])))
    guard parameters.updateValue(value, forKey: name) == nil else {
      throw CommandFailure("--set gives `\(name)` twice; once is enough.")
    }
  }
  let folders = arguments.texts("include")
  let path = arguments.positionals.first
  return Assembler(parameters: parameters) { name, includer in
    let file = includer.isEmpty ? path : includer
    for folder in [folder(of: file)] + folders {
      let candidate = name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name
      if let bytes = try? readFile(candidate) { return .init(name: candidate, bytes: bytes) }
    }
    return nil
  }
}

private func folder(of path: String?) -> String {
  guard let path, path != "-", let slash = path.lastIndex(of: "/") else { return "" }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The line of a problem: the file, the place, and what is wrong.
func line(of problem: Problem, in path: String?) -> String {
  let place = problem.location?.file ?? ""
  return place.isEmpty
    ? "\(displayName(path)):\(problem.location == nil ? " " : "")\(problem)" : problem.description
}

/// The program of a reading.
///
/// - Throws: `CommandFailure` with every error of the text, a line each.
func readableProgram(_ reading: Reading, in path: String?) throws(CommandFailure) -> QVM.Program {
  for problem in reading.problems where problem.severity == .warning {
    printError(line(of: problem, in: path))
  }
  let errors = reading.problems.filter { $0.severity == .error }
  guard let first = errors.first else { return reading.program }
  for problem in errors.dropLast() { printError(line(of: problem, in: path)) }
  let last = errors.last ?? first
  if let file = last.location?.file, !file.isEmpty {
    throw CommandFailure(file: file, String(last.description.dropFirst(file.count + 1)))
  }
  throw CommandFailure(file: displayName(path), last.description)
}
