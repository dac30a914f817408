// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// A memory experiment of the kind that `stim gen` makes, described by its parameters.
///
/// The circuit has the same instructions, coordinates, detector order and repeat structure as Stim
/// 1.16 gives for the same parameters. Rounds after the first (the second, for the colour code) are
/// one REPEAT block, so the size does not depend on `rounds`.
public struct GeneratedCircuit: Sendable, Hashable {
  /// What the circuit does: the code and its experiment.
  public enum Task: String, Sendable, CaseIterable {
    /// The repetition code, kept in the Z basis.
    case repetitionMemory = "repetition_code:memory"
    /// The rotated surface code, kept in the X basis.
    case rotatedMemoryX = "surface_code:rotated_memory_x"
    /// The rotated surface code, kept in the Z basis.
    case rotatedMemoryZ = "surface_code:rotated_memory_z"
    /// The unrotated surface code, kept in the X basis.
    case unrotatedMemoryX = "surface_code:unrotated_memory_x"
    /// The unrotated surface code, kept in the Z basis.
    case unrotatedMemoryZ = "surface_code:unrotated_memory_z"
    /// The colour code, whose measured basis turns from X over Y to Z round by round.
    case colorMemoryXYZ = "color_code:memory_xyz"

    /// The value of `--code`.
    public var code: String { String(rawValue.split(separator: ":")[0]) }
    /// The value of `--task`.
    public var task: String { String(rawValue.split(separator: ":")[1]) }
  }

  /// Where the generated circuits put noise; zero leaves the channel out.
  public struct Noise: Sendable, Hashable {
    /// DEPOLARIZE1 or DEPOLARIZE2 after every Clifford gate.
    public var afterCliffordDepolarization = 0.0
    /// DEPOLARIZE1 on every data qubit at the start of every round.
    public var beforeRoundDataDepolarization = 0.0
    /// A flip before every measurement.
    public var beforeMeasureFlipProbability = 0.0
    /// A flip after every reset.
    public var afterResetFlipProbability = 0.0

    /// No noise.
    public init() {}

    /// The same probability in all four places.
    public init(uniform probability: Double) {
      afterCliffordDepolarization = probability
      beforeRoundDataDepolarization = probability
      beforeMeasureFlipProbability = probability
      afterResetFlipProbability = probability
    }

    /// The four knobs with the names they have on the command line.
    public var knobs: [(name: String, value: Double)] {
      [
        ("after_clifford_depolarization", afterCliffordDepolarization),
        ("before_round_data_depolarization", beforeRoundDataDepolarization),
        ("before_measure_flip_probability", beforeMeasureFlipProbability),
        ("after_reset_flip_probability", afterResetFlipProbability),
      ]
    }
  }

  /// The largest distance that is generated.
  public static let largestDistance = 2047
  /// The largest number of rounds that is generated.
  public static let largestRounds: UInt64 = 1_000_000_000_000_000_000

  /// The experiment.
  public let task: Task
  /// The distance of the code.
  public let distance: Int
  /// How often the checks are measured.
  public let rounds: UInt64
  /// The noise.
  public let noise: Noise

  /// Describes an experiment.
  ///
  /// - Throws: `CodeError` if a number is out of the range that the task allows.
  public init(
    _ task: Task, distance: Int, rounds: UInt64, noise: Noise = Noise()
  ) throws(CodeError) {
    guard (2...GeneratedCircuit.largestDistance).contains(distance) else {
      throw CodeError(
        .badParameter,
        "distance=\(distance): must be in 2...\(GeneratedCircuit.largestDistance).")
    }
    guard (1...GeneratedCircuit.largestRounds).contains(rounds) else {
      throw CodeError(
        .badParameter, "rounds=\(rounds): must be in 1...\(GeneratedCircuit.largestRounds).")
    }
    if task == .colorMemoryXYZ {
      guard distance % 2 == 1 else {
        throw CodeError(
          .badParameter, "distance=\(distance): the color code needs an odd distance of 3 or more.")
      }
      guard rounds >= 2 else {
        throw CodeError(.badParameter, "rounds=\(rounds): the color code needs at least 2 rounds.")
      }
    }
    for (name, value) in noise.knobs where !(0...1).contains(value) {
      throw CodeError(.badParameter, "\(name)=\(value): must be a probability, in 0...1.")
    }
    self.task = task
    self.distance = distance
    self.rounds = rounds
    self.noise = noise
  }

  /// Describes an experiment by the names used on the command line.
  ///
  /// - Throws: `CodeError` if a name is unknown, listing those that are known, or if a number is out
  ///   of range.
  public init(
    code: String, task: String, distance: Int, rounds: UInt64, noise: Noise = Noise()
  ) throws(CodeError) {
    let tasks = Task.allCases.filter { $0.code == code }
    guard !tasks.isEmpty else {
      var names: [String] = []
      for known in Task.allCases where !names.contains(known.code) { names.append(known.code) }
      throw CodeError(
        .unknownName, "code=\(code): must be one of \(names.joined(separator: ", ")).")
    }
    guard let task = tasks.first(where: { $0.task == task }) else {
      let names = tasks.map(\.task).joined(separator: ", ")
      throw CodeError(.unknownName, "task=\(task): must be one of \(names) for \(code).")
    }
    try self.init(task, distance: distance, rounds: rounds, noise: noise)
  }

  /// The circuit.
  ///
  /// - Complexity: O(distance²), whatever the number of rounds.
  public var circuit: Circuit {
    switch task {
    case .repetitionMemory: repetitionCircuit()
    case .rotatedMemoryX:
      surfaceCircuit(.rotated(rows: distance, columns: distance), isXBasis: true)
    case .rotatedMemoryZ:
      surfaceCircuit(.rotated(rows: distance, columns: distance), isXBasis: false)
    case .unrotatedMemoryX:
      surfaceCircuit(.unrotated(rows: distance, columns: distance), isXBasis: true)
    case .unrotatedMemoryZ:
      surfaceCircuit(.unrotated(rows: distance, columns: distance), isXBasis: false)
    case .colorMemoryXYZ: colorCircuit()
    }
  }

  /// The parameters as comment lines, as Stim writes them above the circuit.
  public var header: String {
    """
    # Generated \(task.code) circuit.
    # task: \(task.task)
    # rounds: \(rounds)
    # distance: \(distance)
    # before_round_data_depolarization: \(noise.beforeRoundDataDepolarization)
    # before_measure_flip_probability: \(noise.beforeMeasureFlipProbability)
    # after_reset_flip_probability: \(noise.afterResetFlipProbability)
    # after_clifford_depolarization: \(noise.afterCliffordDepolarization)

    """
  }
}
