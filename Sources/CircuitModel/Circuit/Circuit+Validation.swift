// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Circuit.Instruction {
  /// Checks arguments and targets against the gate table.
  ///
  /// Whether past measurements exist depends on the circuit; see `Circuit.validate()`.
  /// - Throws: `CircuitError` without a location.
  public func validate() throws(CircuitError) {
    let rules = InstructionRules(gate: gate, shape: GateShape.all[Int(gate.rawValue)])
    do {
      try rules.check(arguments: arguments)
      try rules.check(targets: targets.span)
    } catch {
      throw CircuitError(error.code, error.message)
    }
  }
}

extension Circuit {
  /// Checks everything that parsing would check, for circuits built in other ways.
  ///
  /// - Throws: `CircuitError` without a location; the message names the operation by its path, like
  ///   2.5 for the fifth operation of the block that is the second operation.
  /// - Complexity: O(size of the circuit as data).
  public func validate() throws(CircuitError) {
    var totals = CircuitParser.Totals()
    var path: [Int] = []
    do throws(CircuitError) {
      try validate(&totals, &path)
    } catch {
      let place = path.map(String.init).joined(separator: ".")
      throw CircuitError(error.code, "Operation \(place): \(error.message)")
    }
  }

  /// Leaves the path of the faulty operation behind when it throws.
  private func validate(
    _ totals: inout CircuitParser.Totals, _ path: inout [Int]
  ) throws(CircuitError) {
    path.append(0)
    for (index, operation) in operations.enumerated() {
      path[path.count - 1] = index + 1
      switch operation {
      case .instruction(let instruction):
        try instruction.validate()
        try totals.checkAndCount(instruction)
      case .block(let block):
        let before = totals
        guard block.count > 0 else {
          throw CircuitError(.badArgument, "A block must run at least once; remove it.")
        }
        guard block.count <= BlockHeader.largestCount, path.count <= BlockHeader.largestDepth else {
          throw CircuitError(
            .limit,
            "Blocks may run 2^63 - 1 times and nest \(BlockHeader.largestDepth) deep at most.")
        }
        try block.body.validate(&totals, &path)
        try totals.repeatBlock(block.count, since: before)
      }
    }
    path.removeLast()
  }
}

extension CircuitParser.Totals {
  /// Checks the records that an instruction refers to and counts what it adds.
  fileprivate mutating func checkAndCount(
    _ instruction: Circuit.Instruction
  ) throws(CircuitError) {
    do {
      try InstructionRules.checkRecords(instruction.targets.span, history: measurements)
      try InstructionRules.add(
        UInt64(instruction.measurementCount), to: &measurements, "measurements")
      if instruction.gate == .detector { try InstructionRules.add(1, to: &detectors, "detectors") }
      if instruction.gate == .tick { try InstructionRules.add(1, to: &ticks, "ticks") }
    } catch {
      throw CircuitError(error.code, error.message)
    }
  }

  fileprivate mutating func repeatBlock(
    _ count: UInt64, since before: Self
  ) throws(CircuitError) {
    do {
      try self.repeat(count, since: before)
    } catch {
      throw CircuitError(error.code, error.message)
    }
  }
}
