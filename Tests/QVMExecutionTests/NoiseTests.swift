// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import QVMExecution
import Testing
import _TestSupport

@Suite struct NoiseTests {
  static let profile = LogicalProfile(family: "surface", distance: 9)

  /// Noise that only waits: X, Y and Z a cycle, and wrong readout.
  static func noise(
    x: Double = 0, y: Double = 0, z: Double = 0, gate: Double = 0, pair: Double? = nil,
    readout: Double = 0, profile: LogicalProfile = profile
  ) -> LogicalNoise {
    let rate = { (value: Double) in
      MeasuredRate(value: value, low: value, high: value, method: .sampled)
    }
    let gates = PauliRates(x: rate(gate), y: rate(gate), z: rate(gate))
    let pairs = pair.map { PauliRates(x: rate($0), y: rate($0), z: rate($0)) } ?? gates
    var table = LogicalRateTable()
    table.insert(
      LogicalRates(
        profile: profile, roundsPerCycle: 9, physicalQubits: 161, cycleTime: 0.9,
        idle: PauliRates(x: rate(x), y: rate(y), z: rate(z)), oneQubitGate: gates,
        twoQubitGate: pairs, measurement: rate(readout)))
    return .measured(table)
  }

  static func memory(cycles: Int) -> String {
    "ALLOC_LQ q\n" + String(repeating: "FENCE_EPOCH\n", count: cycles) + "MEASURE_Z q -> m"
  }

  /// The probability of an odd number of flips.
  static func odd(_ p: Double, _ count: Int) -> Double {
    var kept = 1.0
    for _ in 0..<count { kept *= 1 - 2 * p }
    return (1 - kept) / 2
  }

  @Test(.tags(.exact))
  func memoryFailsAsOftenAsItsCyclesSay() throws {
    // Only X and Y flip a Z measurement: (1 − (1 − 2(x + y))ⁿ)/2, and then readout.
    let noise = Self.noise(x: 2e-4, y: 1e-4, z: 5e-4, readout: 0.01)
    let exact = try distribution(Self.memory(cycles: 100), noise: noise)
    let flip = Self.odd(3e-4, 100)
    let expected = flip * 0.99 + (1 - flip) * 0.01
    #expect(abs(exact["1", default: 0] - expected) < 1e-12)
  }

  @Test("Qubits that are reset together suffer no gate between them", .tags(.exact))
  func resetsTogether() throws {
    let noise = Self.noise(gate: 0.01, pair: 0.2)
    let measured = "MEASURE_Z a -> m\nMEASURE_Z b -> k"
    let together = try distribution("ALLOC_LQ a,b\nRESET a,b\n" + measured, noise: noise)
    let apart = try distribution("ALLOC_LQ a,b\nRESET a\nRESET b\n" + measured, noise: noise)
    #expect(agree(together, apart))
    #expect(abs(together["00", default: 0] - 0.98 * 0.98) < 1e-12)
  }

  @Test("Independent parts keep the profiles of their allocation", .tags(.exact))
  func partsKeepProfiles() throws {
    let small = LogicalProfile(family: "surface", distance: 3)
    let exact = try distribution(
      "ALLOC_LQ a,b profile=surface:d=3\nMEASURE_Z a -> m\nMEASURE_Z b -> k",
      noise: Self.noise(readout: 0.1, profile: small))
    #expect(abs(exact["00", default: 0] - 0.81) < 1e-12)
    #expect(abs(exact["10", default: 0] - 0.09) < 1e-12)
  }

  @Test("Rates that vanish beside one are not lost over cycles", .tags(.exact))
  func tinyRatesAddUp() throws {
    let exact = try distribution(Self.memory(cycles: 3), noise: Self.noise(x: 2e-18, y: 1e-18))
    #expect(abs(exact["1", default: 0] / 9e-18 - 1) < 1e-12)
  }

  @Test(.tags(.statistical))
  func sampledMemoryAgrees() throws {
    // 5 standard deviations: a false alarm once in two million.
    let noise = Self.noise(x: 2e-3, y: 1e-3, z: 5e-3)
    let shots = 3000
    let outcomes = try counts(
      Self.memory(cycles: 50), shots: shots, seed: 3, threads: 2, noise: noise)
    let p = Self.odd(3e-3, 50)
    let deviation = (p * (1 - p) / Double(shots)).squareRoot()
    #expect(abs(Double(outcomes["1", default: 0]) / Double(shots) - p) < 5 * deviation)
  }

