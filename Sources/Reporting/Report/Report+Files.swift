// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import Visualization

extension Report {
  /// A file of the report, to be written beside the others.
  public struct File: Sendable {
    /// The name, without a folder.
    public var name: String
    /// The content.
    public var bytes: [UInt8]
  }

  /// The page, the table, and every plot and layout as SVG and PNG.
  ///
  /// - Throws: `DrawingError` if a figure cannot be drawn.
  public func files() throws(DrawingError) -> [File] {
    var files = [
      File(name: "index.html", bytes: Array(try page().utf8)),
      File(name: "report.csv", bytes: Array(csvText.utf8)),
    ]
    var layouts: Set<String> = []
    for section in sections {
      for rate in section.shownRates {
        files += try Report.pictures(section.plot(rate), "\(section.name)-\(rate.rawValue)")
      }
      for code in section.codes {
        guard let picture = code.picture, layouts.insert(code.name).inserted else { continue }
        let letters = code.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        files += try Report.pictures(picture, "layout-\(String(letters))")
      }
    }
    if let streaming { files += try Report.pictures(streaming.plot, "streaming-times") }
    for (name, plot) in comparison?.plots ?? [] {
      files += try Report.pictures(plot, "comparison-\(name)")
    }
    if let comparison {
      files.append(File(name: "comparison.csv", bytes: Array(comparison.csvText.utf8)))
    }
    return files
  }

  private static func pictures(
    _ drawing: some Drawing, _ name: String
  ) throws(DrawingError) -> [File] {
    [
      File(name: "\(name).svg", bytes: try drawing.encoded(as: .svg)),
      File(name: "\(name).png", bytes: try drawing.encoded(as: .png)),
    ]
  }
}
