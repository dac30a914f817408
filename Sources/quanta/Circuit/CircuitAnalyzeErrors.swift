// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import StabilizerSimulation

/// `quanta circuit analyze-errors`.
let circuitAnalyzeErrors = Command(
  "analyze-errors", "Converts a circuit into a detector error model.",
  flags: [
    Flag("in", .path, "The circuit."),
    Flag("out", .path, "Where to write the detector error model."),
    Flag(
      "decompose-errors", .toggle,
      "Suggests how errors with more than two symptoms decompose into such with at most two."),
    Flag("fold-loops", .toggle, "Keeps REPEAT blocks as repeat blocks where errors are periodic."),
    Flag(
      "allow-gauge-detectors", .toggle,
      "Takes detectors that are random without noise, as errors of probability 1/2 on them."),
    Flag(
      "approximate-disjoint-errors", .optional(.number(0...1), implied: "1"),
      "Takes disjoint errors as independent, up to this probability.", valueName: "P",
      default: "0"),
    Flag(
      "ignore-decomposition-failures", .toggle,
      "Leaves errors that cannot be decomposed as they are."),
    Flag(
      "block-decompose-from-introducing-remnant-edges", .toggle,
      "Decomposes A*B only if both A and B occur on their own."),
  ],
  example: "quanta circuit analyze-errors --decompose_errors --in surface.stim --out surface.dem"
) { arguments in
  var options = AnalysisOptions()
  options.decomposeErrors = arguments.isOn("decompose-errors")
  options.foldLoops = arguments.isOn("fold-loops")
  options.allowGaugeDetectors = arguments.isOn("allow-gauge-detectors")
  options.approximateDisjointErrors = try arguments.number("approximate-disjoint-errors")
  options.ignoreDecompositionFailures = arguments.isOn("ignore-decomposition-failures")
  options.blockDecompositionFromIntroducingRemnantEdges =
    arguments.isOn("block-decompose-from-introducing-remnant-edges")
  let model = try withCircuit(arguments.textIfGiven("in")) { circuit in
    try circuit.detectorErrorModel(options)
  }
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  let text = model.description
  try file.write(text)
  if !text.isEmpty, !text.hasSuffix("\n") { try file.write("\n") }
  try file.finish()
  return .success
}
