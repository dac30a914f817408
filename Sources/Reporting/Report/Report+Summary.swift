// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling
import Visualization

extension Report {
  /// The key figures as lines of plain text, for a terminal.
  public var summary: String {
    keyFigures.map { figure in
      RichText("\(figure.name): \(figure.value) (\(figure.detail))").plainText + "\n"
    }.joined()
  }
}
