// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// ln n! for n below a count.
func logFactorials(_ count: Int) -> [Double] {
  var result = [0.0]
  for n in 1..<max(2, count) { result.append(result[n - 1] + log(Double(n))) }
  return result
}
