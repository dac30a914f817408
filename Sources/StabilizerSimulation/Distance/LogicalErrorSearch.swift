// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

/// What a search for undetectable logical errors leaves out, to stay small.
public struct LogicalErrorSearchLimits: Sendable, Hashable {
  /// The most detectors that an intermediate combination may flip.
  public var largestDetectionEventSet: Int
  /// The most detectors that a single mechanism may flip.
  public var largestMechanism: Int
  /// Whether a mechanism may leave more detectors flipped than before it.
  public var allowsGrowth: Bool

  /// Makes limits; by default there are none.
  public init(
    largestDetectionEventSet: Int = .max, largestMechanism: Int = .max, allowsGrowth: Bool = true
  ) {
    self.largestDetectionEventSet = largestDetectionEventSet
    self.largestMechanism = largestMechanism
    self.allowsGrowth = allowsGrowth
  }
}

/// A breadth-first search over what combinations of mechanisms flip.
///
/// Every combination starts with a mechanism that flips an observable; each further mechanism clears the
/// lowest detector that is still flipped. The first combination that flips no detector has the fewest
/// mechanisms that the limits allow.
struct LogicalErrorSearch: ~Copyable {
  private var store = SymptomStore()
  /// The mechanisms, as sets in the store.
  private var mechanisms: [SymptomID] = []
  /// The mechanisms that flip a detector.
  private var atDetector: [UInt32: [SymptomID]] = [:]
  private let limits: LogicalErrorSearchLimits

  init(_ model: DetectorErrorModel, _ limits: LogicalErrorSearchLimits) throws {
    self.limits = limits
    var seen: Set<SymptomID> = [0]
    var found: [SymptomID] = []
    var buffer = SymptomStore()
    guard model.detectorCount <= UInt64(SymptomWord.observableBit) else {
      throw CircuitError(.limit, "A model with more than 2^31 detectors cannot be searched.")
    }
    try model.forEachMechanism { mechanism in
      let symptom = mechanism.symptom
      guard mechanism.probability != 0, symptom.detectors.count <= limits.largestMechanism else {
        return
      }
      let set = buffer.insert(symptom)
      if seen.insert(set).inserted { found.append(set) }
    }
    store = buffer
    mechanisms = found
    for set in found {
      for word in store.words(set) where SymptomWord.isDetector(word) {
        atDetector[word, default: []].append(set)
      }
    }
  }

  /// The symptoms of the mechanisms found; nil if the limits leave none.
  mutating func run() -> [Symptom]? {
    // What came before each state and by which mechanism; the empty state is a dead end.
    var origin: [SymptomID: (state: SymptomID, mechanism: SymptomID)] = [0: (0, 0)]
    var queue: [SymptomID] = []
    for set in mechanisms where store.hasObservable(set) {
      let size = store.detectorCount(set)
      if size == 0 { return [store.symptom(set)] }
      guard size <= limits.largestDetectionEventSet else { continue }
      origin[set] = (0, set)
      queue.append(set)
    }
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      let size = store.detectorCount(state)
      let lowest = store.table.elements[store.range(state).lowerBound]
      for mechanism in atDetector[lowest] ?? [] {
        let next = store.xor(state, mechanism)
        let count = store.detectorCount(next)
        guard count <= limits.largestDetectionEventSet, limits.allowsGrowth || count <= size,
          origin[next] == nil
        else { continue }
        origin[next] = (state, mechanism)
        if count > 0 {
          queue.append(next)
          continue
        }
        var result: [Symptom] = []
        var current = next
        while current != 0, let step = origin[current] {
          result.append(store.symptom(step.mechanism))
          current = step.state
        }
        return result
      }
    }
    return nil
  }
}

extension SymptomStore {
  /// The number of a symptom whose detectors are numbered as the words are.
  mutating func insert(_ symptom: Symptom) -> SymptomID {
    var hash: UInt64 = 0
    for word in symptom.detectors + symptom.observables.map({ $0 | SymptomWord.observableBit }) {
      table.elements.append(word)
      hash ^= SymptomStore.hash(word)
    }
    return table.commit(hash: hash)
  }

  /// The symptom with a number.
  func symptom(_ set: SymptomID) -> Symptom {
    let words = words(set)
    return Symptom(
      detectors: words.filter(SymptomWord.isDetector),
      observables: words.filter { !SymptomWord.isDetector($0) }
        .map { $0 & ~SymptomWord.observableBit })
  }
}
