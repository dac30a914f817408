// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension CodeCatalogue {
  /// How to name a code whose check matrices are in files.
  public static let matrixUsage = "matrix:hx=FILE,hz=FILE or matrix:h=FILE"
  /// What such a code is, in one sentence.
  public static let matrixSummary =
    "a CSS code by its check matrices, or a stabilizer code by its symplectic one, X parts before Z parts; "
    + "a row a line, in 0 and 1"
  /// The decoder that fits most such codes.
  public static let matrixDecoder = "bp-osd"

  private static let matrixPrefix = "matrix:"

  /// Whether a name is that of a code whose check matrices are in files.
  public static func isMatrixName(_ text: String) -> Bool {
    text.drop { $0.isWhitespace }.lowercased().hasPrefix(matrixPrefix)
  }

  /// The code whose check matrices are in the files that a name mentions.
  ///
  /// - Throws: `CodeError` with the file and line, or with the form that the name must have.
  static func matrixCode(named text: String) throws(CodeError) -> StabilizerCode {
    let files = try matrixFiles(text)
    if let path = files["h"], files.count == 1 {
      return try symplecticCode(CheckMatrixFile(path: path))
    }
    guard let x = files["hx"], let z = files["hz"], files.count == 2 else {
      throw CodeError(.badParameter, "code=\(text): give \(matrixUsage).")
    }
    return try cssCode(CheckMatrixFile(path: x), CheckMatrixFile(path: z))
  }

  /// The paths by their keys; a comma cuts only before a key, so that paths may have some.
  private static func matrixFiles(_ text: String) throws(CodeError) -> [String: String] {
    let body = text.drop { $0 != ":" }.dropFirst()
    var fields: [(key: String, path: String)] = []
    for part in body.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = words[0].filter { !$0.isWhitespace }.lowercased()
      if words.count == 2, ["h", "hx", "hz"].contains(key) {
        fields.append((key, String(words[1])))
      } else if fields.isEmpty {
        throw CodeError(.badParameter, "code=\(text): give \(matrixUsage).")
      } else {
        fields[fields.count - 1].path += ",\(part)"
      }
    }
    var files: [String: String] = [:]
    for (key, path) in fields {
      guard files.updateValue(path, forKey: key) == nil else {
        throw CodeError(.badParameter, "code=\(text): \(key) is given twice.")
      }
    }
    return files
  }

  private static func cssCode(
    _ x: CheckMatrixFile, _ z: CheckMatrixFile
  ) throws(CodeError) -> StabilizerCode {
    guard x.matrix.columnCount == z.matrix.columnCount else {
      throw CodeError(
        .badChecks,
        "\(z.place(ofRow: 0)): has \(z.matrix.columnCount) columns, where \(x.path) has "
          + "\(x.matrix.columnCount); both have one for each qubit.")
    }
    if let (row, other) = firstOne(x.matrix * z.matrix.transposed()) {
      throw CodeError(
        .badChecks,
        "\(z.place(ofRow: other)): the check does not commute with that of \(x.place(ofRow: row)): "
          + "they share an odd number of qubits, and HX·HZᵀ must be 0.")
    }
    return try encoding(
      StabilizerCode(
        name: "\(matrixPrefix)hx=\(x.path),hz=\(z.path)", xChecks: x.matrix, zChecks: z.matrix))
  }

  private static func symplecticCode(_ h: CheckMatrixFile) throws(CodeError) -> StabilizerCode {
    let columns = h.matrix.columnCount
    guard columns % 2 == 0 else {
      throw CodeError(
        .badChecks,
        "\(h.place(ofRow: 0)): has \(columns) columns; a symplectic matrix has two for each qubit, "
          + "X parts before Z parts.")
    }
    let exchanged = BitMatrix(
      supports: h.matrix.supports.map { $0.map { ($0 + columns / 2) % columns } },
      columnCount: columns)
    if let (row, other) = firstOne(h.matrix * exchanged.transposed()) {
      throw CodeError(
        .badChecks,
        "\(h.place(ofRow: max(row, other))): the check does not commute with that of line "
          + "\(h.place(ofRow: min(row, other))).")
    }
    return try encoding(StabilizerCode(name: "\(matrixPrefix)h=\(h.path)", checkMatrix: h.matrix))
  }

  private static func firstOne(_ matrix: BitMatrix) -> (row: Int, column: Int)? {
    for (row, support) in matrix.supports.enumerated() {
      if let column = support.first { return (row, column) }
    }
    return nil
  }

  /// Refuses a code that keeps nothing.
  private static func encoding(_ code: StabilizerCode) throws(CodeError) -> StabilizerCode {
    guard code.logicalQubitCount > 0 else {
      throw CodeError(
        .badChecks,
        "\(code.name): encodes no qubit: \(code.qubitCount) qubits have as many independent checks."
      )
    }
    return code
  }
}
