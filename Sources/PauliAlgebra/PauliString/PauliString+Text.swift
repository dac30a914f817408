// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension PauliString: LosslessStringConvertible {
  /// Reads text such as `+XX_Z`, `-iYI` or `ZZ`: an optional sign, an optional `i`, then a letter a qubit.
  ///
  /// `_` and `I` both mean the identity. Returns nil for any other character.
  public init?(_ description: String) {
    var exponent: UInt8 = 0
    var letters = Substring(description)
    if letters.first == "+" || letters.first == "-" {
      exponent = letters.first == "-" ? 2 : 0
      letters = letters.dropFirst()
    }
    if letters.first == "i" {
      exponent += 1
      letters = letters.dropFirst()
    }
    var paulis: [Pauli] = []
    for letter in letters {
      switch letter {
      case "I", "_": paulis.append(.i)
      case "X": paulis.append(.x)
      case "Y": paulis.append(.y)
      case "Z": paulis.append(.z)
      default: return nil
      }
    }
    self.init(paulis)
    phase = exponent
  }

  /// The phase `+`, `+i`, `-` or `-i`, then a letter a qubit with `_` for the identity.
  public var description: String {
    var text = ["+", "+i", "-", "-i"][Int(phase)]
    for pauli in paulis { text.append(pauli == .i ? "_" : pauli.letter) }
    return text
  }
}
