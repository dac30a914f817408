// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension LifeCheck {
  /// Reports a gate between tenants that no open channel between them permits.
  func checkOwners(_ node: Node, _ report: inout Report) {
    guard node.opcode.isUnitary || node.opcode.isMeasurement else { return }
    let first = owners[node.qubits[0]]
    guard let other = node.qubits.first(where: { owners[$0] != first }) else { return }
    let names = "`\(program.qubits[node.qubits[0]])` and `\(program.qubits[other])`"
    guard let permit = node.text("channel"), !permit.isEmpty else {
      return report.error(
        .firewall, "The qubits \(names) belong to different tenants.",
        hint: "Open a channel and name it in the argument `channel`.", node)
    }
    let channel = program.channels.index(of: permit)
    if let channel, doubtful.channels.contains(channel) { return }
    guard let channel, channels[channel].begin >= 0, channels[channel].end < 0 else {
      return report.error(
        .firewall,
        "The qubits \(names) belong to different tenants, and the channel `\(permit)` is not open "
          + "here.", hint: "Open it before with OPEN_CHAN, and close it after.", node)
    }
    let joined = Set(ends[channel].map { owners[$0] })
    if !node.qubits.allSatisfy({ joined.contains(owners[$0]) }) {
      report.error(
        .firewall,
        "The qubits \(names) belong to different tenants, and the channel `\(permit)` does not join "
          + "them.", hint: "Name a channel with an end at each tenant's.", node)
    }
  }

  mutating func followChannel(
    _ channel: Int, _ node: Node, _ place: Int32, _ report: inout Report
  ) {
    if node.opcode == .openChannel { return open(channel, node, place, &report) }
    let name = program.channels[channel]
    if channels[channel].end >= 0 {
      report.error(
        .channelClosed,
        "The channel `\(name)` is closed already, by "
          + "`\(program.nodes[Int(channels[channel].end)].id)`.",
        hint: "Close it after its last use.", node)
    } else if channels[channel].begin < 0, !doubtful.channels.contains(channel) {
      report.error(
        .channelNotOpen, "The channel `\(name)` is not open here.",
        hint: "Open it before with OPEN_CHAN.", node)
    } else if node.opcode == .useChannel, channels[channel].consumer >= 0 {
      report.error(
        .channelUsedUp,
        "The pair of the channel `\(name)` is used up already, by "
          + "`\(program.nodes[Int(channels[channel].consumer)].id)`.",
        hint: "Open another channel for each qubit to move.", node)
    }
    if node.opcode == .closeChannel {
      channels[channel].end = place
    } else {
      useUp(channel, node, place, &report)
    }
    release(channel)
  }

  private mutating func open(
    _ channel: Int, _ node: Node, _ place: Int32, _ report: inout Report
  ) {
    let name = program.channels[channel]
    if node.condition != nil {
      report.error(
        .condition, "The opening of a channel has no guard.",
        hint: "Open it always; guard what is done with it.", node)
    }
    guard channels[channel].begin < 0 else {
      return report.error(
        .channelOpenedTwice,
        "The channel `\(name)` is open already, by "
          + "`\(program.nodes[Int(channels[channel].begin)].id)`.",
        hint: "Use another name.", node)
    }
    channels[channel].begin = place
    ends[channel] = node.qubits
    for qubit in node.qubits {
      if pairs[qubit] >= 0, pairs[qubit] != channel {
        report.error(
          .channelEndTaken,
          "The qubit `\(program.qubits[qubit])` is an end of the channel "
            + "`\(program.channels[pairs[qubit]])`, whose pair would be lost.",
          hint: "Use that channel or close it before.", node)
      }
      pairs[qubit] = channel
    }
  }

  /// Notes that the pair is gone, and that of the channel whose half the moved qubit is.
  private mutating func useUp(
    _ channel: Int, _ node: Node, _ place: Int32, _ report: inout Report
  ) {
    for end in ends[channel] {
      if node.qubits.contains(end) {
        report.error(
          .repeated,
          "The qubit `\(program.qubits[end])` is an end of the channel "
            + "`\(program.channels[channel])`.", hint: "The qubit to move is another.", node)
      } else {
        use(end, node, place, &report)
      }
    }
    channels[channel].consumer = place
    for qubit in node.qubits where pairs[qubit] >= 0 && pairs[qubit] != channel {
      let other = pairs[qubit]
      channels[other].consumer = place
      release(other)
    }
  }

  /// Lets the ends of a channel go: other channels may be opened on them.
  private mutating func release(_ channel: Int) {
    for end in ends[channel] where pairs[end] == channel { pairs[end] = -1 }
  }

  func finishChannels(_ report: inout Report) {
    for channel in program.channels.all where !doubtful.channels.contains(channel) {
      let life = channels[channel]
      if life.begin >= 0, life.end < 0 {
        report.warn(
          .channelNeverClosed, "The channel `\(program.channels[channel])` is never closed.",
          hint: "Close it with CLOSE_CHAN.", program.nodes[Int(life.begin)])
      }
    }
    var isUsed = [Bool](repeating: false, count: program.channels.count)
    for node in program.nodes { for channel in node.channels { isUsed[channel] = true } }
    let unused = program.channels.all.filter {
      !isUsed[$0] && !doubtful.channels.contains($0)
    }
    if !unused.isEmpty {
      report.warn(
        .unused,
        "Channels are declared and never used: "
          + "\(unused.map { program.channels[$0] }.listed).", hint: "Delete them.", nil)
    }
  }
}
