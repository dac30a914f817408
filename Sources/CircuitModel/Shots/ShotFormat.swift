// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A file format for shots, as Stim 1.16 documents them in its result formats.
public enum ShotFormat: String, Sendable, CaseIterable {
  /// `01`: a line a shot, a character a bit.
  case zeroOne = "01"
  /// Eight bits a byte, low bit first, each shot padded to a whole byte.
  case b8
  /// Run lengths: each byte counts the zeros before the next one; 255 goes on; a one ends the shot.
  case r8
  /// Groups of 64 shots, a 64-bit little-endian word for each bit of the shot.
  case ptb64
  /// A line a shot, the numbers of the bits that are one with commas between.
  case hits
  /// A line a shot: `shot` and then the bits that are one by kind, such as `M3 D0 L1`.
  case dets

  /// Whether the format consists of lines of text.
  public var isText: Bool {
    switch self {
    case .zeroOne, .hits, .dets: true
    case .b8, .r8, .ptb64: false
    }
  }
}

/// What the bits of one shot are: first measurements, then detectors, then observables.
public struct ShotLayout: Sendable, Hashable {
  /// The number of measurements.
  public var measurements: Int
  /// The number of detectors.
  public var detectors: Int
  /// The number of observables.
  public var observables: Int

  /// The most bits that a shot may have.
  ///
  /// A shot has to fit in memory as bits, and in the `hits` format each number in 32 bits.
  public static let maximumWidth = 1 << 32

  /// Describes the bits of one shot.
  public init(measurements: Int = 0, detectors: Int = 0, observables: Int = 0) {
    precondition(
      measurements >= 0 && detectors >= 0 && observables >= 0,
      "A shot cannot have a negative number of bits.")
    self.measurements = measurements
    self.detectors = detectors
    self.observables = observables
  }

  /// The number of bits in one shot.
  public var width: Int { measurements + detectors + observables }

  /// The first bit and the number of bits of the kind that `dets` calls M, D or L.
  func segment(_ prefix: UInt8) -> (start: Int, count: Int)? {
    switch prefix {
    case UInt8(ascii: "M"): (0, measurements)
    case UInt8(ascii: "D"): (measurements, detectors)
    case UInt8(ascii: "L"): (measurements + detectors, observables)
    default: nil
    }
  }
}

/// Where bytes come from: a file, a pipe, or an array in a test.
public protocol ByteSource: AnyObject {
  /// Fills as much of `buffer` as is at hand.
  ///
  /// - Returns: The number of bytes; 0 at the end only.
  func read(into buffer: inout [UInt8]) throws -> Int
}

/// Where bytes go.
public protocol ByteSink: AnyObject {
  /// Takes bytes.
  func write(_ bytes: Span<UInt8>) throws
}

/// Bytes held in memory, as a source and as a sink.
public final class ByteArray: ByteSource, ByteSink {
  /// The bytes that were written or are yet to be read.
  public private(set) var bytes: [UInt8]
  private var position = 0

  /// Starts with the given bytes.
  public init(_ bytes: [UInt8] = []) {
    self.bytes = bytes
  }

  /// Hands out the next bytes.
  ///
  /// - Returns: The number of bytes; 0 at the end only.
  public func read(into buffer: inout [UInt8]) -> Int {
    let count = min(buffer.count, bytes.count - position)
    for index in 0..<count { buffer[index] = bytes[position + index] }
    position += count
    return count
  }

  /// Appends bytes.
  public func write(_ new: Span<UInt8>) {
    bytes.reserveCapacity(bytes.count + new.count)
    for index in new.indices { bytes.append(new[index]) }
  }
}

/// The eight bytes from `index` on, the first one lowest.
@inline(__always)
func loadWord(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
  // SAFETY: the load checks its bounds, and every pattern of bits is a number.
  unsafe UInt64(
    littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
}

/// Stores a word as eight bytes from `index` on, the lowest first.
@inline(__always)
func storeWord(_ word: UInt64, _ bytes: inout MutableSpan<UInt8>, at index: Int) {
  // SAFETY: the store checks its bounds.
  var raw = unsafe bytes.mutableBytes
  raw.storeBytes(of: word.littleEndian, toByteOffset: index, as: UInt64.self)
}
