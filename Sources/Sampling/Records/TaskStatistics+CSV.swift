// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

extension TaskStatistics {
  /// The names of the columns, padded as sinter 1.16 pads them.
  public static let csvHeader =
    "     shots,    errors,  discards, seconds,decoder,strong_id,json_metadata,custom_counts"

  /// The row as sinter 1.16 writes it, without the line's end.
  public var csvLine: String {
    let json = metadata.text(.init(sortsKeys: true, isASCII: true))
    let counts =
      customCounts.isEmpty
      ? "" : TaskStatistics.json(of: customCounts).text(.init(sortsKeys: true, isASCII: true))
    return [
      padded("\(shots)", 10), padded("\(errors)", 10), padded("\(discards)", 10),
      padded(TaskStatistics.text(seconds: seconds), 8), csvField(decoder), csvField(strongID),
      csvField(json), counts.isEmpty ? "" : csvField(counts),
    ].joined(separator: ",")
  }

  /// Seconds with as many decimals as tell something: 0.123, 1.23, 12.3.
  private static func text(seconds: Double) -> String {
    let digits = seconds < 1 ? 3 : seconds < 10 ? 2 : 1
    let scale = [1.0, 10, 100, 1000][digits]
    let total = Int(min(seconds * scale, 1e18).rounded(.toNearestOrEven))
    let fraction = String(total % Int(scale))
    return "\(total / Int(scale)).\(String(repeating: "0", count: digits - fraction.count))"
      + fraction
  }
}

private func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

/// A field as Python's csv module writes it: quoted only where it must be.
func csvField(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D })
  else { return text.isEmpty ? "\"\"" : text }
  var quoted = "\""
  for scalar in text.unicodeScalars {
    if scalar == "\"" { quoted += "\"" }
    quoted.unicodeScalars.append(scalar)
  }
  return quoted + "\""
}
