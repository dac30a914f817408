// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Decoding
import Sampling

extension Arguments {
  /// The rule of `--rounds`; nil if the flag is absent.
  ///
  /// - Throws: `CommandFailure` if it is no such rule.
  func roundRule() throws -> ExperimentGrid.RoundRule? {
    guard let text = textIfGiven("rounds") else { return nil }
    guard let rule = ExperimentGrid.RoundRule(text) else {
      throw CommandFailure("--rounds cannot be `\(text)`: write a number, d, or a multiple as 3d.")
    }
    return rule
  }
}

/// The decoder of a specification that a flag gives.
///
/// - Throws: `CommandFailure` that names the flag.
func decoder(_ text: String, of flag: String) throws -> SpecifiedDecoder {
  do {
    return try Decoders.named(text)
  } catch {
    throw CommandFailure("--\(flag): \(error.message)")
  }
}
