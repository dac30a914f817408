// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import StrictJSON
import Testing
import _TestSupport

@Suite(.tags(.exact))
struct AssemblyTests {
  private func assemble(_ text: String) throws -> Program { try Assembler().assemble(text) }

  private func ids(_ text: String) throws -> [String] { try assemble(text).nodes.map(\.id) }

  @Test func statement() throws {
    let program = try assemble(
      """
      .version 0.1
      .caps CAP_ALLOC CAP_LINK   ; a comment
      .metadata author="me; you", year=2025
      a: ALLOC_LQ n=3, profile="logical:surface_code(d=5)" -> check, even, q
      o: OPEN_CHAN check, even, ch1 [CAP_LINK]
      r: APPLY_RZ q, theta=-3*pi/4
      m: MEASURE_Z check -> ev1
      n: MEASURE_Z even -> outcome
      c: COND_PAULI q, ev1, outcome, mask=Z if ev1==1 && (outcome==0 || ev1==1)
      k: CLOSE_CHAN ch1
      """)
    #expect(program.capabilities == Capabilities([.allocate, .link]))
    #expect(program.metadata?["author"] == "me; you")
    #expect(program.metadata?["year"] == 2025)
    let nodes = program.nodes
    #expect(program.qubits.names == ["check", "even", "q"])
    #expect(nodes[0].integer("n") == 3)
    #expect(nodes[1].channels == [0] && nodes[1].qubits == [0, 1])
    #expect(nodes[1].capabilities == Capabilities([.link]))
    #expect(nodes[2].angle == Angle(radians: -3 * .pi / 4))
    #expect(nodes[5].inputs == [0, 1] && nodes[5].text("mask") == "Z")
    #expect(
      nodes[5].condition
        == .all([
          .equals(event: 0, value: 1),
          .any([.equals(event: 1, value: 0), .equals(event: 0, value: 1)]),
        ]))
    #expect(nodes[5].location == ProgramLocation(line: 9, column: 1))
    #expect(Verifier().verify(program).isValid)
  }

  /// What the prototype assembles wrongly without a word.
  @Test func guardsAreNeverDropped() throws {
    func condition(_ text: String) throws -> Guard? {
      try assemble(
        """
        a: ALLOC_LQ -> q, r
        m: MEASURE_Z q -> a
        n: MEASURE_Z q -> b
        o: MEASURE_Z q -> c
        p: MEASURE_BELL q, r -> bell
        x: APPLY_X q \(text)
        """
      ).nodes.last?.condition
    }
    let (a, b, c) = (0, 1, 2)
    func eq(_ event: Int, _ value: Int) -> Guard { .equals(event: event, value: value) }
    // Guards are numbered by first appearance: a, b, c, bell.
    #expect(try condition("if a!=1") == eq(a, 0))
    #expect(try condition("if (a==1)") == eq(a, 1))
    #expect(try condition("if a==1&&b==0") == .all([eq(a, 1), eq(b, 0)]))
    #expect(
      try condition("if a==1 && b==1 || c==1") == .any([.all([eq(a, 1), eq(b, 1)]), eq(c, 1)]))
    #expect(
      try condition("if a==1 && (b==1 || c==1)") == .all([eq(a, 1), .any([eq(b, 1), eq(c, 1)])]))
    #expect(try condition("[a == 1]") == eq(a, 1))
    #expect(try condition("[a==1] [CAP_MEASURE]") == eq(a, 1))
    #expect(try condition("if a") == eq(a, 1))
    #expect(try condition("if not (a==1 or b==1)") == .all([eq(a, 0), eq(b, 0)]))
    #expect(try condition("if bell==3") == eq(3, 3))
    #expect(try condition("if bell!=2") == .any([eq(3, 0), eq(3, 1), eq(3, 3)]))
    for text in [
      "if", "if a=1", "if a==", "if a==4", "if a==x", "if a<1", "if a==1 &&", "if (a==1",
      "if a==1 b==1", "[a == 1", "when a==1", "if a!=2",
    ] {
      #expect(throws: QVMError.self, "\(text)") { try condition(text) }
    }
  }

  static let faults: [(String, Problem.Code, Int, Int)] = [
    ("APPLY_H q", .syntax, 1, 1), ("h APPLY_H q", .syntax, 1, 1), ("just words", .syntax, 1, 1),
    ("h: APPLY_H q q2", .syntax, 1, 14), ("h: APPLY_H q,", .syntax, 1, 14),
    ("h: APPLY_RX q, theta=", .syntax, 1, 22), ("h: APPLY_H 1q", .syntax, 1, 12),
    ("h: APPLY_BLA q", .unknownOpcode, 1, 1), ("h: FENCE_EPOCH [CAP_X]", .unknownCapability, 1, 17),
    ("  .foo", .syntax, 1, 3), (".version 0.2", .version, 1, 10),
    ("x: BAR_REGION tag=\"open", .syntax, 1, 19), ("h: APPLY_H {q}", .expression, 1, 13),
    ("h: APPLY_H {q", .expression, 1, 12), ("h: APPLY_H q}", .expression, 1, 13),
    (".set x = 1 +", .expression, 1, 13), (".set x = 1/0", .expression, 1, 11),
    (".set x = [1,2][5]", .expression, 1, 15), (".set x = foo(1)", .expression, 1, 10),
    (".set x = 1 + \"a\"", .expression, 1, 12), (".param p", .expression, 1, 1),
    (".param n = 9 in 0..3", .expression, 1, 1), (".param n = 0.5 in 0..3", .expression, 1, 1),
    (".param n = \"a\" in 0..3", .expression, 1, 1), (".param n in 0..3", .expression, 1, 1),
    (".param n = 1 in 0..x", .expression, 1, 20), (".param n = 1 in \"a\"..3", .expression, 1, 17),
    (".for i in 0..n\n.endfor", .expression, 1, 14), (".for i 0..3\n.endfor", .syntax, 1, 1),
    (".for i in 0..3", .syntax, 1, 1), (".endif", .syntax, 1, 1), (".else", .syntax, 1, 1),
    (".if x\n.endif", .expression, 1, 5), (".if 1\n.endfor\n.endif", .syntax, 2, 1),
    (".macro M(a\n.endmacro", .syntax, 1, 1), ("M(q)", .syntax, 1, 1),
    (".macro M(a)\n.endmacro\nM(q, r)", .syntax, 3, 1),
    (".macro M(a)\nx: APPLY_H {b}\n.endmacro\nM(q)", .expression, 2, 13),
    (".macro M(a)\nM({a})\n.endmacro\nM(q)", .limit, 2, 1), (".include \"none\"", .include, 1, 9),
    ("f: FENCE_EPOCH -> ", .syntax, 1, 18),
    ("f: FENCE_EPOCH\nf: FENCE_EPOCH", .duplicateNode, 2, 1),
    (".set x = 2 ** 64", .expression, 1, 12), (".set x = range(10000000)", .limit, 1, 10),
    (".set x = \"a\" * 10000000", .limit, 1, 10),
    ("r: APPLY_RX q, theta=1, theta=2", .syntax, 1, 25),
    (".set f = math.sin", .expression, 1, 10),
    (".set n = 1\n.error \"n is {n}\"", .expression, 2, 1), (".error no", .syntax, 1, 7),
    (".caps CAP_NONE", .unknownCapability, 1, 7),
  ]

  @Test(arguments: faults)
  func faultHasAPlace(text: String, code: Problem.Code, line: Int, column: Int) {
    let reading = Assembler().read(Array(text.utf8))
    let verdict = Verifier().verify(reading)
    let problem = verdict.problems.first { $0.severity == .error && $0.code == code }
    #expect(problem != nil, "\(verdict.problems)")
    #expect(problem?.location?.line == line, "\(verdict.problems)")
    // An error in an expression points into it; limits point at its front.
    if code != .limit { #expect(problem?.location?.column == column, "\(verdict.problems)") }
  }

  @Test func operandsAreTypedByDeclaration() throws {
    let program = try assemble(
      """
      a: ALLOC_LQ -> channelled, evening, q
      m: MEASURE_Z channelled -> reading
      c: COND_PAULI evening, reading
      d: COND_PAULI %q, @reading
      """)
    #expect(program.nodes[2].qubits == [1] && program.nodes[2].inputs == [0])
    #expect(program.nodes[3].qubits == [2] && program.nodes[3].inputs == [0])
    // A name of two things needs a mark where both could stand.
    let double = "a: ALLOC_LQ -> x\nm: MEASURE_Z x -> x\n"
    #expect(throws: QVMError.self) { try assemble(double + "c: COND_PAULI x, x") }
    #expect(try assemble(double + "c: COND_PAULI %x, @x").nodes[2].inputs == [0])
    #expect(try assemble(double + "h: APPLY_H x").nodes[2].qubits == [0])
  }

  @Test func directives() throws {
    #expect(
      try ids(".for i in 1..3\nh{i}: FENCE_EPOCH\n.endfor") == ["h1", "h2", "h3"])
    #expect(try ids(".for i in 3..1\nh{i}: FENCE_EPOCH\n.endfor") == [])
    #expect(
      try ids(".for s in [\"a\", \"b\"]\n.for i in range(2)\n{s}{i}: FENCE_EPOCH\n.endfor\n.endfor")
        == ["a0", "a1", "b0", "b1"])
    #expect(
      try ids(".set x = 0\n.for i in 1..4\n.set x = x + i\n.endfor\nn{x}: FENCE_EPOCH") == ["n10"])
    let branch =
      ".set b = \"X\"\n.if b == \"Z\"\nz: FENCE_EPOCH\n.elif b in [\"X\", \"Y\"]\n"
      + "x: FENCE_EPOCH\n.else\ny: FENCE_EPOCH\n.endif"
    #expect(try ids(branch) == ["x"])
    #expect(
      try ids(".macro M()\nf: FENCE_EPOCH\n.endmacro\nM()\nM()\nf_2: FENCE_EPOCH\nM()")
        == ["f", "f_3", "f_2", "f_4"])
    // A label outside macros keeps its name, and macros may be called before they are defined.
    #expect(try ids("M()\n.macro M()\nf: FENCE_EPOCH\n.endmacro\nf: FENCE_EPOCH") == ["f_2", "f"])
    #expect(
      try Assembler(parameters: ["n": .integer(2)]).assemble(
        ".param n = 5\n.for i in 1..n\nf{i}: FENCE_EPOCH\n.endfor"
      ).nodes.count == 2)
    let ranged = Assembler(parameters: ["target": .integer(9)])
      .read(Array(".param target = 3 in 0..2 ** 2 - 1\nn{target}: FENCE_EPOCH".utf8)).problems.map(
        \.message)
    #expect(ranged == ["The parameter `target` is 9; it must be a whole number in 0..3."])
    #expect(try ids(".param n = 0.5 in 0..1.5\nn{int(2 * n)}: FENCE_EPOCH") == ["n1"])
    #expect(
      try assemble(".set n_qubits = 2\na: ALLOC_LQ -> q_0, q_1\n.include \"qft.qasm\"").nodes.count
        == 9)
    let unread = Assembler(parameters: ["m": .integer(2)]).read(Array("f: FENCE_EPOCH".utf8))
    #expect(unread.problems.map(\.code) == [.unused])
    #expect(unread.problems.map(\.severity) == [.warning])
  }

  /// Loops count even where they do nothing.
  @Test func loopsHaveABudget() {
    let empty = ".for i in 0..999\n.for j in 0..999\n.for k in 0..999\n"
    let nested = empty + ".endfor\n.endfor\n.endfor"
    let reading = Assembler(limits: .init(steps: 10_000)).read(Array(nested.utf8))
    #expect(reading.problems.map(\.code) == [.limit])
    #expect(reading.problems.first?.location?.line == 3)
    #expect(Assembler.Limits().steps == 10_000_000)
    let small = ".for i in 0..99\n.for j in 0..9\n.endfor\n.endfor"
    #expect(Assembler(limits: .init(steps: 2000)).read(Array(small.utf8)).problems.isEmpty)
  }

  /// `.error` leaves the macros that led to it, and says which they were.
  @Test func errorLeavesTheMacro() {
    let text = """
      .macro INNER(n)
      .if n > 1
      .error "n is {n}"
      .endif
      x: APPLY_X {1 / (2 - n)}
      .endmacro
      .macro OUTER(n)
      .for i in 1..2
      INNER({n})
      .endfor
      y: APPLY_X {1 / (2 - n)}
      .endmacro
      OUTER(2)
      f: FENCE_EPOCH
      INNER(3)
      """
    let reading = Assembler().read(Array(text.utf8))
    #expect(
      reading.problems.map(\.message) == [
        "n is 2 (In INNER, called at 9:1, in OUTER, called at 13:1.)",
        "n is 3 (In INNER, called at 15:1.)",
      ])
    #expect(reading.problems.map { $0.location?.line } == [3, 3])
    #expect(reading.program.nodes.map(\.id) == ["f"])
  }

  @Test func includesKnowTheirPlace() {
    let assembler = Assembler { name, includer in
      name == "inner" ? .init(name: "dir/inner", bytes: Array("\n h: APPLY_NONE q".utf8)) : nil
    }
    let reading = assembler.read(Array(".include \"inner\"".utf8))
    #expect(
      reading.problems.first?.location == ProgramLocation(file: "dir/inner", line: 2, column: 2))
    let endless = Assembler { name, _ in .init(name: name, bytes: Array(".include \"x\"".utf8)) }
    #expect(endless.read(Array(".include \"x\"".utf8)).problems.map(\.code) == [.limit])
  }

  static let values: [(String, String)] = [
    ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 // 2", "3"), ("-7 // 2", "-4"), ("-7 % 3", "2"),
    ("7 / 2", "3.5"), ("2 ** 10", "1024"), ("2 ** -1", "0.5"), ("-2 ** 2", "-4"), ("1e-3", "0.001"),
    ("1 < 2 < 3", "true"), ("1 < 2 > 3", "false"), ("not 1 == 2", "true"), ("1 or 1/0", "true"),
    ("0 and 1/0", "false"), ("\"a\" + 'b'", "ab"), ("\"ab\" * 2", "abab"),
    ("[1, 2] + [3]", "1, 2, 3"),
    ("[1, 2, 3][-1]", "3"), ("\"abc\"[1]", "b"), ("len(range(2, 10, 3))", "3"),
    ("[i * i for i in range(4) if i != 2]", "0, 1, 9"), ("\", \".join([\"x\", 1])", "x, 1"),
    ("f\"q{1 + 1}_{'a'}\"", "q2_a"), ("5 if 1 > 2 else 6", "6"), ("sum([1, 2.5])", "3.5"),
    ("max(1, 3, 2)", "3"), ("min([4, 2])", "2"), ("abs(-2)", "2"), ("floor(2.7)", "2"),
    ("round(2.5)", "2"), ("int(\"12\")", "12"), ("str(1.5) + \"x\"", "1.5x"),
    ("6 & 3 == 2", "true"),
    ("1 << 4 | 1", "17"), ("5 ^ 1", "4"), ("math.sqrt(16)", "4.0"), ("cos(0)", "1.0"),
    ("2 * pi == tau", "true"), ("2 in [1, 2]", "true"), ("\"b\" not in \"abc\"", "false"),
    ("reversed([1, 2])", "2, 1"), ("0x1F", "31"), ("0b101", "5"), ("True", "true"),
    ("1 == 1.0", "true"), ("\"1\" == 1", "false"),
  ]

  @Test(arguments: values) func expression(text: String, value: String) throws {
    let program = try assemble(".set v = \(text)\nn: BAR_REGION tag=\"{v}\"")
    #expect(program.nodes[0].text("tag") == value)
  }

  @Test func angles() throws {
    let values: [(String, Double)] = [
      ("pi", .pi), ("-pi/2", -Double.pi / 2), ("3*pi/4", 3 * Double.pi / 4), ("1.5/2", 0.75),
      ("2*(pi - 1)", 2 * (Double.pi - 1)), ("1e-3", 1e-3), ("-.5", -0.5),
      ("math.pi/8", Double.pi / 8),
    ]
    for (text, value) in values {
      #expect(try Angle(parsing: text).radians == value)
    }
    for text in ["", "pie", "1/0", "nan", "inf", "{t}", "(1", "1)", "1 2", "0x10", "1e999"] {
      #expect(throws: QVMError.self, "\(text)") { try Angle(parsing: text) }
    }
    #expect(Angle(radians: 3 * .pi / 2).quarterTurns == 3)
    #expect(Angle(radians: .pi / 4).quarterTurns == nil)
    #expect(Angle(radians: -.pi / 4).eighthTurns == -1)
    #expect(Angle(radians: 1.570796326795).quarterTurns == nil)
    #expect(Angle(radians: 3 * .pi / 4).description == "3*pi/4")
    #expect(Angle(radians: 0.3).description == "0.3")
  }
}
