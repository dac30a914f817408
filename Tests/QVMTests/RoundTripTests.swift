// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import QVM
import StrictJSON
import Testing
import _TestSupport

/// What is written reads back as itself.
@Suite(.tags(.law))
struct RoundTripTests {
  /// A valid program over every operation, with awkward names and texts.
  static func program(seed: UInt64) -> Program {
    var random = RandomStream(seed: seed)
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
    let texts = [
      "", "a b", "semi;colon", "quo\"te", "back\\slash", "{brace}", "new\nline", "ü→", "if x==1",
    ]
    let stems = ["q", "ch", "ev", "pi", "json", "_", "if", "if_", "not", "and", "or", "in", "for"]
    func names(_ count: Int, _ suffix: String) -> [String] {
      (0..<count).map { "\(pick(stems))\(suffix)\($0)" }
    }
    // Qubits, events and channels may share names.
    let qubits = names(5, below(2) == 0 ? "" : "x")
    let table = NameTable(qubits)
    var events: [(name: String, outcomes: Int)] = []
    var program = Program()
    if below(2) == 0 { program.summary = pick(texts) }
    if below(2) == 0 {
      program.metadata = JSON.Object()
      for key in ["plain", "odd key", ""].prefix(below(4)) {
        program.metadata?[key] = pick([1, -2.5, "t{x}", nil, true, ["k": [1, nil]], 1e300])
      }
    }
    program.capabilities = Capabilities([.allocate, pick(Capability.allCases)])
    var builder = Builder(program: program)
    builder.add(
      "begin", .allocate, qubits: table.names, arguments: [Argument("n", .integer(table.count))])
    var open: [String] = []
    var ends: Set<String> = []
    for index in 0..<(5 + below(20)) {
      let opcode = pick(Opcode.allCases.filter { ![.allocate, .free].contains($0) })
      let definition = opcode.definition
      var channels: [String] = []
      if opcode == .useChannel || opcode == .closeChannel { continue }
      var order = table.names
      for place in order.indices.dropLast() {
        order.swapAt(place, place + below(order.count - place))
      }
      let most = min(definition.qubits.most ?? 3, 5)
      var used = Array(
        order.prefix(definition.qubits.least + below(most - definition.qubits.least + 1)))
      if opcode == .openChannel {
        // A qubit is the end of one open channel.
        used = Array(order.filter { !ends.contains($0) }.prefix(2))
        guard used.count == 2 else { continue }
        ends.formUnion(used)
        channels = ["\(pick(["ch", "k", "ev"]))\(open.count)"]
        open.append(channels[0])
      }
      var outputs: [String] = []
      for number in 0..<below((definition.outputs.most ?? 0) + 1) {
        outputs.append("\(pick(stems))m\(index)_\(number)")
      }
      let bits = events.filter { $0.outcomes == 2 }.map(\.name)
      let inputs = definition.inputs.most == 0 ? [] : Array(bits.prefix(below(3)))
      var arguments: [Argument] = []
      for rule in definition.arguments where rule.isRequired || below(2) == 0 {
        switch rule.type {
        case .angle:
          let angle = pick([Double.pi / 2, -3 * .pi / 8, 0.1, 1e-9, 123.456, -0.0])
          arguments.append(Argument(rule.name, .angle(Angle(radians: angle))))
        case .integer(let range): arguments.append(Argument(rule.name, .integer(range.lowerBound)))
        case .number(let range): arguments.append(Argument(rule.name, .number(range.lowerBound)))
        case .text: arguments.append(Argument(rule.name, .text(pick(texts))))
        case .choice(let words): arguments.append(Argument(rule.name, .text(pick(words))))
        case .profile: break
        }
      }
      if below(4) == 0 { arguments.append(Argument("odd key", .json(["x": [nil, "}{"]]))) }
      func comparison() -> (String, Int) {
        let event = pick(events)
        return (event.name, below(event.outcomes))
      }
      let condition: Builder.Condition? =
        events.isEmpty || below(2) == 0 || opcode == .openChannel
        ? nil
        : pick([
          .equals(comparison()), .all([.equals(comparison()), .equals(comparison())]),
          .any([.all([.equals(comparison()), .equals(comparison())]), .equals(comparison())]),
          .all([.all([.equals(comparison()), .equals(comparison())]), .equals(comparison())]),
        ])
      builder.add(
        "\(pick(stems))n\(index)", opcode, qubits: used, channels: channels, inputs: inputs,
        outputs: outputs, arguments: arguments, condition: condition,
        capabilities: below(4) == 0 ? Capabilities([.magic]) : [],
        metadata: below(4) == 0 ? ["note": .string(pick(texts))] : nil)
      for output in outputs {
        events.append((output, opcode.outcomeCount(producing: outputs.count)))
      }
    }
    if !open.isEmpty { builder.add("close", .closeChannel, channels: open) }
    builder.add("end", .free, qubits: table.names)
    if below(3) == 0 { builder.program.events.insert("left_over") }
    return builder.program
  }

