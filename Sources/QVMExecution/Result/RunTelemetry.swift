// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM

/// What a run has used and suffered, per qubit and in all.
public struct RunTelemetry: Sendable, Hashable {
  /// The account of one qubit; counts and times are means over shots.
  public struct Qubit: Sendable, Hashable {
    /// The qubit's name.
    public var name: String
    /// What holds it.
    public var profile: LogicalProfile
    /// The physical qubits that hold it.
    public var physicalQubits: Int
    /// Unitaries, preparations and corrections on it.
    public var gateCount: Double
    /// Measurements of it.
    public var measurementCount: Double
    /// Pauli corrections of it.
    public var correctionCount: Double
    /// Cycles from its allocation to its end.
    public var cycles: Double
    /// Rounds of syndromes that a decoder has handled for it.
    public var decoderCycles: Double
    /// The time that it lived, in microseconds.
    public var time: Double
    /// The logical errors to be expected from waiting, from gates and from readout.
    public var expected: (idle: Double, gate: Double, readout: Double)
    /// The logical errors that happened.
    public var realised: (x: Double, y: Double, z: Double, readout: Double)

    /// The number of errors to be expected.
    public var expectedTotal: Double { expected.idle + expected.gate + expected.readout }
    /// The number of errors that happened.
    public var realisedTotal: Double { realised.x + realised.y + realised.z + realised.readout }

    /// Whether two accounts are equal.
    public static func == (a: Qubit, b: Qubit) -> Bool {
      a.name == b.name && a.profile == b.profile && a.numbers == b.numbers
    }

    /// Feeds the account to a hasher.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(numbers)
    }

    private var numbers: [Double] {
      [
        Double(physicalQubits), gateCount, measurementCount, correctionCount, cycles,
        decoderCycles, time, expected.idle, expected.gate, expected.readout, realised.x,
        realised.y, realised.z, realised.readout,
      ]
    }
  }

  /// The accounts, in the order of the program's qubits; only those that were allocated.
  public var qubits: [Qubit]
  /// The most logical qubits in use at a time.
  public var peakLogicalQubits: Int
  /// The most physical qubits in use at a time.
  public var peakPhysicalQubits: Int
  /// The number of channels that were opened.
  public var channelsOpened: Double
  /// Cycles from start to end: the mean over shots, and the most.
  public var cycles: (mean: Double, most: Int)
  /// Fences passed, the mean over shots.
  public var epochs: Double
  /// Nodes executed, the mean over shots.
  public var nodesExecuted: Double
  /// The number of nodes.
  public var nodeCount: Int
  /// The time that the hardware would take, in microseconds.
  public var simulationTime: Double
  /// Errors of the pairs of channels, the mean over shots.
  public var pairErrors: Double
  /// The most qubits of a state vector.
  public var largestVector: Int
  /// The most qubits of a tableau.
  public var largestTableau: Int

  /// Whether two accounts are equal.
  public static func == (a: RunTelemetry, b: RunTelemetry) -> Bool {
    a.qubits == b.qubits && a.numbers == b.numbers
  }

  /// Feeds the account to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(qubits)
    hasher.combine(numbers)
  }

  private var numbers: [Double] {
    [
      Double(peakLogicalQubits), Double(peakPhysicalQubits), channelsOpened, cycles.mean,
      Double(cycles.most), epochs, nodesExecuted, Double(nodeCount), simulationTime, pairErrors,
      Double(largestVector), Double(largestTableau),
    ]
  }
}

extension RunTelemetry {
  /// Sums up a tally.
  ///
  /// - Parameters:
  ///   - tally: What was counted.
  ///   - plan: The plan that was run.
  ///   - weight: What the counts are divided by: the number of shots.
  init(_ tally: Tally, of plan: ExecutionPlan, weight: Double) {
    let program = plan.program
    let accounts = NodeAccounts(tally, program)
    let physical = plan.physicalQubits
    let times = plan.cycleTimes
    let rounds = plan.roundsPerCycle
    qubits = program.qubits.all.filter { accounts.allocations[$0] > 0 }.map { qubit in
      let counts = tally.qubits[qubit]
      let cycles = counts.lifetime / weight
      return Qubit(
        name: program.qubits[qubit], profile: plan.profiles[qubit],
        physicalQubits: physical[qubit], gateCount: accounts.gates[qubit] / weight,
        measurementCount: accounts.measurements[qubit] / weight,
        correctionCount: accounts.corrections[qubit] / weight, cycles: cycles,
        decoderCycles: cycles * Double(rounds[qubit]), time: cycles * times[qubit],
        expected: (
          counts.expectedIdle / weight, counts.expectedGate / weight,
          counts.expectedReadout / weight
        ),
        realised: (
          counts.paulis[0] / weight, counts.paulis[1] / weight, counts.paulis[2] / weight,
          counts.flips / weight
        ))
    }
    peakLogicalQubits = tally.peakLogicalQubits
    peakPhysicalQubits = tally.peakPhysicalQubits
    channelsOpened = accounts.channels / weight
    cycles = (tally.cycles / weight, tally.mostCycles)
    epochs = tally.epochs / weight
    nodesExecuted = tally.nodeWeights.reduce(0, +) / weight
    nodeCount = program.nodes.count
    // Codes of different speed run in step with the slowest.
    let used = program.qubits.all.filter { accounts.allocations[$0] > 0 }
    simulationTime = cycles.mean * (used.map { times[$0] }.max() ?? 0)
    pairErrors = tally.pairErrors / weight
    largestVector = tally.largestVector
    largestTableau = tally.largestTableau
  }
}

/// Counts per qubit, from counts per node.
private struct NodeAccounts {
  var allocations: [Double]
  var gates: [Double]
  var measurements: [Double]
  var corrections: [Double]
  var channels = 0.0

  init(_ tally: Tally, _ program: Program) {
    allocations = [Double](repeating: 0, count: program.qubits.count)
    gates = allocations
    measurements = allocations
    corrections = allocations
    for (index, node) in program.nodes.enumerated() {
      let weight = tally.nodeWeights[index]
      if node.opcode == .openChannel { channels += weight }
      for qubit in node.qubits {
        switch node.opcode.definition.kind {
        case .gate, .preparation, .channel: gates[qubit] += weight
        case .measurement: measurements[qubit] += weight
        case .correction: corrections[qubit] += weight
        case .ownership:
          if node.opcode == .allocate { allocations[qubit] += weight }
        case .order: break
        }
      }
    }
  }
}
