// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A row of the catalogue of codes: the name, the parameters and what the family is.
public struct CodeFamily: Sendable {
  /// A whole number that a family needs.
  public struct Parameter: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The allowed values.
    public let range: ClosedRange<Int>
    /// Whether only odd values are allowed.
    public var isOdd = false
    /// Whether only even values are allowed.
    public var isEven = false
    /// The only allowed values; empty if the range says it all.
    public var choices: [Int] = []
    /// A value that makes a code, together with the examples of the other parameters.
    public var example = 3

    /// `name=range`, for help.
    public var usage: String { "\(name)=\(allowed)" }

    /// The allowed values, as text.
    var allowed: String {
      choices.isEmpty ? rangeText : choices.map(String.init).joined(separator: "|")
    }

    private var rangeText: String {
      "\(isOdd ? "the odd numbers of " : isEven ? "the even numbers of " : "")"
        + "\(range.lowerBound)...\(range.upperBound)"
    }

    func allows(_ value: Int) -> Bool {
      range.contains(value) && !(isOdd && value % 2 == 0) && !(isEven && value % 2 != 0)
        && (choices.isEmpty || choices.contains(value))
    }
  }

  /// The name.
  public let name: String
  /// Other names that mean the same.
  public let aliases: [String]
  /// The decoder that fits the family's circuits, as `--decoders` takes it.
  public let decoder: String
  /// The sets of parameters that the family can be given by; one empty set where it needs none.
  public let forms: [[Parameter]]
  /// What the family is, in one sentence.
  public let summary: String
  /// The number of data qubits and of encoded qubits, and the distance, as a formula.
  public let size: String
  /// Makes the code from the values of the parameters of one form.
  let make: @Sendable ([String: Int]) throws(CodeError) -> any QuantumCode

  /// The name of a code of the family.
  public var exampleName: String {
    let values = forms.first?.map { "\($0.name)=\($0.example)" } ?? []
    return values.isEmpty ? name : "\(name):\(values.joined(separator: ","))"
  }

  /// How to write a code of the family: `surface:d=2...201 or surface:dx=2...201,dz=2...201`.
  public var usage: String {
    forms.map { form in
      form.isEmpty ? name : "\(name):\(form.map(\.usage).joined(separator: ","))"
    }.joined(separator: " or ")
  }
}

extension CodeCatalogue {
  /// The families as lines of help: how to write each, its size and what it is.
  public static var help: String {
    let rows = families.map { family in
      let others = family.aliases.isEmpty ? "" : " (also \(family.aliases.joined(separator: ", ")))"
      return "\(family.usage)\(others)\n    \(family.size): \(family.summary)"
    }
    return (rows + ["\(matrixUsage)\n    \(matrixSummary)"]).joined(separator: "\n")
  }
}
