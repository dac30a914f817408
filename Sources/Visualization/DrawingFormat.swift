// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A file format for pictures.
public enum DrawingFormat: String, Sendable, CaseIterable {
  case svg, png, pdf

  /// The format that a path's extension names, in any case.
  ///
  /// - Throws: `DrawingError.unknownFormat` if there is no extension, or another one.
  public init(path: String) throws(DrawingError) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."),
      let format = DrawingFormat(rawValue: name[name.index(after: dot)...].lowercased())
    else {
      throw .unknownFormat(path: path)
    }
    self = format
  }
}
