// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// A value within a JSON document, with the path that messages name it by.
struct JSONPlace {
  let value: JSON?
  let path: String

  init(_ value: JSON?, _ path: String) {
    self.value = value
    self.path = path
  }

  /// A member of an object; its absence shows when it is read.
  subscript(key: String) -> JSONPlace {
    JSONPlace(value?[key], "\(path): `\(key)`")
  }

  /// An error that says something about this value.
  func fault(_ what: String) -> ExecutionError {
    ExecutionError(.configuration, "\(path) \(what).")
  }

  func string() throws(ExecutionError) -> String {
    guard let text = value?.stringValue else { throw fault("must be a text") }
    return text
  }

  func integer(in range: ClosedRange<Int>) throws(ExecutionError) -> Int {
    guard let number = value?.intValue, range.contains(number) else {
      throw fault("must be a whole number in \(range.lowerBound)...\(range.upperBound)")
    }
    return number
  }

  func number(in range: ClosedRange<Double>) throws(ExecutionError) -> Double {
    guard let number = value?.doubleValue, range.contains(number) else {
      throw fault("must be a number in \(range.lowerBound)...\(range.upperBound)")
    }
    return number
  }

  func elements() throws(ExecutionError) -> [JSONPlace] {
    guard let values = value?.arrayValue else { throw fault("must be an array") }
    return values.enumerated().map { JSONPlace($1, "\(path)[\($0)]") }
  }

  /// Refuses members that mean nothing here: they would be ignored in silence.
  func requireOnly(_ names: [String]) throws(ExecutionError) {
    guard let object = value?.objectValue else { throw fault("must be an object") }
    for key in object.keys where !names.contains(key) {
      throw fault("has no member `\(key)`; there are \(names.joined(separator: ", "))")
    }
  }
}
