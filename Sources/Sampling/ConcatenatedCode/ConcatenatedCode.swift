// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CodeConstructions

/// A code by its full name: an outer code on qubits, and the mode that each qubit is kept in, if any.
///
/// `surface:d=5` is a code on bare qubits; `cat(nbar=8)+repetition:d=7` and `gkp(db=11)+surface:d=5` keep each
/// qubit of the outer code in an oscillator. Every command that takes a code takes these names.
public struct ConcatenatedCode: Sendable {
  /// The code of the modes; nil for bare qubits.
  public let inner: InnerCode?
  /// The code on the qubits.
  public let outer: any QuantumCode

  /// Makes a code.
  public init(inner: InnerCode?, outer: any QuantumCode) {
    self.inner = inner
    self.outer = outer
  }

  /// The full name, as `named` reads it.
  public var name: String { inner.map { "\($0.name)+\(outer.name)" } ?? outer.name }

  /// The name without the distance: that of the family to which codes of other sizes belong.
  public var family: String {
    let outerFamily = ConcatenatedCode.family(outer.name)
    return inner.map { "\($0.name)+\(outerFamily)" } ?? outerFamily
  }

  /// Whether the outer code sees the mode's phase flips as bit flips.
  ///
  /// So does the repetition code on cats: it corrects bit flips, and phase flips are those that cats have.
  var isTurned: Bool { inner?.kind == .cat && outer.name.hasPrefix("repetition:") }

  /// The outer name without the distance: `surface:d=5` is a `surface` code.
  private static func family(_ name: String) -> String {
    let parts = name.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return name }
    let rest = parts[1].split(separator: ",").filter { !$0.hasPrefix("d=") }
    return rest.isEmpty ? String(parts[0]) : "\(parts[0]):\(rest.joined(separator: ","))"
  }

  /// The codes that a name stands for: any number of the parameters may be lists.
  ///
  /// `gkp(sigma=0.5,0.55)+surface:d=3,5` is four codes, the distance running fastest.
  ///
  /// - Throws: `SamplingError` that names the field, the value and what is allowed.
  public static func codes(named text: String) throws(SamplingError) -> [ConcatenatedCode] {
    let (innerText, outerText) = parts(of: text)
    let outers: [any QuantumCode]
    do throws(CodeError) {
      outers = try CodeCatalogue.quantumCodes(named: outerText)
    } catch {
      throw SamplingError(.task, error.message)
    }
    guard let innerText else { return outers.map { ConcatenatedCode(inner: nil, outer: $0) } }
    let inners = try InnerCode.codes(named: innerText, of: text)
    return inners.flatMap { inner in
      outers.map { ConcatenatedCode(inner: inner, outer: $0) }
    }
  }

  /// Cuts at the first plus outside parentheses.
  private static func parts(of text: String) -> (inner: String?, outer: String) {
    // A plus of a path joins nothing.
    if CodeCatalogue.isMatrixName(text) { return (nil, text) }
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case "+" where depth == 0:
        return (String(text[..<index]), String(text[text.index(after: index)...]))
      default: break
      }
    }
    return (nil, text)
  }

  /// The inner codes as lines of help.
  public static var innerHelp: String {
    InnerCode.Kind.allCases.map { kind in
      let parameters = kind.parameters.map { "    \($0.name): \($0.summary)" }
      return (["\(kind.usage)+CODE", "    \(kind.summary)"] + parameters).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

extension InnerCode {
  /// The largest number of inner codes that one name may stand for.
  private static let largestExpansion = 1000

  /// The inner codes of a name such as `gkp(sigma=0.5,0.55)`.
  ///
  /// - Parameters:
  ///   - text: The name.
  ///   - whole: The full name, for messages.
  /// - Returns: The inner codes, the last parameter running fastest.
  /// - Throws: `SamplingError` that names the field, the value and what is allowed.
  static func codes(
    named text: String, of whole: String
  ) throws(SamplingError) -> [InnerCode] {
    let plain = text.lowercased().filter { !$0.isWhitespace }
    let word = plain.prefix { $0 != "(" }
    guard let kind = Kind(rawValue: String(word)) else {
      throw SamplingError(
        .task,
        "code=\(whole): the inner code must be one of "
          + "\(Kind.allCases.map(\.usage).joined(separator: ", ")).")
    }
    let rest = plain[word.endIndex...]
    guard rest.isEmpty || rest.hasSuffix(")") else {
      throw SamplingError(.task, "code=\(whole): the parenthesis is not closed.")
    }
    let lists = try valueLists(String(rest.dropFirst().dropLast()), kind, whole)
    for parameter in kind.parameters
    where parameter.standard == nil && !lists.contains(where: { $0.name == parameter.name }) {
      throw SamplingError(
        .task,
        "code=\(whole): \(parameter.name) of \(kind.rawValue) is missing; give \(parameter.usage).")
    }
    var choices: [[(name: String, value: Double)]] = [[]]
    for (name, values) in lists {
      choices = choices.flatMap { choice in values.map { choice + [(name, $0)] } }
      guard choices.count <= largestExpansion else {
        throw SamplingError(
          .task, "code=\(whole): stands for more than \(largestExpansion) inner codes.")
      }
    }
    return choices.map { InnerCode(kind, $0) }
  }

  private static func valueLists(
    _ text: String, _ kind: Kind, _ whole: String
  ) throws(SamplingError) -> [(name: String, values: [Double])] {
    var lists: [(name: String, values: [Double])] = []
    if text.isEmpty { return lists }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      var word = part
      if let equals = part.firstIndex(of: "=") {
        let name = String(part[..<equals])
        guard kind.parameters.contains(where: { $0.name == name }) else {
          throw SamplingError(
            .task, "code=\(whole): \(kind.rawValue) has no parameter \(name); give \(kind.usage).")
        }
        guard !lists.contains(where: { $0.name == name }) else {
          throw SamplingError(.task, "code=\(whole): \(name) is given twice.")
        }
        lists.append((name, []))
        word = part[part.index(after: equals)...]
      }
      guard let name = lists.last?.name,
        let parameter = kind.parameters.first(where: { $0.name == name })
      else {
        throw SamplingError(
          .task, "code=\(whole): \(word) needs a name before it; give \(kind.usage).")
      }
      guard let value = Double(word), parameter.range.contains(value) else {
        throw SamplingError(
          .task,
          "code=\(whole): \(name)=\(word) must be in \(shortest(parameter.range.lowerBound))..."
            + "\(shortest(parameter.range.upperBound)).")
      }
      lists[lists.count - 1].values.append(value)
    }
    return lists
  }
}
