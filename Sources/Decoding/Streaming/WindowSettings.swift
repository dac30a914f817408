// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How a stream is cut into windows.
public struct WindowSettings: Sendable, Hashable {
  /// The order in which windows are decoded.
  public enum Scheme: String, Sendable, CaseIterable {
    /// Each window begins where the one before it committed, and hands over the defects that its cut chains leave.
    case sliding
    /// Windows with buffers on both sides commit every second stretch, all independent of each other; the
    /// stretches in between follow.
    case parallel
  }

  /// How many rounds a window commits.
  public var commit: Int
  /// How many more rounds it looks at on each open side.
  public var buffer: Int
  /// The order of the windows.
  public var scheme: Scheme

  /// Makes settings.
  public init(commit: Int, buffer: Int, scheme: Scheme = .sliding) {
    self.commit = commit
    self.buffer = buffer
    self.scheme = scheme
  }
}

/// The rounds of one window.
struct Window: Hashable {
  /// The rounds that are looked at.
  var rounds: Range<Int>
  /// The rounds whose defects are cancelled for good.
  var commits: Range<Int>
  /// Whether chains may leave to the rounds before, or after; otherwise what led there was decided elsewhere.
  var opensPast = false
  var opensFuture = false
}

/// The windows of a stream of so many rounds, by number.
struct WindowPlan: Sendable {
  let settings: WindowSettings
  let roundCount: Int

  /// The number of windows; those with even numbers come first where they are parallel.
  var count: Int {
    let commit = settings.commit
    switch settings.scheme {
    case .sliding:
      return (max(0, roundCount - commit - settings.buffer) + commit - 1) / commit + 1
    case .parallel:
      return (roundCount + commit - 1) / commit
    }
  }

  /// A window.
  ///
  /// - Precondition: `0 <= index && index < count`.
  subscript(index: Int) -> Window {
    let commit = settings.commit
    let start = index * commit
    switch settings.scheme {
    case .sliding:
      let end = start + commit + settings.buffer
      if index == count - 1 {
        return Window(rounds: start..<roundCount, commits: start..<roundCount)
      }
      return Window(rounds: start..<end, commits: start..<start + commit, opensFuture: true)
    case .parallel:
      let commits = start..<min(start + commit, roundCount)
      if index % 2 == 1 { return Window(rounds: commits, commits: commits) }
      let rounds =
        max(0, start - settings.buffer)..<min(commits.upperBound + settings.buffer, roundCount)
      return Window(
        rounds: rounds, commits: commits, opensPast: rounds.lowerBound > 0,
        opensFuture: rounds.upperBound < roundCount)
    }
  }
}
