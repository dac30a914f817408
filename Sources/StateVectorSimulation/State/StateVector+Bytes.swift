// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// States as bytes, bit for bit.
///
/// Sixteen bytes of header — `QSV` and a zero, the version (1), the bytes of a number (8 or 4), the number of
/// qubits n, and nine zeros — then the bit position of each qubit, one byte each, then the real parts and
/// the imaginary parts of all places, little-endian. The order of places is kept, so that a run that
/// goes on from the bytes computes the same bits.
extension StateVector {
  private static var magic: [UInt8] { [0x51, 0x53, 0x56, 0] }
  private static var headerSize: Int { 16 }

  /// The state as bytes.
  public var bytes: [UInt8] {
    let size = 1 << qubitCount
    let width = MemoryLayout<Scalar>.size
    var bytes = Self.magic + [1, UInt8(width), UInt8(qubitCount)]
    bytes += [UInt8](repeating: 0, count: Self.headerSize - bytes.count)
    bytes += positions.map { UInt8($0) }
    bytes.reserveCapacity(bytes.count + 2 * size * width)
    for place in 0..<size { Self.append(real[place], to: &bytes) }
    for place in 0..<size { Self.append(imaginary[place], to: &bytes) }
    return bytes
  }

  /// Makes the state that bytes hold.
  ///
  /// - Throws: `StateVectorError` with code `.format` if the bytes are not those of a state of this precision,
  ///   or `.memory` if the machine does not have the memory.
  public init(bytes: [UInt8], workers: Int = 1) throws(StateVectorError) {
    let width = MemoryLayout<Scalar>.size
    guard bytes.count >= Self.headerSize, Array(bytes[0..<4]) == Self.magic, bytes[4] == 1 else {
      throw StateVectorError(.format, "The bytes do not begin as those of a state vector do.")
    }
    guard Int(bytes[5]) == width else {
      throw StateVectorError(
        .format, "The state has numbers of \(bytes[5]) bytes; \(width) are wanted.")
    }
    let qubitCount = Int(bytes[6])
    guard qubitCount <= 48 else {
      throw StateVectorError(.format, "A state of \(qubitCount) qubits; at most 48 are possible.")
    }
    let start = Self.headerSize + qubitCount
    let wanted = start + 2 * (1 << qubitCount) * width
    guard bytes.count == wanted, bytes[7..<Self.headerSize].allSatisfy({ $0 == 0 }) else {
      throw StateVectorError(
        .format,
        "A state of \(qubitCount) qubits has \(wanted) bytes; there are \(bytes.count).")
    }
    let positions = bytes[Self.headerSize..<start].map(Int.init)
    guard positions.sorted() == Array(0..<qubitCount) else {
      throw StateVectorError(.format, "The bit positions of the qubits are no permutation.")
    }
    try Self.requireMemory(qubitCount: qubitCount)
    self.init(zeros: qubitCount, workers: workers)
    self.positions = positions
    let size = 1 << qubitCount
    for place in 0..<size {
      real[place] = Self.number(in: bytes, at: start + place * width)
      imaginary[place] = Self.number(in: bytes, at: start + (size + place) * width)
    }
  }

  private static func append(_ number: Scalar, to bytes: inout [UInt8]) {
    let bits = number.bitsInWord
    for byte in 0..<MemoryLayout<Scalar>.size {
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * byte)))
    }
  }

  private static func number(in bytes: [UInt8], at start: Int) -> Scalar {
    var bits: UInt64 = 0
    for byte in 0..<MemoryLayout<Scalar>.size {
      bits |= UInt64(bytes[start + byte]) << UInt64(8 * byte)
    }
    return Scalar(bitsInWord: bits)
  }
}
