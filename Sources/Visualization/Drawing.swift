// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc

/// A picture as data, drawn on demand in any format.
public protocol Drawing: Sendable {
  /// The width in CSS pixels.
  var width: Double { get }
  /// The height in CSS pixels.
  var height: Double { get }
  /// What the picture shows, in a few words.
  var title: String { get }

  /// Draws on a page of the picture's size.
  ///
  /// - Throws: `DrawingError` if the data cannot be drawn.
  func draw(on canvas: borrowing Canvas) throws(DrawingError)
}

extension Drawing {
  /// The picture as a file's bytes.
  ///
  /// - Parameters:
  ///   - format: SVG, PNG or PDF.
  ///   - scale: Device pixels per CSS pixel, for PNG only.
  /// - Returns: The same bytes for the same picture.
  /// - Throws: `DrawingError` if the data cannot be drawn.
  public func encoded(
    as format: DrawingFormat, scale: Double = 2
  ) throws(DrawingError) -> [UInt8] {
    let canvas = try Canvas(format: format, width: width, height: height, scale: scale)
    try draw(on: canvas)
    let bytes = try canvas.finish()
    return format == .svg ? SVGText.titled(bytes, RichText(title).plainText) : bytes
  }

  /// An `svg` element to put into a web page.
  ///
  /// - Parameter idPrefix: Letters that differ between the pictures of one page.
  /// - Returns: The element without XML header, sized by the page through its view box.
  /// - Throws: `DrawingError` if the data cannot be drawn.
  public func embeddableSVG(idPrefix: String) throws(DrawingError) -> String {
    let canvas = try Canvas(format: .svg, width: width, height: height)
    try draw(on: canvas)
    return SVGText.embeddable(
      try canvas.finish(), title: RichText(title).plainText, idPrefix: idPrefix, width: width,
      height: height)
  }

  /// Writes the picture to a file, in the format that its extension names.
  ///
  /// - Throws: `DrawingError` if the format is unknown, or the picture not drawn or not written.
  public func write(to path: String, scale: Double = 2) throws(DrawingError) {
    let format = try DrawingFormat(path: path)
    try writeFile(try encoded(as: format, scale: scale), to: path)
  }
}

/// Replaces the file's content.
private func writeFile(_ bytes: [UInt8], to path: String) throws(DrawingError) {
  func failure() -> DrawingError {
    .unwritable(path: path, reason: unsafe String(cString: strerror(errno)))
  }
  guard let file = unsafe fopen(path, "wb") else { throw failure() }
  let written = unsafe fwrite(bytes, 1, bytes.count, file)
  let isComplete = written == bytes.count
  guard unsafe fclose(file) == 0, isComplete else { throw failure() }
}
