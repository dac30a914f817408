// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import QVM
import StrictJSON

private let out = Flag("out", .path, "Where to write the result; also -o.")

/// `quanta asm`.
let assembleCommand = Command(
  "asm", "Assembles a program into QVM JSON.",
  discussion: """
    Reads QVM JSON and the two other graph dialects too, and writes them as QVM JSON. What cannot \
    be assembled is an error with its place; nothing is dropped.
    """,
  flags: [out] + Flag.program + [
    Flag("json", .toggle, "Prints the JSON indented, a member a line.")
  ],
  positional: programPositional,
  example: "quanta asm Examples/grover.qvm.asm --set target=2 --out grover.qvm.json"
) { arguments in
  let reading = try readProgram(arguments)
  let program = try readableProgram(reading, in: arguments.positionals.first)
  let text = arguments.isOn("json") ? program.json.text(.indented) + "\n" : program.text()
  try write(text, arguments)
  return .success
}

/// `quanta disasm`.
let disassembleCommand = Command(
  "disasm", "Writes a program as assembly, which assembles to the same program.",
  flags: [out] + Flag.program + [
    Flag("json", .toggle, "Prints an object with the assembly as `assembly`.")
  ],
  positional: programPositional,
  example: "quanta disasm grover.qvm.json"
) { arguments in
  let reading = try readProgram(arguments)
  let program = try readableProgram(reading, in: arguments.positionals.first)
  let assembly = program.assembly()
  let json: JSON = [
    "assembly": .string(assembly), "node_count": .integer(Int64(program.nodes.count)),
  ]
  try write(arguments.isOn("json") ? json.text() + "\n" : assembly, arguments)
  return .success
}

private func write(_ text: String, _ arguments: Arguments) throws(FileError) {
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  try file.write(text)
  try file.finish()
}
