// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Assembly that programs may include by name: macros, and whole circuits made of them.
///
/// Files named `….qvm.asm` define macros and emit nothing. Files named `….qasm` read parameters and
/// emit one circuit. Registers are lists of qubits, least significant first.
public enum StandardLibrary {
  /// The names of the files.
  public static let names = files.map(\.name)

  /// The file of a name; nil if the library lacks it.
  public static func source(_ name: String) -> Assembler.Source? {
    files.first { $0.name == name }.map {
      Assembler.Source(name: $0.name, bytes: Array($0.text.utf8))
    }
  }

  /// What a file holds, in one sentence: the first line of its text.
  public static func summary(_ name: String) -> String {
    let line = files.first { $0.name == name }?.text.prefix { $0 != "\n" } ?? ""
    return String(line.drop { $0 == ";" || $0 == " " })
  }

  /// The macros that a file defines, as they are called.
  public static func macros(_ name: String) -> [String] {
    (files.first { $0.name == name }?.text ?? "").split(separator: "\n").compactMap { line in
      line.hasPrefix(".macro ") ? String(line.dropFirst(".macro ".count)) : nil
    }
  }

  /// A file of the library.
  struct File: Sendable {
    var name: String
    var text: String
  }

  static let files: [File] =
    [
      gates, states, fourier, adders, comparator, phaseEstimation, modularArithmetic, search,
      syndromes, everything,
    ] + circuits
}
