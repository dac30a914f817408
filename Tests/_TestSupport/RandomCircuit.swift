// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import ComputePrimitives
import PauliAlgebra
import StabilizerSimulation

/// Makes seeded random circuits over every gate of the language, with detectors that are deterministic.
///
/// The body draws gates, measurements, feedback, noise, heralds and repeated blocks; then the results'
/// deterministic parities are found (results are linear in the open ones, so parities that vanish in 1024
/// noiseless random shots always do) and become detectors and observables.
public struct RandomCircuit {
  /// What the circuit may contain.
  public struct Options: Sendable {
    /// The number of qubits, at least 2.
    public var qubits = 5
    /// The number of instructions drawn, before detectors are added.
    public var instructions = 40
    /// Whether noise is added; without it heralds become constant results.
    public var isNoisy = true
    /// Whether feedback from results, and from sweep bits, is drawn.
    public var hasFeedback = true
    /// The smallest and the largest probability of a channel.
    public var probabilities = 0.01...0.2
    /// The most detectors to add.
    public var detectors = 24

    /// The options as they are by default.
    public init() {}
  }

  private var stream: RandomStream
  private let options: Options

  private init(seed: UInt64, options: Options) {
    stream = RandomStream(seed: seed, stream: 77)
    self.options = options
  }

  /// Makes the circuit of a seed.
  public static func make(seed: UInt64, options: Options = Options()) throws -> Circuit {
    var maker = RandomCircuit(seed: seed, options: options)
    var circuit = Circuit()
    var measured = 0
    maker.addInstructions(options.instructions, to: &circuit, measured: &measured, depth: 0)
    maker.addRepeatedProduct(to: &circuit)
    try maker.addDetectors(to: &circuit)
    return circuit
  }

  /// The circuit without its noise: channels are dropped, heralds become results that are 0.
  public static func withoutNoise(_ circuit: Circuit) -> Circuit {
    var result = Circuit()
    for operation in circuit.operations {
      switch operation {
      case .block(let block):
        result.append(repeating: withoutNoise(block.body), count: block.count)
      case .instruction(var instruction):
        let traits = instruction.gate.definition.traits
        if traits.contains(.channel) {
          if traits.contains(.measures) {
            result.append(.mpad, instruction.targets.map { _ in .qubit(0) })
          }
          continue
        }
        if traits.contains(.measures) { instruction.arguments = [] }
        result.operations.append(.instruction(instruction))
      }
    }
    return result
  }

  // MARK: Drawing

  private mutating func index(below bound: Int) -> Int { Int(stream.next() % UInt64(bound)) }

  private mutating func coin() -> Bool { stream.next() >> 63 == 1 }

  private mutating func probability() -> Double {
    let range = options.probabilities
    let value = range.lowerBound + stream.nextUnit() * (range.upperBound - range.lowerBound)
    return (value * 1000).rounded() / 1000
  }

  /// So many different qubits, in random order.
  private mutating func qubits(_ count: Int) -> [Int] {
    var all = Array(0..<options.qubits)
    for place in 0..<count { all.swapAt(place, place + index(below: all.count - place)) }
    return Array(all[..<count])
  }

  private mutating func product(inverting: Bool) -> [Target] {
    var targets: [Target] = []
    for qubit in qubits(1 + index(below: min(4, options.qubits))) {
      if !targets.isEmpty { targets.append(.combiner) }
      targets.append(
        .pauli([Pauli.x, .y, .z][index(below: 3)], qubit, inverted: inverting && coin()))
    }
    return targets
  }

  private mutating func addInstructions(
    _ count: Int, to circuit: inout Circuit, measured: inout Int, depth: Int
  ) {
    for _ in 0..<count {
      if depth < 2, index(below: 12) == 0 {
        var body = Circuit()
        var inside = measured
        addInstructions(3, to: &body, measured: &inside, depth: depth + 1)
        let repetitions = 2 + index(below: 3)
        circuit.append(repeating: body, count: UInt64(repetitions))
        measured += repetitions * (inside - measured)
      } else {
        let gate = Gate.allCases[index(below: Gate.allCases.count)]
        if let instruction = draw(gate, measured: measured) {
          circuit.operations.append(.instruction(instruction))
          measured += instruction.measurementCount
        }
      }
    }
  }

