// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import CommandLineKit
import Reporting
import Sampling
import StrictJSON
import Visualization

/// `quanta qec codes`.
let qecCodes = Command(
  "codes", "Lists the codes, and draws their layouts.",
  discussion: """
    Without a name, the families with their parameters and one example each; with names such as
    surface:d=3,5 these codes. For each: the numbers of data qubits n and of encoded qubits k, the distance d
    where it is known, the weights of what a round measures, and what a round takes: all qubits, two-qubit
    gates and steps. The decoder is one that fits, for --decoders of `quanta qec collect`. An inner code before a
    plus, as in gkp(db=11)+surface:d=5, keeps each qubit in a mode: all qubits are then modes, and the layout is
    that of the outer code. A code by check matrices in files is matrix:hx=FILE,hz=FILE, or matrix:h=FILE for the
    symplectic one; each row is a line of 0 and 1.
    """,
  flags: [
    Flag(
      "search", .toggle,
      "Searches exactly for the distance where the family states none, and gives up on large codes."
    ),
    Flag("operators", .toggle, "Tells the checks and the logical operators, too."),
    Flag(
      "circuit", .path,
      "Writes the memory experiment of the one code named, without noise; `quanta noise apply` adds some."
    ),
    Flag("rounds", .integer(1...1_000_000_000), "The rounds of --circuit.", default: "1"),
    Flag(
      "basis", .choice(MemoryExperiment.Basis.allCases.map(\.rawValue)),
      "The logical operators that --circuit follows.", default: "z"),
    .gates,
    Flag("out", .path, "Draws the layout of the one code named, ending in .svg, .png or .pdf."),
    .json,
  ],
  positional: .init("CODE", "Codes by name.", count: 0...1000),
  example: "quanta qec codes colour-488:d=5 --out layout.svg"
) { arguments in
  let out = arguments.textIfGiven("out")
  // The picture's format is checked before any work.
  if let out { _ = try drawing { try DrawingFormat(path: out) } }
  let isList = arguments.positionals.isEmpty
  let names = isList ? CodeCatalogue.families.map(\.exampleName) : arguments.positionals
  var codes: [ConcatenatedCode] = []
  for name in names { codes += try sampling { try ConcatenatedCode.codes(named: name) } }
  if let out {
    guard !isList, codes.count == 1 else {
      throw CommandFailure("--out draws one code; name one, such as surface:d=5.")
    }
    let (code, title) = (codes[0].outer, codes[0].name)
    let picture = CodePicture(of: code, title: title) ?? CodePicture(graphOf: code, title: title)
    try drawing { try picture.write(to: out) }
  }
  if let path = arguments.textIfGiven("circuit") {
    guard !isList, codes.count == 1, codes[0].inner == nil else {
      throw CommandFailure(
        "--circuit is of one code on bare qubits; name one, such as surface:d=5.")
    }
    try writeMemory(of: codes[0].outer, arguments, to: path)
  } else if let name = ["rounds", "basis", "gates"].first(where: arguments.isGiven) {
    throw CommandFailure("--\(name) goes with --circuit.")
  }
  let rows = codes.map { CodeRow($0, isSearching: arguments.isOn("search")) }
  let file = try ByteWriter(path: nil)
  if arguments.isOn("json") {
    let all = rows.map { $0.json(hasOperators: arguments.isOn("operators")) }
    try file.write(JSON.array(all).text(.indented) + "\n")
  } else {
    let table = TextTable(rows: [CodeRow.header] + rows.map(\.cells), side: .left)
    try file.write(table.text())
    if arguments.isOn("operators") {
      for row in rows { try file.write("\n" + row.operators) }
    }
    for inner in innerCodes(codes) {
      try file.write("\n\(inner.name), one mode for each qubit: \(inner.kind.summary)\n")
      for (parameter, value) in zip(inner.kind.parameters, inner.parameters.map(\.value)) {
        let text = value.isFinite ? "\(value)" : "not given"
        try file.write("  \(parameter.name) = \(text): \(parameter.summary)\n")
      }
    }
    if isList {
      try file.write("\nHow to name them:\n")
      for family in CodeCatalogue.families {
        try file.write("  \(family.usage)\n      \(family.summary)\n")
      }
      try file.write(
        "  \(CodeCatalogue.matrixUsage)\n      \(CodeCatalogue.matrixSummary)\n")
      try file.write("\nWith an inner code, each qubit is kept in a mode:\n")
      try file.write(ConcatenatedCode.innerHelp + "\n")
    }
  }
  try file.finish()
  return .success
}

