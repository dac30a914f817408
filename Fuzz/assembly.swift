// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM

/// Any bytes give a program or problems with places; what a valid program prints reads back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAssembly(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let assembler = Assembler(
    parameters: ["n": .integer(3)], limits: .init(statements: 2000, steps: 20_000)
  ) { name, _ in
    // A file that includes and calls whatever the text defines.
    name == "self" ? .init(name: name, bytes: bytes) : nil
  }
  let reading = assembler.read(bytes)
  let limit = reading.problems.contains { $0.code == .limit }
  for problem in reading.problems where problem.severity == .error {
    guard let place = problem.location ?? (limit ? ProgramLocation(line: 1, column: 1) : nil)
    else { preconditionFailure("no place: \(problem)") }
    precondition(place.line >= 1 && place.column >= 1, "an impossible place: \(problem)")
  }
  let verdict = Verifier().verify(reading)
  guard verdict.isValid else { return 0 }
  let program = verdict.program
  do {
    let again = try Assembler().assemble(program.assembly())
    precondition(again == program, "assembly does not read back")
    let fromJSON = try Program(parsing: program.text())
    precondition(fromJSON == program, "JSON does not read back")
  } catch {
    preconditionFailure("a valid program is refused: \(error)")
  }
  return 0
}
