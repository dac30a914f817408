// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Visualization

/// HTML under construction; text is escaped on the way in.
struct HTML {
  private(set) var text = ""

  /// Adds markup as it is.
  mutating func raw(_ markup: String) { text += markup + "\n" }

  /// Adds an element with words in it; `$…$`, `^{…}` and `_{…}` as in labels.
  mutating func element(_ name: String, class style: String = "", _ words: String) {
    raw(HTML.open(name, style) + HTML.words(words) + "</\(name)>")
  }

  /// Adds an element with others in it.
  mutating func group<Failure: Error>(
    _ name: String, class style: String = "", id: String = "",
    _ content: (inout HTML) throws(Failure) -> Void
  ) throws(Failure) {
    let place = id.isEmpty ? "" : " id=\"\(HTML.verbatim(id))\""
    raw("<\(name)\(style.isEmpty ? "" : " class=\"\(style)\"")\(place)>")
    try content(&self)
    raw("</\(name)>")
  }

  /// Adds a table row of ready markup, headings in the first cell.
  mutating func row(_ cells: [String], heading: Bool = false) {
    guard let first = cells.first else { return }
    let scope = heading ? "col" : "row"
    let rest = cells.dropFirst().map {
      heading ? "<th scope=\"col\">\($0)</th>" : "<td>\($0)</td>"
    }
    raw("<tr><th scope=\"\(scope)\">\(first)</th>\(rest.joined())</tr>")
  }

  /// Adds a picture with its caption.
  mutating func figure(
    _ drawing: some Drawing, id: String, caption: String
  ) throws(DrawingError) {
    let svg = try drawing.embeddableSVG(idPrefix: "\(id)-")
    raw("<figure>\n\(svg)\n<figcaption>\(HTML.words(caption))</figcaption>\n</figure>")
  }

  /// Words as markup.
  static func words(_ text: String) -> String { RichText(text).markup }

  /// Words as markup, with no marks in them: names, commands, paths.
  static func verbatim(_ text: String) -> String { RichText(verbatim: text).markup }

  private static func open(_ name: String, _ style: String) -> String {
    style.isEmpty ? "<\(name)>" : "<\(name) class=\"\(style)\">"
  }
}
