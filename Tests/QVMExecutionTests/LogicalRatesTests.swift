// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVMExecution
import StrictJSON
import Testing
import _TestSupport

@Suite struct LogicalRatesTests {
  static func rate(_ value: Double) -> MeasuredRate {
    MeasuredRate(
      value: value, low: value / 2, high: min(1, value * 2), method: .sampled,
      circuitHash: "ab12", decoder: "matching", shots: 1000, failures: Int(value * 1000), seed: .max
    )
  }

  static func rates(_ profile: LogicalProfile, idle: Double = 0.001) -> LogicalRates {
    let paulis = PauliRates(x: rate(idle), y: rate(idle / 10), z: rate(idle))
    return LogicalRates(
      profile: profile, roundsPerCycle: 7, physicalQubits: 98, cycleTime: 0.7, idle: paulis,
      oneQubitGate: paulis, twoQubitGate: paulis, measurement: rate(idle))
  }

  @Test(.tags(.exact))
  func profilesOfBothNotations() throws {
    let short = try LogicalProfile(parsing: "surface:d=9")
    #expect(try LogicalProfile(parsing: "logical:surface_code(d=9)") == short)
    #expect(try LogicalProfile(parsing: "logical:Surface_Code( d=9 )") == short)
    #expect("\(short)" == "surface:d=9,decoder=matching,noise=sd6,p=0.001")
    #expect(try LogicalProfile(parsing: "\(short)") == short)
    #expect(try LogicalProfile(parsing: "surface_d9") == short)
    #expect(try LogicalProfile(parsing: "qldpc_d9_r02").plannedPhysicalQubits == 405)
    #expect(short.plannedPhysicalQubits == 162)
    #expect(try LogicalProfile(parsing: "logical:SHYPS(d=9)").plannedPhysicalQubits == 121)
    #expect(try LogicalProfile(parsing: "logical:bacon_shor(d=9)").plannedPhysicalQubits == 81)
    #expect(try LogicalProfile(parsing: "logical:qldpc(d=9)").plannedPhysicalQubits == 810)
    #expect(try LogicalProfile(parsing: "qldpc:d=9,rate=0.2").plannedPhysicalQubits == 405)
    let full = try LogicalProfile(parsing: "surface:d=3,p=0.003,noise=si1000,decoder=union-find")
    let machine = try LogicalProfile(
      parsing: "surface:d=3,p=1,noise=profile:photonic,decoder=bp-osd(order=3,schedule=serial)")
    #expect(machine.noise == "profile:photonic" && machine.physicalErrorRate == 1)
    #expect(machine.decoder == "bp-osd(order=3,schedule=serial)")
    #expect(try LogicalProfile(parsing: "\(machine)") == machine)
    let legacy = "logical:surface_code(d=3,p=1,noise=profile:a.json(heralds=withheld))"
    #expect(try LogicalProfile(parsing: legacy).noise == "profile:a.json(heralds=withheld)")
    #expect(full.noise == "si1000" && full.decoder == "union-find")
    #expect(full.physicalErrorRate == 0.003 && full.code == "surface:d=3")
    for text in [
      "surface:d=3,noise=stim(a=0.1,b=0.2),p=0.01", "surface(d=3,noise=stim(a=0.1,b=0.2),p=0.01)",
    ] {
      let nested = try LogicalProfile(parsing: text)
      #expect(nested.noise == "stim(a=0.1,b=0.2)" && nested.physicalErrorRate == 0.01)
      #expect(try LogicalProfile(parsing: "\(nested)") == nested)
    }
  }

  @Test(
    .tags(.exact),
    arguments: [
      ("surfce:d=3", "there is no family `surfce`"), ("surface", "the distance is missing"),
      ("surface:d=0", "`d` cannot be `0`"), ("surface:d=-3", "`d` cannot be `-3`"),
      ("surface:d=3,d=5", "`d` is given twice"), ("logical:surface_code(d=3", "never closed"),
      ("surface:d=3,p=2", "`p` cannot be `2`"), ("surface:d=3,rate=x", "`rate` cannot be `x`"),
      ("surface:d", "`d` is no setting"),
      ("gkp(db=11)+surface:d=3,p=0.003", "profiles take no inner code"),
      ("logical:cat+surface_code(d=3)", "profiles take no inner code"),
      ("steane:d=3", "there are surface, shyps, bacon-shor"),
    ])
  func badProfilesAreNamed(text: String, message: String) {
    #expect {
      try LogicalProfile(parsing: text)
    } throws: { error in
      "\(error)".contains(message) && (error as? ExecutionError)?.code == .configuration
    }
  }

  @Test(.tags(.law))
  func tablesRoundTrip() throws {
    var table = LogicalRateTable()
    for distance in [3, 5, 7] {
      table.insert(Self.rates(LogicalProfile(family: "surface", distance: distance)))
    }
    let text = table.json.text(.indented)
    #expect(try LogicalRateTable(parsing: Array(text.utf8)) == table)
    table.insert(Self.rates(LogicalProfile(family: "surface", distance: 5), idle: 0.25))
    #expect(table.rates.count == 3)
    #expect(table[LogicalProfile(family: "surface", distance: 5)]?.idle.x.value == 0.25)
  }

  @Test(
    .tags(.exact),
    arguments: [
      (#""format":"quantacore-logical-rates""#, #""format":"x""#, "`format` must be"),
      (#""version":3"#, #""version":2"#, "`version` must be 3"),
      (#""method":"sampled""#, #""method":"guessed""#, "`method` cannot be `guessed`"),
      (#""value":0.001"#, #""value":1.5"#, "must be a number in 0.0...1.0"),
      (#""value":0.001"#, #""value":0.9"#, "outside its interval"),
      (#""physical_qubits":98"#, #""physical_qubits":0"#, "`physical_qubits` must be"),
      (#""seed":"18446744073709551615""#, #""seed":"x""#, "`seed` cannot be `x`"),
      (#""rounds_per_cycle":7,"#, "", "`rounds_per_cycle` must be"),
    ])
  func badTablesAreNamed(part: String, replacement: String, message: String) throws {
    var table = LogicalRateTable()
    table.insert(Self.rates(LogicalProfile(family: "surface", distance: 5)))
    let text = table.json.text()
    #expect(text.contains(part))
    let bad = text.replacing(part, with: replacement, maxReplacements: 1)
    #expect {
      try LogicalRateTable(parsing: Array(bad.utf8))
    } throws: { "\($0)".contains(message) }
  }
}
