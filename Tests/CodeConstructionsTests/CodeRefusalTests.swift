// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import ComputePrimitives
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Names of codes, and bad codes")
struct CodeRefusalTests {
  typealias Factor = StabilizerCode.Factor

  @Test("Every family of the catalogue is made, under every name", .tags(.law))
  func everyFamily() throws {
    for family in CodeCatalogue.families {
      for form in family.forms {
        let values = form.map { "\($0.name)=\($0.example)" }.joined(separator: ",")
        let suffix = values.isEmpty ? "" : ":\(values)"
        let code = try CodeCatalogue.quantumCode(named: family.name + suffix)
        for alias in family.aliases {
          #expect(isSame(try CodeCatalogue.quantumCode(named: alias + suffix), code))
        }
        #expect(isSame(try CodeCatalogue.quantumCode(named: code.name), code))
        #expect(try CodeCatalogue.quantumCode(named: family.exampleName).qubitCount > 0)
      }
    }
  }

  private func isSame(_ first: any QuantumCode, _ second: any QuantumCode) -> Bool {
    if let first = first as? StabilizerCode { return first == second as? StabilizerCode }
    return first as? SubsystemCode == second as? SubsystemCode
  }

  @Test("Lists expand", .tags(.exact))
  func lists() throws {
    #expect(
      try CodeCatalogue.codes(named: "Surface: d=3, 5,7").map(\.name)
        == ["surface:d=3", "surface:d=5", "surface:d=7"])
    #expect(
      try CodeCatalogue.codes(named: "surface:dx=2,3,dz=3,4").map(\.name)
        == ["surface:dx=2,dz=3", "surface:dx=2,dz=4", "surface:d=3", "surface:dx=3,dz=4"])
  }

  @Test(
    "Bad names say what is allowed", .tags(.exact),
    arguments: [
      ("surfce:d=3", "must be one of repetition:d=2...201"), ("", "must be one of"),
      ("surface", "give surface:d=2...201 or surface:dx=2...201,dz=2...201"),
      ("surface:", "give surface:d="), ("surface:d", "needs a name"),
      ("surface:d=", "d= must be in 2...201"), ("surface:d=1", "d=1 must be in 2...201"),
      ("surface:d=3,", "d= must be in 2...201"), ("surface:d=3,x", "d=x must be in"),
      ("surface:d=999999999999999999999", "must be in 2...201"),
      ("surface:e=3", "no parameter e"), ("surface:d=3,d=5", "twice"),
      ("surface:d=3,dx=5", "give surface"), ("surface:dx=3", "give surface"),
      ("colour:d=4", "the odd numbers of 3...201"), ("steane:d=3", "no parameter d"),
      ("surface:d=3,5", "2 codes where one"), ("bicycle:n=73", "n=73 must be in 72|90|108"),
      ("bicycle:l=3,m=3,a1=0,a2=1,a3=1,b1=0,b2=1,b3=1", "encode no qubit"),
      ("bicycle:l=65,m=3,a1=0,a2=1,a3=1,b1=0,b2=1,b3=1", "l=65 must be in 1...64"),
    ])
  func refusals(name: String, part: String) {
    let error = #expect(throws: CodeError.self) { try StabilizerCode.named(name) }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }

  @Test("Codes that are none are refused", .tags(.exact))
  func badCodes() throws {
    func make(_ checks: [[Factor]]) throws(CodeError) {
      _ = try StabilizerCode(
        name: "bad", qubitCount: 2, checks: checks.map { StabilizerCode.Check($0) })
    }
    for checks: [[Factor]] in [
      [[Factor(0, .x)], [Factor(0, .z)]], [[Factor(2, .x)]], [[Factor(-1, .x)]], [[]],
      [[Factor(0, .i)]], [[Factor(0, .x), Factor(0, .z)]],
    ] {
      let error = #expect(throws: CodeError.self) { try make(checks) }
      #expect(error?.code == .badChecks)
    }
    let xRow = BitMatrix(rowCount: 1, columnCount: 3)
    let zRow = BitMatrix(rowCount: 1, columnCount: 4)
    #expect(throws: CodeError.self) {
      try StabilizerCode(name: "bad", xChecks: xRow, zChecks: zRow)
    }
    #expect(throws: CodeError.self) {
      try StabilizerCode(name: "bad", checkMatrix: BitMatrix(rowCount: 1, columnCount: 3))
    }
  }

  @Test("Schedules that entangle ancillas or clash are refused", .tags(.exact))
  func badSchedules() throws {
    let checks = [
      StabilizerCode.Check([Factor(0, .x), Factor(1, .x)]),
      StabilizerCode.Check([Factor(0, .z), Factor(1, .z)]),
    ]
    func step(_ check: Int, _ factor: Int) -> ExtractionSchedule.Step {
      .init(check: check, factor: factor)
    }
    let crossed = [[step(0, 0), step(1, 1)], [step(0, 1), step(1, 0)]]
    #expect(
      ExtractionSchedule(layers: crossed).fault(for: checks)?.contains("entangles") == true)
    let clash = [[step(0, 0), step(1, 0)], [step(0, 1), step(1, 1)]]
    #expect(ExtractionSchedule(layers: clash).fault(for: checks)?.contains("twice") == true)
    let short = [[step(0, 0)]]
    #expect(ExtractionSchedule(layers: short).fault(for: checks)?.contains("leaves out") == true)
    #expect(ExtractionSchedule(for: checks, qubitCount: 2).fault(for: checks) == nil)
    #expect(throws: CodeError.self) {
      try StabilizerCode(
        name: "bad", qubitCount: 2, checks: checks,
        schedule: ExtractionSchedule(layers: crossed))
    }
  }
}
