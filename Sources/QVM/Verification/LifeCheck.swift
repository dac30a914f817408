// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Follows each qubit and channel through the text: allocated and opened once, used only between,
/// given back once; who owns what.
struct LifeCheck {
  let program: Program
  let options: Verifier.Options
  let doubtful: Reading.Doubtful
  private var qubits: [Life]
  var channels: [Life]
  /// The qubits at the ends of each channel.
  var ends: [[Int]]
  /// The channel at whose end each qubit is, while its pair is there; -1 for none.
  var pairs: [Int]
  /// The tenants, and the tenant of each qubit; -1 for none.
  private var tenants = NameTable()
  private(set) var owners: [Int]
  private var liveCount = 0
  private var mostLive = 0

  /// The nodes that mark a thing's life; -1 for none.
  struct Life {
    var begin: Int32 = -1
    var end: Int32 = -1
    var firstUse: Int32 = -1
    var earlyUse: Int32 = -1
    /// What measured, reset or freed a qubit, or used the pair of a channel up.
    var consumer: Int32 = -1
  }

  init(program: Program, options: Verifier.Options, doubtful: Reading.Doubtful) {
    self.program = program
    self.options = options
    self.doubtful = doubtful
    qubits = Array(repeating: Life(), count: program.qubits.count)
    channels = Array(repeating: Life(), count: program.channels.count)
    ends = Array(repeating: [], count: program.channels.count)
    pairs = Array(repeating: -1, count: program.qubits.count)
    owners = Array(repeating: -1, count: program.qubits.count)
  }

  mutating func check(_ report: inout Report) {
    let allNodes = program.nodes
    // A span lends its elements; nodes have much to copy.
    let nodes = allNodes.span
    for index in nodes.indices {
      follow(nodes[index], Int32(truncatingIfNeeded: index), &report)
    }
    finishQubits(&report)
    finishChannels(&report)
    if options.isLinear, mostLive > 1000 {
      report.warn(.limit, "\(mostLive) qubits are allocated at once, more than 1000.", nil)
    }
  }

  private mutating func follow(_ node: Node, _ place: Int32, _ report: inout Report) {
    switch node.opcode {
    case .allocate:
      allocate(node, place, &report)
      liveCount += node.qubits.count
      mostLive = max(mostLive, liveCount)
    case .free:
      for qubit in node.qubits { free(qubit, node, place, &report) }
      liveCount -= node.qubits.count
    default:
      for qubit in node.qubits { use(qubit, node, place, &report) }
      if node.qubits.count > 1 { checkOwners(node, &report) }
    }
    for channel in node.channels { followChannel(channel, node, place, &report) }
  }

  private mutating func allocate(_ node: Node, _ place: Int32, _ report: inout Report) {
    if node.condition != nil {
      report.error(
        .condition, "An allocation has no guard.",
        hint: "Allocate always; guard what is done with the qubits.", node)
    }
    let tenant = node.text("tenant_id") ?? options.tenant
    let owner = tenant.map { tenants.insert($0) } ?? -1
    for qubit in node.qubits {
      owners[qubit] = owner
      if qubits[qubit].begin >= 0 {
        report.error(
          .allocatedTwice,
          "The qubit `\(program.qubits[qubit])` is allocated already, by "
            + "`\(program.nodes[Int(qubits[qubit].begin)].id)`.",
          hint: "Use another name, or RESET it.", node)
      } else {
        qubits[qubit].begin = place
      }
    }
  }

  mutating func use(
    _ qubit: Int, _ node: Node, _ place: Int32, _ report: inout Report
  ) {
    let life = qubits[qubit]
    if options.isLinear, life.consumer >= 0 {
      reportConsumed(qubit, node, &report)
    } else if life.end >= 0 {
      report.error(
        .useAfterFree,
        "The qubit `\(program.qubits[qubit])` is used after it was freed by "
          + "`\(program.nodes[Int(life.end)].id)`.",
        hint: "Free it after its last use.", node)
    }
    if life.firstUse < 0 { qubits[qubit].firstUse = place }
    if life.begin < 0, life.earlyUse < 0 { qubits[qubit].earlyUse = place }
    // The prototype lets a measurement at an angle leave the qubit in use.
    if node.opcode == .reset || (node.opcode.isMeasurement && node.opcode != .measureAngle) {
      qubits[qubit].consumer = place
    }
  }

  private func reportConsumed(_ qubit: Int, _ node: Node, _ report: inout Report) {
    let consumer = program.nodes[Int(qubits[qubit].consumer)]
    report.error(
      .linearity,
      "The qubit `\(program.qubits[qubit])` is used after \(consumer.opcode.name) "
        + "`\(consumer.id)` consumed it.",
      hint: "Under linear rules a measured, reset or freed qubit is gone.", node)
  }

  private mutating func free(
    _ qubit: Int, _ node: Node, _ place: Int32, _ report: inout Report
  ) {
    let life = qubits[qubit]
    if options.isLinear, life.consumer >= 0 {
      reportConsumed(qubit, node, &report)
    } else if life.end >= 0 {
      report.error(
        .freedTwice,
        "The qubit `\(program.qubits[qubit])` is freed already, by "
          + "`\(program.nodes[Int(life.end)].id)`.",
        hint: "Delete one.", node)
    }
    if life.firstUse < 0 { qubits[qubit].firstUse = place }
    if life.begin < 0, life.earlyUse < 0 { qubits[qubit].earlyUse = place }
    qubits[qubit].end = place
    qubits[qubit].consumer = place
  }

  private func finishQubits(_ report: inout Report) {
    var leftovers: [Int32: [Int]] = [:]
    var unused: [Int] = []
    for qubit in program.qubits.all where !doubtful.qubits.contains(qubit) {
      let life = qubits[qubit]
      let name = program.qubits[qubit]
      if life.begin < 0 {
        if life.firstUse >= 0 {
          report.error(
            .notAllocated, "The qubit `\(name)` is used and never allocated.",
            hint: "Name it in an ALLOC_LQ.", program.nodes[Int(life.firstUse)])
        } else {
          unused.append(qubit)
        }
        continue
      }
      if life.earlyUse >= 0 {
        report.warn(
          .useBeforeAllocation,
          "The qubit `\(name)` is used before its allocation by "
            + "`\(program.nodes[Int(life.begin)].id)`.",
          hint: "Move the allocation to the front; it acts there.",
          program.nodes[Int(life.earlyUse)])
      }
      if options.isLinear ? life.consumer < 0 : life.end < 0 {
        leftovers[life.begin, default: []].append(qubit)
      }
    }
    for (node, qubits) in leftovers.sorted(by: { $0.key < $1.key }) {
      let names = qubits.map { program.qubits[$0] }.listed
      if options.isLinear {
        report.warn(
          .leak, "Never consumed: \(names).", hint: "Measure or free each.",
          program.nodes[Int(node)])
      } else {
        report.warn(
          .neverFreed, "Never freed: \(names).", hint: "They are freed at the end.",
          program.nodes[Int(node)])
      }
    }
    if !unused.isEmpty {
      report.warn(
        .unused,
        "Qubits are declared and never allocated: "
          + "\(unused.map { program.qubits[$0] }.listed).", hint: "Delete them.", nil)
    }
  }
}
