// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// An sRGB colour with opacity, each part in 0...1.
public struct Color: Sendable, Hashable {
  /// The red part.
  public var red: Double
  /// The green part.
  public var green: Double
  /// The blue part.
  public var blue: Double
  /// 0 is invisible, 1 covers.
  public var opacity: Double

  /// A colour from a 24-bit number such as `0x1F5FA8`.
  public init(_ rgb: UInt32, opacity: Double = 1) {
    red = Double(rgb >> 16 & 0xFF) / 255
    green = Double(rgb >> 8 & 0xFF) / 255
    blue = Double(rgb & 0xFF) / 255
    self.opacity = opacity
  }

  /// The same colour with another opacity.
  public func withOpacity(_ opacity: Double) -> Color {
    var color = self
    color.opacity = opacity
    return color
  }

  /// The `#rrggbb` form, without the opacity.
  public var hexadecimal: String {
    let digits = [red, green, blue].map { part in
      let byte = Int((part * 255).rounded())
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "#" + digits.joined()
  }
}
