// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVMExecution
import StrictJSON
import Testing
import _TestSupport

@Suite("Plans of profiles and resource estimates")
struct EstimatorTests {
  static func configuration(_ text: String) throws -> EstimatorConfiguration {
    try EstimatorConfiguration(JSON(parsing: text))
  }

  // Source: the formulas of Beverland et al. (2022): (4·50 + 2·100)·7 ns, 2·7², 0.03·(10⁻³/10⁻²)⁴.
  @Test("A preset with nothing of its own", .tags(.exact))
  func preset() throws {
    let read = try Self.configuration(
      #"{"qubitParams":{"name":"qubit_gate_ns_e3"},"qecScheme":{"name":"surface_code"},"codeDistance":7}"#
    )
    #expect(try read.logicalCycleTime() == 2800)
    #expect(try read.physicalQubits() == 98)
    #expect(abs(read.plannedLogicalErrorRate / 3e-6 - 1) < 1e-12)
    #expect(try read.profile().code == "surface:d=7")
    #expect(try EstimatorConfiguration(read.json) == read)
  }

  // 3·100·9 ns and 4·9² + 8·8; 0.07·(10⁻⁶/10⁻²)⁵.
  @Test("The Floquet code on Majorana qubits", .tags(.exact))
  func floquet() throws {
    let read = try Self.configuration(
      #"{"qubitParams":{"name":"qubit_maj_ns_e6"},"qecScheme":{"name":"floquet_code"},"codeDistance":9}"#
    )
    #expect(try read.logicalCycleTime() == 2700)
    #expect(try read.physicalQubits() == 388)
    #expect(abs(read.plannedLogicalErrorRate / 7e-22 - 1) < 1e-9)
    #expect(throws: ExecutionError.self) { try read.profile() }
  }

  // 0.03·7²·(10⁻³/10⁻²)⁴.
  @Test("The factor of the planned rate may grow with the distance", .tags(.exact))
  func power() throws {
    let read = try Self.configuration(
      """
      {"qubitParams": {"name": "qubit_gate_ns_e3"}, "codeDistance": 7,
       "qecScheme": {"name": "surface_code", "distanceCoefficientPower": 2}}
      """)
    #expect(abs(read.plannedLogicalErrorRate / (49 * 3e-6) - 1) < 1e-12)
    #expect(try EstimatorConfiguration(read.json) == read)
  }

  // Two µs a round: 1 − 0.9² idling, and ½ + (1 − e⁻²)/4 − e^(−4/3)/2 by T1 = 1 µs, T2 = 1.5 µs.
  @Test("All that a description says of errors is in the noise that is measured", .tags(.exact))
  func measurable() throws {
    var description = ProfileDescription(
      LogicalProfile(family: "surface", distance: 3, physicalErrorRate: 0.002))
    (description.cycleTime, description.idleErrorRate) = (6, 0.1)
    (description.relaxationTime, description.coherenceTime) = (1, 1.5)
    (description.measurementErrorRate, description.decoderName) = (0.05, "BP")
    let profile = try description.measurableProfile()
    #expect(profile.decoder == "bp-osd" && profile.noise.contains("flip_probability=0.05"))
    let round = try #require(Double(profile.noise.split(separator: "=").last?.dropLast() ?? ""))
    let relaxation = 0.5 + (1 - 0.1353352832366127) / 4 - 0.2635971381157268 / 2
    #expect(abs(round - (0.19 + relaxation - 0.19 * relaxation)) < 1e-12)
    description.decoderName = "gauge_fixing"
    #expect(throws: ExecutionError.self) { try description.measurableProfile() }
  }

  @Test("A section's own values go before its preset's", .tags(.exact))
  func own() throws {
    let read = try Self.configuration(
      """
      {"qubitParams": {"name": "qubit_gate_ns_e3", "twoQubitGateTime": "0.2 µs",
        "twoQubitGateErrorRate": 0.002},
       "qecScheme": {"name": "surface_code", "physicalQubitsPerLogicalQubit": "3 * codeDistance ** 2"},
       "codeDistance": 5}
      """)
    #expect(try read.logicalCycleTime() == 5000)
    #expect(try read.physicalQubits() == 75)
    #expect(try read.profile().physicalErrorRate == 0.002)
  }

  @Test(
    "Each fault names its member",
    arguments: [
      (#""codeDistance":6"#, "codeDistance"), (#""codeDistance":0"#, "codeDistance"),
      (#""codeDistance":5,"budget":1"#, "budget"),
    ])
  func faults(rest: String, word: String) throws {
    let error = try #require(throws: ExecutionError.self) {
      try Self.configuration(
        #"{"qubitParams":{"name":"qubit_gate_ns_e3"},"qecScheme":{"name":"surface_code"},\#(rest)}"#
      )
    }
    #expect(error.message.contains(word), "\(error)")
  }

  @Test(
    "Times, formulas and schemes that mean nothing are refused",
    arguments: [
      (#"{"name":"qubit_gate_ns_e3","tGateTime":"5 parsecs"}"#, #"{"name":"surface_code"}"#),
      (#"{"name":"mine"}"#, #"{"name":"surface_code"}"#),
      (#"{"name":"qubit_gate_ns_e3"}"#, #"{"name":"floquet_code"}"#),
      (
        #"{"name":"qubit_gate_ns_e3"}"#,
        #"{"name":"surface_code","logicalCycleTime":"codeDistance * speed"}"#
      ),
      (#"{"name":"qubit_gate_ns_e3"}"#, #"{"name":"surface_code","logicalCycleTime":"-1"}"#),
    ])
  func nonsense(qubits: String, scheme: String) {
    #expect(throws: ExecutionError.self) {
      try Self.configuration(
        #"{"qubitParams":\#(qubits),"qecScheme":\#(scheme),"codeDistance":5}"#)
    }
  }

  // Source: the table of profiles of the format: 2d², 0.10·d µs; ⌊1.5·d²⌋, 0.12·d; d², 0.08·d; d²/rate, 0.15·d.
  @Test("Plans of the families", .tags(.exact))
  func plans() throws {
    for (text, qubits, cycle) in [
      ("logical:surface_code(d=9)", 162, 0.9), ("shyps:d=9", 121, 1.08),
      ("bacon_shor(d=9)", 81, 0.72), ("qldpc:d=9,rate=0.1", 810, 1.35),
    ] {
      let description = ProfileDescription(try LogicalProfile(parsing: text))
      #expect(description.physicalQubits == qubits)
      #expect(abs(description.cycleTime - cycle) < 1e-12)
      #expect(description.measurementErrorRate == 0.01 && description.relaxationTime == 100)
      if text.hasPrefix("qldpc") { continue }
      #expect(try ProfileDescription(description.json) == description)
    }
    #expect(ProfileDescription.standard.count == 12)
  }

  @Test("T2 beyond 2·T1 is refused")
  func coherence() throws {
    var description = ProfileDescription(LogicalProfile(family: "surface", distance: 5))
    description.coherenceTime = 201
    let error = try #require(throws: ExecutionError.self) {
      try ProfileDescription(description.json)
    }
    #expect(error.message.contains("t2_us"))
  }

  @Test("A described surface code as an estimator's configuration keeps its costs", .tags(.law))
  func conversion() throws {
    let description = ProfileDescription(LogicalProfile(family: "surface", distance: 9))
    let configuration = try EstimatorConfiguration(description)
    #expect(abs(try configuration.logicalCycleTime() - 900) < 1e-9)
    #expect(try configuration.physicalQubits() == description.physicalQubits)
    #expect(try EstimatorConfiguration(configuration.json) == configuration)
  }
}
