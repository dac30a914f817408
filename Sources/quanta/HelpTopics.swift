// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import CommandLineKit
import Decoding
import NoiseModels
import QVM
import Sampling
import StrictJSON

/// What `quanta help` tells besides commands, each from the table that drives the thing itself.
let helpTopics = [
  Topic(
    "gates", "The circuit language; `help gates NAME` for one gate.",
    text: { isMarkdown in
      if isMarkdown { return GateReference.markdown() }
      return Gate.allCases.map { gate in
        let definition = gate.definition
        let names = ([definition.name] + definition.aliases).joined(separator: ", ")
        return names.padded(to: 28) + definition.summary + "\n"
      }.joined()
    },
    entry: { name in Gate(name: name).map { GateReference.help(for: $0) } }),
  Topic(
    "opcodes", "The operations of QVM programs; `help opcodes NAME` for one.",
    text: { isMarkdown in
      if isMarkdown { return OpcodeReference.markdown() }
      return Opcode.allCases.map { opcode in
        opcode.name.padded(to: 18) + opcode.definition.summary + "\n"
      }.joined()
    },
    entry: { name in Opcode(name: name).map { OpcodeReference.help(for: $0) } }),
  Topic(
    "qvm-schema", "The JSON Schema of QVM programs.",
    text: { _ in ProgramSchema.json.text(.indented) + "\n" }),
  Topic(
    "codes", "The codes that --code takes.",
    text: { _ in
      CodeCatalogue.help
        + "\n\nEach qubit of any of these can be kept in a mode, by an inner code before a plus:\n"
        + ConcatenatedCode.innerHelp
    }),
  Topic("noise-models", "The noise models that --noise takes.", text: { _ in NoiseModel.help }),
  Topic(
    "decoders", "The decoders that --decoders takes.",
    text: { _ in
      Decoders.all.map { family in
        family.name.padded(to: 22) + family.summary + "\n"
          + family.settings.map { setting in
            "  \(setting.name)=\(setting.standard)".padded(to: 22)
              + "\(setting.summary); \(setting.range)\n"
          }.joined()
      }.joined()
    }),
]

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(2, width - count))
  }
}
