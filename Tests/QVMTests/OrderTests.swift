// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import QVM
import Testing
import _TestSupport

@Suite(.tags(.exact))
struct OrderTests {
  private func order(_ text: String) throws -> [String] {
    let program = try Assembler().assemble(text)
    return try ExecutionOrder(program).nodes.map { program.nodes[$0].id }
  }

  @Test func correctionsActBeforeLaterUse() throws {
    // The prototype runs fix after last.
    let text = """
      a: ALLOC_LQ -> q, r
      h: APPLY_H q
      m: MEASURE_Z q -> e
      fix: APPLY_X r if e==1
      last: MEASURE_Z r -> f
      done: FREE_LQ q, r
      """
    #expect(try order(text) == ["a", "h", "m", "fix", "last", "done"])
  }

  @Test func readersWaitForProducers() throws {
    #expect(
      try order(
        """
        a: ALLOC_LQ -> q, r
        fix: APPLY_X r if e==1
        h: APPLY_H q
        m: MEASURE_Z q -> e
        """) == ["a", "h", "m", "fix"])
  }

  @Test func allocationIsFirstAndFreeingLast() throws {
    #expect(
      try order("h: APPLY_H q\nf: FREE_LQ q\nx: APPLY_X q\na: ALLOC_LQ -> q")
        == ["a", "h", "x", "f"])
  }

  @Test func fencesDivide() throws {
    // The reader may not pass the fence to the producer.
    #expect(throws: QVMError.self) {
      try order(
        """
        a: ALLOC_LQ -> q, r
        fix: APPLY_X r if e==1
        f: FENCE_EPOCH
        m: MEASURE_Z q -> e
        """)
    }
  }

  @Test func aChannelIsAtItsEnds() throws {
    let text = """
      a: ALLOC_LQ -> q, s, t
      o: OPEN_CHAN s, t, ch
      wait: APPLY_X s if e==1
      use: USE_CHAN q, ch
      m: MEASURE_Z t -> f
      other: ALLOC_LQ -> u
      n: MEASURE_Z u -> e
      """
    // Using the channel waits for what is done to its ends, and they for it.
    #expect(try order(text) == ["a", "o", "other", "n", "wait", "use", "m"])
  }

  @Test func overwrittenEventsKeepTheirOrder() throws {
    let text = """
      a: ALLOC_LQ -> q, r
      m: MEASURE_Z q -> e
      x: APPLY_X r if e==1
      n: MEASURE_X q -> e
      y: APPLY_Z r if e==1
      """
    #expect(try order(text) == ["a", "m", "x", "n", "y"])
  }

  @Test func cycleNamesItsNodes() throws {
    let program = try Assembler().assemble(
      "a: ALLOC_LQ -> q, r\nx: MEASURE_Z q -> e if f==1\ny: MEASURE_Z r -> f if e==1")
    let error = #expect(throws: QVMError.self) { try ExecutionOrder(program) }
    #expect(error?.code == .cycle)
    #expect(error?.message.contains("x → y → x") == true)
    #expect(error?.location == ProgramLocation(line: 2, column: 1))
  }

  /// Whatever the order of the text of independent parts, constraints hold and ties go by place.
  @Test(.tags(.law), arguments: 0..<20) func stableTopologicalOrder(seed: Int) throws {
    let program = RoundTripTests.program(seed: UInt64(seed))
    #expect(try ExecutionOrder(program).nodes == Array(program.nodes.indices))
    let graph = DependencyGraph(program)
    for node in program.nodes.indices {
      #expect(graph.successors(of: node).allSatisfy { $0 > node })
    }
  }
}

@Suite(.tags(.law))
struct ReversibilityTests {
  @Test func segmentsPerQubit() throws {
    let program = try Assembler().assemble(
      """
      a: ALLOC_LQ -> q, r, s
      h: APPLY_H q
      c: APPLY_CNOT q, r
      x: APPLY_X s
      b: ALLOC_LQ -> t
      d: APPLY_CNOT s, t
      m: MEASURE_Z q -> e
      t1: APPLY_T r
      z: APPLY_Z r if e==1
      y: APPLY_Y q
      """)
    let segments = try program.reversibleSegments()
    let names = segments.map { $0.nodes.map { program.nodes[$0].id } }
    // A measurement ends the segment of its own qubit; another allocation ends none.
    #expect(names == [["h", "c", "t1"], ["x", "d"], ["z"], ["y"]])
    #expect(segments.map(\.cost) == [1 + 10 + 1, 1 + 10, 1, 1])
  }

