// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What is wrong with an instruction, and with which part of it.
struct InstructionFault: Error {
  /// The part of an instruction that is at fault.
  enum Place: Hashable {
    /// The name, or the instruction as a whole.
    case name
    case argument(Int)
    case target(Int)
  }

  var code: CircuitError.Code
  var message: String
  var place: Place
}

/// The rules of the gate table, applied to the arguments and targets of one instruction.
struct InstructionRules {
  let gate: Gate
  let shape: GateShape

  /// How far a sum of disjoint probabilities may exceed 1 through rounding.
  static let sumTolerance = 1e-6

  private var name: String { gate.definition.name }

  // MARK: Arguments

  func check(arguments: [Double]) throws(InstructionFault) {
    switch shape.arguments {
    case .none: try checkCount(arguments, 0...0, "takes no arguments")
    case .probability:
      try checkCount(arguments, 1...1, "takes exactly 1 argument, a probability")
      try checkProbability(arguments, upTo: largestProbability)
    case .optionalProbability:
      try checkCount(arguments, 0...1, "takes at most 1 argument, a probability")
      try checkProbability(arguments, upTo: 1)
    case .disjointProbabilities(let count):
      try checkCount(arguments, count...count, "takes exactly \(count) arguments, probabilities")
      try checkDisjoint(arguments)
    case .anyDisjointProbabilities: try checkDisjoint(arguments)
    case .coordinates:
      for (index, value) in arguments.enumerated() where !value.isFinite {
        throw fault("Coordinates must be finite numbers, not \(value).", .argument(index))
      }
    case .index: try checkIndex(arguments)
    }
  }

  /// The strongest depolarization that is a mixture of Paulis including the identity.
  private var largestProbability: Double {
    switch gate {
    case .depolarize1: 0.75
    case .depolarize2: 0.9375
    default: 1
    }
  }

  private func checkCount(
    _ arguments: [Double], _ allowed: ClosedRange<Int>, _ rule: @autoclosure () -> String
  ) throws(InstructionFault) {
    guard !allowed.contains(arguments.count) else { return }
    let place =
      arguments.count > allowed.upperBound
      ? InstructionFault.Place.argument(allowed.upperBound) : .name
    throw fault("\(name) \(rule()), but got \(arguments.count).", place)
  }

  private func checkProbability(
    _ arguments: [Double], upTo largest: Double
  ) throws(InstructionFault) {
    for (index, value) in arguments.enumerated() where !(value >= 0 && value <= largest) {
      let limit = largest == 1 ? "1" : "\(largest), where its noise is complete"
      throw fault(
        "The probability of \(name) must be between 0 and \(limit), not \(value).",
        .argument(index))
    }
  }

  private func checkDisjoint(_ arguments: [Double]) throws(InstructionFault) {
    try checkProbability(arguments, upTo: 1)
    var sum = 0.0
    for value in arguments { sum += value }
    if sum > 1 + InstructionRules.sumTolerance {
      throw fault(
        "The probabilities of \(name) exclude each other, so they may not add up to more than 1, "
          + "but they add up to \(sum).", .argument(0))
    }
  }

  private func checkIndex(_ arguments: [Double]) throws(InstructionFault) {
    try checkCount(arguments, 1...1, "takes exactly 1 argument, the number of the observable")
    let value = arguments[0]
    guard value >= 0, value == value.rounded() else {
      throw fault(
        "The number of an observable must be a whole number of 0 or more, not \(value).",
        .argument(0))
    }
    guard value <= Double(Target.largestIndex) else {
      throw InstructionFault(
        code: .limit,
        message: "The number of an observable may not exceed \(Target.largestIndex).",
        place: .argument(0))
    }
  }

  // MARK: Targets

  @inline(__always)
  func check(targets: Span<Target>) throws(InstructionFault) {
    switch shape.targets {
    case .qubits:
      let allowed = Target.indexMask | (shape.traits.contains(.invertible) ? Target.invertedBit : 0)
      var seen: UInt32 = 0
      for index in targets.indices { seen |= targets[index].bits }
      if seen & ~allowed != 0 { try rejectFirst(targets) }
    case .none: if !targets.isEmpty { throw badTarget("\(name) takes no targets.", 0) }
    case .pairs(let classical): try checkPairs(targets, classical)
    case .records: try checkRecords(targets)
    default: try checkOther(targets)
    }
  }

  private func checkOther(_ targets: Span<Target>) throws(InstructionFault) {
    switch shape.targets {
    case .products: try checkProducts(targets)
    case .paulis: try checkPaulis(targets)
    case .recordsAndPaulis:
      for index in targets.indices where ![.pauli, .record].contains(targets[index].kind) {
        throw badTarget(
          "\(name) takes past measurements like rec[-1] and Paulis like X5, not "
            + "\(targets[index]).", index)
      }
    case .bits:
      for index in targets.indices where targets[index].bits > 1 {
        throw badTarget("\(name) takes the bits 0 and 1, not \(targets[index]).", index)
      }
    case .none, .qubits, .pairs, .records: break
    }
  }

