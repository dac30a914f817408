// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Checks that what is read is produced, and that comparisons can hold.
struct EventCheck {
  let program: Program
  let doubtful: Reading.Doubtful

  init(program: Program, doubtful: Reading.Doubtful) {
    self.program = program
    self.doubtful = doubtful
  }

  mutating func check(_ report: inout Report) {
    // The number of outcomes of each event; 0 while it has no producer.
    var outcomes = [UInt8](repeating: 0, count: program.events.count)
    var producer = [Int32](repeating: -1, count: program.events.count)
    // A span lends its elements; nodes have much to copy.
    let nodes = program.nodes.span
    for index in nodes.indices where !nodes[index].outputs.isEmpty {
      let outputs = nodes[index].outputs
      let count = UInt8(nodes[index].opcode.outcomeCount(producing: outputs.count))
      for event in outputs {
        if producer[event] >= 0 {
          reportOverwritten(
            event, first: Int(producer[event]), nodes[index], outcomes[event] == count, &report)
        }
        outcomes[event] = count
        producer[event] = Int32(truncatingIfNeeded: index)
      }
    }
    var isRead = [Bool](repeating: false, count: program.events.count)
    for index in nodes.indices
    where !nodes[index].inputs.isEmpty || nodes[index].condition != nil {
      let node = nodes[index]
      for event in node.inputs {
        isRead[event] = true
        checkRead(event, node, outcomes, &report)
        if outcomes[event] == 4 {
          report.error(
            .mismatch,
            "COND_PAULI takes the parity of bits, and `\(program.events[event])` is the "
              + "index of a Bell state.",
            hint: "Let MEASURE_BELL produce two events, or use guards.", node)
        }
      }
      node.condition?.forEachComparison { event, value in
        isRead[event] = true
        checkRead(event, node, outcomes, &report)
        if outcomes[event] > 0, value >= outcomes[event] || value < 0 {
          report.error(
            .condition, "The event `\(program.events[event])` is a bit, never \(value).",
            hint: "Only the single event of MEASURE_BELL has the values 0…3.", node)
        }
      }
    }
    let unused = program.events.all.filter {
      producer[$0] < 0 && !isRead[$0] && !doubtful.events.contains($0)
    }
    if !unused.isEmpty {
      report.warn(
        .unused, "Events are declared and never used: \(unused.map { program.events[$0] }.listed).",
        hint: "Delete them.", nil)
    }
  }

  private func checkRead(
    _ event: Int, _ node: Node, _ outcomes: [UInt8], _ report: inout Report
  ) {
    if outcomes[event] == 0, !doubtful.events.contains(event) {
      report.error(
        .eventNotProduced, "The event `\(program.events[event])` is read and never produced.",
        hint: "Let a measurement produce it.", node)
    }
  }

  private func reportOverwritten(
    _ event: Int, first: Int, _ node: Node, _ isAlike: Bool, _ report: inout Report
  ) {
    let name = program.events[event]
    if isAlike {
      report.warn(
        .eventOverwritten,
        "The event `\(name)` is produced already, by "
          + "`\(program.nodes[first].id)`.",
        hint: "Readers see the last value before them in the text; use another name.", node)
    } else {
      report.error(
        .mismatch,
        "The event `\(name)` is a bit in one node and the index of a Bell state in "
          + "`\(program.nodes[first].id)`.",
        hint: "Use another name.", node)
    }
  }
}
