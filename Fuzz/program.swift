// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM

/// Any bytes give a graph or problems with places; what a graph prints, as JSON or assembly, reads back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzProgram(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let reading = Reading(parsing: bytes)
  for problem in reading.problems where problem.severity == .error {
    guard let place = problem.location else { preconditionFailure("no place: \(problem)") }
    precondition(place.line >= 1 && place.column >= 1, "an impossible place: \(problem)")
    precondition(place.column <= count + 2, "a place beyond the text: \(problem)")
    precondition(!problem.message.isEmpty, "a problem without words")
  }
  for isStrict in [false, true] {
    let options = Verifier.Options(isLinear: isStrict, isStrict: isStrict)
    let verdict = Verifier(options).verify(reading)
    precondition(verdict.isValid == (verdict.errorCount == 0), "an odd verdict")
    if isStrict || !verdict.isValid { continue }
    checkForms(verdict.program)
  }
  return 0
}

/// A valid program is the same in every form, and undone it has an order.
func checkForms(_ program: Program) {
  do {
    let fromJSON = try Program(parsing: program.text())
    precondition(fromJSON == program, "JSON does not read back")
    let fromAssembly = try Assembler().assemble(program.assembly())
    precondition(fromAssembly == program, "assembly does not read back")
    guard program.nodes.count < 200 else { return }
    for segment in try program.reversibleSegments() {
      do {
        _ = try ExecutionOrder(try program.undoing(segment))
      } catch {
        precondition(error.code == .duplicateNode, "undone it has no order: \(error)")
      }
    }
  } catch {
    preconditionFailure("a valid program is refused: \(error)")
  }
}
