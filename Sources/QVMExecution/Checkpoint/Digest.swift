// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CCrypto

/// The SHA-256 digest of some bytes.
func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  let status = unsafe bytes.withUnsafeBytes { input in
    unsafe digest.withUnsafeMutableBufferPointer { output in
      unsafe EVP_Digest(input.baseAddress, input.count, output.baseAddress, nil, EVP_sha256(), nil)
    }
  }
  precondition(status == 1, "The system's cryptographic library cannot compute SHA-256.")
  return digest
}

/// The SHA-256 digest of some bytes, as 64 hexadecimal digits.
func hexadecimalSHA256(_ bytes: [UInt8]) -> String {
  hexadecimal(sha256(bytes))
}

/// Bytes as hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
