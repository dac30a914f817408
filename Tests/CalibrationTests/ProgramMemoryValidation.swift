// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc
import QVM
import QVMExecution
import Sampling
import Testing
import _TestSupport

@testable import Calibration

/// A program that waits, beside the laboratory's own memory of as many rounds.
@Suite("Programs beside the laboratory", .tags(.statistical))
struct ProgramMemoryValidation {
  static func program(cycles: Int, profile: String) throws -> QVM.Program {
    let fences = (0..<cycles).map { #"{"id":"f\#($0)","op":"FENCE_EPOCH"}"# }
    let nodes =
      [#"{"id":"a","op":"ALLOC_LQ","args":{"n":1,"profile":"\#(profile)"},"vqs":["q"]}"#] + fences
      + [#"{"id":"m","op":"MEASURE_Z","vqs":["q"],"produces":["m"]}"#]
    return try QVM.Program(
      parsing: Array(
        """
        {"version":"0.1","program":{"nodes":[\(nodes.joined(separator: ","))]},
        "resources":{"vqs":["q"],"chs":[],"events":["m"]},"caps":["CAP_ALLOC"]}
        """.utf8))
  }

  /// A run of a program that waits so many cycles: the share of ones, and the probability of one without chance.
  static func programRate(
    _ cycles: Int, _ profile: LogicalProfile, _ rates: LogicalRates, shots: Int
  ) throws -> (sampled: BinomialEstimate, exact: Double) {
    var table = LogicalRateTable()
    table.insert(rates)
    let plan = try ExecutionPlan(
      program(cycles: cycles, profile: "\(profile)"), noise: .measured(table))
    var job = Job(plan, options: RunOptions(shots: shots, seed: 4, threads: 2))
    while !job.isFinished { try job.runSegment() }
    let ones = job.result.counts.first { $0.outcome == "1" }?.shots ?? 0
    let exact = try ExactDistribution(plan, options: job.options).probabilities(of: plan)
    return (
      BinomialEstimate(hits: ones, shots: shots),
      exact.first { $0.outcome == "1" }?.probability ?? 0
    )
  }

  // Three standard deviations, those of both samples and of the measured rate itself. Preparation and readout take a
  // cycle together, so that the laboratory's memory has one more. After 1000 cycles at this rate d = 3 and 5 are as good as
  // coins, and no sample tells them apart; the program's exact probability does.
  @Test(
    "A memory of 1000 cycles fails as in the laboratory, and less with the distance",
    .validationOnly)
  func memory() throws {
    var last = [1000: 1.0, 100: 1.0]
    for distance in [3, 5, 7] {
      let profile = try LogicalProfile(parsing: "surface:d=\(distance),p=0.003")
      var options = CalibrationOptions(seed: 11)
      options.workers = 2
      options.maxShots = 4_000_000
      options.maxErrors = 20_000
      let rates = try calibrate(profile, kinds: .measurement, options: options)
      for cycles in [1000, 100] {
        let program = try Self.programRate(cycles, profile, rates, shots: 200_000)
        var grid = ExperimentGrid(codes: ["surface:d=\(distance)"], rates: [0.003])
        grid.rounds = .fixed(UInt64((cycles + 1) * distance))
        let shots = 40_000_000 / (cycles * distance * distance)
        let row = try #require(
          try collect(
            grid.tasks(decoders: ["matching"]),
            options: .init(maxShots: shots, workers: 2, seed: 12)
          )[0])
        let flips = rates.idle.x.value + rates.idle.y.value
        let deviation = (rates.idle.x.high - rates.idle.x.low) / (2 * 1.96) * 1.5
        let slope = Double(cycles) * pow(1 - 2 * flips, Double(cycles - 1))
        let (p, q) = (program.sampled.rate, row.estimate.rate)
        let spread =
          (p * (1 - p) / Double(program.sampled.shots) + q * (1 - q) / Double(row.shots)
          + pow(slope * deviation, 2)).squareRoot()
        print(
          "d=\(distance), \(cycles) cycles: program \(p), exactly \(program.exact), laboratory \(q), "
            + "z \((p - q) / spread)")
        #expect(abs(p - q) < 3 * spread)
        #expect(program.exact < last[cycles] ?? 0)
        last[cycles] = program.exact
      }
    }
  }
}
