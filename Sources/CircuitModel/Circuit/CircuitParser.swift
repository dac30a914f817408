// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Reads a circuit from `.stim` text in one pass, in time and memory linear in the text.
///
/// Blocks are kept on a stack of the parser's own, never on the call stack. Adjacent instructions
/// of the same gate, tag and arguments are merged while they are read, except those that must stay
/// apart.
struct CircuitParser {
  var cursor: ByteCursor
  private let limits: ParsingLimits
  /// The operations of the block being read.
  private var list = OperationList()
  private var openBlocks: [OpenBlock] = []
  private var totals = Totals()
  /// The arguments of the line being read.
  private var arguments: [Double] = []
  private let names = GateNameTable.shared
  private let shapes = GateShape.all

  /// A block whose end has not been reached, with what surrounds it.
  private struct OpenBlock {
    var header: BlockHeader
    var outer: Circuit
    var totalsBefore: Totals
  }

  /// What has been counted so far; inside a block, as of its first run.
  struct Totals {
    var measurements: UInt64 = 0
    var detectors: UInt64 = 0
    var ticks: UInt64 = 0
    /// Lines executed; saturates, since nothing needs it exactly.
    var lines: UInt64 = 0
  }

  init(_ cursor: ByteCursor, _ limits: ParsingLimits) {
    self.cursor = cursor
    self.limits = limits
    // Most lines are longer than this; what is reserved in vain is never touched.
    list.reserve(cursor.end / 64)
  }

  /// Reads the whole text.
  mutating func parse() throws(CircuitError) -> Circuit {
    while true {
      cursor.skipBlanksAndComments()
      if cursor.isAtEnd { break }
      if cursor.current == Byte.closeBrace {
        try closeBlock()
      } else {
        try readStatement()
      }
    }
    if let block = openBlocks.last { throw cursor.unclosed(block.header) }
    return list.finish()
  }

  private mutating func readStatement() throws(CircuitError) {
    let start = cursor.position
    while Byte.isNameByte(cursor.current) { cursor.position &+= 1 }
    let range = start..<cursor.position
    if range.isEmpty {
      throw cursor.error(
        .syntax, "Expected the name of an instruction, found \(cursor.name(ofByteAt: start)).",
        at: start)
    }
    switch names.meaning(cursor.bytes, range) {
    case .gate(let gate): try readInstruction(gate, start)
    case .block: try openBlock(start)
    case nil:
      let word = String(decoding: cursor.bytes[range].prefix(40), as: UTF8.self)
      let hint =
        GateNameTable.suggestion(for: word).map { "; did you mean \($0)?" }
        ?? "; see `quanta help gates`."
      throw cursor.error(.unknownName, "No instruction is called \(word)\(hint)", at: start)
    }
  }

  // MARK: Instructions

  private mutating func readInstruction(_ gate: Gate, _ start: Int) throws(CircuitError) {
    let tag = try cursor.readTag()
    let argumentsAt = cursor.position
    try cursor.readNumbers(into: &arguments)
    let rules = InstructionRules(gate: gate, shape: shapes[Int(gate.rawValue)])
    if arguments.isEmpty, cursor.position != argumentsAt, case .none = rules.shape.arguments {
      throw cursor.error(
        .badArgument, "\(gate.definition.name) takes no arguments; remove the parentheses.",
        at: argumentsAt + 1)
    }
    if !list.isContinued(by: gate, tag: tag, arguments: arguments, rules.shape.traits) {
      do {
        try rules.check(arguments: arguments)
      } catch {
        throw located(error, name: start, arguments: argumentsAt, targets: 0)
      }
      list.open(gate, tag: tag, arguments: exactCopy(arguments))
    }
    try readTargets(rules, start)
  }

  /// Reads the targets of the line onto those of the open instruction.
  private mutating func readTargets(_ rules: InstructionRules, _ start: Int) throws(CircuitError) {
    let targetsAt = cursor.position
    let lineStart = list.targets.count
    try cursor.readTargets(into: &list.targets)
    // Each line is checked on its own: a pair or a product never spans two lines.
    do throws(InstructionFault) {
      try rules.check(
        targets: list.targets.storage.span.extracting(lineStart..<list.targets.count))
      totals = try totals.adding(
        list.targets.storage.span.extracting(lineStart..<list.targets.count), rules)
    } catch {
      throw located(error, name: start, arguments: 0, targets: targetsAt)
    }
    if rules.shape.targets == .paulis { list.targets.removeCombiners(from: lineStart) }
  }