  // Two nodes on a qubit of their own stand the wrong way round in one of the two, so that it takes the way through the
  // graph of dependencies.
  @Test(arguments: 0..<60) func segmentsOfPlainTextAreThoseOfTheGraph(seed: Int) throws {
    var plain = RoundTripTests.program(seed: UInt64(seed))
    let own = plain.qubits.insert("of_its_own")
    let pair = [
      Node(id: "first_of_all", .allocate, qubits: [own]),
      Node(id: "second_of_all", .free, qubits: [own]),
    ]
    var other = plain
    plain.nodes.insert(contentsOf: pair, at: 0)
    other.nodes.insert(contentsOf: pair.reversed(), at: 0)
    func names(_ program: Program) throws -> [[String]] {
      try program.reversibleSegments().map { $0.nodes.map { program.nodes[$0].id } }
    }
    #expect(try !ExecutionOrder(other).isTextOrder)
    #expect(try names(plain) == names(other))
  }

  @Test func everyUnitaryHasAnInverse() throws {
    for opcode in Opcode.allCases where opcode.isUnitary {
      let count = opcode.definition.qubits.least
      let needsAngle = opcode.definition.arguments.contains { $0.type == .angle }
      let node = Node(
        id: "n", opcode, qubits: Array(0..<count),
        arguments: needsAngle ? [Argument("theta", .angle(Angle(radians: 0.37)))] : [])
      let inverse = try #require(node.inverse)
      #expect(inverse.id == "inv_n")
      for basis in 0..<(1 << count) {
        var state = DenseState(qubitCount: count, basis: basis)
        state.apply(node)
        state.apply(inverse)
        let amplitude = state.amplitudes[basis]
        #expect(abs(amplitude.re - 1) < 1e-12 && abs(amplitude.im) < 1e-12)
      }
      #expect(opcode.definition.cost > 0)
    }
    for opcode in [Opcode.measureZ, .reset, .allocate, .free, .injectT, .openChannel] {
      #expect(Node(id: "n", opcode).inverse == nil)
    }
  }

  @Test(arguments: 0..<20) func undoingGivesBackTheState(seed: Int) throws {
    var random = RandomStream(seed: UInt64(seed), stream: 1)
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    let gates = Opcode.allCases.filter(\.isUnitary)
    var program = Program(qubits: NameTable(["a", "b", "c", "d"]))
    program.nodes.append(Node(id: "begin", .allocate, qubits: [0, 1, 2, 3]))
    for index in 0..<20 {
      let opcode = gates[below(gates.count)]
      var qubits = [0, 1, 2, 3]
      for place in 0..<3 { qubits.swapAt(place, place + below(4 - place)) }
      let angle = Argument("theta", .angle(Angle(radians: Double(index) / 7)))
      program.nodes.append(
        Node(
          id: "n\(index)", opcode, qubits: Array(qubits.prefix(opcode.definition.qubits.least)),
          arguments: opcode.definition.inverse == .negatedAngle ? [angle] : []))
    }
    for segment in try program.reversibleSegments() {
      let undone = try program.undoing(segment)
      #expect(undone.nodes.count == program.nodes.count + segment.nodes.count)
      #expect(try ExecutionOrder(undone).isTextOrder)
      var both = program
      both.nodes = segment.nodes.map { program.nodes[$0] } + program.inverse(of: segment)
      var state = DenseState(qubitCount: 4, basis: 5)
      try state.apply(both)
      #expect(abs(state.amplitudes[5].squared - 1) < 1e-12)
      let alone = try program.inverseProgram(of: segment)
      #expect(Verifier().verify(alone).isValid)
      #expect(alone.nodes.count == segment.nodes.count + 1)
    }
  }

  /// A program may have nodes that bear the names of inverses.
  @Test func inversesHaveIdsOfTheirOwn() throws {
    let program = try Assembler().assemble(
      "a: ALLOC_LQ -> q\nt: APPLY_T q\ninv_t: APPLY_TDG q\ninv_t_2: APPLY_S q\n"
        + "inv_inv_t: APPLY_H q")
    let undone = try program.undoing(try program.reversibleSegments()[0])
    #expect(
      undone.nodes.map(\.id) == [
        "a", "t", "inv_t", "inv_t_2", "inv_inv_t", "inv_inv_inv_t", "inv_inv_t_2", "inv_inv_t_3",
        "inv_t_3",
      ])
    #expect(Verifier().verify(undone).isValid)
    var state = DenseState(qubitCount: 1, basis: 1)
    try state.apply(undone)
    #expect(abs(state.amplitudes[1].squared - 1) < 1e-12)
  }

  @Test func aSegmentThatReadsEventsIsUndoneInPlace() throws {
    let program = try Assembler().assemble(
      "a: ALLOC_LQ -> q, r\nm: MEASURE_Z q -> e\nx: APPLY_S r if e==1\nn: MEASURE_Z r -> f")
    let segments = try program.reversibleSegments()
    let undone = try program.undoing(segments[0])
    #expect(undone.nodes.map(\.id) == ["a", "m", "x", "inv_x", "n"])
    #expect(undone.nodes[3].opcode == .sDag && undone.nodes[3].condition != nil)
    #expect(throws: QVMError.self) { try program.inverseProgram(of: segments[0]) }
  }
}
