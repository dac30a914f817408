// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Bytes that grow by numbers, the lowest byte first.
struct ByteSink {
  var bytes: [UInt8] = []

  mutating func put(_ value: UInt8) { bytes.append(value) }

  mutating func put(_ value: UInt64) {
    for byte in 0..<8 as Range<UInt64> {
      bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte)))
    }
  }

  mutating func put(_ value: Int) { put(UInt64(bitPattern: Int64(value))) }

  mutating func put(_ value: Double) { put(value.bitPattern) }

  mutating func put(_ values: [UInt8]) {
    put(values.count)
    bytes += values
  }

  mutating func put(_ values: [UInt64]) {
    put(values.count)
    for value in values { put(value) }
  }

  mutating func put(_ values: [Int]) {
    put(values.count)
    for value in values { put(value) }
  }

  mutating func put(_ values: [Double]) {
    put(values.count)
    for value in values { put(value) }
  }
}

/// Reads what a sink has put; everything is checked against the bytes that are left.
struct ByteSource {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static let fault = ExecutionError(
    .checkpoint, "The checkpoint's content is not consistent; it was not written by this program.")

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() throws(ExecutionError) -> UInt8 {
    guard position < bytes.count else { throw Self.fault }
    position += 1
    return bytes[position - 1]
  }

  mutating func word() throws(ExecutionError) -> UInt64 {
    guard bytes.count - position >= 8 else { throw Self.fault }
    var value: UInt64 = 0
    for byte in 0..<8 { value |= UInt64(bytes[position + byte]) << UInt64(8 * byte) }
    position += 8
    return value
  }

  mutating func integer(in range: ClosedRange<Int>) throws(ExecutionError) -> Int {
    let value = Int(Int64(bitPattern: try word()))
    guard range.contains(value) else { throw Self.fault }
    return value
  }

  mutating func number() throws(ExecutionError) -> Double {
    let value = Double(bitPattern: try word())
    guard value.isFinite else { throw Self.fault }
    return value
  }

  /// A number of elements that the bytes left can hold.
  mutating func count(elementSize: Int) throws(ExecutionError) -> Int {
    try integer(in: 0...((bytes.count - position) / elementSize))
  }

  mutating func byteArray() throws(ExecutionError) -> [UInt8] {
    let count = try count(elementSize: 1)
    defer { position += count }
    guard bytes.count - position >= count else { throw Self.fault }
    return Array(bytes[position..<position + count])
  }

  mutating func words() throws(ExecutionError) -> [UInt64] {
    var values: [UInt64] = []
    for _ in 0..<(try count(elementSize: 8)) { values.append(try word()) }
    return values
  }

  mutating func integers(
    count: Int? = nil, in range: ClosedRange<Int>
  ) throws(ExecutionError) -> [Int] {
    let given = try self.count(elementSize: 8)
    guard given == count ?? given else { throw Self.fault }
    var values: [Int] = []
    values.reserveCapacity(given)
    for _ in 0..<given { values.append(try integer(in: range)) }
    return values
  }

  mutating func numbers(count: Int) throws(ExecutionError) -> [Double] {
    guard try self.count(elementSize: 8) == count else { throw Self.fault }
    var values: [Double] = []
    for _ in 0..<count { values.append(try number()) }
    return values
  }
}
