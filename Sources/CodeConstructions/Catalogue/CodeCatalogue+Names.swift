// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension CodeCatalogue {
  /// The largest number of codes that one name may stand for.
  public static let largestExpansion = 1000

  /// The codes that a name stands for: `surface:d=3,5,7` is three codes, `steane` is one.
  ///
  /// The form is `family:parameter=value,…`, where a value may be a list with commas; lists for
  /// several parameters are combined in every way, the last one running fastest. Upper and lower
  /// case, `-` and `_`, and spaces make no difference, but in the paths of `matrix:hx=FILE,hz=FILE`.
  ///
  /// - Throws: `CodeError` that names the field, the value and what is allowed.
  public static func quantumCodes(named text: String) throws(CodeError) -> [any QuantumCode] {
    if isMatrixName(text) { return [try matrixCode(named: text)] }
    let plain = String(text.lowercased().filter { !$0.isWhitespace })
    let colon = plain.firstIndex(of: ":") ?? plain.endIndex
    guard let family = family(named: text) else {
      throw CodeError(
        .unknownName,
        "code=\(text): must be one of "
          + "\((families.map(\.usage) + [matrixUsage]).joined(separator: ", ")).")
    }
    let lists = try valueLists(plain[colon...].dropFirst(), of: family)
    try requireForm(lists.map(\.name), of: family)
    var choices: [[String: Int]] = [[:]]
    for (name, values) in lists {
      choices = choices.flatMap { choice in
        values.map { value in choice.merging([name: value]) { first, _ in first } }
      }
      guard choices.count <= largestExpansion else {
        throw CodeError(
          .badParameter, "code=\(text): stands for more than \(largestExpansion) codes.")
      }
    }
    var codes: [any QuantumCode] = []
    for choice in choices { codes.append(try family.make(choice)) }
    return codes
  }

  /// The family that a name, with or without parameters, belongs to; nil if there is none.
  public static func family(named text: String) -> CodeFamily? {
    let plain = text.lowercased().filter { !$0.isWhitespace }
    let name = String(plain.prefix { $0 != ":" }.map { $0 == "_" ? "-" : $0 })
    return families.first { $0.name == name || $0.aliases.contains(name) }
  }

  /// The stabilizer codes that a name stands for; see `quantumCodes(named:)`.
  ///
  /// - Throws: `CodeError` as there, and with code `.unsupported` for a subsystem or Floquet code.
  public static func codes(named text: String) throws(CodeError) -> [StabilizerCode] {
    let all = try quantumCodes(named: text)
    let codes = all.compactMap { $0 as? StabilizerCode }
    guard codes.count == all.count else {
      throw CodeError(
        .unsupported, "code=\(text): is no stabilizer code; here only stabilizer codes can be used."
      )
    }
    return codes
  }

  /// The one code that a name stands for.
  ///
  /// - Throws: `CodeError` that names the field, the value and what is allowed, or if the name
  ///   stands for several codes.
  public static func quantumCode(named text: String) throws(CodeError) -> any QuantumCode {
    try one(of: quantumCodes(named: text), text)
  }

  /// The one stabilizer code that a name stands for.
  ///
  /// - Throws: `CodeError` as `quantumCode(named:)`, and for a subsystem or Floquet code.
  public static func code(named text: String) throws(CodeError) -> StabilizerCode {
    try one(of: codes(named: text), text)
  }

  private static func one<Code>(of codes: [Code], _ text: String) throws(CodeError) -> Code {
    guard codes.count == 1 else {
      throw CodeError(
        .badParameter, "code=\(text): stands for \(codes.count) codes where one is wanted.")
    }
    return codes[0]
  }

  private static func valueLists(
    _ text: Substring, of family: CodeFamily
  ) throws(CodeError) -> [(name: String, values: [Int])] {
    let parameters = family.forms.flatMap { $0 }
    var lists: [(name: String, values: [Int])] = []
    if text.isEmpty { return lists }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      var word = part
      if let equals = part.firstIndex(of: "=") {
        let name = String(part[..<equals])
        guard parameters.contains(where: { $0.name == name }) else {
          throw CodeError(
            .badParameter, "\(family.name): there is no parameter \(name); give \(family.usage).")
        }
        guard !lists.contains(where: { $0.name == name }) else {
          throw CodeError(.badParameter, "\(family.name): \(name) is given twice.")
        }
        lists.append((name, []))
        word = part[part.index(after: equals)...]
      }
      guard let name = lists.last?.name,
        let parameter = parameters.first(where: { $0.name == name })
      else {
        throw CodeError(
          .badParameter, "\(family.name): \(word) needs a name before it; give \(family.usage).")
      }
      guard let value = Int(word), parameter.allows(value) else {
        throw CodeError(
          .badParameter, "\(family.name): \(name)=\(word) must be in \(parameter.allowed).")
      }
      lists[lists.count - 1].values.append(value)
    }
    return lists
  }

  private static func requireForm(_ names: [String], of family: CodeFamily) throws(CodeError) {
    let isComplete = family.forms.contains { Set($0.map(\.name)) == Set(names) }
    guard isComplete else {
      throw CodeError(
        .badParameter,
        family.forms == [[]]
          ? "\(family.name): takes no parameters."
          : "\(family.name): give \(family.usage).")
    }
  }
}

extension StabilizerCode {
  /// The one code that a name of the catalogue stands for, such as `surface:d=5`.
  ///
  /// - Throws: `CodeError` that names the field, the value and what is allowed.
  public static func named(_ text: String) throws(CodeError) -> StabilizerCode {
    try CodeCatalogue.code(named: text)
  }
}
