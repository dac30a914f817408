// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import StabilizerSimulation

/// `quanta circuit analyze-errors`.
let circuitAnalyzeErrors = Command(
  "analyze-errors", "Turns a circuit into a detector error model.",
  discussion: """
    Every error of the circuit's noise becomes a mechanism with the detectors and observables that it
    flips. Errors that flip the same are one mechanism. Disjoint cases that no independent errors make
    exactly need --approximate-disjoint-errors.
    """,
  flags: [
    Flag("in", .path, "The circuit."),
    Flag("out", .path, "Where to write the error model."),
    Flag(
      "decompose-errors", .toggle,
      "Writes errors with more than two detectors as products of errors with at most two."),
    Flag("fold-loops", .toggle, "Keeps repetition as repeat blocks of the model."),
    Flag(
      "allow-gauge-detectors", .toggle,
      "Gives random detectors errors of probability one half in place of refusing them."),
    Flag(
      "approximate-disjoint-errors", .optional(.number(0...1), implied: "1"),
      "Takes disjoint errors up to this probability as independent.", placeholder: "P",
      default: "0"),
    Flag(
      "ignore-decomposition-failures", .toggle,
      "Keeps errors that cannot be decomposed whole, in place of refusing them."),
    Flag(
      "block-decompose-from-introducing-remnant-edges", .toggle,
      "Decomposes only into errors that occur elsewhere in the circuit."),
  ],
  example: "quanta circuit analyze-errors --in surface.stim --decompose_errors --out surface.dem"
) { arguments in
  let options = try AnalysisOptions(
    decomposeErrors: arguments.isOn("decompose-errors"),
    foldLoops: arguments.isOn("fold-loops"),
    allowGaugeDetectors: arguments.isOn("allow-gauge-detectors"),
    approximateDisjointErrors: arguments.number("approximate-disjoint-errors"),
    ignoreDecompositionFailures: arguments.isOn("ignore-decomposition-failures"),
    blockDecompositionFromIntroducingRemnantEdges: arguments.isOn(
      "block-decompose-from-introducing-remnant-edges"))
  let model = try withCircuit(arguments.textIfGiven("in")) { circuit in
    try circuit.detectorErrorModel(options)
  }
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  var text = model.utf8Text
  if text.last != 10 { text.append(10) }
  try file.write(text)
  try file.finish()
  return .success
}
