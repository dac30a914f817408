// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import Sampling

/// A simulation report as data: what was measured, on which codes, and how to repeat it.
///
/// The page, the table and the pictures are all made from this value; it knows no file and no clock.
public struct Report: Sendable {
  /// The heading.
  public var title: String
  /// One section per family of codes and noise model.
  public var sections: [ReportSection]
  /// Decoding in real time, where it was timed; times, unlike counts, differ from run to run.
  public var streaming: StreamingSection?
  /// Codes side by side on one machine, where they were compared.
  public var comparison: CodeComparison?
  /// Where the numbers come from.
  public var provenance: Provenance

  /// A report of some sections.
  public init(title: String, sections: [ReportSection], provenance: Provenance) {
    self.title = title
    self.sections = sections
    self.provenance = provenance
  }

  /// What another person needs to get the same numbers.
  public struct Provenance: Sendable, Hashable {
    /// The program's name and version.
    public var program: String
    /// The command line that makes the same counts.
    public var command: String
    /// The seed of all chance.
    public var seed: UInt64
    /// When the report was made, as `2026-01-31 12:00 UTC`.
    public var date: String
    /// How many threads worked.
    public var threads: Int
    /// Wall time of the whole run in seconds.
    public var seconds: Double

    /// Names the run.
    public init(
      program: String, command: String, seed: UInt64, date: String, threads: Int, seconds: Double
    ) {
      self.program = program
      self.command = command
      self.seed = seed
      self.date = date
      self.threads = threads
      self.seconds = seconds
    }
  }
}
