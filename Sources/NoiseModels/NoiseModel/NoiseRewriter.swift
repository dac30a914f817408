// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Writes the noisy form of a circuit, line by line.
struct NoiseRewriter {
  /// What each of the models puts around operations.
  let parts: [NoiseModel.Part]
  /// Whether noise that the circuit has stays.
  let keepsNoise: Bool
  /// The qubits that the circuit operates on, ascending.
  private let used: [Int]
  /// The first number that the circuit has for no qubit.
  let firstSpare: Int
  let hasIdleNoise: Bool
  /// Whether noise depends on how many layers in a row a qubit has idled.
  private let remembers: Bool
  /// Whether channels put results into the record, so that what looks back must look further.
  let hasHeralds: Bool
  var layer: NoiseLayer
  var records: RecordMap
  /// The coordinates that the circuit gives its qubits.
  private(set) var coordinates: [Int: [Double]] = [:]
  /// Whether an `I_ERROR[round]` was met.
  private(set) var hasRounds = false

  static let roundTag = "round"
  /// Marks noise that a model leaves as it is, one course of phase noise.
  static let courseTag = "course"
  static let noiselessTag = "noiseless"
  /// Marks the preparation of qubits that stand for wrong reports of products, and for nothing of the hardware.
  static let reportTag = "report"

  init(_ parts: [NoiseModel.Part], _ circuit: Circuit, keepsNoise: Bool) {
    self.parts = parts
    self.keepsNoise = keepsNoise
    remembers = parts.contains { !$0.rates.faults.memories.isEmpty }
    hasIdleNoise =
      remembers
      || parts.contains { part in
        part.rates.idle > 0 || part.rates.collapseIdle > 0 || !part.rates.faults.idle.isEmpty
      }
    hasHeralds = parts.contains { $0.heralds.areRecorded && $0.rates.faults.isHeralded }
    records = RecordMap(reach: circuit.counts.lookback)
    var marks: [Bool] = []
    NoiseRewriter.markQubits(of: circuit, in: &marks)
    used = marks.indices.filter { marks[$0] }
    firstSpare = marks.count
    layer = NoiseLayer(qubitCount: marks.count, remembers: remembers)
  }

  private static func markQubits(of circuit: Circuit, in marks: inout [Bool]) {
    for operation in circuit.operations {
      switch operation {
      case .block(let block): markQubits(of: block.body, in: &marks)
      case .instruction(let instruction):
        if instruction.gate.definition.traits.contains(.annotation) { continue }
        for target in instruction.targets where target.isQubit {
          while marks.count <= target.index { marks.append(false) }
          marks[target.index] = true
        }
      }
    }
  }

  mutating func rewrite(_ circuit: Circuit) throws(NoiseError) -> Circuit {
    var result = Circuit()
    for operation in circuit.operations {
      switch operation {
      case .instruction(let instruction): try rewrite(instruction, into: &result)
      case .block(let block): try rewrite(block, into: &result)
      }
    }
    return result
  }

  private mutating func rewrite(
    _ original: Circuit.Instruction, into result: inout Circuit
  ) throws(NoiseError) {
    let instruction = try lookingPastHeralds(original)
    let traits = instruction.gate.definition.traits
    if instruction.gate == .r, instruction.tag == NoiseRewriter.reportTag {
      throw NoiseError(
        .unsupported,
        "The circuit has qubits that stand for wrong reports, in a line of R[report], to which nothing can be "
          + "added. Apply both models at once, joined by a plus.")
    }
    if instruction.gate == .tick {
      if hasIdleNoise { closeLayer(into: &result) }
      result.operations.append(.instruction(instruction))
    } else if traits.contains(.annotation) {
      if instruction.gate == .qubitCoords {
        for target in instruction.targets { coordinates[target.index] = instruction.arguments }
      }
      records.addResults(instruction.measurementCount)
      result.operations.append(.instruction(instruction))
    } else if traits.contains(.channel) {
      try rewrite(channel: instruction, into: &result)
    } else if instruction.tag == NoiseRewriter.noiselessTag {
      layer.exempt(instruction.targets)
      records.addResults(instruction.measurementCount)
      result.operations.append(.instruction(instruction))
    } else if traits.contains(.measures) || traits.contains(.resets) {
      try rewrite(collapse: instruction, into: &result)
    } else {
      rewrite(unitary: instruction, into: &result)
    }
  }

  private mutating func rewrite(
    channel instruction: Circuit.Instruction, into result: inout Circuit
  ) throws(NoiseError) {
    switch instruction.gate {
    case .iError where instruction.tag == NoiseRewriter.roundTag:
      hasRounds = true
      for channel in parts.flatMap(\.rates.round)
      where channel.arguments.contains(where: { $0 > 0 }) {
        result.append(
          channel.gate, instruction.targets, arguments: channel.arguments, tag: channel.tag)
      }
    case _ where instruction.tag == NoiseRewriter.courseTag:
      result.operations.append(.instruction(instruction))
    case _ where keepsNoise:
      records.addResults(instruction.measurementCount)
      result.operations.append(.instruction(instruction))
    case .iError, .iiError:
      result.operations.append(.instruction(instruction))
    default:
      throw NoiseError(
        .alreadyNoisy,
        "The circuit already has noise, a line of \(instruction.gate.definition.name). "
          + "Give a noiseless circuit, or keep its own noise and name no model.")
    }
  }

  private mutating func rewrite(
    unitary instruction: Circuit.Instruction, into result: inout Circuit
  ) {
    for part in instruction.partsWithoutOverlap {
      result.operations.append(.instruction(part))
      var singles: [Target] = []
      var pairs: [Target] = []
      for group in part.groups where !group.contains(where: \.isClassical) {
        let qubits = NoiseRewriter.qubits(of: group)
        if qubits.count == 2 { pairs += qubits } else { singles += qubits }
      }
      layer.touch(singles + pairs, collapses: false)
      for part in parts {
        append(.depolarize1, singles, part.rates.oneQubit, to: &result)
        append(.depolarize2, pairs, part.rates.twoQubit, to: &result)
        append(part.rates.faults.oneQubit, on: singles, part.heralds, to: &result)
        append(part.rates.faults.twoQubit, on: pairs, arePairs: true, part.heralds, to: &result)
      }
    }
  }

  private mutating func closeLayer(into result: inout Circuit) {
    let (idle, collapseIdle) = layer.close(used)
    for part in parts {
      let rates = part.rates
      append(.depolarize1, idle.map { .qubit($0) }, rates.idle, to: &result)
      append(.depolarize1, collapseIdle.map { .qubit($0) }, rates.collapseIdle, to: &result)
      append(rates.faults.idle, on: idle.map { .qubit($0) }, part.heralds, to: &result)
    }
    if !remembers { return }
    for (layers, qubits) in layer.waiting(idle) {
      for memory in parts.flatMap(\.rates.faults.memories) {
        append(
          .zError, qubits.map { .qubit($0) }, memory.flip(inLayer: layers), to: &result)
      }
    }
  }

  func append(
    _ gate: Gate, _ targets: [Target], _ strength: Double, to result: inout Circuit
  ) {
    if strength > 0 && !targets.isEmpty { result.append(gate, targets, arguments: [strength]) }
  }
}
