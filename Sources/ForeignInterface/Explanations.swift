// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CQuantaCore
internal import CircuitModel
internal import Decoding

/// Finds the errors of a shot.
@c @implementation
public func qk_explain(
  _ engine: QKEngine, _ defects: UnsafePointer<UInt32>?, _ defectCount: Int,
  _ explanation: UnsafeMutablePointer<QKExplanation>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let engine = try Handles.engine(engine)
    let fired = unsafe try input(defects, defectCount, "defects").span
    var batch = SyndromeBatch(shotCount: 1, detectorCount: engine.detectorCount, observableCount: 0)
    try appendDefects(fired, engine.detectorCount, to: &batch)
    let list = batch.defects
    unsafe try store(newItemIn: explanation, "explanation") { () throws(ForeignError) in
      .explanation(try engine.explain(list))
    }
  }
}

/// The sizes of an explanation.
@c @implementation
public func qk_explanationSizes(
  _ explanation: QKExplanation, _ sizes: UnsafeMutablePointer<QKExplanationSizes>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let found = try Handles.explanation(explanation)
    var result = QKExplanationSizes()
    result.pairs = UInt64(found.pairs.count)
    result.errors = UInt64(found.errors.count)
    result.errorDetectors = UInt64(found.errors.reduce(0) { $0 + $1.detectors.count })
    result.errorObservables = UInt64(found.errors.reduce(0) { $0 + $1.observables.count })
    result.observables = UInt64(found.observables.count)
    result.weight = found.weight
    unsafe try store(result, in: sizes, "sizes")
  }
}

/// The matched pairs.
@c @implementation
public func qk_explanationPairs(
  _ explanation: QKExplanation, _ numbers: UnsafeMutablePointer<Int64>?, _ numberCount: Int
) -> QKStatus {
  answer { () throws(ForeignError) in
    let pairs = try Handles.explanation(explanation).pairs
    var flat: [Int64] = []
    for pair in pairs { flat += [Int64(pair.first), pair.second.map { Int64($0) } ?? -1] }
    unsafe try store(list: flat, in: numbers, numberCount, "numbers")
  }
}

/// The errors, as lists end to end.
@c @implementation
public func qk_explanationErrors(
  _ explanation: QKExplanation, _ detectorOffsets: UnsafeMutablePointer<UInt64>?,
  _ observableOffsets: UnsafeMutablePointer<UInt64>?, _ offsetCount: Int,
  _ detectors: UnsafeMutablePointer<UInt32>?, _ detectorCount: Int,
  _ observables: UnsafeMutablePointer<UInt32>?, _ observableCount: Int
) -> QKStatus {
  answer { () throws(ForeignError) in
    let errors = try Handles.explanation(explanation).errors
    let detectorLists = errors.map(\.detectors)
    let observableLists = errors.map(\.observables)
    // All four sizes are checked before the first result is written.
    let detectorStarts = unsafe try room(
      for: errors.count + 1, in: detectorOffsets, offsetCount, "detectorOffsets")
    let observableStarts = unsafe try room(
      for: errors.count + 1, in: observableOffsets, offsetCount, "observableOffsets")
    let flatDetectors = Array(detectorLists.joined())
    let flatObservables = Array(observableLists.joined())
    let detectorRoom = unsafe try room(
      for: flatDetectors.count, in: detectors, detectorCount, "detectors")
    let observableRoom = unsafe try room(
      for: flatObservables.count, in: observables, observableCount, "observables")
    unsafe write(offsets(of: detectorLists), to: detectorStarts)
    unsafe write(offsets(of: observableLists), to: observableStarts)
    unsafe write(flatDetectors, to: detectorRoom)
    unsafe write(flatObservables, to: observableRoom)
  }
}

/// The observables that flipped.
@c @implementation
public func qk_explanationObservables(
  _ explanation: QKExplanation, _ observables: UnsafeMutablePointer<UInt32>?, _ observableCount: Int
) -> QKStatus {
  answer { () throws(ForeignError) in
    let list = try Handles.explanation(explanation).observables
    unsafe try store(list: list, in: observables, observableCount, "observables")
  }
}

/// Where each of several lists begins when they lie end to end, with one more entry for the end.
private func offsets(of lists: [[UInt32]]) -> [UInt64] {
  var result: [UInt64] = [0]
  var total: UInt64 = 0
  for list in lists {
    total += UInt64(list.count)
    result.append(total)
  }
  return result
}

/// Writes a list into memory of the caller.
@unsafe
private func store<Element: BitwiseCopyable>(
  list: [Element], in target: UnsafeMutablePointer<Element>?, _ size: Int, _ name: String
) throws(ForeignError) {
  unsafe write(list, to: try room(for: list.count, in: target, size, name))
}

/// Memory of the caller, checked to hold as many elements as will be written.
@unsafe
private func room<Element: BitwiseCopyable>(
  for count: Int, in target: UnsafeMutablePointer<Element>?, _ size: Int, _ name: String
) throws(ForeignError) -> UnsafeMutableBufferPointer<Element> {
  let memory = unsafe try output(target, size, name)
  guard size >= count else {
    throw ForeignError(
      .shortBuffer, "'\(name)' holds \(size) elements, but \(count) are needed.")
  }
  return unsafe memory
}

/// Writes a list to the beginning of memory that holds it.
@unsafe
private func write<Element: BitwiseCopyable>(
  _ list: [Element], to memory: UnsafeMutableBufferPointer<Element>
) {
  var span = unsafe memory.mutableSpan
  for (index, value) in list.enumerated() { span[index] = value }
}
