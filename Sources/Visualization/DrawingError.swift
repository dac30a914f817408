// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Why a picture could not be made.
public enum DrawingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path's extension is not svg, png or pdf.
  case unknownFormat(path: String)
  /// The file could not be written; `reason` is the system's message.
  case unwritable(path: String, reason: String)
  /// A width, height or scale is not positive, not finite or too large.
  case invalidSize(width: Double, height: Double)
  /// A coordinate of a series cannot be drawn.
  case invalidPoint(series: String, index: Int, reason: String)
  /// An axis has a range that cannot be drawn.
  case invalidRange(axis: String, reason: String)
  /// The bytes are not a PNG picture.
  case notAPicture
  /// The drawing library reported a failure.
  case library(String)

  /// A sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .unknownFormat(let path):
      "\(path): unknown picture format; use a name that ends in .svg, .png or .pdf"
    case .unwritable(let path, let reason):
      "\(path): cannot write: \(reason)"
    case .invalidSize(let width, let height):
      "a picture of \(width) × \(height) cannot be drawn; use 16 to 16384 on each side"
    case .invalidPoint(let series, let index, let reason):
      "series '\(series)', point \(index + 1): \(reason)"
    case .invalidRange(let axis, let reason):
      "axis '\(axis)': \(reason)"
    case .notAPicture:
      "not a PNG picture"
    case .library(let message):
      "the drawing library failed: \(message)"
    }
  }
}
