// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A fixed-size, uniquely owned run of trivial values, aligned for the widest vector registers.
///
/// Use it for the working memory of an engine that one worker owns: it never copies, changes its size only when told
/// to and never reference-counts. Use an array where a value is shared or copied.
///
/// - Complexity: O(count) to make, O(1) to read or write an element.
@frozen
@safe
public struct PackedBuffer<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var length: Int

  /// The number of elements.
  @inlinable public var count: Int {
    @inline(always) get { length }
  }

  /// Makes a buffer in which every element is `value`.
  ///
  /// - Precondition: `count >= 0`.
  @inlinable
  public init(repeating value: Element, count: Int) {
    precondition(count >= 0, "A buffer cannot hold a negative number of elements.")
    let byteCount = max(64, count * MemoryLayout<Element>.stride)
    let isLarge = byteCount >= 2 * largePageByteCount
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: byteCount, alignment: isLarge ? largePageByteCount : 64)
    if isLarge { unsafe adviseLargePages(raw, byteCount: byteCount) }
    // SAFETY: the allocation is at least `count` strides long and freed only in deinit.
    unsafe base = raw.bindMemory(to: Element.self, capacity: count)
    unsafe base.initialize(repeating: value, count: count)
    length = count
  }

  /// Makes a buffer with the elements of `array`.
  @inlinable
  public init(_ array: [Element]) {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(64, array.count * MemoryLayout<Element>.stride), alignment: 64)
    unsafe base = raw.bindMemory(to: Element.self, capacity: array.count)
    length = array.count
    for index in 0..<array.count {
      unsafe (base + index).initialize(to: array[index])
    }
  }

  @inlinable
  deinit {
    unsafe base.deallocate()
  }

  /// The element at `index`, checked.
  ///
  /// - Precondition: `0 <= index && index < count`.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "Index out of range.")
      return unsafe base[index]
    }
    @inline(always)
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "Index out of range.")
      yield unsafe &base[index]
    }
  }

  /// The element at `index`, checked in debug builds only; for loops whose bounds are proved outside.
  @inlinable
  @unsafe
  public subscript(unchecked index: Int) -> Element {
    @inline(always)
    get {
      assert(UInt(bitPattern: index) < UInt(bitPattern: count), "Index out of range.")
      return unsafe base[index]
    }
    @inline(always)
    _modify {
      assert(UInt(bitPattern: index) < UInt(bitPattern: count), "Index out of range.")
      yield unsafe &base[index]
    }
  }

  /// Sets every element to `value`.
  @inlinable
  public mutating func fill(with value: Element) {
    unsafe base.update(repeating: value, count: count)
  }

  /// The elements, for reading.
  @inlinable
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      unsafe _overrideLifetime(
        Span(_unsafeStart: UnsafePointer(base), count: count), borrowing: self)
    }
  }

  /// The elements, for writing.
  @inlinable
  public var mutableSpan: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get {
      unsafe _overrideLifetime(
        MutableSpan(_unsafeStart: base, count: count), mutating: &self)
    }
  }
}

// SAFETY: the memory has one owner, and Element is trivially copyable.
extension PackedBuffer: @unchecked Sendable where Element: Sendable {}
