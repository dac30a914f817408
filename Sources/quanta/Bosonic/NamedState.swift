// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import CommandLineKit
import ComputePrimitives

/// A state by its name, such as `cat(nbar=4,remainder=1)`.
struct NamedState {
  let name: String
  private let parameters: [String: String]

  /// The names, with the parameters that each may have.
  private static let table: [(name: String, parameters: [String])] = [
    ("vacuum", []), ("fock", ["n"]), ("coherent", ["re", "im"]), ("squeezed", ["r"]),
    ("thermal", ["mean"]), ("cat", ["nbar", "components", "remainder"]),
    ("gkp", ["db", "state", "lattice", "aspect"]),
  ]

  /// Reads a name with parameters in parentheses.
  ///
  /// - Throws: `CommandFailure` if the name or a parameter is unknown.
  init(parsing text: String) throws {
    let open = text.firstIndex(of: "(") ?? text.endIndex
    name = String(text[..<open])
    guard let row = Self.table.first(where: { $0.name == text[..<open] }) else {
      let names = Self.table.map(\.name).joined(separator: ", ")
      throw CommandFailure("--state: no state is named `\(name)`; there are \(names).")
    }
    var found: [String: String] = [:]
    if open < text.endIndex {
      guard text.last == ")" else {
        throw CommandFailure("--state cannot be `\(text)`: a parenthesis is not closed.")
      }
      for part in text[open...].dropFirst().dropLast().split(separator: ",") {
        let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
        guard sides.count == 2, row.parameters.contains(sides[0]), found[sides[0]] == nil else {
          let names = row.parameters.joined(separator: ", ")
          throw CommandFailure(
            "--state: `\(part)` is no parameter of \(name), which has: \(names).")
        }
        found[sides[0]] = sides[1]
      }
    }
    parameters = found
  }

  /// The state in a space.
  ///
  /// - Throws: `CommandFailure` or `BosonicError` if a parameter is out of its range or the levels too few.
  func state(in space: FockSpace) throws -> FockState {
    switch name {
    case "fock": try .number([integer("n", 1)], in: space)
    case "coherent": try .coherent(Complex(number("re", 1), number("im", 0)), in: space)
    case "squeezed": try .squeezed(Complex(number("r", 1)), in: space)
    case "thermal": try .thermal(meanPhotons: number("mean", 1), in: space)
    case "cat": try cat(in: space)
    case "gkp": try grid(in: space)
    default: .vacuum(in: space)
    }
  }

  private func cat(in space: FockSpace) throws -> FockState {
    let nbar = try number("nbar", 4)
    guard nbar >= 0 else { throw CommandFailure("--state: nbar=\(nbar) must be at least 0.") }
    return try .cat(
      Complex(nbar.squareRoot()), components: integer("components", 2),
      remainder: integer("remainder", 0), in: space)
  }

  private func grid(in space: FockSpace) throws -> FockState {
    let word = parameters["state"] ?? "zero"
    guard let state = GKP.LogicalState(rawValue: word) else {
      let names = GKP.LogicalState.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure("--state: state=\(word) must be one of \(names).")
    }
    let lattice =
      try parameters["lattice"] == "rectangular"
      ? GKP.Lattice.rectangular(aspect: number("aspect", 1))
      : GKP.Lattice(named: parameters["lattice"] ?? "square")
    return try .grid(state, lattice: lattice, decibels: number("db", 10), in: space)
  }

  private func number(_ name: String, _ fallback: Double) throws -> Double {
    guard let text = parameters[name] else { return fallback }
    guard let value = parseNumber(text) else {
      throw CommandFailure("--state: \(name)=\(text) is not a number.")
    }
    return value
  }

  private func integer(_ name: String, _ fallback: Int) throws -> Int {
    guard let text = parameters[name] else { return fallback }
    guard let value = parseInteger(text) else {
      throw CommandFailure("--state: \(name)=\(text) is not a whole number.")
    }
    return value
  }
}
