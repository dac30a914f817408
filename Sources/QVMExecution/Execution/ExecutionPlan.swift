// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

public import QVM

/// A program made ready to run: its steps in their order, and what its qubits suffer.
public struct ExecutionPlan: Sendable {
  /// The program.
  public let program: Program
  /// The profile of each qubit.
  public let profiles: [LogicalProfile]
  /// The events that are reported, in the order in which the text of the program first produces them.
  public let reportedEvents: [Int]
  /// The noise.
  public let noise: LogicalNoise
  /// The profile that was put in place of those of the program, if there was one.
  public let overridingProfile: LogicalProfile?
  let steps: [Step]
  /// Where the run stands when each fence has been passed; the number of fences is its count.
  let fencePositions: [Int]
  /// The last step that reads each event; −1 if none does.
  let lastReads: [Int]
  /// The rates of each qubit; nil without noise.
  let rates: [QubitRates]?
  /// Where nodes begin.
  let nodePositions: [Int]
  /// Where each qubit is measured next.
  let nextMeasurements: NextMeasurements

  /// The number of fences.
  public var fenceCount: Int { fencePositions.count }

  /// Whether the segment after a number of fences measures.
  public func measures(after fences: Int) -> Bool {
    let start = fences == 0 ? 0 : fencePositions[fences - 1]
    let end = fences < fenceCount ? fencePositions[fences] : steps.count
    return steps[start..<end].contains { step in
      if case .record = step { true } else { false }
    }
  }

  /// Prepares a program.
  ///
  /// - Parameters:
  ///   - program: A program that the verifier accepts.
  ///   - noise: What the qubits suffer.
  ///   - profile: A profile for all qubits, in place of those of the program.
  /// - Throws: `ExecutionError` with code `.program` for a cycle or a node that is not as its operation
  ///   demands, `.configuration` for a bad profile, `.missingRates` if the noise lacks a profile.
  /// - Complexity: O(nodes).
  public init(
    _ program: Program, noise: LogicalNoise = .none, profile: LogicalProfile? = nil
  ) throws(ExecutionError) {
    let profiles = try ExecutionPlan.profiles(program, override: profile)
    try self.init(
      program, noise, profile, profiles: profiles, rates: try noise.rates(of: profiles))
  }

  /// Prepares some nodes of a plan's program by themselves, its qubits having the profiles that they have there.
  init(nodes: [Node], of whole: ExecutionPlan) throws(ExecutionError) {
    var program = whole.program
    program.nodes = nodes
    try self.init(
      program, whole.noise, whole.overridingProfile, profiles: whole.profiles, rates: whole.rates)
  }

  private init(
    _ program: Program, _ noise: LogicalNoise, _ profile: LogicalProfile?,
    profiles: [LogicalProfile], rates: [QubitRates]?
  ) throws(ExecutionError) {
    let order = try ExecutionPlan.order(program)
    self.program = program
    self.noise = noise
    overridingProfile = profile
    self.profiles = profiles
    self.rates = rates
    var builder = StepBuilder(program: program, isNoisy: rates != nil)
    for node in order { try builder.add(node) }
    if case .measured(let table) = noise {
      for (profile, kinds) in ExecutionPlan.neededRates(builder.steps, profiles) {
        guard let missing = table[profile].map({ kinds.subtracting($0.kinds) }), !missing.isEmpty
        else { continue }
        throw ExecutionError(
          .missingRates,
          "The rates of `\(profile)` lack \(missing.names.joined(separator: ", ")), which the program needs; "
            + "measure them with `quanta qec calibrate --again`.")
      }
    }
    steps = builder.steps
    nextMeasurements = NextMeasurements(builder.steps, program)
    fencePositions = builder.fencePositions
    nodePositions = builder.nodePositions
    lastReads = builder.lastReads
    var seen = Set<Int>()
    reportedEvents = program.nodes.flatMap(\.outputs).filter { seen.insert($0).inserted }
  }

  /// The rates that a noisy run of a program takes, profile by profile in the order of its qubits.
  ///
  /// - Parameters:
  ///   - program: A program that the verifier accepts.
  ///   - profile: A profile for all qubits, in place of those of the program.
  /// - Returns: Each profile once, with the kinds of rates besides those of idling.
  /// - Throws: `ExecutionError` with code `.program` or `.configuration`, as `init` does.
  public static func neededRates(
    of program: Program, profile: LogicalProfile? = nil
  ) throws(ExecutionError) -> [(profile: LogicalProfile, kinds: LogicalRates.Kinds)] {
    var builder = StepBuilder(program: program, isNoisy: true)
    for node in try order(program) { try builder.add(node) }
    return neededRates(builder.steps, try profiles(program, override: profile))
  }

  private static func order(_ program: Program) throws(ExecutionError) -> [Int] {
    do {
      return try ExecutionOrder(program).nodes
    } catch {
      throw ExecutionError(.program, error.description)
    }
  }

  private static func neededRates(
    _ steps: [Step], _ profiles: [LogicalProfile]
  ) -> [(profile: LogicalProfile, kinds: LogicalRates.Kinds)] {
    var kinds: [LogicalProfile: LogicalRates.Kinds] = [:]
    for profile in profiles { kinds[profile] = [] }
    for step in steps {
      switch step {
      case .gateNoise(let qubit, let isTwoQubit, _):
        kinds[profiles[qubit]]?.insert(isTwoQubit ? .twoQubitGate : .oneQubitGate)
      case .readout(let qubit, _): kinds[profiles[qubit]]?.insert(.measurement)
      default: break
      }
    }
    var seen: Set<LogicalProfile> = []
    return profiles.filter { seen.insert($0).inserted }.map { ($0, kinds[$0] ?? []) }
  }