  @Test(arguments: 0..<200) func assemblyIsExact(seed: Int) throws {
    let program = RoundTripTests.program(seed: UInt64(seed))
    let verdict = Verifier().verify(program)
    #expect(verdict.isValid, "\(verdict.problems)")
    let text = program.assembly()
    let again = try Assembler().assemble(text)
    #expect(again == program, "\(text)")
    #expect(again.assembly() == text)
  }

  static let words = [
    "if", "not", "and", "or", "in", "for", "else", "elif", "true", "false", "True", "pi", "tau",
    "json", "math", "range", "len", "caps", "CAP_ALLOC", "APPLY_H", "X", "ch", "ev", "e1", "f", "_",
    "theta", "mask", "channel", "n", "tag",
  ]

  /// A word that means something to the language is a name like any other.
  @Test(arguments: words) func wordsAreNames(word: String) throws {
    for name in [word, word + "_1", word + "2"] {
      var builder = Builder(program: Program())
      builder.program.capabilities = Capabilities([.allocate, .link])
      builder.program.metadata = JSON.Object(uniqueKeysWithValues: [(name, JSON.integer(1))])
      builder.add(name, .allocate, qubits: [name, "b", "c"])
      builder.add("open", .openChannel, qubits: ["b", "c"], channels: [name])
      builder.add("use", .useChannel, qubits: [name], channels: [name])
      builder.add("close", .closeChannel, channels: [name])
      builder.add("bell", .measureBell, qubits: [name, "b"], outputs: ["k", name])
      builder.add("flip", .x, qubits: [name], condition: .equals((name, 1)))
      builder.add(
        "both", .cnot, qubits: ["b", name],
        condition: .all([.equals((name, 0)), .any([.equals((name, 1)), .equals(("k", 0))])]))
      builder.add("alone", .h, qubits: [name])
      builder.add("again", .measureZ, qubits: [name], outputs: ["l"], condition: .equals((name, 1)))
      builder.add("fix", .conditionalPauli, qubits: ["b", name], inputs: [name, "k"])
      builder.add("region", .region, arguments: [Argument(name, .number(1.5))])
      builder.add(
        "last", .region,
        arguments: [Argument("tag", .text(name)), Argument(name + "x", .number(0.5))],
        condition: .any([.equals((name, 1)), .equals((name, 0))]), metadata: [name: .string(name)])
      let program = builder.program
      let text = program.assembly()
      #expect(try Assembler().assemble(text) == program, "\(text)")
      #expect(try Program(parsing: program.text()) == program)
    }
  }

  /// `if` begins a guard only where one can stand.
  @Test func ifMayBeAName() throws {
    let program = try Assembler().assemble(
      """
      if: ALLOC_LQ -> if, q
      m: MEASURE_Z if -> if
      c: APPLY_CNOT if, q if @if==1
      d: APPLY_CNOT q, if if not @not==1 && !@and==1 or @or
      x: MEASURE_Z q -> not
      y: MEASURE_Z q -> and
      z: MEASURE_Z q -> or
      h: APPLY_H if
      t: BAR_REGION if=1
      """)
    #expect(
      program.nodes.map(\.qubits) == [[0, 1], [0], [0, 1], [1, 0], [1], [1], [1], [0], []])
    #expect(program.nodes[2].condition == .equals(event: 0, value: 1))
    #expect(program.nodes[8].arguments == [Argument("if", .integer(1))])
    for tail in ["q if", "q if,", "q if @==1", "q if @1==1", "-> e if"] {
      #expect(throws: QVMError.self, "\(tail)") {
        try Assembler().assemble("a: ALLOC_LQ -> q\nm: MEASURE_Z \(tail)")
      }
    }
  }

  @Test(arguments: 0..<200) func jsonIsExact(seed: Int) throws {
    let program = RoundTripTests.program(seed: UInt64(seed))
    #expect(try Program(parsing: program.text()) == program)
    #expect(try Program(parsing: Array(program.json.text(.indented).utf8)) == program)
  }
}

/// Adds nodes by name.
struct Builder {
  var program: Program

  indirect enum Condition {
    case equals((String, Int))
    case all([Condition])
    case any([Condition])
  }

  mutating func add(
    _ id: String, _ opcode: Opcode, qubits: [String] = [], channels: [String] = [],
    inputs: [String] = [], outputs: [String] = [], arguments: [Argument] = [],
    condition: Condition? = nil, capabilities: Capabilities = [], metadata: JSON? = nil
  ) {
    let qubits = qubits.map { program.qubits.insert($0) }
    let channels = channels.map { program.channels.insert($0) }
    let inputs = inputs.map { program.events.insert($0) }
    let condition = condition.map { resolve($0) }
    let outputs = outputs.map { program.events.insert($0) }
    program.nodes.append(
      Node(
        id: id, opcode, qubits: qubits, channels: channels, inputs: inputs, outputs: outputs,
        arguments: arguments, condition: condition, capabilities: capabilities,
        metadata: metadata?.objectValue))
  }

  private mutating func resolve(_ condition: Condition) -> Guard {
    switch condition {
    case .equals(let (event, value)): .equals(event: program.events.insert(event), value: value)
    case .all(let parts): .all(parts.map { resolve($0) })
    case .any(let parts): .any(parts.map { resolve($0) })
    }
  }
}