/// Writes the memory experiment of a code.
private func writeMemory(
  of code: any QuantumCode, _ arguments: Arguments, to path: String
) throws {
  let basis = MemoryExperiment.Basis(rawValue: try arguments.text("basis")) ?? .z
  let gates = MemoryExperiment.Gates(rawValue: try arguments.text("gates")) ?? .cx
  do {
    let circuit = try code.memoryCircuit(
      rounds: UInt64(arguments.integer("rounds")), basis: basis, gates: gates)
    let file = try ByteWriter(path: path)
    try file.write(circuit.description + "\n")
    try file.finish()
  } catch let error as CodeError {
    throw CommandFailure(error.message)
  }
}

/// The inner codes of some codes, each once.
private func innerCodes(_ codes: [ConcatenatedCode]) -> [InnerCode] {
  var inners: [InnerCode] = []
  for case let inner? in codes.map(\.inner) where !inners.contains(inner) { inners.append(inner) }
  return inners
}

/// What the catalogue says of one code.
private struct CodeRow {
  static let header = [
    "code", "n", "k", "d", "weights", "qubits", "two-qubit gates", "depth", "decoder",
  ]

  let name: String
  let inner: InnerCode?
  let code: any QuantumCode
  let resources: CodeResources
  let distance: Int?
  let decoder: String

  init(_ whole: ConcatenatedCode, isSearching: Bool) {
    name = whole.name
    inner = whole.inner
    let code = whole.outer
    self.code = code
    resources = code.resources
    let searchable =
      (code as? StabilizerCode) ?? (code as? SubsystemCode).map(\.stabilizerCode)
    distance = code.nominalDistance ?? (isSearching ? searchable?.distance() : nil)
    decoder =
      CodeCatalogue.isMatrixName(code.name)
      ? CodeCatalogue.matrixDecoder : CodeCatalogue.family(named: code.name)?.decoder ?? ""
  }

  /// A product of Paulis as circuits write it, `X0*Z3`.
  private static func text(_ factors: [StabilizerCode.Factor]) -> String {
    factors.map(\.description).joined(separator: "*")
  }

  /// The checks and the logical operators as lines.
  var operators: String {
    var text = "\(name)\n"
    for check in code.checks { text += "  check  \(CodeRow.text(check.factors))\n" }
    for (index, pair) in code.logicals.enumerated() {
      text += "  X\(index)     \(CodeRow.text(pair.x))\n  Z\(index)     \(CodeRow.text(pair.z))\n"
    }
    return text
  }

  private var weights: String {
    let range = code.weights
    return range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
  }

  var cells: [String] {
    [
      name, "\(code.qubitCount)", "\(code.logicalQubitCount)",
      distance.map(String.init) ?? "–", weights, "\(resources.totalQubits)",
      "\(resources.twoQubitGates)", "\(resources.depth)", decoder,
    ]
  }

  func json(hasOperators: Bool) -> JSON {
    var object = JSON.Object()
    object["name"] = .string(name)
    object["n"] = .integer(Int64(code.qubitCount))
    object["k"] = .integer(Int64(code.logicalQubitCount))
    object["d"] = distance.map { .integer(Int64($0)) } ?? .null
    object["least_weight"] = .integer(Int64(code.weights.lowerBound))
    object["greatest_weight"] = .integer(Int64(code.weights.upperBound))
    object["stabilizers"] = .integer(Int64(code.checks.count))
    object["measured"] = .integer(Int64(code.measuredOperators.count))
    if let subsystem = code as? SubsystemCode {
      object["gauge_qubits"] = .integer(Int64(subsystem.gaugeQubitCount))
    }
    object["qubits"] = .integer(Int64(resources.totalQubits))
    object["two_qubit_gates"] = .integer(Int64(resources.twoQubitGates))
    object["depth"] = .integer(Int64(resources.depth))
    object["decoder"] = .string(decoder)
    if hasOperators {
      object["checks"] = .array(code.checks.map { .string(CodeRow.text($0.factors)) })
      object["logicals"] = .array(
        code.logicals.map { pair in
          ["x": .string(CodeRow.text(pair.x)), "z": .string(CodeRow.text(pair.z))]
        })
    }
    if let inner {
      var parameters = JSON.Object()
      for (name, value) in inner.parameters {
        parameters[name] = value.isFinite ? .number(value) : .null
      }
      object["modes"] = .integer(Int64(resources.totalQubits * InnerCode.modesPerQubit))
      object["inner"] = [
        "name": .string(inner.name), "kind": .string(inner.kind.rawValue),
        "parameters": .object(parameters),
      ]
    }
    return .object(object)
  }
}
