// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import QVM
import StabilizerSimulation

/// Whether undoing a reversible segment brings back the state, tried on the state itself.
public struct UncomputationCheck: Sendable, Hashable {
  /// The ids of the segment's nodes, in the order in which they act.
  public var nodes: [String]
  /// The names of its qubits.
  public var qubits: [String]
  /// What undoing it costs, in the unit of `OpcodeDefinition.cost`.
  public var cost: Int
  /// The squared overlap of the state after the undoing with that before the segment.
  public var fidelity: Double

  /// Whether the state came back, but for rounding.
  public var isRestored: Bool { fidelity > 1 - 1e-9 }

  /// Runs every segment of a program on the state that the program gives it, undoes it, and compares.
  ///
  /// One shot decides the results that the segments find; the program is run without noise.
  ///
  /// - Throws: `ExecutionError` with code `.program` for a program without an order, or what stops a run.
  /// - Complexity: a run of the program for each segment.
  public static func all(
    _ program: Program, options: RunOptions = RunOptions()
  ) throws(ExecutionError) -> [UncomputationCheck] {
    var checks: [UncomputationCheck] = []
    for (segment, undoing) in try segments(of: program) {
      let ids = segment.nodes.map { program.nodes[$0].id }
      checks.append(
        UncomputationCheck(
          nodes: ids, qubits: segment.qubits.map { program.qubits[$0] }, cost: segment.cost,
          fidelity: try fidelity(undoing, of: ids, options)))
    }
    return checks
  }

  /// Each segment with the program that undoes it at once.
  private static func segments(
    of program: Program
  ) throws(ExecutionError) -> [(ReversibleSegment, Program)] {
    do throws(QVMError) {
      var pairs: [(ReversibleSegment, Program)] = []
      for segment in try program.reversibleSegments() {
        pairs.append((segment, try program.undoing(segment)))
      }
      return pairs
    } catch {
      throw ExecutionError(.program, error.description)
    }
  }

  /// The overlap of the states before the first node of a segment and after its undoing.
  private static func fidelity(
    _ program: Program, of ids: [String], _ options: RunOptions
  ) throws(ExecutionError) -> Double {
    let plan = try ExecutionPlan(program)
    let members = Set(ids)
    let places = program.nodes.indices.filter { members.contains(program.nodes[$0].id) }
    guard let first = places.first, let last = places.last else { return 1 }
    // The segment stands in one piece in the text, its inverse follows, and the text is in order.
    let end = last + ids.count + 1
    let after = end < plan.nodePositions.count ? plan.nodePositions[end] : plan.steps.count
    var executor = Executor(plan)
    executor.shouldStop = options.shouldStop
    // The states themselves are compared.
    executor.measuresAhead = false
    let machine = Machine(plan, vectorLimit: options.vectorLimit, workers: options.threads)
    let start = Group(machine: machine, ensemble: .shots([Shot(index: 0, seed: options.seed)]))
    var reached = [start]
    try executor.advance(&reached, to: plan.nodePositions[first])
    var undone = reached
    try executor.advance(&undone, to: after)
    var (before, restored) = (reached[0].machine.register, undone[0].machine.register)
    return try before.fidelity(with: &restored)
  }
}
