// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The colours that every picture shares.
public struct Theme: Sendable, Hashable {
  /// The page.
  public var background: Color
  /// Titles and tick labels.
  public var text: Color
  /// Subtitles and notes.
  public var mutedText: Color
  /// The frame of a plot.
  public var frame: Color
  /// Grid lines at labelled ticks.
  public var grid: Color
  /// Grid lines between labelled ticks.
  public var minorGrid: Color
  /// The threshold's line and band.
  public var threshold: Color
  /// Colours of series, in order.
  ///
  /// Neighbours differ in lightness as well as in hue, so that they stay apart in greyscale and for
  /// colour-blind readers; every series also has its own marker.
  public var series: [Color]

  /// Dark ink on white.
  public static let light = Theme(
    background: Color(0xFFFFFF), text: Color(0x1D2733), mutedText: Color(0x5C6875),
    frame: Color(0x8A949E), grid: Color(0xE2E6EA), minorGrid: Color(0xF1F3F5),
    threshold: Color(0x4A5560),
    series: [
      Color(0xE08A1E), Color(0x12908E), Color(0x2B4C9B), Color(0xC0417B), Color(0x6FA8DC),
      Color(0x6B3F8F), Color(0x8F9A27), Color(0x5A4636),
    ])

  /// Light ink on near-black.
  public static let dark = Theme(
    background: Color(0x12171D), text: Color(0xE8ECF0), mutedText: Color(0x9AA5B1),
    frame: Color(0x6B7783), grid: Color(0x2A323B), minorGrid: Color(0x1D242B),
    threshold: Color(0xB7C1CB),
    series: [
      Color(0xF2A541), Color(0x35BDB2), Color(0x7F9CF0), Color(0xE36FA3), Color(0xA9D1F5),
      Color(0xB48AD6), Color(0xC3CC5A), Color(0xB59A85),
    ])

  /// The colour of the series at an index, going round the list.
  ///
  /// - Precondition: The list of colours is not empty and the index not negative.
  public func seriesColor(_ index: Int) -> Color {
    precondition(!series.isEmpty && index >= 0, "A theme has colours for series 0 and up.")
    return series[index % series.count]
  }
}