  @Test(.tags(.exact))
  func gatesAndWaitingAndReadoutAreAccounted() throws {
    let text = """
      ALLOC_LQ a,b
      APPLY_H a
      APPLY_CNOT a,b
      MEASURE_Z a -> m
      MEASURE_Z b -> n
      """
    let plan = try ExecutionPlan(
      program(text), noise: Self.noise(x: 1e-3, gate: 2e-3, readout: 5e-3))
    var job = Job(plan, options: RunOptions(shots: 5000, seed: 1))
    try job.run()
    let telemetry = job.result.telemetry
    let (a, b) = (telemetry.qubits[0], telemetry.qubits[1])
    // a: one H and one CNOT; b: one cycle of waiting, one CNOT. The second cycle of the CNOT is like waiting: of the
    // errors of the gate that meet an X, only an X makes none.
    let cnot = 6e-3 * (1 - 1e-3) + 1e-3 * (1 - 6e-3) + 1e-3 * 4e-3
    #expect(abs(a.expected.gate - (6e-3 + cnot)) < 1e-9 && a.expected.idle == 0)
    #expect(abs(b.expected.gate - cnot) < 1e-9 && abs(b.expected.idle - 1e-3) < 1e-9)
    #expect(abs(a.expected.readout - 5e-3) < 1e-9)
    #expect(a.gateCount == 2 && a.measurementCount == 1 && b.gateCount == 1)
    #expect(a.cycles == 4 && a.decoderCycles == 36 && a.physicalQubits == 161)
    #expect(telemetry.cycles.mean == 4 && telemetry.peakPhysicalQubits == 322)
    // What happened is near what was expected: 6 standard deviations of a Poisson count.
    let happened = (a.realisedTotal + b.realisedTotal) * 5000
    let due = (a.expectedTotal + b.expectedTotal) * 5000
    #expect(abs(happened - due) < 6 * due.squareRoot())
  }

  // H on b can begin when m is known: after the cycles of H on a and one of MEASURE_Z. Until then b waits.
  @Test("A guarded operation waits for its event", .tags(.exact), arguments: [0, 40])
  func guardedOperationsWait(count: Int) throws {
    let text =
      "ALLOC_LQ a,b\n" + String(repeating: "APPLY_H a\n", count: count)
      + "MEASURE_Z a -> m\nAPPLY_H b ? m==0\nAPPLY_H b ? m==0\nAPPLY_X a ? m==0"
    let plan = try ExecutionPlan(program(text), noise: Self.noise(x: 1e-3))
    var job = Job(plan, options: RunOptions(shots: 1, seed: 1))
    try job.run()
    let telemetry = job.result.telemetry
    #expect(telemetry.cycles.mean == Double(count + 3))
    #expect(telemetry.qubits[0].cycles == Double(count + 1))
    #expect(telemetry.qubits[1].cycles == Double(count + 3))
    #expect(abs(telemetry.qubits[1].expected.idle - Self.odd(1e-3, count + 1)) < 1e-12)
  }

  // n is not measured since m is 1, which is known after three cycles; so is then that only k decides about H.
  @Test("That an event stays away is known no earlier than its reason", .tags(.exact))
  func absentEventsHaveTimes() throws {
    let text = """
      ALLOC_LQ a,b,c
      APPLY_X a
      APPLY_H a
      APPLY_H a
      MEASURE_Z a -> m
      MEASURE_Z b -> n ? m==0
      MEASURE_Z c -> k
      APPLY_H c ? n==0
      """
    let guarded = ProgramLines.json(text).replacing(
      #"{"event": "n", "equals": 0}"#,
      with: """
        {"type": "or", "conditions":
         [{"event": "n", "equals": 0}, {"event": "k", "equals": 0}]}
        """)
    let plan = try ExecutionPlan(Program(parsing: guarded), noise: Self.noise(x: 1e-15))
    var job = Job(plan, options: RunOptions(shots: 1, seed: 1))
    try job.run()
    #expect(job.result.telemetry.cycles.mean == 4)
    #expect(abs(job.result.telemetry.qubits[2].expected.idle / 2e-15 - 1) < 1e-9)
  }

  @Test(.tags(.exact))
  func wernerPairsSpoilTeleportation() throws {
    let text = """
      ALLOC_LQ q,a,b
      APPLY_X q
      OPEN_CHAN a,b ch:c fidelity=0.7
      USE_CHAN q ch:c
      MEASURE_Z b -> m
      """
    #expect(try agree(distribution(text), ["0": 0.2, "1": 0.8]))
    let pair = "ALLOC_LQ a,b;OPEN_CHAN a,b ch:c fidelity=0.7;MEASURE_BELL a,b -> k"
    #expect(try agree(distribution(pair), ["0": 0.7, "1": 0.1, "2": 0.1, "3": 0.1]))
  }

  @Test(.tags(.exact))
  func missingRatesAreAnError() throws {
    let other = LogicalProfile(family: "surface", distance: 3)
    #expect {
      try ExecutionPlan(program("ALLOC_LQ q"), noise: Self.noise(), profile: other)
    } throws: { ($0 as? ExecutionError)?.code == .missingRates }
  }
}
