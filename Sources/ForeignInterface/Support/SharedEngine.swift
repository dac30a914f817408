// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CQuantaCore
internal import CircuitModel
internal import ComputePrimitives
internal import Decoding
internal import Synchronization

/// An engine behind a lock: two threads that use one engine wait for each other, and never corrupt it.
final class SharedEngine: Sendable {
  /// The full specification of the decoder.
  let specification: String
  /// The number of detectors of the model.
  let detectorCount: Int
  /// The number of observables of the model.
  let observableCount: Int
  /// What the engine can do, in the bits that the header names.
  let abilities: UInt32

  private let state: Mutex<EngineState>

  /// The shots that go through the engine at once; small enough for their lists to stay in the cache.
  private static let chunk = 1024

  init(_ decoder: PreparedDecoder) {
    specification = decoder.specification
    detectorCount = decoder.compiled.detectorCount
    observableCount = decoder.compiled.observableCount
    let engine = EngineState(
      decoder.compiled.makeEngine(), detectors: detectorCount, observables: observableCount)
    abilities = UInt32(engine.abilities)
    state = Mutex(engine)
  }

  /// Refuses what the engine cannot do.
  ///
  /// - Parameters:
  ///   - ability: The bit of the ability.
  ///   - lack: What the decoder does not do, as the end of a sentence.
  /// - Throws: `ForeignError` with status `.unsupported`.
  func require(_ ability: Int, _ lack: String) throws(ForeignError) {
    guard Int(abilities) & ability != 0 else {
      throw ForeignError(.unsupported, "The decoder '\(specification)' \(lack).")
    }
  }

  /// Decodes shots in chunks.
  ///
  /// - Parameters:
  ///   - shots: The number of shots.
  ///   - extra: What is wanted beside predictions.
  ///   - load: Fills the state's batch, and its priors, with a range of the shots.
  ///   - finish: Takes the results of a range of the shots out of the state.
  /// - Throws: What `load` throws, and what the engine throws.
  func decode(
    shots: Int, _ extra: EngineState.Extra,
    load: (inout EngineState, Range<Int>) throws(ForeignError) -> Void,
    finish: (borrowing EngineState, Range<Int>) -> Void
  ) throws(ForeignError) {
    // Nothing in and nothing out: no memory bounds the number of shots then.
    guard detectorCount > 0 || observableCount > 0 || extra != .nothing else { return }
    try state.withLock { state throws(ForeignError) in
      for first in stride(from: 0, to: shots, by: SharedEngine.chunk) {
        let range = first..<min(shots, first + SharedEngine.chunk)
        state.prepare(shots: range.count)
        try load(&state, range)
        do throws(DecodingError) {
          try state.run(extra)
        } catch {
          var error = error
          error.shot = error.shot.map { $0 + first }
          throw ForeignError(error)
        }
        finish(state, range)
      }
    }
  }

  /// Finds the errors of one shot.
  func explain(_ defects: [UInt32]) throws(ForeignError) -> Explanation {
    try require(QK_EXPLAINS, "does not tell errors")
    return try state.withLock { state throws(ForeignError) in
      do throws(DecodingError) {
        return try state.explain(defects)
      } catch {
        throw ForeignError(error)
      }
    }
  }
}

/// An engine with the memory that its input and output go through.
struct EngineState: ~Copyable {
  /// What can be had beside predictions.
  enum Extra { case nothing, weights, gaps, doubts, priors }

  private let engine: any DecodingEngine
  private let observableCount: Int
  /// The shots to decode.
  var batch: SyndromeBatch
  /// The probabilities that come with them.
  var priors = ShotPriors()
  /// How many defects the last batch had.
  var lastDefectCount = 0
  /// The predictions, a row a shot.
  private(set) var predictions: BitMatrix
  /// The weight or the gap of each shot.
  private(set) var values: [Double] = []
  /// Whether each shot's answer is a guess.
  private(set) var doubts: [Bool] = []

  init(_ engine: any DecodingEngine, detectors: Int, observables: Int) {
    self.engine = engine
    observableCount = observables
    batch = SyndromeBatch(shotCount: 0, detectorCount: detectors, observableCount: 0)
    predictions = BitMatrix(rowCount: 0, columnCount: observables)
  }

  /// What the engine can do, in the bits that the header names.
  var abilities: Int {
    var abilities = 0
    if engine is any WeighingEngine { abilities |= QK_WEIGHS }
    if engine is any ExplainingEngine { abilities |= QK_EXPLAINS }
    if engine is any ReweightingEngine { abilities |= QK_REWEIGHTS }
    if engine is any SoftDecodingEngine { abilities |= QK_GAPS }
    if engine is any FlaggingEngine { abilities |= QK_FLAGS }
    return abilities
  }

  /// Makes room for shots, of which none has a defect.
  mutating func prepare(shots: Int) {
    batch.defects.removeAll(keepingCapacity: true)
    if batch.shotCount == shots {
      predictions.clear()
    } else {
      batch.offsets = [Int](repeating: 0, count: shots + 1)
      // The shape of the observables follows that of the shots, though nothing is known of them.
      batch.observables = BitMatrix(rowCount: shots, columnCount: 0)
      predictions = BitMatrix(rowCount: shots, columnCount: observableCount)
    }
  }

  /// Decodes what is loaded.
  ///
  /// - Precondition: the engine has the ability that `extra` needs.
  mutating func run(_ extra: Extra) throws(DecodingError) {
    switch extra {
    case .nothing:
      try engine.decode(batch, into: &predictions)
    case .weights:
      guard let engine = engine as? any WeighingEngine else { return lacks() }
      try engine.decode(batch, into: &predictions, weights: &values)
    case .gaps:
      guard let engine = engine as? any SoftDecodingEngine else { return lacks() }
      try engine.decode(batch, into: &predictions, gaps: &values)
    case .doubts:
      guard let engine = engine as? any FlaggingEngine else { return lacks() }
      try engine.decode(batch, into: &predictions, isDoubtful: &doubts)
    case .priors:
      guard let engine = engine as? any ReweightingEngine else { return lacks() }
      try engine.decode(batch, priors: priors, into: &predictions)
    }
  }

  /// Finds the errors of one shot.
  ///
  /// - Precondition: the engine explains.
  func explain(_ defects: [UInt32]) throws(DecodingError) -> Explanation {
    guard let engine = engine as? any ExplainingEngine else {
      preconditionFailure("The ability is checked before the engine is asked.")
    }
    return try engine.explain(defects)
  }

  private func lacks() {
    preconditionFailure("The ability is checked before the engine is asked.")
  }
}
