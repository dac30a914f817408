// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A number with four significant digits, for people.
func rounded(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : "∞" }
  var scale = 1.0
  while abs(value) * scale < 1000, scale < 1e300 { scale *= 10 }
  while abs(value) * scale >= 10000 { scale /= 10 }
  return "\((value * scale).rounded() / scale)"
}
