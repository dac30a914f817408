// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import Decoding
internal import StabilizerSimulation
internal import Synchronization

/// What a handle stands for.
enum Item: Sendable {
  case circuit(Circuit)
  case model(DetectorErrorModel)
  case decoder(PreparedDecoder)
  case engine(SharedEngine)
  case explanation(Explanation)
  case sampler(ShotSampler)

  /// The kind, as messages name it.
  var kind: String {
    switch self {
    case .circuit: "a circuit"
    case .model: "a model"
    case .decoder: "a decoder"
    case .engine: "an engine"
    case .explanation: "an explanation"
    case .sampler: "a sampler"
    }
  }
}

/// A compiled decoder with its full specification.
struct PreparedDecoder: Sendable {
  let specification: String
  let compiled: any CompiledDecoder
}

/// The things that handles stand for.
///
/// Numbers are given once only, so a handle that was released never comes to mean something else.
enum Handles {
  private struct State: ~Copyable {
    var last: UInt64 = 0
    var items: [UInt64: Item] = [:]
  }

  private static let state = Mutex(State())

  /// Keeps an item, and gives the handle that stands for it.
  static func add(_ item: Item) -> UInt64 {
    state.withLock { state in
      state.last += 1
      state.items[state.last] = item
      return state.last
    }
  }

  /// Forgets an item.
  static func remove(_ handle: UInt64) throws(ForeignError) {
    // What is released may be large; it goes when the lock is open again.
    let item = state.withLock { $0.items.removeValue(forKey: handle) }
    guard item != nil else { throw unknown(handle) }
  }

  /// The item of a handle, of any kind.
  static func item(_ handle: UInt64) throws(ForeignError) -> Item {
    guard let item = state.withLock({ $0.items[handle] }) else { throw unknown(handle) }
    return item
  }

  static func circuit(_ handle: UInt64) throws(ForeignError) -> Circuit {
    let item = try item(handle)
    if case .circuit(let circuit) = item { return circuit }
    throw wrongKind(handle, item, wanted: "a circuit")
  }

  static func model(_ handle: UInt64) throws(ForeignError) -> DetectorErrorModel {
    let item = try item(handle)
    if case .model(let model) = item { return model }
    throw wrongKind(handle, item, wanted: "a model")
  }

  static func decoder(_ handle: UInt64) throws(ForeignError) -> PreparedDecoder {
    let item = try item(handle)
    if case .decoder(let decoder) = item { return decoder }
    throw wrongKind(handle, item, wanted: "a decoder")
  }

  static func engine(_ handle: UInt64) throws(ForeignError) -> SharedEngine {
    let item = try item(handle)
    if case .engine(let engine) = item { return engine }
    throw wrongKind(handle, item, wanted: "an engine")
  }

  static func explanation(_ handle: UInt64) throws(ForeignError) -> Explanation {
    let item = try item(handle)
    if case .explanation(let explanation) = item { return explanation }
    throw wrongKind(handle, item, wanted: "an explanation")
  }

  static func sampler(_ handle: UInt64) throws(ForeignError) -> ShotSampler {
    let item = try item(handle)
    if case .sampler(let sampler) = item { return sampler }
    throw wrongKind(handle, item, wanted: "a sampler")
  }

  private static func unknown(_ handle: UInt64) -> ForeignError {
    ForeignError(.badHandle, "\(handle) is no handle: it was never given, or has been released.")
  }

  private static func wrongKind(_ handle: UInt64, _ item: Item, wanted: String) -> ForeignError {
    ForeignError(
      .badHandle, "The handle \(handle) stands for \(item.kind), where \(wanted) is needed.")
  }
}