  private mutating func draw(_ gate: Gate, measured: Int) -> Circuit.Instruction? {
    let definition = gate.definition
    let traits = definition.traits
    if traits.contains(.channel), !options.isNoisy { return nil }
    if gate == .elseCorrelatedError { return nil }
    if traits.contains(.annotation), gate != .mpad, gate != .tick { return nil }
    var targets: [Target] = []
    switch definition.targets {
    case .qubits:
      targets = qubits(1 + index(below: 3)).map {
        .qubit($0, inverted: traits.contains(.invertible) && coin())
      }
    case .pairs(let classical):
      let pair = qubits(2)
      targets = pair.map { .qubit($0, inverted: traits.contains(.invertible) && coin()) }
      if !classical.isEmpty, options.hasFeedback, measured > 0, coin() {
        let side = classical.contains(.first) ? 0 : 1
        targets[side] =
          index(below: 4) == 0
          ? .sweep(index(below: 3)) : .record(1 + index(below: min(measured, 12)))
      }
    case .products: targets = product(inverting: true)
    case .paulis: targets = product(inverting: false).filter { !$0.isCombiner }
    case .bits: targets = [.qubit(index(below: 2)), .qubit(index(below: 2))]
    case .none, .records, .recordsAndPaulis: break
    }
    return Circuit.Instruction(gate, targets, arguments: arguments(of: definition))
  }

  private mutating func arguments(of definition: GateDefinition) -> [Double] {
    switch definition.arguments {
    case .probability: [probability()]
    case .optionalProbability: options.isNoisy && coin() ? [probability()] : []
    case .disjointProbabilities(let count):
      (0..<count).map { _ in
        (probability() / Double(count) * 1e4).rounded() / 1e4
      }
    case .none, .anyDisjointProbabilities, .coordinates, .index: []
    }
  }

  /// A chain of correlated errors, then one product measured again and again, each time compared with the last.
  private mutating func addRepeatedProduct(to circuit: inout Circuit) {
    let observed = product(inverting: false)
    circuit.append(.mpp, observed)
    var body = Circuit()
    if options.isNoisy {
      let chain: [Gate] = [.correlatedError, .elseCorrelatedError, .elseCorrelatedError]
      for gate in chain {
        body.append(
          gate, product(inverting: false).filter { !$0.isCombiner }, arguments: [probability()])
      }
      body.append(.depolarize1, qubits: qubits(2), arguments: [probability()])
    }
    body.append(.mpp, observed, arguments: options.isNoisy ? [probability()] : [])
    body.append(.detector, [.record(1), .record(2)])
    circuit.append(repeating: body, count: 3)
    circuit.append(.tick)
  }

  /// Turns deterministic parities of the whole record into detectors and two observables.
  private mutating func addDetectors(to circuit: inout Circuit) throws {
    let parities = try RandomCircuit.deterministicParities(of: circuit)
    let count = circuit.measurementCount
    var number = 0
    for parity in parities where number < options.detectors {
      let targets = parity.map { Target.record(Int(count) - $0) }
      guard parity.allSatisfy({ Int(count) - $0 <= Target.largestIndex }) else { continue }
      if number % 8 == 7 {
        circuit.append(.observableInclude, targets, arguments: [Double(index(below: 2))])
      } else {
        circuit.append(.detector, targets)
      }
      number += 1
    }
  }

  /// Sets of results whose parity is always the same in the noiseless circuit.
  ///
  /// - Returns: Independent sets of result numbers, ascending.
  public static func deterministicParities(of circuit: Circuit) throws -> [[Int]] {
    let quiet = withoutNoise(circuit)
    let sampler = try MeasurementSampler(quiet, skipsReference: true)
    let shots = 1024
    var rows = BitMatrix(rowCount: sampler.measurementCount, columnCount: shots)
    var filled = 0
    sampler.sample(shots: shots, seed: 1) { batch in
      for shot in 0..<batch.rowCount {
        for result in 0..<batch.columnCount { rows[result, filled + shot] = batch[shot, result] }
      }
      filled += batch.rowCount
    }
    // Elimination, remembering which results each reduced row is the sum of.
    var reduced: [(row: [UInt64], parts: Set<Int>, pivot: Int)] = []
    var parities: [[Int]] = []
    let width = rows.wordsPerRow
    for result in 0..<rows.rowCount {
      var row = Array(rows.words[(result * width)..<((result + 1) * width)])
      var parts: Set<Int> = [result]
      for other in reduced where row[other.pivot >> 6] >> UInt64(other.pivot & 63) & 1 == 1 {
        for word in 0..<width { row[word] ^= other.row[word] }
        parts.formSymmetricDifference(other.parts)
      }
      if let word = row.firstIndex(where: { $0 != 0 }) {
        reduced.append((row, parts, 64 * word + row[word].trailingZeroBitCount))
      } else {
        parities.append(parts.sorted())
      }
    }
    return parities
  }
}
