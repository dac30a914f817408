// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CZstd

/// Compresses bytes with Zstandard.
func compressed(_ bytes: [UInt8]) throws(ExecutionError) -> [UInt8] {
  let level: Int32 = 3
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
  let size = unsafe bytes.withUnsafeBytes { input in
    unsafe output.withUnsafeMutableBytes { output in
      unsafe ZSTD_compress(
        output.baseAddress, output.count, input.baseAddress, input.count, level)
    }
  }
  guard ZSTD_isError(size) == 0 else {
    throw ExecutionError(.system, "The checkpoint cannot be compressed.")
  }
  output.removeLast(output.count - size)
  return output
}

/// Decompresses bytes that must come to a known size.
func decompressed(_ bytes: [UInt8], size: Int) throws(ExecutionError) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: size)
  let written = unsafe bytes.withUnsafeBytes { input in
    unsafe output.withUnsafeMutableBytes { output in
      unsafe ZSTD_decompress(output.baseAddress, output.count, input.baseAddress, input.count)
    }
  }
  guard ZSTD_isError(written) == 0, written == size else {
    throw ExecutionError(.checkpoint, "The checkpoint's content cannot be decompressed.")
  }
  return output
}
