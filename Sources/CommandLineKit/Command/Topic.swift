// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Something to read about besides commands, such as the gates: `help NAME` prints it.
public struct Topic: Sendable {
  /// The word that `help` takes.
  public let name: String
  /// What there is to read, in one sentence.
  public let summary: String
  /// The whole text, for a terminal or as Markdown.
  public let text: @Sendable (_ isMarkdown: Bool) -> String
  /// The text on one entry, such as one gate; nil if there is no such entry.
  public let entry: @Sendable (String) -> String?

  /// Describes a topic.
  public init(
    _ name: String, _ summary: String, text: @escaping @Sendable (_ isMarkdown: Bool) -> String,
    entry: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.name = name
    self.summary = summary
    self.text = text
    self.entry = entry
  }
}
