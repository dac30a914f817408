// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Reads a detector error model from `.dem` text in one pass, with open blocks on a stack of its
/// own.
struct ErrorModelParser {
  /// The largest detector number, shift or repeat count that is read: 2⁶³ − 1.
  static let largestNumber = UInt64(Int64.max)
  /// The largest observable number, the same as in circuits.
  static let largestObservable = UInt64(Target.largestIndex)

  private var cursor: ByteCursor
  private var instructions: [DetectorErrorModel.Instruction] = []
  private var counts = DetectorErrorModel.Counts()
  private var openBlocks: [OpenBlock] = []
  private var targets: [DetectorErrorModel.Target] = []

  private var numbers: [Double] = []

  private enum Name: String {
    case error, detector
    case logicalObservable = "logical_observable"
    case shiftDetectors = "shift_detectors"
    case block = "repeat"
  }

  private struct OpenBlock {
    var header: BlockHeader
    var outerInstructions: [DetectorErrorModel.Instruction]
    var outerCounts: DetectorErrorModel.Counts
  }

  init(_ cursor: ByteCursor) {
    self.cursor = cursor
  }

  /// Reads the whole text.
  mutating func parse() throws(CircuitError) -> DetectorErrorModel {
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
    return DetectorErrorModel(instructions)
  }

  private mutating func readStatement() throws(CircuitError) {
    let start = cursor.position
    while Byte.isNameByte(cursor.current) { cursor.position &+= 1 }
    guard let name = name(in: start..<cursor.position) else { throw unknownName(start) }
    if name == .block {
      let header = try cursor.readBlockHeader(
        name: "repeat", start: start, depth: openBlocks.count, smallestCount: 0)
      openBlocks.append(
        OpenBlock(header: header, outerInstructions: instructions, outerCounts: counts))
      instructions = []
      counts = DetectorErrorModel.Counts()
      return
    }
    let tag = try cursor.readTag()
    let argumentsAt = cursor.position
    try cursor.readNumbers(into: &numbers)
    let arguments = name == .error ? numbers : exactCopy(numbers)
    let line = Line(start: start, argumentsAt: argumentsAt, tag: tag, arguments: arguments)
    switch name {
    case .error: try readError(line)
    case .detector: try readDetector(line)
    case .logicalObservable: try readObservable(line)
    case .shiftDetectors: try readShift(line)
    case .block: break
    }
  }

  /// What stands before the targets of a line.
  private struct Line {
    var start: Int
    var argumentsAt: Int
    var tag: String
    var arguments: [Double]
  }

  private func name(in range: Range<Int>) -> Name? {
    // The lengths differ, so that one comparison decides.
    let candidate: Name
    switch range.count {
    case 5: candidate = .error
    case 6: candidate = .block
    case 8: candidate = .detector
    case 15: candidate = .shiftDetectors
    case 18: candidate = .logicalObservable
    default: return nil
    }
    var index = range.lowerBound
    for letter in candidate.rawValue.utf8 {
      if Byte.uppercased(cursor.bytes[index]) != Byte.uppercased(letter) { return nil }
      index &+= 1
    }
    return candidate
  }

  private func unknownName(_ start: Int) -> CircuitError {
    let word = cursor.word(at: start)
    if word.isEmpty || cursor.position == start {
      return cursor.error(
        .syntax, "Expected the name of an instruction, found \(cursor.name(ofByteAt: start)).",
        at: start)
    }
    return cursor.error(
      .unknownName,
      "No instruction of an error model is called \(word); there are error, detector, "
        + "logical_observable, shift_detectors and repeat.", at: start)
  }

  // MARK: Instructions

  private mutating func readError(_ line: Line) throws(CircuitError) {
    guard line.arguments.count == 1 else {
      throw cursor.error(
        .badArgument,
        "error takes exactly 1 argument, a probability, but got \(line.arguments.count).",
        at: line.arguments.isEmpty
          ? line.start : cursor.offset(ofArgument: 1, listAt: line.argumentsAt))
    }
    guard line.arguments[0] >= 0, line.arguments[0] <= 1 else {
      throw cursor.error(
        .badArgument,
        "The probability of an error must be between 0 and 1, not \(line.arguments[0]).",
        at: cursor.offset(ofArgument: 0, listAt: line.argumentsAt))
    }
    targets.removeAll(keepingCapacity: true)
    var separatorAt: Int?
    while let (target, offset) = try readTarget() {
      if target == .separator {
        if separatorAt != nil || targets.isEmpty { throw misplacedSeparator(offset) }
        separatorAt = offset
      } else {
        separatorAt = nil
      }
      targets.append(target)
    }
    if let separatorAt { throw misplacedSeparator(separatorAt) }
    counts.mechanisms = saturatingSum(counts.mechanisms, 1)
    instructions.append(
      .error(probability: line.arguments[0], targets: exactCopy(targets), tag: line.tag))
  }

  private func misplacedSeparator(_ offset: Int) -> CircuitError {
    cursor.error(.badTarget, "'^' must stand between two parts of an error.", at: offset)
  }

