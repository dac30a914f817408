// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The memory of a buffer while several threads work on it, each on elements of its own.
///
/// It is valid only inside `withSharedMemory`. Whoever uses it must see to it that no element is
/// written by one thread and touched by another.
@unsafe
public struct SharedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  // SAFETY: the threads of one call work on disjoint elements; that is the contract of the type.
  /// The first element.
  public let base: UnsafeMutablePointer<Element>
  /// The number of elements.
  public let count: Int
}

/// The memory of a buffer while several threads read it.
///
/// It is valid only inside `withSharedElements`.
@unsafe
public struct SharedElements<Element: BitwiseCopyable>: @unchecked Sendable {
  // SAFETY: the buffer is borrowed for the whole call, so nothing writes to it.
  /// The first element.
  public let base: UnsafePointer<Element>
  /// The number of elements.
  public let count: Int
}

extension PackedBuffer {
  /// Lends the memory to threads that work on elements of their own.
  ///
  /// - Parameter body: The work; the memory must not be used after it returns.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  @unsafe
  public mutating func withSharedMemory<Result, Failure: Error>(
    _ body: (SharedMemory<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe try body(SharedMemory(base: base, count: count))
  }

  /// Lends the memory to threads that only read it.
  ///
  /// - Parameter body: The work; the memory must not be used after it returns.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  @unsafe
  public borrowing func withSharedElements<Result, Failure: Error>(
    _ body: (SharedElements<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe try body(SharedElements(base: UnsafePointer(base), count: count))
  }

  /// Copies as many elements as another buffer has to the front of this one.
  ///
  /// - Precondition: `other.count <= count`.
  public mutating func copy(from other: borrowing PackedBuffer) {
    precondition(other.count <= count, "The elements do not fit.")
    // SAFETY: both regions hold at least `other.count` elements of a trivial type and do not overlap.
    unsafe base.update(from: other.base, count: other.count)
  }
}

/// The memory of the machine, in bytes.
public let physicalMemoryByteCount: Int =
  sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))

/// Asks the system to back a large allocation by large pages, so that strided passes do not miss
/// in the TLB.
///
/// It is a hint: nothing depends on the answer.
@usableFromInline
func adviseLargePages(_ memory: UnsafeMutableRawPointer, byteCount: Int) {
  #if os(Linux)
    _ = unsafe madvise(memory, byteCount, MADV_HUGEPAGE)
  #endif
}

/// From twice this size on, in bytes, memory is aligned to large pages and they are asked for.
@usableFromInline let largePageByteCount = 2 << 20
