// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

/// The symptoms with one or two detectors that occur as a piece of some mechanism.
struct GraphlikePieces {
  /// The symptom (with observables) by its detectors; the second is the separator if there is one only.
  private var pieces: [UInt64: SymptomID] = [:]

  static func key(_ first: UInt32, _ second: UInt32 = SymptomWord.separator) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  subscript(first: UInt32) -> SymptomID? { pieces[GraphlikePieces.key(first)] }
  subscript(first: UInt32, second: UInt32) -> SymptomID? {
    pieces[GraphlikePieces.key(first, second)]
  }

  mutating func insert(_ symptom: SymptomID, key: UInt64) { pieces[key] = symptom }
}

extension ModelSink {
  /// Rewrites every piece with more than two detectors as a product of pieces seen elsewhere.
  mutating func decomposeAcrossChannels(
    _ detectorOffset: Int64, _ store: inout SymptomStore
  ) throws(CircuitError) {
    var composite: [(symptom: SymptomID, list: UInt32)] = []
    gatherComposites(&composite, store)
    if composite.isEmpty { return }
    let known = graphlikePieces(store)
    for (symptom, list) in composite {
      let pieces = symptom != 0 ? [symptom] : pieces(of: list)
      let tag =
        symptom != 0 ? 0 : mechanisms.lists.elements[mechanisms.lists.range(list).lowerBound]
      var result: [SymptomID] = []
      for piece in pieces {
        if store.detectorCount(piece) <= 2 {
          result.append(piece)
        } else if let split = split(piece, known, &store) {
          result += split
        } else if options.ignoreDecompositionFailures {
          result.append(piece)
        } else {
          throw failure(piece, detectorOffset, store)
        }
      }
      if result == pieces { continue }
      let probability = mechanisms.remove(symptom, list)
      mechanisms.lists.elements.append(tag)
      for piece in result { mechanisms.lists.elements.append(piece) }
      mechanisms.commitList(probability: probability)
    }
  }

  private func pieces(of list: UInt32) -> [SymptomID] {
    mechanisms.lists.range(list).dropFirst().map { mechanisms.lists.elements[$0] }
  }

  private mutating func gatherComposites(
    _ composite: inout [(symptom: SymptomID, list: UInt32)], _ store: borrowing SymptomStore
  ) {
    var lists: [UInt32] = []
    var symptoms: [SymptomID] = []
    mechanisms.forEach { symptom, list, _ in
      if symptom != 0 { symptoms.append(symptom) } else { lists.append(list) }
    }
    for symptom in symptoms where store.detectorCount(symptom) > 2 {
      composite.append((symptom, 0))
    }
    for list in lists where pieces(of: list).contains(where: { store.detectorCount($0) > 2 }) {
      composite.append((0, list))
    }
  }

  private mutating func graphlikePieces(_ store: borrowing SymptomStore) -> GraphlikePieces {
    var gathered = MechanismGathering()
    gathered.gatherNumbers(&mechanisms)
    var known = GraphlikePieces()
    var seen: [UInt64: (SymptomID, Int)] = [:]
    for index in gathered.numbers.indices {
      for piece in gathered.numbers[index] {
        let count = store.detectorCount(piece)
        guard count == 1 || count == 2 else { continue }
        let start = store.range(piece).lowerBound
        let key = GraphlikePieces.key(
          store.table.elements[start],
          count == 2 ? store.table.elements[start + 1] : SymptomWord.separator)
        if let (other, holder) = seen[key], other != piece {
          // Two pieces differ in observables only: the one in the mechanism that sorts last counts.
          if gathered.precedes(index, holder, mechanisms.tags, store) { continue }
        }
        seen[key] = (piece, index)
        known.insert(piece, key: key)
      }
    }
    return known
  }

  private func failure(
    _ piece: SymptomID, _ detectorOffset: Int64, _ store: borrowing SymptomStore
  ) -> CircuitError {
    let names = store.words(piece).map { word in
      SymptomWord.isDetector(word)
        ? "D\(Int64(word) + detectorOffset)" : "L\(word & ~SymptomWord.observableBit)"
    }
    return CircuitError(
      .analysis,
      "The error with symptom \(names.joined(separator: " ")) does not decompose into errors with "
        + "at most two detectors. Keep such errors whole with ignore-decomposition-failures.")
  }

  /// Pieces whose product is `piece`; nil if at most two detectors cannot be left over.
  private func split(
    _ piece: SymptomID, _ known: GraphlikePieces, _ store: inout SymptomStore
  ) -> [SymptomID]? {
    var detectors = store.words(piece).filter(SymptomWord.isDetector)
    var result: [SymptomID] = []
    if exactSplit(&detectors, from: 0, known, &result) {
      return result
    }
    if options.blockDecompositionFromIntroducingRemnantEdges { return nil }
    return greedySplit(piece, known, &store)
  }

  /// Searches, depth first, for known pieces that use every detector once.
  private func exactSplit(
    _ detectors: inout [UInt32], from start: Int, _ known: GraphlikePieces,
    _ result: inout [SymptomID]
  ) -> Bool {
    if start == detectors.count { return true }
    for other in (start + 1)..<max(start + 1, detectors.count) {
      guard let pair = known[detectors[start], detectors[other]] else { continue }
      detectors.swapAt(other, start + 1)
      result.append(pair)
      if exactSplit(&detectors, from: start + 2, known, &result) { return true }
      result.removeLast()
      detectors.swapAt(other, start + 1)
    }
    if let single = known[detectors[start]] {
      result.append(single)
      if exactSplit(&detectors, from: start + 1, known, &result) { return true }
      result.removeLast()
    }
    return false
  }

  /// Takes known pairs, then known singles, in order; what is left over makes a piece of its own.
  private func greedySplit(
    _ piece: SymptomID, _ known: GraphlikePieces, _ store: inout SymptomStore
  ) -> [SymptomID]? {
    let detectors = store.words(piece).filter(SymptomWord.isDetector)
    var done = [Bool](repeating: false, count: detectors.count)
    var result: [SymptomID] = []
    var rest = piece
    for i in detectors.indices where !done[i] {
      for j in detectors.indices.dropFirst(i + 1) where !done[j] {
        guard let pair = known[detectors[i], detectors[j]] else { continue }
        (done[i], done[j]) = (true, true)
        result.append(pair)
        rest = store.xor(rest, pair)
        break
      }
    }
    for i in detectors.indices where !done[i] {
      guard let single = known[detectors[i]] else { continue }
      done[i] = true
      result.append(single)
      rest = store.xor(rest, single)
    }
    guard done.count(where: { !$0 }) <= 2 else { return nil }
    if rest != 0 { result.append(rest) }
    return result
  }
}
