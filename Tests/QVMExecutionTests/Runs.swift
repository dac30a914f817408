// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import QVMExecution
import _TestSupport

/// A program written as `ProgramLines`.
func program(_ text: String) throws -> Program {
  try Program(parsing: ProgramLines.json(text))
}

/// Runs a program and gives how often each outcome came.
func counts(
  _ text: String, shots: Int = 64, seed: UInt64 = 7, threads: Int = 1,
  noise: LogicalNoise = .none
) throws -> [String: Int] {
  let plan = try ExecutionPlan(program(text), noise: noise)
  var job = Job(plan, options: RunOptions(shots: shots, seed: seed, threads: threads))
  try job.run()
  return Dictionary(uniqueKeysWithValues: job.result.counts.map { ($0.outcome, $0.shots) })
}

/// The exact distribution of a program.
func distribution(
  _ text: String, branchLimit: Int = 1 << 16, noise: LogicalNoise = .none
) throws -> [String: Double] {
  let plan = try ExecutionPlan(program(text), noise: noise)
  let exact = try ExactDistribution(plan, options: RunOptions(branchLimit: branchLimit))
  return Dictionary(
    uniqueKeysWithValues: exact.probabilities(of: plan).map { ($0.outcome, $0.probability) })
}

/// Whether two distributions agree to a tolerance; absent outcomes have probability 0.
func agree(
  _ first: [String: Double], _ second: [String: Double], tolerance: Double = 1e-12
) -> Bool {
  Set(first.keys).union(second.keys).allSatisfy {
    abs(first[$0, default: 0] - second[$0, default: 0]) <= tolerance
  }
}
