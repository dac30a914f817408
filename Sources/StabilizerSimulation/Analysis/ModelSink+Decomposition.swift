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

  subscript(key key: UInt64) -> SymptomID? { pieces[key] }
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
    var contested: Set<UInt64> = []
    gathered.forEachGraphlikePiece(store) { _, key, piece in
      if let other = known[key: key] {
        if other != piece { contested.insert(key) }
      } else {
        known.insert(piece, key: key)
      }
    }
    if contested.isEmpty { return known }
    // Pieces of the same detectors differ in observables: the one in the mechanism that sorts last counts.
    var holders: [UInt64: Int] = [:]
    gathered.forEachGraphlikePiece(store) { index, key, piece in
      guard contested.contains(key) else { return }
      if let holder = holders[key], holder != index,
        gathered.precedes(index, holder, mechanisms.tags, store)
      {
        return
      }
      holders[key] = index
      known.insert(piece, key: key)
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
    var search = ExactSplit(piece, known, store)
    if search.run(&store) { return search.pieces }
    if options.blockDecompositionFromIntroducingRemnantEdges { return nil }
    return greedySplit(piece, known, &store)
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

/// A search, depth first, for known pieces that use every detector of a symptom once.
struct ExactSplit {
  private let goal: SymptomID
  private let known: GraphlikePieces
  private let detectors: [UInt32]
  private var used: [Bool]
  /// The steps left: a symptom of many detectors has too many partitions to try all.
  private var budget = 1 << 16
  /// The pieces chosen so far.
  private(set) var pieces: [SymptomID] = []

  init(_ goal: SymptomID, _ known: GraphlikePieces, _ store: borrowing SymptomStore) {
    self.goal = goal
    self.known = known
    detectors = store.words(goal).filter(SymptomWord.isDetector)
    used = [Bool](repeating: false, count: detectors.count)
  }

  /// Whether there are such pieces whose observables add up too.
  mutating func run(_ store: inout SymptomStore) -> Bool {
    guard let first = used.firstIndex(of: false) else {
      return pieces.reduce(0) { store.xor($0, $1) } == goal
    }
    if budget == 0 { return false }
    budget -= 1
    used[first] = true
    defer { used[first] = false }
    for second in detectors.indices.dropFirst(first + 1) where !used[second] {
      guard let pair = known[detectors[first], detectors[second]] else { continue }
      used[second] = true
      defer { used[second] = false }
      if take(pair, &store) { return true }
    }
    guard let single = known[detectors[first]] else { return false }
    return take(single, &store)
  }

  private mutating func take(_ piece: SymptomID, _ store: inout SymptomStore) -> Bool {
    pieces.append(piece)
    if run(&store) { return true }
    pieces.removeLast()
    return false
  }
}