  /// Checks a list of Paulis, in which Stim lets combiners stand though they mean nothing.
  private func checkPaulis(_ targets: Span<Target>) throws(InstructionFault) {
    for index in targets.indices {
      let target = targets[index]
      if target.isCombiner {
        try checkCombiner(targets, index)
      } else if target.kind != .pauli {
        throw badTarget("\(name) takes Paulis like X5 or Z2, not \(target).", index)
      }
    }
  }

  private func checkCombiner(_ targets: Span<Target>, _ index: Int) throws(InstructionFault) {
    guard index > 0, !targets[index - 1].isCombiner, index + 1 < targets.count else {
      throw badTarget("'*' must stand between two Paulis.", index)
    }
  }

  private func checkRecords(_ targets: Span<Target>) throws(InstructionFault) {
    for index in targets.indices where targets[index].kind != .record {
      throw badTarget("\(name) takes past measurements like rec[-1], not \(targets[index]).", index)
    }
  }

  /// Finds the target that made a list of qubits unfit.
  private func rejectFirst(_ targets: Span<Target>) throws(InstructionFault) {
    for index in targets.indices { try checkQubit(targets[index], index) }
  }

  private func checkQubit(_ target: Target, _ index: Int) throws(InstructionFault) {
    guard target.kind == .qubit else {
      throw badTarget("\(name) acts on plain qubits like 5, not on \(target).", index)
    }
    if target.isInverted, !shape.traits.contains(.invertible) {
      throw badTarget("\(name) does not measure, so '!' has no meaning before its target.", index)
    }
  }

  private func checkPairs(
    _ targets: Span<Target>, _ classical: GateDefinition.ClassicalControl
  ) throws(InstructionFault) {
    guard targets.count.isMultiple(of: 2) else {
      throw badTarget(
        "\(name) acts on pairs, but has \(targets.count) target\(targets.count == 1 ? "" : "s"); "
          + "the last one has no partner.", targets.count - 1)
    }
    var index = 0
    while index < targets.count {
      let (first, second) = (targets[index], targets[index + 1])
      if (first.bits | second.bits) & ~Target.indexMask != 0 {
        if !(classical.contains(.first) && first.isClassical) {
          try checkSide(first, index, classical)
        }
        if !(classical.contains(.second) && second.isClassical) {
          try checkSide(second, index + 1, classical)
        }
      }
      if (first.bits ^ second.bits) & ~Target.invertedBit == 0 {
        throw badTarget(
          "\(name) acts on two different targets, but this pair names \(second) twice.", index + 1)
      }
      index += 2
    }
  }

  private func checkSide(
    _ target: Target, _ index: Int, _ classical: GateDefinition.ClassicalControl
  ) throws(InstructionFault) {
    if target.isClassical, !classical.isEmpty {
      throw badTarget(
        "\(target) can only control; \(name) takes classical bits as the "
          + "\(classical == .first ? "first" : "second") of a pair.", index)
    }
    try checkQubit(target, index)
  }

  private func checkProducts(_ targets: Span<Target>) throws(InstructionFault) {
    var start = 0
    for index in targets.indices {
      let target = targets[index]
      if target.isCombiner {
        try checkCombiner(targets, index)
      } else if target.kind != .pauli {
        throw badTarget("\(name) takes products of Paulis like X5*Z2, not \(target).", index)
      }
      if index + 1 == targets.count || !(target.isCombiner || targets[index + 1].isCombiner) {
        try checkHermitian(targets.extracting(start...index), start)
        start = index + 1
      }
    }
  }

  /// A product of Paulis can be measured only if its phase is real.
  private func checkHermitian(
    _ product: Span<Target>, _ index: Int
  ) throws(InstructionFault) {
    var last = -1
    var isAscending = true
    for factor in product.indices where !product[factor].isCombiner {
      isAscending = isAscending && product[factor].index > last
      last = product[factor].index
    }
    // Without a repeated qubit every factor commutes with every other.
    guard !isAscending else { return }
    let factors = product.indices.map { product[$0] }
    guard !PauliProduct(factors).isHermitian else { return }
    let text = factors.map(\.description).joined()
    throw badTarget(
      "The product \(text) is anti-Hermitian, so it has no real eigenvalues to work with; "
        + "remove or reorder a factor on the repeated qubit.", index)
  }

  private func fault(_ message: String, _ place: InstructionFault.Place) -> InstructionFault {
    InstructionFault(code: .badArgument, message: message, place: place)
  }

  private func badTarget(_ message: String, _ index: Int) -> InstructionFault {
    InstructionFault(code: .badTarget, message: message, place: .target(index))
  }
}