  private mutating func readDetector(_ line: Line) throws(CircuitError) {
    guard case .detector(let number) = try readOnlyTarget("detector", "a detector like D5", line)
    else { return }
    instructions.append(.detector(number, coordinates: line.arguments, tag: line.tag))
  }

  private mutating func readObservable(_ line: Line) throws(CircuitError) {
    if cursor.position != line.argumentsAt {
      throw cursor.error(
        .badArgument, "logical_observable takes no arguments.", at: line.argumentsAt)
    }
    guard
      case .observable(let number) = try readOnlyTarget(
        "logical_observable", "an observable like L0", line)
    else { return }
    instructions.append(.logicalObservable(number, tag: line.tag))
  }

  private mutating func readShift(_ line: Line) throws(CircuitError) {
    cursor.skipSpaces()
    let start = cursor.position
    let amount = try cursor.readWhole(upTo: ErrorModelParser.largestNumber, "shift")
    guard let amount else {
      throw cursor.error(
        .badTarget,
        "shift_detectors takes one whole number, found \(cursor.name(ofByteAt: start)).", at: start)
    }
    try requireLineEnd("shift_detectors")
    let (sum, overflow) = counts.shift.addingReportingOverflow(amount)
    if overflow || sum == .max { throw tooMany(start) }
    counts.shift = sum
    instructions.append(.shiftDetectors(amount, coordinates: line.arguments, tag: line.tag))
  }

  /// Reads the one target of a declaration, which must be of the declared kind.
  private mutating func readOnlyTarget(
    _ name: StaticString, _ kind: StaticString, _ line: Line
  ) throws(CircuitError) -> DetectorErrorModel.Target {
    guard let (target, offset) = try readTarget() else {
      throw cursor.error(
        .badTarget, "\(name) takes exactly one target, \(kind).", at: line.start)
    }
    let isFit =
      switch target {
      case .detector: name.utf8CodeUnitCount == 8
      case .observable: name.utf8CodeUnitCount != 8
      case .separator: false
      }
    guard isFit else {
      throw cursor.error(.badTarget, "\(name) takes \(kind), not \(target).", at: offset)
    }
    try requireLineEnd(name)
    return target
  }

  private mutating func requireLineEnd(_ name: StaticString) throws(CircuitError) {
    cursor.skipSpaces()
    guard cursor.current == Byte.lineFeed || cursor.current == Byte.hash else {
      throw cursor.error(
        .badTarget, "\(name) takes exactly one target; remove what follows it.",
        at: cursor.position)
    }
  }

  /// Reads the next target of this line; nil at the end of the line.
  private mutating func readTarget() throws(CircuitError) -> (DetectorErrorModel.Target, Int)? {
    let isSeparated = cursor.skipSpaces()
    let start = cursor.position
    let byte = cursor.current
    if byte == Byte.lineFeed || byte == Byte.hash { return nil }
    guard isSeparated else {
      throw cursor.error(
        .syntax, "Expected a blank before the target, found \(cursor.name(ofByteAt: start)).",
        at: start)
    }
    cursor.position &+= 1
    let target: DetectorErrorModel.Target
    switch byte | 0x20 {
    case UInt8(ascii: "d"):
      target = .detector(try readNumber(upTo: ErrorModelParser.largestNumber, "detector number"))
    case UInt8(ascii: "l"):
      target = .observable(
        try readNumber(upTo: ErrorModelParser.largestObservable, "observable number"))
    default:
      guard byte == Byte.caret else {
        cursor.position = start
        let word = cursor.word(at: start)
        throw cursor.error(
          .syntax,
          "Expected a target like D5, L0 or ^, found "
            + "\(word.isEmpty ? cursor.name(ofByteAt: start) : "'\(word)'").", at: start)
      }
      target = .separator
    }
    if !counts.add(target) { throw tooMany(start) }
    return (target, start)
  }

  private mutating func readNumber(
    upTo largest: UInt64, _ what: StaticString
  ) throws(CircuitError) -> UInt64 {
    if let number = try cursor.readWhole(upTo: largest, what) { return number }
    throw cursor.error(
      .syntax, "Expected digits, found \(cursor.name(ofByteAt: cursor.position)).",
      at: cursor.position)
  }

  private func tooMany(_ offset: Int) -> CircuitError {
    cursor.error(
      .limit,
      "The model has more than 2^64 - 2 detectors or errors; lower its shifts or repeat counts.",
      at: offset)
  }

  // MARK: Blocks

  private mutating func closeBlock() throws(CircuitError) {
    guard let block = openBlocks.popLast() else { throw cursor.uninitiatedBlock() }
    let bodyCounts = counts
    counts = block.outerCounts
    if !counts.add(bodyCounts, times: block.header.count) { throw tooMany(block.header.offset) }
    let body = DetectorErrorModel(instructions)
    instructions = block.outerInstructions
    instructions.append(.block(count: block.header.count, body: body, tag: block.header.tag))
    cursor.position &+= 1
  }
}
