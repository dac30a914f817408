// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Says on standard error how far a long work is: one line on a terminal, nothing in a pipe.
public struct Progress {
  /// How progress is shown.
  public enum Style: Sendable {
    /// Not at all.
    case silent
    /// One line that is written over, ten times a second at most.
    case terminal
    /// Whole lines, one a second at most.
    case lines
  }

  private let style: Style
  private let start = ContinuousClock.now
  private var last: ContinuousClock.Instant?
  private var hasLine = false

  /// Chooses the style: a line on a terminal; elsewhere silence, or whole lines if `isForced`.
  ///
  /// - Parameters:
  ///   - isForced: Whether to tell progress where no terminal is watching.
  ///   - output: Where the command writes, `nil` for standard output: on the terminal, results
  ///     are progress enough.
  public init(isForced: Bool = false, output: String? = "") {
    let printsResults = (output ?? "-") == "-" && isatty(STDOUT_FILENO) == 1
    if isatty(STDERR_FILENO) == 1 {
      style = printsResults ? .silent : .terminal
    } else {
      style = isForced ? .lines : .silent
    }
  }

  /// Shows how far the work is, unless it was shown a moment ago.
  ///
  /// - Parameters:
  ///   - fraction: The part that is done, 0 to 1; the time left is estimated from it.
  ///   - note: What to say besides.
  public mutating func update(fraction: Double, _ note: @autoclosure () -> String) {
    guard style != .silent else { return }
    let now = ContinuousClock.now
    let pause: Duration = style == .terminal ? .milliseconds(100) : .seconds(1)
    if let last, now - last < pause { return }
    last = now
    let elapsed = (now - start) / .seconds(1)
    var text = "\(Int(max(0, min(1, fraction)) * 100)) %  \(note())  \(clock(elapsed))"
    if fraction > 0, fraction < 1 {
      text += ", \(clock(elapsed * (1 - fraction) / fraction)) left"
    }
    show(text)
  }

  /// Clears the line, or ends it with a last word.
  public mutating func finish(_ note: String = "") {
    if hasLine { printRaw("\r\u{1B}[K") }
    hasLine = false
    if style != .silent, !note.isEmpty { printError(note) }
  }

  private mutating func show(_ text: String) {
    switch style {
    case .silent: break
    case .lines: printError(text)
    case .terminal:
      printRaw("\r\(text.prefix(terminalWidth() - 1))\u{1B}[K")
      hasLine = true
    }
  }

  private func printRaw(_ text: String) {
    var text = text
    text.withUTF8 { _ = unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private func terminalWidth() -> Int {
    var size = winsize()
    let known = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return known && size.ws_col > 10 ? Int(size.ws_col) : 80
  }
}

/// Seconds as `m:ss` or `h:mm:ss`.
private func clock(_ seconds: Double) -> String {
  let total = Int(min(seconds, 1e9).rounded())
  let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
  let (hours, minutes) = (total / 3600, total / 60 % 60)
  return hours > 0
    ? "\(hours):\(two(minutes)):\(two(total % 60))" : "\(minutes):\(two(total % 60))"
}
