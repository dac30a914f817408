// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A uniquely owned list of trivial values that grows by doubling.
///
/// Use it where an engine must append without knowing how much: unlike an array it is never copied,
/// reference-counted or checked for sharing.
///
/// - Complexity: O(1) amortized to append, O(1) to read or write an element.
@frozen
@safe
public struct GrowableBuffer<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var capacity: Int
  @usableFromInline var used: Int

  /// The number of elements.
  @inlinable public var count: Int { used }

  /// Makes an empty buffer with room for some elements.
  @inlinable
  public init(minimumCapacity: Int = 16) {
    capacity = max(1, minimumCapacity)
    used = 0
    unsafe base = .allocate(capacity: capacity)
  }

  @inlinable
  deinit {
    unsafe base.deallocate()
  }

  /// Makes room for `additional` more elements.
  @inlinable
  public mutating func reserve(_ additional: Int) {
    if used + additional > capacity { grow(to: used + additional) }
  }

  @inlinable
  @inline(never)
  mutating func grow(to needed: Int) {
    let larger = max(needed, capacity * 2)
    let fresh = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    // SAFETY: both regions hold at least `used` elements of a trivial type and do not overlap.
    unsafe fresh.update(from: base, count: used)
    unsafe base.deallocate()
    unsafe base = fresh
    capacity = larger
  }

  /// Adds an element at the end.
  @inlinable
  @inline(__always)
  public mutating func append(_ element: Element) {
    if used == capacity { grow(to: used + 1) }
    unsafe base[used] = element
    used += 1
  }

  /// The element at `index`, checked.
  ///
  /// - Precondition: `0 <= index && index < count`.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used), "Index out of range.")
      return unsafe base[index]
    }
    @inline(__always)
    set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used), "Index out of range.")
      unsafe base[index] = newValue
    }
  }

  /// Drops all elements after the first `count`; the memory stays.
  ///
  /// - Precondition: `0 <= newCount && newCount <= count`.
  @inlinable
  @inline(__always)
  public mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= used, "A buffer can only be cut shorter.")
    used = newCount
  }

  /// Appends copies of `value` until there are `newCount` elements.
  @inlinable
  public mutating func extend(to newCount: Int, with value: Element) {
    guard newCount > used else { return }
    reserve(newCount - used)
    unsafe (base + used).initialize(repeating: value, count: newCount - used)
    used = newCount
  }

  /// The elements, for reading.
  @inlinable
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      unsafe _overrideLifetime(
        Span(_unsafeStart: UnsafePointer(base), count: used), borrowing: self)
    }
  }

  /// The elements, for writing.
  @inlinable
  public var mutableSpan: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get {
      unsafe _overrideLifetime(
        MutableSpan(_unsafeStart: base, count: used), mutating: &self)
    }
  }
}

// SAFETY: the memory has one owner, and Element is trivially copyable.
extension GrowableBuffer: @unchecked Sendable where Element: Sendable {}
