// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Small rewrites of the SVG text that Cairo produces.
enum SVGText {
  /// The text without the surface number, which counts all surfaces of the process.
  static func withoutProcessState(_ svg: [UInt8]) -> [UInt8] {
    let mark = Array(#"<g id="surface"#.utf8)
    guard let start = position(of: mark, in: svg, from: 0) else { return svg }
    var end = start + mark.count
    while end < svg.count, svg[end] != UInt8(ascii: ">") { end += 1 }
    return Array(svg[..<start]) + Array("<g".utf8) + Array(svg[end...])
  }

  /// The document with a title that browsers and screen readers show.
  static func titled(_ svg: [UInt8], _ title: String) -> [UInt8] {
    guard let root = rootElement(of: svg) else { return svg }
    let element = Array("\n<title>\(escaped(title))</title>".utf8)
    return Array(svg[..<root.upperBound]) + element + Array(svg[root.upperBound...])
  }

  /// The `svg` element alone, ready to stand in a page beside others.
  ///
  /// Every id gets the prefix, so that two pictures' glyphs don't mix; the size is left to the page's
  /// style sheet through the view box.
  static func embeddable(
    _ svg: [UInt8], title: String, idPrefix: String, width: Double, height: Double
  ) -> String {
    guard let root = rootElement(of: svg) else { return String(decoding: svg, as: UTF8.self) }
    let body = prefixed(Array(svg[root.upperBound...]), with: Array(idPrefix.utf8))
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
      viewBox="0 0 \(size(width)) \(size(height))" role="img" aria-label="\(escaped(title))">
      """
    return head + String(decoding: body, as: UTF8.self)
  }

  /// Text with the five characters that mean something in XML written as entities.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  private static func size(_ length: Double) -> String {
    length == length.rounded() ? "\(Int(length))" : "\(length)"
  }

  private static func prefixed(_ body: [UInt8], with prefix: [UInt8]) -> [UInt8] {
    let marks = [#" id=""#, "href=\"#", "url(#"].map { Array($0.utf8) }
    var result: [UInt8] = []
    result.reserveCapacity(body.count + body.count / 8)
    for byte in body {
      result.append(byte)
      guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#") else { continue }
      if marks.contains(where: { result.suffix($0.count).elementsEqual($0) }) {
        result += prefix
      }
    }
    return result
  }

  /// The range of the opening tag of the root element.
  private static func rootElement(of svg: [UInt8]) -> Range<Int>? {
    guard let start = position(of: Array("<svg ".utf8), in: svg, from: 0),
      let end = position(of: [UInt8(ascii: ">")], in: svg, from: start)
    else { return nil }
    return start..<end + 1
  }

  private static func position(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    return (start...bytes.count - mark.count).first { index in
      bytes[index] == mark[0] && bytes[index..<index + mark.count].elementsEqual(mark)
    }
  }
}
