// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Operations being gathered, with neighbouring equal instructions merged in linear time.
///
/// The latest instruction stays open until something arrives that does not extend it, so that its
/// targets are copied once however many lines they come from.
struct OperationList {
  private var operations: [Circuit.Operation] = []
  private var isOpen = false
  private var gate = Gate.i
  private var tag = ""
  private var arguments: [Double] = []
  /// The targets of the open instruction.
  var targets = TargetBuffer()

  /// Makes room for so many operations.
  mutating func reserve(_ count: Int) {
    operations.reserveCapacity(count)
  }

  /// Whether an instruction so begun extends the open one.
  @inline(__always)
  func isContinued(
    by gate: Gate, tag: String, arguments: [Double], _ traits: GateDefinition.Traits
  ) -> Bool {
    isOpen && self.gate == gate && self.tag == tag && self.arguments == arguments
      && !traits.contains(.neverFused)
  }

  /// Closes the open instruction and opens another, still without targets.
  @inline(__always)
  mutating func open(_ gate: Gate, tag: String, arguments: [Double]) {
    close()
    isOpen = true
    self.gate = gate
    self.tag = tag
    self.arguments = arguments
  }

  /// Ends the open instruction, if there is one.
  mutating func close() {
    guard isOpen else { return }
    // An exact copy, so that the buffer in which the next line gathers stays here.
    operations.append(
      .instruction(
        Circuit.Instruction(gate, targets.copy(), arguments: arguments, tag: tag)))
    isOpen = false
    targets.count = 0
  }

  /// Appends an instruction, merged with the one before if they agree.
  mutating func append(_ instruction: Circuit.Instruction) {
    let gate = instruction.gate
    if !isContinued(
      by: gate, tag: instruction.tag, arguments: instruction.arguments, gate.traits)
    {
      open(gate, tag: instruction.tag, arguments: instruction.arguments)
    }
    targets.append(contentsOf: instruction.targets)
  }

  /// Appends a block.
  mutating func append(_ block: Circuit.RepeatBlock) {
    close()
    operations.append(.block(block))
  }

  /// Hands out what has been gathered and starts afresh.
  mutating func finish() -> Circuit {
    close()
    let result = Circuit(operations)
    operations = []
    return result
  }

  /// Puts the operations of an outer block back, with what has been gathered since dropped.
  mutating func resume(_ outer: Circuit) {
    close()
    operations = outer.operations
  }
}

/// A copy that does not share, and is no larger than, the elements need.
@inline(__always)
func exactCopy<Element: BitwiseCopyable>(_ elements: [Element]) -> [Element] {
  if elements.isEmpty { return [] }
  var copy: [Element] = []
  copy.reserveCapacity(elements.count)
  copy.append(contentsOf: elements)
  return copy
}