  /// Gives a fault its place in the text by reading the line once more.
  private func located(
    _ fault: InstructionFault, name: Int, arguments: Int, targets: Int
  ) -> CircuitError {
    let offset: Int
    switch fault.place {
    case .name: offset = name
    case .argument(let index): offset = cursor.offset(ofArgument: index, listAt: arguments)
    case .target(let index): offset = cursor.offset(ofTarget: index, listAt: targets)
    }
    return cursor.error(fault.code, fault.message, at: offset)
  }

  // MARK: Blocks

  private mutating func openBlock(_ start: Int) throws(CircuitError) {
    let header = try cursor.readBlockHeader(
      name: "REPEAT", start: start, depth: openBlocks.count, smallestCount: 1)
    openBlocks.append(
      OpenBlock(header: header, outer: list.finish(), totalsBefore: totals))
  }

  private mutating func closeBlock() throws(CircuitError) {
    guard let block = openBlocks.popLast() else { throw cursor.uninitiatedBlock() }
    do {
      try totals.repeat(block.header.count, since: block.totalsBefore)
    } catch {
      throw cursor.error(error.code, error.message, at: block.header.offset)
    }
    try checkLimits(block.header)
    let body = list.finish()
    list.resume(block.outer)
    list.append(
      Circuit.RepeatBlock(count: block.header.count, body: body, tag: block.header.tag))
    cursor.position &+= 1
  }
}

extension CircuitParser {
  /// Refuses a block that makes the circuit longer than the caller can bear.
  private func checkLimits(_ header: BlockHeader) throws(CircuitError) {
    if totals.lines > limits.instructions {
      throw cursor.error(
        .limit,
        "With this block the circuit runs \(totals.lines) instructions; at most "
          + "\(limits.instructions) can be run. Lower the repeat count.", at: header.offset)
    }
    if totals.measurements > limits.measurements {
      throw cursor.error(
        .limit,
        "With this block the circuit makes \(totals.measurements) measurements; at most "
          + "\(limits.measurements) can be held. Lower the repeat count.", at: header.offset)
    }
  }
}

extension CircuitParser.Totals {
  /// Checks the records that a line refers to and counts what it adds.
  @inline(__always)
  func adding(
    _ targets: Span<Target>, _ rules: InstructionRules
  ) throws(InstructionFault) -> Self {
    var sum = self
    sum.lines = saturatingSum(lines, 1)
    switch rules.shape.targets {
    case .records, .pairs, .recordsAndPaulis:
      try InstructionRules.checkRecords(targets, history: measurements)
    default: break
    }
    if rules.shape.traits.contains(.measures) {
      let count = Circuit.Instruction.groupCount(targets, rules.shape.targets)
      try InstructionRules.add(UInt64(count), to: &sum.measurements, "measurements")
    } else if rules.gate == .detector {
      try InstructionRules.add(1, to: &sum.detectors, "detectors")
    } else if rules.gate == .tick {
      try InstructionRules.add(1, to: &sum.ticks, "ticks")
    }
    return sum
  }

  /// Replaces one run of a block by `count` runs.
  mutating func `repeat`(_ count: UInt64, since before: Self) throws(InstructionFault) {
    try Self.scale(&measurements, count, before.measurements, "measurements")
    try Self.scale(&detectors, count, before.detectors, "detectors")
    try Self.scale(&ticks, count, before.ticks, "ticks")
    lines = saturatingSum(before.lines, saturatingProduct(lines - before.lines, count))
  }

  private static func scale(
    _ total: inout UInt64, _ count: UInt64, _ before: UInt64, _ what: StaticString
  ) throws(InstructionFault) {
    let (added, overflow) = (total - before).multipliedReportingOverflow(by: count)
    total = before
    if overflow { throw InstructionRules.overflow(what) }
    try InstructionRules.add(added, to: &total, what)
  }
}

extension InstructionRules {
  /// Adds to a total that must stay exact.
  static func add(
    _ count: UInt64, to total: inout UInt64, _ what: StaticString
  ) throws(InstructionFault) {
    let (sum, overflow) = total.addingReportingOverflow(count)
    if overflow { throw InstructionRules.overflow(what) }
    total = sum
  }

  static func overflow(_ what: StaticString) -> InstructionFault {
    InstructionFault(
      code: .limit,
      message: "The circuit makes more than 2^64 - 1 \(what); lower the repeat counts.",
      place: .name)
  }

  /// Checks that every past measurement referred to exists.
  @inline(__always)
  static func checkRecords(_ targets: Span<Target>, history: UInt64) throws(InstructionFault) {
    for index in targets.indices
    where targets[index].bits & Target.recordBit != 0 && UInt64(targets[index].index) > history {
      let target = targets[index]
      let made = history == 1 ? "1 measurement has" : "\(history) measurements have"
      throw InstructionFault(
        code: .reference,
        message: "\(target) looks back before the start: only \(made) been made here.",
        place: .target(index))
    }
  }
}
