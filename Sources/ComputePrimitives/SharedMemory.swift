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

/// Buffers that change their size.
extension PackedBuffer {
  /// Keeps the first elements only; the memory of the others goes back to the system, but for its last page.
  ///
  /// - Precondition: `0 <= newCount && newCount <= count`.
  public mutating func shrink(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "A buffer shrinks to what it has or less.")
    let page = sysconf(Int32(_SC_PAGESIZE))
    // SAFETY: the pages between the kept elements and the end belong to the buffer alone, and are not read again.
    let start = unsafe Int(bitPattern: base + newCount)
    let end = unsafe Int(bitPattern: base + count)
    let (first, last) = ((start + page - 1) / page * page, end / page * page)
    #if os(Linux)
      if first < last {
        _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: first), last - first, MADV_DONTNEED)
      }
    #endif
    length = newCount
  }

  /// Adds elements at the end; large buffers are moved by their page tables, so that there is never more than the larger
  /// buffer.
  ///
  /// - Precondition: `newCount >= count`.
  /// - Complexity: O(newCount − count), if the system can move pages.
  public mutating func grow(to newCount: Int, repeating value: Element) {
    precondition(newCount >= count, "A buffer grows.")
    let byteCount = max(64, newCount * MemoryLayout<Element>.stride)
    // SAFETY: the memory comes from the system's allocator, which aligned allocations share with `realloc`; what it
    // returns replaces the old memory, and is used only if it is aligned as kernels need.
    guard let raw = unsafe realloc(UnsafeMutableRawPointer(base), byteCount) else {
      preconditionFailure("The system has no memory left.")
    }
    if Int(bitPattern: raw) % 64 == 0 {
      unsafe base = raw.bindMemory(to: Element.self, capacity: newCount)
    } else {
      var aligned = PackedBuffer(repeating: value, count: newCount)
      let old = unsafe UnsafePointer(raw.bindMemory(to: Element.self, capacity: newCount))
      unsafe aligned.base.update(from: old, count: count)
      unsafe swap(&aligned.base, &base)
      unsafe aligned.base = raw.bindMemory(to: Element.self, capacity: newCount)
    }
    if byteCount >= 2 * largePageByteCount {
      let page = largePageByteCount
      let start = unsafe (Int(bitPattern: base) + page - 1) / page * page
      let end = unsafe (Int(bitPattern: base) + byteCount) / page * page
      if start < end, let memory = unsafe UnsafeMutableRawPointer(bitPattern: start) {
        unsafe adviseLargePages(memory, byteCount: end - start)
      }
    }
    unsafe (base + count).initialize(repeating: value, count: newCount - count)
    length = newCount
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
