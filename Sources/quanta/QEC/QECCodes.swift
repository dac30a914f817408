// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

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
    that of the outer code.
    """,
  flags: [
    Flag(
      "search", .toggle,
      "Searches exactly for the distance where the family states none, and gives up on large codes."
    ),
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
  let rows = codes.map { CodeRow($0, isSearching: arguments.isOn("search")) }
  let file = try ByteWriter(path: nil)
  if arguments.isOn("json") {
    try file.write(JSON.array(rows.map(\.json)).text(.indented) + "\n")
  } else {
    let table = TextTable(rows: [CodeRow.header] + rows.map(\.cells), side: .left)
    try file.write(table.text())
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
      try file.write("\nWith an inner code, each qubit is kept in a mode:\n")
      try file.write(ConcatenatedCode.innerHelp + "\n")
    }
  }
  try file.finish()
  return .success
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
    decoder = CodeCatalogue.family(named: code.name)?.decoder ?? ""
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

  var json: JSON {
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