  /// The profile of each qubit, from its allocation.
  private static func profiles(
    _ program: Program, override: LogicalProfile?
  ) throws(ExecutionError) -> [LogicalProfile] {
    let standard = LogicalProfile(family: "surface", distance: 9)
    var profiles = [LogicalProfile](repeating: override ?? standard, count: program.qubits.count)
    guard override == nil else { return profiles }
    var known: [String: LogicalProfile] = [:]
    for node in program.nodes where node.opcode == .allocate {
      guard let text = node.text("profile") else { continue }
      let profile: LogicalProfile
      if let before = known[text] {
        profile = before
      } else {
        do {
          profile = try LogicalProfile(parsing: text)
        } catch {
          throw ExecutionError(.configuration, error.message, node: node.id)
        }
        known[text] = profile
      }
      for qubit in node.qubits { profiles[qubit] = profile }
    }
    return profiles
  }
}

/// What logical qubits suffer.
public enum LogicalNoise: Sendable, Hashable {
  /// Nothing: the run is exact.
  case none
  /// Stochastic Paulis and wrong readout, at the rates of a table.
  case measured(LogicalRateTable)

  /// The rates of each qubit; nil without noise.
  func rates(of profiles: [LogicalProfile]) throws(ExecutionError) -> [QubitRates]? {
    guard case .measured(let table) = self else { return nil }
    var known: [LogicalProfile: QubitRates] = [:]
    var result: [QubitRates] = []
    result.reserveCapacity(profiles.count)
    for profile in profiles {
      if let rates = known[profile] {
        result.append(rates)
        continue
      }
      guard let measured = table[profile] else {
        throw ExecutionError(
          .missingRates,
          "No logical error rates are known for `\(profile)`; measure them with `quanta qec "
            + "calibrate`, or choose --noise none.")
      }
      let rates = QubitRates(measured)
      known[profile] = rates
      result.append(rates)
    }
    return result
  }
}

/// The rates of a qubit as the executor applies them.
struct QubitRates: Sendable, Hashable {
  var idle: PauliChances
  var oneQubitGate: PauliChances?
  var twoQubitGate: PauliChances?
  var readout: Double?

  init(_ rates: LogicalRates) {
    idle = PauliChances(rates.idle)
    oneQubitGate = rates.oneQubitGate.map { PauliChances($0) }
    twoQubitGate = rates.twoQubitGate.map { PauliChances($0) }
    readout = rates.measurement?.value
  }
}

/// The probabilities of I, X, Y and Z.
struct PauliChances: Sendable, Hashable {
  var x: Double
  var y: Double
  var z: Double

  init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  init(_ rates: PauliRates) {
    self.init(x: rates.x.value, y: rates.y.value, z: rates.z.value)
  }

  /// The probability of any error.
  var total: Double { x + y + z }

  var all: [Double] { [1 - total, x, y, z] }

  /// The probability of any error among those of I, X, Y and Z: what I lacks to one would lose small rates.
  static func total(of all: [Double]) -> Double { all[1] + all[2] + all[3] }

  /// By how much the channel shrinks X, Y and Z: one less its eigenvalues, which are too near one to hold small rates.
  private var losses: (x: Double, y: Double, z: Double) {
    (2 * (y + z), 2 * (x + z), 2 * (x + y))
  }

  private init(losses: (x: Double, y: Double, z: Double)) {
    let (onX, onY, onZ) = losses
    self.init(
      x: max(0, (onY + onZ - onX) / 4), y: max(0, (onX + onZ - onY) / 4),
      z: max(0, (onX + onY - onZ) / 4))
  }

  /// The channel applied a number of times: its eigenvalues are taken to that power.
  func repeated(_ count: Int) -> PauliChances {
    if count == 1 { return self }
    let own = losses
    return PauliChances(
      losses: (repeated(own.x, count), repeated(own.y, count), repeated(own.z, count)))
  }

  /// This channel and then another: their eigenvalues multiply.
  func followed(by other: PauliChances) -> PauliChances {
    let (first, second) = (losses, other.losses)
    return PauliChances(
      losses: (
        first.x + second.x - first.x * second.x, first.y + second.y - first.y * second.y,
        first.z + second.z - first.z * second.z
      ))
  }

  /// What a loss grows to in a number of cycles.
  private func repeated(_ loss: Double, _ count: Int) -> Double {
    loss < 1 ? -expm1(Double(count) * log1p(-loss)) : 1 - power(1 - loss, count)
  }

  private func power(_ base: Double, _ count: Int) -> Double {
    var (result, square, rest) = (1.0, base, count)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}

extension ExecutionPlan {
  /// The physical qubits of each qubit: as measured with its rates, or else as planned.
  var physicalQubits: [Int] {
    profiles.map { profile in
      if case .measured(let table) = noise, let rates = table[profile] {
        return rates.physicalQubits
      }
      return profile.plannedPhysicalQubits
    }
  }

  /// The length of a cycle of each qubit, in microseconds, likewise.
  var cycleTimes: [Double] {
    profiles.map { profile in
      if case .measured(let table) = noise, let rates = table[profile] { return rates.cycleTime }
      return profile.plannedCycleTime
    }
  }

  /// The rounds that a decoder handles in a cycle of each qubit: the distance, unless measured otherwise.
  var roundsPerCycle: [Int] {
    profiles.map { profile in
      if case .measured(let table) = noise, let rates = table[profile] {
        return rates.roundsPerCycle
      }
      return profile.distance
    }
  }
}
