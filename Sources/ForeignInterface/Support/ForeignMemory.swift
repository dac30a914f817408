// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CQuantaCore

/// The one place where pointers of callers become buffers: each is checked against NULL, misalignment and sizes that
/// no memory has, so that everything behind works on spans with bounds.

/// Memory of the caller to read.
@unsafe
func input<Element: BitwiseCopyable>(
  _ start: UnsafePointer<Element>?, _ count: Int, _ name: String
) throws(ForeignError) -> UnsafeBufferPointer<Element> {
  try unsafe check(UnsafeRawPointer(start), count, Element.self, name)
  return unsafe UnsafeBufferPointer(start: count == 0 ? nil : start, count: count)
}

/// Memory of the caller to write.
@unsafe
func output<Element: BitwiseCopyable>(
  _ start: UnsafeMutablePointer<Element>?, _ count: Int, _ name: String
) throws(ForeignError) -> UnsafeMutableBufferPointer<Element> {
  try unsafe check(UnsafeRawPointer(start), count, Element.self, name)
  return unsafe UnsafeMutableBufferPointer(start: count == 0 ? nil : start, count: count)
}

@unsafe
private func check<Element>(
  _ start: UnsafeRawPointer?, _ count: Int, _ type: Element.Type, _ name: String
) throws(ForeignError) {
  guard count >= 0, count <= Int.max / MemoryLayout<Element>.stride else {
    throw ForeignError(.badArgument, "No memory is as large as the size given for '\(name)'.")
  }
  guard count > 0 else { return }
  guard let start = unsafe start else {
    throw ForeignError(
      .badArgument, "'\(name)' is NULL where \(count) elements of memory are needed.")
  }
  guard UInt(bitPattern: start) % UInt(MemoryLayout<Element>.alignment) == 0 else {
    throw ForeignError(
      .badArgument,
      "'\(name)' is not aligned to the \(MemoryLayout<Element>.alignment) bytes of its elements.")
  }
}

/// Puts a result into memory of the caller.
@unsafe
func store<Value: BitwiseCopyable>(
  _ value: Value, in place: UnsafeMutablePointer<Value>?, _ name: String
) throws(ForeignError) {
  var memory = unsafe try output(place, 1, name).mutableSpan
  memory[0] = value
}

/// Checks, before the work of making it, that there is a place for a new handle, then makes it.
@unsafe
func store(
  newItemIn place: UnsafeMutablePointer<UInt64>?, _ name: String,
  _ make: () throws(ForeignError) -> Item
) throws(ForeignError) {
  _ = unsafe try output(place, 1, name)
  unsafe try store(Handles.add(try make()), in: place, name)
}

/// Text that ends with NUL.
@unsafe
func text(_ start: UnsafePointer<CChar>?, _ name: String) throws(ForeignError) -> String {
  guard let start = unsafe start else {
    throw ForeignError(.badArgument, "'\(name)' is NULL where a text is needed.")
  }
  return unsafe String(cString: start)
}

/// Text of a stated length, as bytes.
@unsafe
func bytes(
  _ start: UnsafePointer<CChar>?, _ length: Int, _ name: String
) throws(ForeignError) -> [UInt8] {
  let memory = unsafe try input(start, length, name)
  return unsafe memory.map { UInt8(bitPattern: $0) }
}

/// Writes text with a final NUL into memory of the caller, and tells its length.
@unsafe
func store(
  text: String, in buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
  _ length: UnsafeMutablePointer<Int>?
) throws(ForeignError) {
  let characters = text.utf8CString
  if unsafe length != nil {
    unsafe try store(characters.count - 1, in: length, "length")
  }
  var memory = unsafe try output(buffer, capacity, "buffer").mutableSpan
  guard capacity >= characters.count else {
    throw ForeignError(
      .shortBuffer,
      "The text takes \(characters.count) bytes with its final NUL, but 'capacity' is \(capacity).")
  }
  for (index, character) in characters.enumerated() { memory[index] = character }
}
