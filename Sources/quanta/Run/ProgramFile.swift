// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import QVM

/// Reads and verifies a program; nil if it has faults, which are then told on standard error.
///
/// - Parameters:
///   - path: QVM JSON, or assembly if the name ends in .asm or .qasm; `-` is standard input.
///   - settings: Parameters of an assembly program, as `name=value`.
/// - Throws: `FileError`, or `CommandFailure` for a setting.
func readProgram(_ path: String, settings: [String]) throws -> Program? {
  guard settings.isEmpty else {
    throw CommandFailure("--set goes with assembly; `\(path)` is read as QVM JSON.")
  }
  let verdict = Verifier().verify(Reading(parsing: try readFile(path)))
  for problem in verdict.problems where problem.severity == .error || verdict.isValid {
    let place = problem.location.map { "\($0.line):\($0.column): " } ?? " "
    let node = problem.node.map { "\($0): " } ?? ""
    let severity = problem.severity == .error ? "" : "warning: "
    let hint = problem.hint.isEmpty ? "" : " " + problem.hint
    printError("\(displayName(path)):\(place)\(severity)\(node)\(problem.message)\(hint)")
  }
  return verdict.isValid ? verdict.program : nil
}
