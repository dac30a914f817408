// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension NoiseRewriter {
  static let heraldTag = "herald"

  /// Appends channels on qubits, with the results of those that herald.
  ///
  /// - Parameters:
  ///   - channels: The channels, in order.
  ///   - qubits: What they act on.
  ///   - arePairs: Whether the qubits come in pairs, on which two-qubit channels can act.
  ///   - heralds: What becomes of the heralds of the channels.
  ///   - result: The circuit that is written.
  mutating func append(
    _ channels: [NoiseModel.Channel], on qubits: [Target], arePairs: Bool = false,
    _ heralds: NoiseModel.Heralds, to result: inout Circuit
  ) {
    if qubits.isEmpty { return }
    for channel in channels where channel.arguments.contains(where: { $0 > 0 }) {
      let isPairwise = channel.gate == .depolarize2 || channel.gate == .pauliChannel2
      if isPairwise && !arePairs { continue }
      guard channel.gate.definition.traits.contains(.measures) else {
        result.append(channel.gate, qubits, arguments: channel.arguments, tag: channel.tag)
        continue
      }
      if !heralds.areRecorded {
        let blind = NoiseRewriter.withoutHerald(channel)
        result.append(
          blind.gate, qubits, arguments: blind.arguments,
          tag: heralds == .information ? NoiseRewriter.heraldTag : "")
        continue
      }
      result.append(channel.gate, qubits, arguments: channel.arguments)
      records.addHeralds(qubits.count)
      if heralds == .detectors { appendDetectors(qubits, to: &result) }
    }
  }

  /// A detector for each of the last results, at the place of its qubit.
  private func appendDetectors(_ qubits: [Target], to result: inout Circuit) {
    for (index, qubit) in qubits.enumerated() {
      result.append(
        .detector, [.record(qubits.count - index)],
        arguments: (coordinates[qubit.index] ?? []) + [0], tag: NoiseRewriter.heraldTag)
    }
  }

  /// What a heralded channel is to the state, its herald apart.
  private static func withoutHerald(_ channel: NoiseModel.Channel) -> NoiseModel.Channel {
    if channel.gate == .heraldedErase {
      return NoiseModel.Channel(.depolarize1, 0.75 * channel.arguments[0])
    }
    return NoiseModel.Channel(
      .pauliChannel1, channel.arguments[1], channel.arguments[2], channel.arguments[3])
  }

  /// The instruction with its record targets moved to where the results now lie.
  ///
  /// - Throws: `NoiseError` with code `.tooLarge` if one lies further back than a target can say.
  func lookingPastHeralds(
    _ instruction: Circuit.Instruction
  ) throws(NoiseError) -> Circuit.Instruction {
    guard hasHeralds, instruction.targets.contains(where: { $0.kind == .record }) else {
      return instruction
    }
    var moved = instruction
    for (index, target) in instruction.targets.enumerated() where target.kind == .record {
      let lookback = records.lookback(target.index)
      guard lookback <= Target.largestIndex else {
        throw NoiseError(
          .tooLarge,
          "rec[-\(target.index)] lies \(lookback) results back with the heralds between; "
            + "at most \(Target.largestIndex) can be written.")
      }
      moved.targets[index] = .record(lookback)
    }
    return moved
  }
}
